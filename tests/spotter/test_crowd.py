"""Processes that answer many calls at once: none waits for another, and none pays for another."""

import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from spotter.lib.child import ChildDied, ChildTimeout, Limits
from spotter.lib.crowd import Crowd

MODULE = "tests.spotter.waiting_child"


def crowd_of(n: int, **limits: Any) -> Crowd:
    return Crowd(n, MODULE, Limits(**{"files": 128, "seconds": 5.0} | limits))


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    one = crowd_of(1)
    yield one
    one.close()


def together(crowd: Crowd, *requests: Mapping[str, Any]) -> list[Mapping[str, Any] | str]:
    """The answers, or what went wrong, of calls made at the same time."""

    def call(request: Mapping[str, Any]) -> Mapping[str, Any] | str:
        try:
            return crowd.call(request)
        except ChildDied as died:
            return type(died).__name__

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(call, requests))


def test_many_wait_at_the_same_time_in_one_process(crowd: Crowd) -> None:
    crowd.call({"act": "say"})
    began = time.monotonic()
    answers = together(crowd, *[{"act": "wait", "seconds": 0.5, "said": str(number)} for number in range(24)])
    took = time.monotonic() - began
    assert [one["said"] for one in answers if not isinstance(one, str)] == [str(number) for number in range(24)]
    assert (len(crowd.pids), took < 3) == (1, True)


def test_a_quick_call_does_not_wait_behind_a_slow_one(crowd: Crowd) -> None:
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(crowd.call, {"act": "wait", "seconds": 2})
        time.sleep(0.3)
        assert (crowd.call({"act": "say", "said": "quick"})["said"], slow.done()) == ("quick", False)


def test_bytes_of_several_answers_do_not_mix(crowd: Crowd) -> None:
    sizes = [0, 1, 3_000_000, 70_000, 2_000_000]
    answers = together(crowd, *[{"act": "say", "size": size} for size in sizes])
    assert [len(one["page"]) for one in answers if not isinstance(one, str)] == sizes


def test_an_exception_ends_its_own_call_alone(crowd: Crowd) -> None:
    odd, fine = together(crowd, {"act": "fail"}, {"act": "wait", "seconds": 0.3, "said": "fine"})
    assert (odd, not isinstance(fine, str) and fine["said"]) == ("ChildDied", "fine")


def test_a_call_whose_neighbour_ended_the_process_is_made_again(crowd: Crowd, tmp_path: Path) -> None:
    flag = tmp_path / "ended"
    flag.touch()
    with ThreadPoolExecutor(2) as threads:
        fine = threads.submit(crowd.call, {"act": "wait", "seconds": 1, "said": "fine"})
        time.sleep(0.2)
        ending = threads.submit(crowd.call, {"act": "end once", "flag": str(flag)})
        time.sleep(0.2)
        flag.write_text("yes")
        assert (fine.result()["said"], ending.result()["said"]) == ("fine", "")


def test_what_ends_every_process_is_told_and_the_next_call_works(crowd: Crowd) -> None:
    with pytest.raises(ChildDied, match="ended with code 7"):
        crowd.call({"act": "end"})
    assert crowd.call({"act": "say", "said": "on"})["said"] == "on"


def test_a_call_that_takes_too_long_ends_its_process() -> None:
    impatient = crowd_of(1, seconds=0.5)
    with pytest.raises(ChildTimeout):
        impatient.call({"act": "wait", "seconds": 30})
    impatient.close()


def test_a_call_that_takes_too_long_costs_its_neighbours_nothing() -> None:
    crowd = crowd_of(1, seconds=2.0)
    stuck = {"act": "wait", "seconds": 60, "said": "stuck"}
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(together, crowd, stuck)
        time.sleep(1.0)
        pids = crowd.pids
        neighbour = threads.submit(crowd.call, {"act": "wait", "seconds": 1.5, "said": "near"})
        assert first.result() == ["ChildTimeout"]
        # Answered by the very process that the stuck call is in; that one takes no others and ends.
        assert (neighbour.result()["pid"],) == pids
    assert crowd.call({"act": "say"})["pid"] not in pids
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pids[0]}/exe").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{pids[0]}/exe").exists()
    crowd.close()


def test_calls_go_to_the_least_busy_process() -> None:
    two = crowd_of(2)
    answers = together(two, *[{"act": "wait", "seconds": 0.5} for _ in range(8)])
    pids = [one["pid"] for one in answers if not isinstance(one, str)]
    assert sorted(pids.count(pid) for pid in set(pids)) == [4, 4]
    two.close()


def test_a_process_at_the_end_of_its_working_life_answers_what_it_has() -> None:
    short = crowd_of(1, calls=3)
    answers = together(short, *[{"act": "wait", "seconds": 0.5} for _ in range(7)])
    pids = [one["pid"] for one in answers if not isinstance(one, str)]
    assert (len(pids), len(set(pids))) == (7, 3)
    short.close()


def test_a_fork_shares_no_process_with_its_parent(crowd: Crowd) -> None:
    ours = crowd.call({"act": "say"})["pid"]
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        os.write(write, str(crowd.call({"act": "say"})["pid"]).encode())
        os._exit(0)
    os.waitpid(pid, 0)
    assert int(os.read(read, 20)) != ours
