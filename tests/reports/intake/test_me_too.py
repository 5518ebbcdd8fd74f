"""Me too: one tap joins a report that somebody else sent, once, within the limits."""

import time
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from coalition.models import User
from reports.intake.edges import look_ups
from reports.lifecycle import Status
from reports.models import Listing, QueueEntry, Report
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib.buckets import Bucket
from tests import builders
from tests.reports.intake.asked import HTMX, box, listed, look_up, tap, words
from tests.reports.intake.form import ADDRESS, errors, send


# -- me too -----------------------------------------------------------------------------------------------------------
def test_one_tap_is_a_further_witness(tab: Client, spotter: User) -> None:
    made = listed()

    page = tap(tab)

    mine = Report.objects.get(spotter=spotter)
    assert (mine.listing, mine.source, mine.address_as_given) == (made, "me-too", ADDRESS)
    assert QueueEntry.objects.get().reports == 2
    assert list(Event.objects.order_by("number").values_list("what", "ref")) == [("receive", mine.code)]
    assert reverse("intake:one", args=[mine.code]) in page.text


def test_what_was_tapped_leaves_the_box_and_the_rest_of_the_form_stays(tab: Client) -> None:
    listed()

    page = tap(tab, addresses=f"{ADDRESS}?utm_source=a\nhttps://kedai-market.com/p/2\n{ADDRESS}", note="Carved")

    assert (box(page), words(page), errors(page)) == ("https://kedai-market.com/p/2", ["New to us"], [])
    assert "Carved" in page.text


def test_custody_keeps_the_address_as_it_was_typed(tab: Client, spotter: User) -> None:
    listed()

    tap(tab, addresses=f"{ADDRESS}?utm_source=a")

    assert Report.objects.get(spotter=spotter).address_as_given == f"{ADDRESS}?utm_source=a"


def test_a_tap_on_the_only_address_leaves_thanks_and_no_error(tab: Client) -> None:
    listed()

    page = tap(tab)

    assert (box(page), errors(page)) == ("", [])
    assert "Thank you." in page.text


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_the_same_tap_twice_is_one_report(tab: Client, spotter: User, headers: dict[str, str]) -> None:
    listed()
    token = str(uuid.uuid4())

    first, second = (tap(tab, token=token, headers=headers) for _n in range(2))

    mine = Report.objects.get(spotter=spotter)
    assert [mine.code in page.text for page in (first, second)] == [True, True]


def test_who_reported_it_before_is_not_a_further_witness(tab: Client, spotter: User) -> None:
    builders.report(listed(), spotter)

    tap(tab)

    assert Report.objects.filter(spotter=spotter).count() == 1


def test_a_form_sent_after_a_tap_whose_answer_got_lost_loses_no_word(tab: Client, spotter: User) -> None:
    listed()
    token = str(uuid.uuid4())
    tap(tab, token=token)

    send(tab, note="The seller has more.", token=token)

    assert sorted(Report.objects.filter(spotter=spotter).values_list("note", flat=True)) == ["", "The seller has more."]


def test_nobody_joins_what_is_new(tab: Client) -> None:
    page = tap(tab)

    assert (Listing.objects.count(), words(page), box(page)) == (0, ["New to us"], ADDRESS)


@pytest.mark.parametrize("tapped", ["", "ftp://kedai-market.com/4", "no address at all", "\x00"])
def test_a_tap_on_nothing_changes_nothing(tab: Client, tapped: str) -> None:
    listed()

    page = tap(tab, me_too=tapped)

    assert (page.status_code, Report.objects.count(), box(page)) == (200, 1, ADDRESS)


def test_a_listing_that_was_gone_is_looked_at_again(tab: Client) -> None:
    listed(status=Status.GONE)

    tap(tab)

    assert list(Job.objects.values_list("kind", flat=True)) == ["look-again"]


# -- limits -----------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("valkey")
def test_a_tap_costs_as_much_as_a_report_and_says_when_to_come_back(
    tab: Client, settings: Settings, spotter: User
) -> None:
    settings.REPORTS_NEWCOMER = 2
    addresses = [f"https://kedai-market.com/p/{n}" for n in range(3)]
    token = str(uuid.uuid4())
    for address in addresses:
        listed(address)
    typed = "\n".join(addresses)

    pages = [tap(tab, addresses=typed, me_too=address, token=token, note="Carved") for address in addresses]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert Report.objects.filter(spotter=spotter).count() == 2
    assert pages[2].headers["Retry-After"].isdigit()
    assert ("Nothing is lost" in pages[2].text, "Carved" in pages[2].text, box(pages[2])) == (True, True, typed)


@pytest.mark.usefixtures("valkey")
def test_nobody_combs_a_marketplace_by_looking_up(tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_ups, "MOST", Bucket(2, 3600))
    listed()

    pages = [look_up(tab, typed) for typed in (ADDRESS, f"{ADDRESS}\nhttps://kedai-market.com/p/2")]

    assert [words(page) for page in pages] == [["Waiting since March 9, 2026"], []]
    assert "You have looked up very many addresses." in pages[1].text
    assert send(tab, ADDRESS).status_code == 302


@pytest.mark.usefixtures("valkey")
def test_nobody_combs_it_by_tapping_when_their_day_is_full(
    tab: Client, spotter: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REPORTS_NEWCOMER = 1
    monkeypatch.setattr(look_ups, "MOST", Bucket(2, 3600))
    assert send(tab, "https://kedai-market.com/p/2").status_code == 302
    listed()

    pages = [tap(tab, ADDRESS), tap(tab, ADDRESS), tap(tab, "https://kedai-market.com/p/3")]

    assert [page.status_code for page in pages] == [429, 200, 200]
    assert "You have looked up very many addresses." in pages[1].text
    assert Report.objects.filter(spotter=spotter).count() == 1


def test_lines_that_each_hold_what_the_next_one_mends_take_no_time(tab: Client) -> None:
    began = time.process_time()
    page = look_up(tab, "a" * 9_000, bad=["a"] * 240, mended=["a" * 8_000] * 240)

    # Each put into the one before, they would be two megabytes to search through, hundreds of times.
    assert (page.status_code, time.process_time() - began < 3) == (200, True)
