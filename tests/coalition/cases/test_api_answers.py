"""A company's software writes: answered once, and a bad body is a problem that says what to do."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from coalition.models import Answer, Case
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders as make
from tests.coalition.cases.rest import LIST, answer, caller, path

pytestmark = pytest.mark.django_db


# -- writing ----------------------------------------------------------------------------------------------------------
def test_an_answer_comes_back_with_the_codes_of_the_statement_of_reasons(api: Client) -> None:
    case = make.case()
    given = answer(api, case, {"outcome": "removed", "note": "Gone."}).json()
    assert (given["reference"], given["applied"]) == (case.reference, True)
    assert given["statement_of_reasons"]["decision_visibility"] == ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    assert Answer.objects.values_list("outcome", "note", "through", "applied").get() == (
        "removed",
        "Gone.",
        "rest",
        True,
    )


def test_acknowledging_moves_the_case_once(api: Client) -> None:
    case = make.case()
    said = [api.post(path(case, "acknowledge/")).json() for _ in range(2)]
    assert said == [{"reference": case.reference, "status": "acknowledged"}] * 2
    assert Event.objects.filter(what="acknowledged").count() == 1


def test_an_idempotency_key_used_for_something_else_is_refused(api: Client) -> None:
    case = make.case()
    answer(api, case, {"outcome": "removed"}, **{"Idempotency-Key": "1"})
    second = answer(api, case, {"outcome": "no-violation"}, **{"Idempotency-Key": "1"})
    case.refresh_from_db()
    assert (second.status_code, case.outcome) == (422, "removed")


def test_a_repeat_after_a_correction_gives_the_first_answer_and_changes_nothing(api: Client) -> None:
    case = make.case()
    first = answer(api, case, {"outcome": "removed"}, **{"Idempotency-Key": "1"})
    answer(api, case, {"outcome": "no-violation"}, **{"Idempotency-Key": "2"})
    repeat = answer(api, case, {"outcome": "removed"}, **{"Idempotency-Key": "1"})
    case.refresh_from_db()
    assert (repeat.json(), case.outcome) == (first.json(), "no-violation")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{"Idempotency-Key": "one"}, {}])
def test_twenty_equal_answers_at_once_have_one_effect(headers: dict[str, str]) -> None:
    case = make.case()
    text = make.api_key(make.member())[1]

    def say(_number: int) -> tuple[int, str]:
        try:
            response = answer(caller(text), case, {"outcome": "removed"}, **headers)
            return response.status_code, response.json()["at"]
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert len(set(threads.map(say, range(20)))) == 1
    assert (Answer.objects.count(), Event.objects.filter(what="answered").count()) == (1, 1)
    assert Job.objects.filter(kind="answered").count() == 1


def test_reading_changes_nothing(api: Client) -> None:
    case = make.case(exhibits=(make.exhibit_part(),))
    before = (Case.objects.values().get(), Event.objects.count(), Job.objects.count())
    for url in (LIST, path(case), path(case, "exhibits/1/"), path(case, "answer/"), path(case, "acknowledge/")):
        api.get(url)
    assert (Case.objects.values().get(), Event.objects.count(), Job.objects.count()) == before


# -- bad input --------------------------------------------------------------------------------------------------------
BAD_BODIES = {
    "nothing": b"",
    "not JSON": b"{",
    "a list": b"[]",
    "a text": b'"removed"',
    "null": b"null",
    "no outcome": b"{}",
    "unknown outcome": b'{"outcome": "vanished"}',
    "a list as outcome": b'{"outcome": ["removed"]}',
    "an object as outcome": b'{"outcome": {"a": 1}}',
    "a number as outcome": b'{"outcome": 1}',
    "a lone surrogate as outcome": b'{"outcome": "\\ud800"}',
    "a lone surrogate in the note": b'{"outcome": "removed", "note": "\\ud800"}',
    "NUL in the note": b'{"outcome": "removed", "note": "a\\u0000b"}',
    "an object as note": b'{"outcome": "removed", "note": {"a": 1}}',
    "a long note": json.dumps({"outcome": "removed", "note": "x" * 2001}).encode(),
    "not UTF-8": b'{"outcome": "removed", "note": "\xff"}',
    "NaN": b'{"outcome": NaN}',
    "5,000 digits": b'{"outcome": ' + b"1" * 5000 + b"}",
    "deep": b"[" * 60_000,
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_bad_body_is_a_problem_and_nothing_is_applied(api: Client, name: str) -> None:
    case = make.case()
    response = api.post(path(case, "answer/"), BAD_BODIES[name], content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["status"] == 400
    assert Answer.objects.count() == 0


def test_a_wrong_outcome_is_answered_with_the_right_ones(api: Client) -> None:
    problem = answer(api, make.case(), {"outcome": "vanished"}).json()
    assert problem["errors"][0]["field"] == "outcome"
    assert problem["errors"][0]["detail"].startswith("Use one of: removed, disabled, restricted,")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=x", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("status=void", "status"),
        ("status=%00", "status"),
        ("status=%ed%a0%80", "status"),
        ("since=yesterday", "since"),
        ("since=2026-02-30T00:00:00Z", "since"),
        ("since=9999-12-31T23:59:59-14:00", "since"),
        ("cursor=x", "cursor"),
        ("cursor=%00", "cursor"),
    ],
)
def test_a_bad_word_in_the_address_is_named(api: Client, words: str, field: str) -> None:
    response = api.get(f"{LIST}?{words}")
    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (400, [field])


@pytest.mark.parametrize(
    ("method", "rest", "content_type", "code"),
    [
        ("put", "", "application/json", 405),
        ("delete", "answer/", "application/json", 405),
        ("options", "", "application/json", 405),
        ("get", "answer/", "", 405),
        ("post", "answer/", "text/plain", 415),
        ("post", "answer/", "application/x-www-form-urlencoded", 415),
        ("get", "nothing/", "", 404),
        ("post", "answer", "application/json", 404),
        ("get", "exhibits/1/", "", 404),
        ("get", f"exhibits/{'9' * 30}/", "", 404),
    ],
)
def test_wrong_methods_types_and_addresses_are_problems(
    api: Client, method: str, rest: str, content_type: str, code: int
) -> None:
    said = {"data": "{}", "content_type": content_type} if content_type else {}
    response = getattr(api, method)(path(make.case(), rest), **said)
    assert (response.status_code, response.headers["Content-Type"]) == (code, "application/problem+json")
    assert response.json()["detail"]


def test_a_body_of_five_megabytes_is_refused(api: Client) -> None:
    response = answer(api, make.case(), {"outcome": "removed", "note": "x" * 5_000_000})
    assert (response.status_code, response.json()["detail"]) == (
        413,
        "The body is longer than 64 KB. Send one answer per request.",
    )


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 129, "é"])
def test_an_unusable_idempotency_key_is_refused(api: Client, key: str) -> None:
    response = answer(api, make.case(), {"outcome": "removed"}, **{"Idempotency-Key": key})
    assert (response.status_code, Answer.objects.count()) == (400, 0)


def test_whatever_is_accepted_the_answer_is_json(api: Client) -> None:
    response = api.get(LIST, headers={"Accept": "text/html"})
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")


def test_an_unknown_address_of_the_api_is_a_problem_without_a_key_too() -> None:
    response = Client().post("/api/v1/anything")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")
