"""Pages follow each other both ways without a gap, and no cursor breaks them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from spotter.jobs.models import Job
from spotter.lib.paging import Page, page_of

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MOST_URGENT = ("-generation", "-id")
ORDERS = [MOST_URGENT, ("generation", "id"), ("-generation", "id"), ("due", "-id"), ("-due", "-ref"), ("ref",)]


@pytest.fixture
def jobs() -> list[Job]:
    """Seven rows with ties in every column but the last."""
    return Job.objects.bulk_create(
        Job(
            kind="capture",
            ref=f"r{number}",
            generation=number % 3,
            due=NOON + timedelta(microseconds=number % 2),
            created_at=NOON,
        )
        for number in range(7)
    )


@pytest.mark.parametrize("keys", ORDERS, ids=",".join)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_forward_pages_hold_every_row_once_in_order(jobs: list[Job], keys: tuple[str, ...], size: int) -> None:
    assert [row.pk for page in forward(keys, size) for row in page.rows] == in_order(keys)


@pytest.mark.parametrize("keys", ORDERS, ids=",".join)
def test_going_back_shows_the_same_pages(jobs: list[Job], keys: tuple[str, ...]) -> None:
    pages = list(forward(keys, 2))

    cursor = pages[-1].previous_cursor
    back = []
    while cursor:
        back.append(page_of(Job.objects.all(), keys=keys, before=cursor, size=2))
        cursor = back[-1].previous_cursor

    assert [page.rows for page in reversed(back)] == [page.rows for page in pages[:-1]]


def test_the_only_page_leads_nowhere(jobs: list[Job]) -> None:
    page = page_of(Job.objects.all(), keys=MOST_URGENT, size=7)

    assert (len(page.rows), page.next_cursor, page.previous_cursor) == (7, None, None)


def test_an_empty_list_is_an_empty_page() -> None:
    assert page_of(Job.objects.all(), keys=MOST_URGENT, size=5) == Page((), None, None)


def test_rows_of_values_are_paged_too(jobs: list[Job]) -> None:
    rows = Job.objects.values("id", "generation")

    first = page_of(rows, keys=MOST_URGENT, size=4)
    second = page_of(rows, keys=MOST_URGENT, after=first.next_cursor, size=4)

    assert [row["id"] for row in first.rows + second.rows] == in_order(MOST_URGENT)


def test_a_row_that_comes_or_goes_moves_nobody_else(jobs: list[Job]) -> None:
    first = page_of(Job.objects.all(), keys=("ref",), size=3)
    Job.objects.filter(ref__in=["r0", "r2"]).delete()

    second = page_of(Job.objects.all(), keys=("ref",), after=first.next_cursor, size=3)

    assert [row.ref for row in second.rows] == ["r3", "r4", "r5"]


def test_when_the_rest_is_gone_there_is_still_a_way_back(jobs: list[Job]) -> None:
    first = page_of(Job.objects.all(), keys=("ref",), size=3)
    Job.objects.filter(ref__gt="r2").delete()

    second = page_of(Job.objects.all(), keys=("ref",), after=first.next_cursor, size=3)
    back = page_of(Job.objects.all(), keys=("ref",), before=second.previous_cursor, size=3)

    assert (second.rows, second.next_cursor) == ((), None)
    assert [row.ref for row in back.rows] == ["r0", "r1"]


FORGED = {
    "nothing": "",
    "words": "next",
    "a number": "7",
    "a NUL": "\0",
    "a lone surrogate": "\ud800~x",
    "another script": "象牙",
    "ten thousand characters": "A" * 10_000,
    "another purpose": signing.Signer(salt="elsewhere").sign_object([["", 1], ["", 1]]).replace(":", "~"),
}


@pytest.mark.parametrize("case", FORGED)
@pytest.mark.parametrize("direction", ["after", "before"])
def test_a_forged_cursor_leads_to_the_first_page(jobs: list[Job], case: str, direction: str) -> None:
    after, before = (FORGED[case], None) if direction == "after" else (None, FORGED[case])

    page = page_of(Job.objects.all(), keys=MOST_URGENT, after=after, before=before, size=3)

    assert page == page_of(Job.objects.all(), keys=MOST_URGENT, size=3)


def test_every_change_of_a_cursor_is_noticed(jobs: list[Job]) -> None:
    first = page_of(Job.objects.all(), keys=MOST_URGENT, size=3)
    cursor = first.next_cursor or ""

    changed = {f"{cursor[:at]}{'A' if cursor[at] != 'A' else 'B'}{cursor[at + 1 :]}" for at in range(0, len(cursor), 7)}

    assert [page_of(Job.objects.all(), keys=MOST_URGENT, after=forged, size=3) == first for forged in changed] == [
        True
    ] * len(changed)


def test_the_cursor_of_another_order_is_no_cursor(jobs: list[Job]) -> None:
    other = page_of(Job.objects.all(), keys=("due", "-id"), size=3).next_cursor

    page = page_of(Job.objects.all(), keys=MOST_URGENT, after=other, size=3)

    assert page.previous_cursor is None


def test_a_page_is_one_query_that_compares_whole_rows(jobs: list[Job]) -> None:
    cursor = page_of(Job.objects.all(), keys=MOST_URGENT, size=3).next_cursor

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page_of(Job.objects.all(), keys=MOST_URGENT, after=cursor, size=3)

    (query,) = [line["sql"] for line in queries]
    assert query.count("ROW(") == 2
    assert "OFFSET" not in query


def test_a_page_of_no_rows_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        page_of(Job.objects.all(), keys=MOST_URGENT, size=0)


def forward(keys: tuple[str, ...], size: int) -> list[Page[Job]]:
    """All pages from the first to the last."""
    pages = [page_of(Job.objects.all(), keys=keys, size=size)]
    while cursor := pages[-1].next_cursor:
        pages.append(page_of(Job.objects.all(), keys=keys, after=cursor, size=size))
    return pages


def in_order(keys: tuple[str, ...]) -> list[int]:
    """What the database says without paging."""
    return list(Job.objects.order_by(*keys).values_list("pk", flat=True))
