"""The leads' page of reasons: by word, language and platform, with intervals, and silent about few."""

import csv
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports.models import ReasonCount
from reports.scoring.queries.terms import lines
from tests import builders

pytestmark = pytest.mark.django_db


def counted(term: str, right: int, of: int, *, platform: str = "Pasar Market", **fields: Any) -> None:
    """So many decisions on a word."""
    facts = {"reason": "product-term", "language": "id", "lexicon": "1", "model": "rules-1", "struck": 0}
    ReasonCount.objects.create(
        term=term,
        right=right,
        of=of,
        platform=platform,
        month="2026-11-01",
        counted_at=timezone.now(),
        **facts | fields,
    )


@pytest.fixture
def staff(client: Client) -> Client:
    """An analyst's browser, and three words."""
    counted("gading", 41, 46)
    counted("gading", 2, 10, platform="Gerai Market")
    counted("gading", 1, 1, lexicon="2")
    counted("sisik", 3, 3)
    counted("ivory", 8, 20, language="en", struck=4)
    client.force_login(builders.analyst())
    return client


def shown(**wanted: str) -> list[tuple[str, str, int, int]]:
    """The lines under these filters."""
    return [(line.term, line.platform, line.record.right, line.record.of) for line in lines(wanted)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [("gading", "", 44, 57), ("ivory", "", 8, 20), ("sisik", "", 3, 3)]),
        (
            {"term": "gad", "platform": "each"},
            [("gading", "Pasar Market", 42, 47), ("gading", "Gerai Market", 2, 10)],
        ),
        ({"platform": "Gerai Market"}, [("gading", "Gerai Market", 2, 10)]),
        ({"language": "en"}, [("ivory", "", 8, 20)]),
        ({"reason": "look-alike"}, []),
        ({"version": "2 rules-1"}, [("gading", "", 1, 1)]),
        ({"sort": "least"}, [("ivory", "", 8, 20), ("gading", "", 44, 57), ("sisik", "", 3, 3)]),
        ({"sort": "struck"}, [("ivory", "", 8, 20), ("gading", "", 44, 57), ("sisik", "", 3, 3)]),
    ],
    ids=[
        *("versions add up", "platforms apart", "one platform", "a language"),
        *("a kind", "one version", "least right", "most struck"),
    ],
)
def test_records_by_word_language_and_platform(
    staff: Client, wanted: dict[str, str], expected: list[tuple[str, str, int, int]]
) -> None:
    assert shown(**wanted) == expected


def test_the_page_gives_a_range_for_many_and_none_for_few(staff: Client) -> None:
    page = staff.get("/staff/scoring/").content.decode()

    assert ("65 to 86 of 100" in page, page.count("Too few to say more.")) == (True, 1)


def test_wrong_filters_are_left_out(staff: Client) -> None:
    answer = staff.get("/staff/scoring/?language=xx&sort=worst&page=x&platform=nowhere")

    assert (answer.status_code, answer.context["count"]) == (200, 3)


def test_the_table_comes_as_csv_under_the_same_filters(staff: Client) -> None:
    text = staff.get("/staff/scoring/reasons.csv?language=en").content.decode()

    assert list(csv.reader(text.splitlines())) == [
        ["reason", "term", "language", "platform", "right", "of", "struck", "low_percent", "high_percent"],
        ["product-term", "ivory", "en", "", "8", "20", "4", "22", "61"],
    ]


def test_a_formula_in_a_word_stays_a_word_in_the_csv(staff: Client) -> None:
    counted("=1+1", 1, 1)

    assert '"\'=1+1"' in staff.get("/staff/scoring/reasons.csv?term=1%2B1").content.decode()


def test_three_hundred_words_come_in_pages(staff: Client) -> None:
    for number in range(300):
        counted(f"word {number}", 1, 2)

    pages = [staff.get(f"/staff/scoring/?page={number}") for number in (1, 7, 8)]

    assert [len(page.context["lines"]) for page in pages] == [50, 3, 0]
    assert (pages[0].context["next_url"], pages[1].context["next_url"]) == ("?page=2", "")


def test_before_the_first_decision_the_page_says_what_comes(client: Client) -> None:
    client.force_login(builders.analyst())

    assert "No decision counted yet" in client.get("/staff/scoring/").content.decode()
