"""A captured page through a real browser: its picture and markup are evidence, and its failure holds nothing up."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from reports import line
from reports.capture.edges.browser import program
from reports.capture.edges.warc import read_warc
from reports.capture.queries.packs import content_of
from reports.capture.queries.retention import files_of
from reports.capture.rules import reasons
from reports.capture.rules.rows import AGAIN, FIRST, CaptureRow, is_for_a_browser
from reports.models import BrowserCapture, Capture, Listing, Picture, PictureHash
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders
from tests.reports.capture.packs import bytes_of, entries, packed
from tests.reports.capture.pages import page
from tests.reports.market import IVORY, offers, sold_at

pytestmark = pytest.mark.django_db
SCRIPTED = b"<title>Shop</title><h1>Pipa</h1><script>document.querySelector('h1').textContent = 'Pipa gading'</script>"


def row(state: str = "live", reason: str = reasons.OFFER_STANDS) -> CaptureRow:
    empty: dict[str, Any] = dict.fromkeys(
        ("final_address", "title", "price", "currency", "seller", "place", "language", "text", "body_sha256"), ""
    )
    return CaptureRow(
        at=timezone.now(), state=state, reason=reason, status_code=200, redirects=[], sources={}, body_size=0, **empty
    )


@pytest.mark.parametrize(
    ("seen", "purpose", "wanted"),
    [
        (row(), FIRST, True),
        (row("robot-wall", reasons.ROBOT_WALL), FIRST, True),
        (row("cannot-tell", reasons.NOTHING_TO_READ), FIRST, True),
        (row("cannot-tell", reasons.ROBOTS), FIRST, False),
        (row("cannot-tell", reasons.TOO_MANY), FIRST, False),
        (row("gone", reasons.SAYS_GONE), FIRST, False),
        (row("unreachable", reasons.NO_ANSWER), FIRST, False),
        (row(), AGAIN, False),
    ],
)
def test_which_pages_a_browser_opens(seen: CaptureRow, purpose: str, wanted: bool) -> None:
    assert is_for_a_browser(seen, purpose) is wanted


@pytest.mark.parametrize("asked", [False, True])
def test_nobody_asks_a_browser_unless_the_settings_say_so(asked: bool, market: HTTPServer, settings: Settings) -> None:
    settings.BROWSER_CAPTURE = asked
    offers(market, IVORY)
    queue.add(line.CAPTURE, sold_at().code)

    builders.work_off(line.CAPTURE)

    assert Job.objects.filter(kind=line.BROWSE).exists() is asked


def through_browser(found: Listing) -> BrowserCapture:
    """Let the worker look at the page, and then the browser."""
    queue.add(line.CAPTURE, found.code)
    assert builders.work_off(line.CAPTURE, line.BROWSE) == [line.CAPTURE, line.BROWSE]
    return BrowserCapture.objects.get()


def test_a_browser_that_is_not_there_is_said_and_the_report_goes_on(market: HTTPServer, settings: Settings) -> None:
    settings.BROWSER_CAPTURE, settings.BROWSER = True, "/nowhere/chromium"
    offers(market, IVORY)
    found = sold_at()

    seen = through_browser(found)

    found.refresh_from_db()
    assert (bool(seen.failure), seen.warc_sha256, found.status) == (True, "", "captured")
    assert list(Job.objects.exclude(state="done").values_list("kind", flat=True)) == ["score"]


needs_chromium = pytest.mark.skipif(not program(), reason="no chromium on PATH")


@pytest.fixture
def shown(market: HTTPServer, settings: Settings) -> BrowserCapture:
    """A page whose script writes its heading, through a browser."""
    settings.BROWSER_CAPTURE = True
    market.expect_request("/item/1").respond_with_data(page("") + SCRIPTED, content_type="text/html")
    return through_browser(sold_at())


@needs_chromium
def test_all_that_comes_of_a_look_through_a_browser(shown: BrowserCapture, client: Client) -> None:
    records = {one.kind + one.address.partition(":http")[0]: one for one in read_warc(
        store.read("evidence", shown.warc_sha256))}  # fmt: skip
    assert all(one.digest_holds for one in records.values())
    assert b"Pipa gading</h1>" in records["resourceurn:dom"].block
    assert records["resourceurn:picture"].block[:3] == b"\xff\xd8\xff"
    custody = Event.objects.get(what="browse")
    assert (custody.facts["warc_sha256"], custody.facts["dom_sha256"]) == (shown.warc_sha256, shown.dom_sha256)

    picture = Picture.objects.get(number=0)
    assert (picture.received_sha256, picture.width) == (shown.picture_sha256, 1280)
    assert not PictureHash.objects.filter(picture=picture).exists()
    assert files_of(shown.capture.listing) >= {
        ("evidence", shown.warc_sha256), ("copies", picture.copy_sha256), ("copies", picture.tile_sha256)
    }  # fmt: skip

    shows_it_to_staff(shown, client)
    goes_into_a_pack_for_enforcement(shown)


def shows_it_to_staff(shown: BrowserCapture, client: Client) -> None:
    listing = shown.capture.listing
    builders.work_off(line.SCORE)
    client.force_login(builders.analyst())
    assert "The whole page" in client.get(f"/queue/{listing.code}/").content.decode()
    assert shown.warc_sha256 in client.get(f"/evidence/{listing.code}/").content.decode()


def goes_into_a_pack_for_enforcement(shown: BrowserCapture) -> None:
    made = packed(shown.capture.listing, builders.analyst("second@forest.example"))
    files = entries(bytes_of(made))
    assert files["browser/0001.warc.gz"] == store.read("evidence", shown.warc_sha256)
    assert json.loads(files["captures.json"])[0]["browser"]["dom_sha256"] == shown.dom_sha256
    made.edition = "company"
    assert [one.browser_sha256 for one in content_of(made, [shown.capture], sheet="").captures] == [""]


@needs_chromium
def test_a_second_attempt_changes_nothing(shown: BrowserCapture) -> None:
    queue.add_again(line.BROWSE, shown.capture_id)
    builders.work_off(line.BROWSE)
    assert (BrowserCapture.objects.count(), Event.objects.filter(what="browse").count()) == (1, 1)


def test_a_purged_capture_is_visited_no_more(market: HTTPServer) -> None:
    offers(market, IVORY)
    queue.add(line.CAPTURE, sold_at().code)
    builders.work_off(line.CAPTURE)
    Capture.objects.update(purged_at=timezone.now())
    market.clear_log()
    queue.add(line.BROWSE, Capture.objects.get().pk)
    builders.work_off(line.BROWSE)
    assert (BrowserCapture.objects.count(), market.log) == (0, [])
