"""A short link and the listing that it leads to are one, whichever was reported first."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_httpserver import HTTPServer

from coalition.models import Platform, PlatformHost, User
from reports import line
from reports.lifecycle import Status, Verb
from reports.models import Listing, PictureHash, QueueEntry, Report, ShortLink
from reports.triage import actions as triage
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job
from tests import builders
from tests.reports.intake.asked import look_up, words
from tests.reports.intake.form import send
from tests.reports.market import IVORY, market, offers

__all__ = ["market"]
SHORT, OWN = "https://grai.co/abc", "https://www.gerai-market.com/item/7?from=share"
WAY = [{"address": SHORT, "status": 301, "location": OWN}]


@pytest.fixture(autouse=True)
def gerai(db: None) -> Platform:
    """A platform with a host of short links."""
    made = builders.platform(key="gerai", host="gerai-market.com")
    PlatformHost.objects.create(platform=made, host="grai.co", is_short=True)
    Platform.objects.filter(pk=made.pk).update(item_patterns=[r"^/item/(?P<item>\d+)"])
    return made


def at(canonical: str) -> Listing:
    return Listing.objects.get(canonical=canonical)


def followed(way: list[dict[str, Any]] = WAY, *, status: Status = Status.CAPTURED) -> Listing:
    """The first look went this way from the short link."""
    short = at("https://grai.co/abc")
    Listing.objects.filter(pk=short.pk).update(status=status)
    short.refresh_from_db()
    if status is Status.READY:
        QueueEntry.put(short, timezone.now())
    builders.capture(short, redirects=way)
    queue.add(line.FOLLOW, short.code)
    assert builders.work_off(line.FOLLOW) == [line.FOLLOW]
    short.refresh_from_db()
    return short


def other(tab: Client) -> Client:
    found = Client()
    found.force_login(builders.spotter("other@mail.example"))
    return found


def test_a_short_link_takes_the_address_that_it_leads_to(tab: Client, gerai: Platform) -> None:
    send(tab, SHORT)

    found = followed()

    assert (found.canonical, found.item, found.platform) == ("gerai:7", "7", gerai)
    assert found.address == OWN
    assert Event.objects.get(what="lead-on").ref == found.code


@pytest.mark.parametrize("status", [Status.CAPTURED, Status.READY])
def test_where_the_listing_is_known_the_reports_go_there(tab: Client, status: Status) -> None:
    send(other(tab), OWN)
    send(tab, SHORT)
    report = Report.objects.get(listing__host="grai.co")

    joined = followed(status=status)

    report.refresh_from_db()
    assert (joined.status, report.listing) == (Status.JOINED, at("gerai:7"))
    assert not QueueEntry.objects.filter(listing=joined).exists()
    facts = Event.objects.get(what="join").facts
    assert (facts["to_listing"], facts["reports"]) == (report.listing.code, [report.code])


def test_a_screenshot_is_found_again_under_the_listing_that_its_report_went_to(tab: Client) -> None:
    send(other(tab), OWN)
    send(tab, SHORT)
    report = Report.objects.get(listing__host="grai.co")
    shot = builders.screenshot(report, phash="ab" * 32)

    followed()

    assert PictureHash.objects.get(screenshot=shot).listing == at("gerai:7")


def test_later_the_short_link_is_the_listing_at_once(tab: Client) -> None:
    send(tab, SHORT)
    followed()
    second = other(tab)

    known = words(look_up(second, SHORT))
    send(second, SHORT)

    assert [word.startswith("Waiting") for word in known] == [True]
    assert Listing.objects.count() == 1
    assert set(Report.objects.values_list("listing__canonical", flat=True)) == {"gerai:7"}


def test_one_form_with_both_addresses_keeps_both_reports(tab: Client) -> None:
    send(tab, f"{OWN}\n{SHORT}", token=str(uuid.uuid4()))

    followed()

    assert Report.objects.filter(listing=at("gerai:7")).count() == 2


def test_following_twice_changes_nothing_more(tab: Client) -> None:
    send(other(tab), OWN)
    send(tab, SHORT)
    joined = followed()

    queue.add_again(line.FOLLOW, joined.code)
    builders.work_off(line.FOLLOW)

    assert (Event.objects.filter(what="join").count(), ShortLink.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "location",
    ["https://www.gerai-market.com/", "https://elsewhere.com/item/7", "javascript:alert(1)", "http://10.0.0.1/"],
)
def test_what_leads_to_no_item_of_a_platform_stays_what_it_is(tab: Client, location: str) -> None:
    send(tab, SHORT)

    found = followed([{"address": SHORT, "status": 301, "location": location}])

    assert (found.canonical, ShortLink.objects.count()) == (SHORT, 0)


def test_the_first_item_counts_since_a_removed_one_may_lead_on_to_another(tab: Client) -> None:
    send(tab, SHORT)
    on = {"address": OWN, "status": 302, "location": "https://www.gerai-market.com/item/8"}

    assert followed([*WAY, on]).canonical == "gerai:7"


def test_what_somebody_claimed_or_decided_is_not_moved(tab: Client, spotter: User) -> None:
    send(other(tab), OWN)
    send(tab, SHORT)
    analyst, now = builders.analyst(), timezone.now()
    short = at("https://grai.co/abc")
    Listing.objects.filter(pk=short.pk).update(status=Status.READY)
    short.refresh_from_db()
    QueueEntry.put(short, now)
    triage.decide(short, Verb.DISMISS, by=analyst, now=now, reason="look-alike")

    assert followed(status=Status.DISMISSED).status == Status.DISMISSED
    assert Report.objects.get(spotter=spotter).listing == short


def test_a_listing_that_was_joined_is_weighed_no_more(tab: Client) -> None:
    send(other(tab), OWN)
    send(tab, SHORT)
    joined = followed()
    queue.add_again(line.SCORE, joined.code)

    assert builders.work_off(line.SCORE) == [line.SCORE]

    assert (joined.scores.count(), Job.objects.exclude(last_error="").count()) == (0, 0)


def test_the_first_look_at_a_short_link_leaves_word_of_where_it_led(market: HTTPServer, gerai: Platform) -> None:
    offers(market, IVORY)
    market.expect_request("/s/1").respond_with_data(status=302, headers={"Location": "/item/1"})
    short = builders.listing(Status.RECEIVED, of=gerai, address="http://pasar.test/s/1", host="pasar.test", title="")
    PlatformHost.objects.create(platform=gerai, host="pasar.test", is_short=True)
    queue.add(line.CAPTURE, short.code)

    assert builders.work_off(line.CAPTURE) == [line.CAPTURE]

    assert Job.objects.get(kind=line.FOLLOW).ref == short.code
