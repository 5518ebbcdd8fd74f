"""`fetch` on the demo's marketplaces: the right state and facts for every page there is."""

import threading
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.listings import SITES, Listing
from spotter.management.example.loopback import Server
from spotter.management.example.marketplace import Marketplace
from tests.reports.management.command import run

type Rows = Mapping[str, Mapping[str, Any]]
# A wall, a page that is gone and a front page show nothing of the listing.
SHOWN = [one for one in LISTINGS if one.expected_state in ("live", "ended")]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = Server(Marketplace(token="a token of this test", slow_seconds=0.5), port=0)
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def rows(port: int) -> Rows:
    """All pages in one run, as lines on standard input, by address."""
    hosts = ",".join(f"{host}=127.0.0.1:{port}" for host in SITES)
    given = "\n".join(one.address for one in LISTINGS).encode()
    return {row["input"]: row for row in run("fetch", given=given, RESOLVER_OVERRIDE=hosts)}


def wrong(rows: Rows, name: str, listings: list[Listing], expected: Mapping[str, object]) -> dict[str, object]:
    """What another was found for, by address."""
    return {one.address: found for one in listings if (found := rows[one.address][name]) != expected[one.address]}


def test_every_page_has_its_state(rows: Rows) -> None:
    expected = {one.address: one.expected_state for one in LISTINGS}
    assert (len(rows) >= 40, list(rows) == list(expected)) == (True, True)
    assert wrong(rows, "state", list(LISTINGS), expected) == {}


def test_every_page_shows_its_title(rows: Rows) -> None:
    assert wrong(rows, "title", SHOWN, {one.address: one.title for one in SHOWN}) == {}


def test_every_page_shows_its_price(rows: Rows) -> None:
    found = {one.address: Decimal(rows[one.address]["price"] or 0) for one in SHOWN}
    assert {one.address: found[one.address] for one in SHOWN if found[one.address] != Decimal(one.amount)} == {}
    assert wrong(rows, "currency", SHOWN, {one.address: one.currency for one in SHOWN}) == {}


def test_every_page_shows_its_seller(rows: Rows) -> None:
    assert wrong(rows, "seller", SHOWN, {one.address: one.seller for one in SHOWN}) == {}
