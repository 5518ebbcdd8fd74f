"""Nobody visits a host more often than we promise: in Valkey for all workers, and in one process while it is away."""

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytest_django import Settings

from spotter.lib import turns
from spotter.lib.turns import Turns, wait_for_turn


@pytest.fixture
def host() -> str:
    return f"{secrets.token_hex(4)}.test"


@pytest.fixture
def slowly(settings: Settings) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 0.5, 3


type Take = Callable[[str, float], float]


@pytest.fixture
def here() -> Take:
    own = Turns()
    return lambda ticket, now: own.take("pasar.test", ticket, pause=2.0, burst=3, now=now)


def test_a_burst_goes_at_once_and_then_one_each_pause(here: Take) -> None:
    assert [here(str(number), 100.0) for number in range(6)] == [0, 0, 0, 2, 4, 6]


def test_coming_back_at_its_moment_costs_no_second_turn(here: Take) -> None:
    for number in range(5):
        here(str(number), 100.0)
    assert (here("3", 101.0), here("3", 102.0), here("4", 102.0), here("new", 102.0)) == (1, 0, 2, 4)


def test_after_a_quiet_time_there_is_a_burst_again(here: Take) -> None:
    for number in range(6):
        here(str(number), 100.0)
    assert [here(f"later {number}", 200.0) for number in range(4)] == [0, 0, 0, 2]


@pytest.mark.usefixtures("slowly")
def test_all_workers_share_one_count(host: str) -> None:
    with ThreadPoolExecutor(8) as workers:
        waits = sorted(workers.map(lambda number: wait_for_turn(host, str(number)), range(8)))
    assert [round(wait) for wait in waits] == [0, 0, 0, 2, 4, 6, 8, 10]


@pytest.mark.usefixtures("slowly")
def test_hosts_do_not_wait_for_each_other(host: str) -> None:
    for number in range(4):
        wait_for_turn(host, str(number))
    assert wait_for_turn(f"other-{host}", "1") == 0


def test_a_ticket_is_good_for_one_visit(settings: Settings, host: str) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 5.0, 1
    assert [wait_for_turn(host, "a") == 0, wait_for_turn(host, "b") > 0] == [True, True]
    time.sleep(0.25)
    assert [wait_for_turn(host, "b") == 0, wait_for_turn(host, "b") > 0] == [True, True]


@pytest.mark.usefixtures("slowly")
def test_while_valkey_is_away_each_process_counts_for_itself(settings: Settings, unused_port: int, host: str) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{unused_port}/0"
    turns._take.cache_clear()
    waits = [round(wait_for_turn(host, str(number))) for number in range(4)]
    turns._take.cache_clear()
    assert waits == [0, 0, 0, 2]
