"""The same picture on other listings stands on the listing's page: blurred, in words, and only for staff."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coalition.models import User
from reports.lifecycle import Status
from reports.models import Listing
from reports.models.sameness import MOST
from reports.triage.queries.found_again import SHOWN
from tests import builders

PIPE = "5a" * 32
TURNED_BY_20 = f"{int(PIPE, 16) ^ 0xFFFFF:064x}"


def with_picture(status: Status = Status.READY, phash: str = PIPE, title: str = "") -> Listing:
    made = builders.listing(status, title=title)
    builders.page_picture(builders.capture(made), phash=phash)
    return made


def shown(tab: Client, listing: Listing) -> list[dict[str, Any]]:
    return list(tab.get(reverse("triage:listing", args=[listing.code])).context["same"]["rows"])


def test_what_it_is_called_says_how_near_it_is(tab: Client) -> None:
    here = with_picture()
    with_picture(title="far", phash=TURNED_BY_20)
    with_picture(Status.DISMISSED, title="near")

    rows = shown(tab, here)
    assert [(row["title"], row["word"], row["platform"], str(row["status"]["word"])) for row in rows] == [
        ("near", "The same picture", "Pasar Market", "Dismissed"),
        ("far", "Nearly the same picture", "Pasar Market", "Waiting for staff"),
    ]


def test_the_page_leads_there_and_shows_the_blurred_copy(tab: Client) -> None:
    here, there = with_picture(), with_picture(title="Gelang")

    page = tab.get(reverse("triage:listing", args=[here.code])).content.decode()

    picture = there.captures.get().pictures.get()
    tile = reverse("triage:picture", args=[there.code, picture.pk, "tile"])
    assert (reverse("triage:listing", args=[there.code]) in page, f'<img src="{tile}"' in page) == (True, True)
    assert "The same picture on other listings" in page


def test_a_screenshot_is_shown_from_the_report_that_brought_it(tab: Client) -> None:
    here, there = with_picture(), builders.listing()
    shot = builders.screenshot(builders.report(there), phash=PIPE)

    (row,) = shown(tab, here)
    assert row["src"] == reverse("triage:screenshot", args=[there.code, shot.pk, "copy"])
    assert tab.get(row["src"]).status_code == 200


def test_nothing_is_said_where_nothing_was_found(tab: Client) -> None:
    here = with_picture()

    assert "other listings" not in tab.get(reverse("triage:listing", args=[here.code])).content.decode()


def test_of_a_picture_that_is_everywhere_only_a_few_are_shown_and_it_is_said(tab: Client) -> None:
    here = with_picture()
    for _n in range(MOST + 1):
        with_picture()

    page = tab.get(reverse("triage:listing", args=[here.code]))

    assert (len(page.context["same"]["rows"]), "counts for nothing" in page.content.decode()) == (SHOWN, True)


def test_a_picture_of_what_somebody_asked_not_to_see_stays_closed(tab: Client, analyst: User) -> None:
    User.objects.filter(pk=analyst.pk).update(hides_live=True)
    here = with_picture()
    there = with_picture()

    (row,) = shown(tab, here)
    page = tab.get(row["url"])
    assert (page.context["listing"], page.context["tiles"][0]["closed"]) == (there, row["closed"])
    assert row["closed"] != ""


@pytest.mark.parametrize("others", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    tab: Client, others: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = with_picture()
    for _n in range(others):
        with_picture()

    with django_assert_num_queries(21):
        assert len(shown(tab, here)) == others
