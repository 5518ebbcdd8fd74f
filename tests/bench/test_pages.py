"""Fetching through the guarded door beside plain urllib3, and reading a page beside the bare parse."""

import time

import pytest
import urllib3
from selectolax.lexbor import LexborHTMLParser

from reports.capture.edges.reader import read_page
from spotter.lib.net import Policy, fetch
from tests.bench.harness import compare, table
from tests.bench.page import PAGE
from tests.spotter.sites import Recorder, http, site

GOAL = "ratio at most 1.25"
SELECTORS = ("title", "h1", 'meta[property="og:title"]', 'script[type="application/ld+json"]', "a[href]")


def bare() -> list[str]:
    """Parse, and ask five things."""
    tree = LexborHTMLParser(PAGE.decode())
    return [node.text() for selector in SELECTORS if (node := tree.css_first(selector)) is not None]


@pytest.mark.bench
def test_read_a_page() -> None:
    row = compare(lambda: read_page(PAGE, "text/html; charset=utf-8", "https://pasar.test/item/7"), bare, calls=20)
    table(f"Read a page of {len(PAGE) // 1000} kB, CPU", [("facts", row)], goal="ratio at most 2")


@pytest.mark.bench
def test_fetch_a_page() -> None:
    pool = urllib3.PoolManager(retries=False)
    with site(http(PAGE, "Content-Type: text/html", "Connection: close")) as here:
        # The name leads to a public address, so that every check is made, and the connection lands on loopback.
        world = Recorder({"shop.com": [["93.184.215.14"]]}, port=here.port).world()
        row = compare(
            lambda: fetch("http://shop.com/", policy=Policy.page(), world=world),
            lambda: pool.request("GET", f"http://127.0.0.1:{here.port}/", headers={"Connection": "close"}),
            calls=50,
            clock=time.thread_time_ns,
        )
    table("Fetch a page, a new connection each, CPU without the look-up of the name", [("guarded", row)], goal=GOAL)
