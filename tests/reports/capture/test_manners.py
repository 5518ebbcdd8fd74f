"""How capture behaves towards a site: it waits its turn there, and obeys robots.txt where somebody said so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from django.conf import settings
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
from spotter.lib.turns import count_visit, wait_for_turn
from tests import builders
from tests.reports.market import IVORY, offers, sold_at

pytestmark = pytest.mark.django_db
CLOSED = "User-agent: CyberSpotter\nDisallow: /item/\n"


@pytest.fixture(autouse=True)
def fresh_rules_and_turns() -> Iterator[None]:
    """No host is known before, and none of these long pauses lasts."""
    cache.clear()
    forget_turns()
    yield
    forget_turns()


def forget_turns() -> None:
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        for key in server.scan_iter("turn:*"):
            server.delete(key)


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


def test_robots_txt_takes_a_turn_of_its_own(market: HTTPServer, settings: Settings) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 0.05, 1
    offers(market, IVORY)
    found = sold_at()
    type(found).objects.filter(pk=found.pk).update(host=f"{found.code}.pasar.test")
    obeys("", market)
    ask_for(found.code)

    builders.work_off(line.CAPTURE)

    waiting = Job.objects.get(state="queued", kind=line.CAPTURE)
    assert (asked_for(market), Capture.objects.count()) == (["/robots.txt"], 0)
    assert timedelta(seconds=10) < waiting.due - timezone.now() <= timedelta(seconds=20)


def test_a_picture_whose_turn_comes_too_late_is_left_out(market: HTTPServer, settings: Settings) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 0.02, 1
    count_visit("pasar.test")
    offers(market, IVORY)
    found = sold_at()
    type(found).objects.filter(pk=found.pk).update(host=f"{found.code}.pasar.test")
    ask_for(found.code)

    builders.work_off(line.CAPTURE)

    assert (Capture.objects.get().state, [request.path for request, _answer in market.log]) == ("live", ["/item/1"])


def test_a_redirect_counts_at_the_host_it_leads_to(market: HTTPServer, settings: Settings) -> None:
    settings.FETCH_PER_SECOND, settings.FETCH_BURST = 0.02, 1
    settings.RESOLVER_OVERRIDE |= {"moved.test": ("127.0.0.1", market.port)}
    market.expect_request("/old").respond_with_data("", 302, {"Location": "http://moved.test/item/1"})
    offers(market, {**IVORY, "image": []})
    found = sold_at("/old")
    type(found).objects.filter(pk=found.pk).update(host=f"{found.code}.pasar.test")
    ask_for(found.code)

    builders.work_off(line.CAPTURE)

    assert (Capture.objects.get().state, wait_for_turn("moved.test", "the next") > 10) == ("live", True)
