"""The REST API as a company's software meets it: its own cases, answered once, and errors that say what to do."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from coalition.cases import queries
from coalition.cases.serializers import CaseOut
from coalition.members.actions import revoke_key
from coalition.models import Answer, ApiKey, Case, Scope
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders as make

pytestmark = pytest.mark.django_db

LIST = "/api/v1/cases/"
NOBODYS = "/api/v1/cases/CS-bbbb-cccc-dddd/"


def caller(text: str) -> Client:
    """A client without cookies that is CSRF-checked like a browser and sends the key."""
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def api() -> Client:
    """The software of Pasar."""
    return caller(make.api_key(make.member())[1])


def path(case: Case, rest: str = "") -> str:
    return f"{LIST}{case.reference}/{rest}"


def answer(client: Client, case: Case, body: Any, **headers: str) -> Any:
    return client.post(path(case, "answer/"), json.dumps(body), content_type="application/json", headers=headers)


# -- what is given ----------------------------------------------------------------------------------------------------
def test_a_case_has_exactly_the_listed_fields(api: Client) -> None:
    given = api.get(path(make.case(exhibits=(make.exhibit_part(),)))).json()
    assert sorted(given) == [
        "acknowledged_at",
        "answered_at",
        "basis",
        "created_at",
        "evidence_pack",
        "evidence_sha256",
        "exhibits",
        "explanation",
        "first_seen_at",
        "good_faith",
        "independent_reports",
        "last_seen_at",
        "listing",
        "marked_words",
        "notifier",
        "occurrence",
        "outcome",
        "policy",
        "reason",
        "reference",
        "status",
        "taxon_key",
        "taxon_name",
        "version",
    ]
    assert sorted(given["listing"]) == ["address", "item", "language", "platform", "price", "seller", "title"]
    assert sorted(given["exhibits"][0]) == ["address", "kind", "media_type", "number", "sha256", "size"]
    assert given["notifier"] == {"name": "Forest Watch", "email": "notices@forest.example"}


def test_the_openapi_page_describes_what_is_given() -> None:
    given = queries.payload_of(make.case(exhibits=(make.exhibit_part(),)))
    described = CaseOut().fields
    assert set(described) == set(given)
    for name in ("listing", "notifier"):
        assert set(described[name].fields) == set(given[name])  # type: ignore[attr-defined]
    assert set(described["exhibits"].child.fields) == set(given["exhibits"][0])  # type: ignore[attr-defined]


def test_an_exhibit_is_an_attachment_in_a_sandbox(api: Client) -> None:
    part = make.exhibit_part()
    case = make.case(exhibits=(part,))
    response = api.get(path(case, "exhibits/1/"))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{case.reference}-1.jpg"'
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.content[:2] == b"\xff\xd8"


def test_the_list_is_walked_by_its_cursor_oldest_first(api: Client) -> None:
    references = [make.case(item=str(number)).reference for number in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = api.get(LIST, {"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [case["reference"] for case in page["cases"]]
        cursor = page["next_cursor"]
    assert (seen, page["ordering"]) == (references, "created_at,id")


def test_the_list_is_narrowed_by_status_and_time(api: Client) -> None:
    with time_machine.travel(timezone.now() - dt.timedelta(days=3)):
        old = make.case(item="1")
    new = make.case(item="2")
    answer(api, new, {"outcome": "removed"})
    yesterday = (timezone.now() - dt.timedelta(days=1)).isoformat()
    found = [api.get(LIST, words).json()["cases"] for words in ({"status": "open"}, {"since": yesterday})]
    assert [[case["reference"] for case in cases] for cases in found] == [[old.reference], [new.reference]]


def test_the_list_costs_as_many_queries_for_three_cases_as_for_one(
    api: Client, django_assert_num_queries: Any, no_hidden_queries: None
) -> None:
    ApiKey.objects.update(last_used_at=timezone.now())
    for number in range(3):
        make.case(item=str(number), exhibits=(make.exhibit_part(),))
        if number in (0, 2):
            with django_assert_num_queries(3):  # the key, the cases, their exhibits
                assert len(api.get(LIST).json()["cases"]) == number + 1


# -- whose cases ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", ["", "exhibits/1/"])
def test_a_foreign_case_is_as_absent_as_none(api: Client, rest: str) -> None:
    foreign = make.case(make.platform(make.member("Gerai")), exhibits=(make.exhibit_part(),))
    theirs, nobodys = api.get(path(foreign, rest)), api.get(NOBODYS + rest)
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)


@pytest.mark.parametrize("rest", ["acknowledge/", "answer/"])
def test_a_foreign_case_cannot_be_written_to(api: Client, rest: str) -> None:
    foreign = make.case(make.platform(make.member("Gerai")))
    said: dict[str, Any] = {"data": json.dumps({"outcome": "removed"}), "content_type": "application/json"}
    theirs, nobodys = api.post(path(foreign, rest), **said), api.post(NOBODYS + rest, **said)
    foreign.refresh_from_db()
    assert (theirs.status_code, theirs.content, foreign.status) == (404, nobodys.content, "queued")


def test_the_list_holds_own_cases_only(api: Client) -> None:
    make.case(make.platform(make.member("Gerai")))
    assert api.get(LIST).json()["cases"] == []


def test_the_idempotency_key_of_another_company_is_another_key(api: Client) -> None:
    gerai = make.member("Gerai")
    mine, theirs = make.case(), make.case(make.platform(gerai))
    other = caller(make.api_key(gerai)[1])
    said = [
        answer(who, case, {"outcome": "removed"}, **{"Idempotency-Key": "1"})
        for who, case in ((api, mine), (other, theirs))
    ]
    assert [each.json()["reference"] for each in said] == [mine.reference, theirs.reference]


# -- keys -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer cst_live_x_y",
        f"Bearer cst_live_{'0' * 12}_{'0' * 64}",
        "Basic YTpi",
        "Bearer é",
        "Bearer \0",
    ],
)
def test_without_a_valid_key_the_answer_is_401_and_says_what_to_send(header: str) -> None:
    response = Client(headers={"Authorization": header}).get(LIST)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["detail"] == (
        "Send a valid key, neither expired nor revoked, in the header: Authorization: Bearer cst_live_…"
    )


def test_a_revoked_or_expired_key_is_refused_in_the_next_request() -> None:
    company = make.member()
    (revoked, first), (expired, second) = make.api_key(company), make.api_key(company)
    revoke_key(revoked, by=make.agent(company))
    ApiKey.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert [caller(text).get(LIST).status_code for text in (first, second)] == [401, 401]


def test_a_wrong_secret_under_a_right_id_is_refused() -> None:
    text = make.api_key(make.member())[1]
    assert caller(text[:-1] + ("0" if text[-1] != "0" else "1")).get(LIST).status_code == 401


def test_a_key_that_only_reads_cannot_write() -> None:
    case = make.case()
    reader = caller(make.api_key(make.member(), Scope.READ)[1])
    response = answer(reader, case, {"outcome": "removed"})
    assert (response.status_code, reader.get(LIST).status_code) == (403, 200)
    assert response.json()["detail"] == (
        "This key lacks the scope cases:write. Ask your company's admin for a key that has it."
    )


def test_a_session_is_no_key(client: Client) -> None:
    client.force_login(make.agent(make.member()))
    assert client.get(LIST).status_code == 401


def test_last_use_is_noted_at_most_once_a_minute() -> None:
    key, text = make.api_key(make.member())
    noted = []
    for second in (0, 30, 61):
        with time_machine.travel(dt.datetime(2026, 11, 20, tzinfo=dt.UTC) + dt.timedelta(seconds=second), tick=False):
            caller(text).get(LIST)
        key.refresh_from_db()
        assert key.last_used_at
        noted.append(key.last_used_at.minute * 60 + key.last_used_at.second)
    assert noted == [0, 0, 61]


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


# -- the page for engineers -------------------------------------------------------------------------------------------
def test_the_openapi_file_names_every_operation(client: Client) -> None:
    schema = client.get("/api/v1/schema/?version=%0aSet-Cookie:&lang=xx").json()
    operations = [operation["operationId"] for methods in schema["paths"].values() for operation in methods.values()]
    assert schema["openapi"] == "3.1.1"
    assert sorted(operations) == [
        "acknowledge_case",
        "answer_case",
        "get_case",
        "get_evidence_pack",
        "get_exhibit",
        "list_cases",
    ]


def test_the_docs_page_has_no_inline_script_or_style(client: Client) -> None:
    response = client.get("/api/docs/")
    page = response.content.decode()
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert ("<style" in page, page.count("<script")) == (False, page.count("<script src="))
