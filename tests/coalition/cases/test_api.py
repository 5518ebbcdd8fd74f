"""The REST API as a company's software reads it: its own cases, and what the page for engineers says."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from coalition.cases import queries
from coalition.cases.serializers import CaseOut
from coalition.models import ApiKey
from tests import builders as make
from tests.coalition.cases.rest import LIST, NOBODYS, answer, caller, path

pytestmark = pytest.mark.django_db


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
