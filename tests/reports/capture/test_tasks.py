"""The first look and the later ones: evidence is kept, and the report goes on whatever the page does."""

import io
import json

import pytest
from django.test import Client
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator

from reports import line
from reports.lifecycle import Status
from reports.models import Capture, Listing, Picture
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders
from tests.reports.capture.pages import page
from tests.reports.market import IVORY, offers, sold_at

pytestmark = pytest.mark.django_db


def look(kind: str = line.CAPTURE) -> Capture:
    """Let the worker look at the one listing there is."""
    queue.add_again(kind, Listing.objects.get().code)
    assert builders.work_off(kind) == [kind]
    return Capture.objects.latest("id")


def test_what_the_page_says_is_kept_and_the_listing_goes_on(market: HTTPServer) -> None:
    offers(market, IVORY)
    found = sold_at()

    seen = look()

    assert (seen.purpose, seen.state, seen.status_code) == ("first", "live", 200)
    assert (seen.title, seen.price, seen.currency) == ("Pipa gading gajah asli", "1250000", "IDR")
    found.refresh_from_db()
    assert (found.status, found.title, found.price) == (Status.CAPTURED, "Pipa gading gajah asli", "1250000 IDR")
    assert (found.seller, found.page_state) == ("rina_antik", "live")
    assert list(Job.objects.exclude(state="done").values_list("kind", "ref")) == [("score", found.code)]


def test_the_bytes_are_sealed_as_a_warc_with_one_custody_line(market: HTTPServer) -> None:
    body = offers(market, IVORY)
    sold_at()

    seen = look()

    records = [
        (record.rec_type, record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(store.read("evidence", seen.warc_sha256)))
        if record.rec_type == "response"
    ]
    assert records == [("response", body)]
    custody = Event.objects.get(what="preserve")
    assert (custody.facts["warc_sha256"], custody.facts["body_sha256"]) == (seen.warc_sha256, seen.body_sha256)


def test_the_pages_pictures_come_as_safe_copies(market: HTTPServer) -> None:
    offers(market, IVORY)
    sold_at()

    look()

    picture = Picture.objects.get()
    assert store.read("copies", picture.copy_sha256).startswith(b"\xff\xd8\xff")
    assert (picture.width, picture.height) == (64, 40)


def test_a_bad_picture_on_the_page_is_left_out_and_the_page_stays_evidence(market: HTTPServer) -> None:
    market.expect_request("/1.png").respond_with_data(b"%PDF-1.7", content_type="image/png")
    offers(market, IVORY)
    sold_at()

    assert look().state == "live"
    assert Picture.objects.count() == 0


@pytest.mark.parametrize(
    ("status", "state"),
    [(404, "gone"), (410, "gone"), (500, "cannot-tell"), (403, "cannot-tell"), (429, "cannot-tell")],
)
def test_whatever_the_server_answers_the_report_goes_on(market: HTTPServer, status: int, state: str) -> None:
    market.expect_request("/item/1").respond_with_data("No.", status=status)
    found = sold_at()

    assert look().state == state
    found.refresh_from_db()
    assert found.status == Status.CAPTURED


@pytest.mark.parametrize("address", ["http://pasar.test/item/1", "http://127.0.0.1/item/1", "http://no-such.invalid/"])
def test_an_address_that_answers_nothing_does_not_hold_the_report_up(
    settings: Settings, unused_port: int, address: str
) -> None:
    settings.RESOLVER_OVERRIDE = {"pasar.test": ("127.0.0.1", unused_port)}
    found = builders.listing(Status.RECEIVED, address=address)

    seen = look()

    found.refresh_from_db()
    assert (seen.state, seen.warc_sha256, found.status) == ("unreachable", "", Status.CAPTURED)


def test_words_of_a_page_are_cleaned_and_cut_where_they_enter(market: HTTPServer) -> None:
    block = json.dumps({**IVORY, "name": "gading\0\ud800" + "x" * 500})  # escaped, as JSON allows it
    body = page("<h1>x</h1>", head=f'<script type="application/ld+json">{block}</script>')
    market.expect_request("/item/1").respond_with_data(body, content_type="text/html; charset=utf-8")
    sold_at()

    assert look().title == "gading\ufffd" + "x" * 293


def test_a_later_look_leaves_the_listing_alone_and_asks_for_a_judgement(market: HTTPServer) -> None:
    offers(market, IVORY)
    found = sold_at()
    Listing.objects.update(status=Status.ANSWERED)

    seen = look(line.LOOK_AGAIN)

    found.refresh_from_db()
    assert (seen.purpose, found.status) == ("again", Status.ANSWERED)
    assert list(Job.objects.exclude(state="done").values_list("kind", "ref")) == [("judge", str(seen.pk))]


def test_a_later_look_says_what_changed(market: HTTPServer, client: Client) -> None:
    offers(market, IVORY)
    found = sold_at()
    look()
    market.clear()
    offers(market, {**IVORY, "offers": {"price": "900000", "priceCurrency": "IDR"}})
    Listing.objects.update(status=Status.ANSWERED)

    seen = look(line.LOOK_AGAIN)

    assert seen.changes == [{"what": "price", "before": "1250000 IDR", "now": "900000 IDR"}]
    client.force_login(builders.analyst())
    page = client.get(f"/queue/{found.code}/").content.decode()
    assert "Price was 1250000 IDR, now 900000 IDR" in page
