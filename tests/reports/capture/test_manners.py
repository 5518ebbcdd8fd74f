"""How capture behaves towards a site: it waits its turn there, and obeys robots.txt where somebody said so."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from coalition.models import Platform
from reports import line
from reports.capture.rules import reasons
from reports.models import Capture
from spotter.jobs import queue
from spotter.jobs.models import Job
from tests import builders
from tests.reports.market import IVORY, offers, sold_at

pytestmark = pytest.mark.django_db
CLOSED = "User-agent: CyberSpotter\nDisallow: /item/\n"


@pytest.fixture(autouse=True)
def fresh_rules() -> None:
    cache.clear()


def ask_for(*codes: str) -> None:
    for code in codes:
        queue.add(line.CAPTURE, code)


def obeys(robots: str, market: HTTPServer, *, status: int = 200) -> None:
    Platform.objects.update(obeys_robots=True)
    market.expect_request("/robots.txt").respond_with_data(robots, status=status, content_type="text/plain")


def asked_for(market: HTTPServer) -> list[str]:
    return [request.path for request, _response in market.log if not request.path.endswith(".png")]


def test_the_look_at_a_busy_host_waits_in_the_table(market: HTTPServer, settings: Settings) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 0.05, 1
    offers(market, IVORY)
    first, second = sold_at(), sold_at("/item/2")
    host = f"{first.code}.pasar.test"
    for one in (first, second):
        type(one).objects.filter(pk=one.pk).update(host=host)
    ask_for(first.code, second.code)

    builders.work_off(line.CAPTURE)

    waiting = Job.objects.get(state="queued", kind=line.CAPTURE)
    assert (Capture.objects.count(), waiting.attempts, waiting.lease_until) == (1, 0, None)
    assert timedelta(seconds=10) < waiting.due - timezone.now() <= timedelta(seconds=20)


def test_a_closed_page_is_not_visited_and_the_report_goes_on(market: HTTPServer) -> None:
    offers(market, IVORY)
    found = sold_at()
    obeys(CLOSED, market)
    ask_for(found.code)

    builders.work_off(line.CAPTURE)

    seen = Capture.objects.get()
    found.refresh_from_db()
    assert (seen.state, seen.reason, seen.warc_sha256) == ("cannot-tell", reasons.ROBOTS, "")
    assert (found.status, asked_for(market)) == ("captured", ["/robots.txt"])


@pytest.mark.parametrize(
    ("robots", "status", "state"),
    [
        ("User-agent: *\nDisallow: /private/\n", 200, "live"),
        ("User-agent: *\nDisallow: /*?page=\nDisallow: /item/\nAllow: /item/1$\n", 200, "live"),
        ("not found", 404, "live"),
        ("<html>\0\xff", 200, "live"),
        (CLOSED, 200, "cannot-tell"),
        ("User-agent: *\nDisallow: /", 200, "cannot-tell"),
        ("try later", 503, "cannot-tell"),
    ],
)
def test_what_robots_txt_says(market: HTTPServer, robots: str, status: int, state: str) -> None:
    offers(market, IVORY)
    found = sold_at()
    obeys(robots, market, status=status)
    ask_for(found.code)

    builders.work_off(line.CAPTURE)

    assert Capture.objects.get().state == state


def test_robots_txt_is_asked_for_once_an_hour(market: HTTPServer) -> None:
    offers(market, IVORY)
    offers(market, IVORY, path="/item/2")
    codes = [sold_at().code, sold_at("/item/2").code]
    obeys("", market)
    ask_for(*codes)

    builders.work_off(line.CAPTURE)

    assert asked_for(market).count("/robots.txt") == 1


def test_nobody_asks_where_nobody_said_so(market: HTTPServer) -> None:
    offers(market, IVORY)
    market.expect_request("/robots.txt").respond_with_data(CLOSED)
    ask_for(sold_at().code)

    builders.work_off(line.CAPTURE)

    assert (Capture.objects.get().state, asked_for(market)) == ("live", ["/item/1"])
