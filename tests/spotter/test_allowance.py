"""Token buckets in a real Valkey: the same arithmetic, one step for all, and a server that may be gone."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings, strategies
from pytest_django import Settings
from redis import Redis

from spotter.lib.allowance import PREFIX, Away, Purse, in_a_while, limited, network_of, take
from spotter.lib.buckets import DAY, Bucket, Verdict, judged
from tests.valkey import Valkey

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OWN = Purse("own", "ana", Bucket(3, 60))
SHARED = Purse("shared", "here", Bucket(5, 60))


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def allowed(*, of: Sequence[Purse] = (OWN,), cost: int = 1, seconds: float = 0, once: str = "") -> bool:
    return take(of, cost=cost, now=at(seconds), once=once).allowed


# -- the bucket -------------------------------------------------------------------------------------------------------
def test_what_a_bucket_holds_can_be_taken_and_no_more(valkey: Valkey) -> None:
    assert [allowed() for _n in range(5)] == [True, True, True, False, False]


def test_it_says_how_many_are_left_and_when_to_come_back(valkey: Valkey) -> None:
    assert take([OWN], cost=2, now=NOW) == Verdict(True, 1)
    assert take([OWN], cost=3, now=NOW) == Verdict(False, 1, 40, "own")


def test_after_that_wait_it_is_allowed_and_a_second_earlier_it_is_not(valkey: Valkey) -> None:
    allowed(cost=3)

    assert (allowed(cost=2, seconds=39), allowed(cost=2, seconds=40)) == (False, True)


def test_what_never_fits_is_told_apart(valkey: Valkey) -> None:
    assert take([OWN], cost=4, now=NOW) == Verdict(False, 3, None, "own")


@given(strategies.lists(strategies.tuples(strategies.integers(0, 90), strategies.integers(1, 4)), max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_script_reckons_as_the_plain_arithmetic_does(valkey: Valkey, steps: list[tuple[int, int]]) -> None:
    with Redis.from_url(valkey.url) as client:
        client.flushall()
    level, moment = float(OWN.bucket.size), 0
    for pause, cost in steps:
        moment, level = moment + pause, OWN.bucket.grown(level, passed=pause)
        expected = judged(OWN.bucket, level, cost=cost)

        got = take([OWN], cost=cost, now=at(moment))

        assert (got.allowed, got.left, got.wait) == (expected.allowed, expected.left, expected.wait)
        level -= cost if expected.allowed else 0


def test_of_two_buckets_both_must_have_enough_or_none_is_touched(valkey: Valkey) -> None:
    other = Purse("own", "budi", OWN.bucket)
    assert (allowed(of=[OWN, SHARED], cost=3), allowed(of=[other, SHARED], cost=3)) == (True, False)

    assert take([other, SHARED], cost=3, now=NOW).short == "shared"
    assert take([other], cost=3, now=NOW).allowed


def test_what_was_paid_is_not_asked_for_again(valkey: Valkey) -> None:
    assert [allowed(cost=2, once="form 1") for _n in range(5)] == [True] * 5
    assert take([OWN], cost=1, now=NOW).left == 0


def test_a_form_that_grew_pays_the_rest(valkey: Valkey) -> None:
    allowed(cost=1, once="form 1")

    assert take([OWN], cost=3, now=NOW, once="form 1") == Verdict(True, 0)


def test_equal_forms_at_the_same_moment_pay_once(valkey: Valkey) -> None:
    with ThreadPoolExecutor(20) as forms:
        answers = list(forms.map(lambda _n: allowed(cost=2, once="form 1"), range(20)))

    assert (answers, allowed(cost=1), allowed(cost=1)) == ([True] * 20, True, False)


def test_twenty_at_once_never_get_more_than_there_is(valkey: Valkey) -> None:
    with ThreadPoolExecutor(20) as hands:
        assert sum(hands.map(lambda _n: allowed(), range(20))) == 3


def test_nothing_outlives_the_day_and_nothing_names_anybody(valkey: Valkey) -> None:
    allowed(of=[Purse("own", "ana@mail.example", Bucket(3, DAY))], once="ana@mail.example form")

    with Redis.from_url(valkey.url, decode_responses=True) as client:
        lives = {str(key): int(client.ttl(key)) for key in client.scan_iter()}
    assert len(lives) == 2
    assert all(key.startswith(PREFIX) and "ana" not in key and 0 < left <= DAY for key, left in lives.items())


# -- without Redis ----------------------------------------------------------------------------------------------------
def test_a_server_that_was_killed_is_away_and_not_asked_again_for_a_moment(valkey: Valkey) -> None:
    allowed()
    valkey.kill()

    for _again in range(2):
        with pytest.raises(Away):
            allowed()


def test_a_server_that_came_back_empty_is_asked_as_if_nothing_had_been(valkey: Valkey) -> None:
    allowed(cost=3)
    valkey.kill()
    valkey.start_again()

    assert (allowed(cost=3), allowed()) == (True, False)


# -- from where -------------------------------------------------------------------------------------------------------
def asked_from(address: str, **headers: str) -> HttpRequest:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    request.user = AnonymousUser()
    return request


def test_a_network_has_another_name_every_day_and_no_name_holds_its_address() -> None:
    today = network_of(asked_from("203.0.113.77"), now=NOW)

    assert today == network_of(asked_from("203.0.113.77"), now=at(60))
    assert today != network_of(asked_from("203.0.113.77"), now=at(DAY))
    assert today != network_of(asked_from("203.0.113.78"), now=NOW)
    assert "203.0.113" not in today


def test_a_household_of_ipv6_is_one_network() -> None:
    one, other = (network_of(asked_from(f"2001:db8:1:2::{n}"), now=NOW) for n in (1, 2))

    assert one == other != network_of(asked_from("2001:db8:1:3::1"), now=NOW)


def test_a_forged_header_moves_nobody_to_another_network() -> None:
    forged = asked_from("203.0.113.77", X_Forwarded_For="198.51.100.1")

    assert network_of(forged, now=NOW) == network_of(asked_from("203.0.113.77"), now=NOW)


def test_a_request_without_an_address_has_no_network() -> None:
    assert network_of(asked_from(""), now=NOW) == ""


# -- at a door --------------------------------------------------------------------------------------------------------
@limited("look", Bucket(2, 60))
def look(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def test_a_door_lets_so_many_through_and_then_says_when_to_come_back(valkey: Valkey) -> None:
    answers = [look(asked_from("203.0.113.77")) for _n in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 30
    assert "in 1 minute" in answers[2].text  # type: ignore[attr-defined]
    assert look(asked_from("203.0.113.78")).status_code == 200


def test_for_htmx_the_answer_is_a_part_and_no_page(valkey: Valkey) -> None:
    request = asked_from("203.0.113.79")
    request.htmx = True  # type: ignore[attr-defined]

    answers = [look(request) for _n in range(3)]

    assert (answers[2].status_code, "<html" in answers[2].text) == (429, False)  # type: ignore[attr-defined]


def test_while_redis_is_away_a_door_of_this_kind_is_open(valkey: Valkey) -> None:
    valkey.kill()

    assert [look(asked_from("203.0.113.80")).status_code for _n in range(9)] == [200] * 9


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "in 1 minute"), (61, "in 2 minutes"), (7_200, "in 120 minutes"), (7_201, "in 3 hours")]
)
def test_when_to_come_back_is_rounded_up(seconds: int, words: str) -> None:
    assert in_a_while(seconds) == words


def test_the_address_of_the_server_is_read_at_each_question(valkey: Valkey, settings: Settings) -> None:
    settings.REDIS_URL = f"{valkey.url.rpartition('/')[0]}/1"
    allowed(cost=3)

    settings.REDIS_URL = valkey.url

    assert allowed(cost=3)
