"""`fetch` looks at several pages at once and answers in the order of the addresses."""

import hashlib
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.reports.management.command import run
from tests.spotter.sites import Site, http, moved, site

PAGE = (
    b"<html lang=id><title>Gelang</title><meta property=og:type content=product>"
    b"<meta property=og:price:amount content=150000><meta property=og:price:currency content=IDR>"
    b"<h1>Gelang tua</h1><p>Dijual gelang tua yang bagus dan asli, untuk koleksi di rumah.</p>"
    b"<a href=/toko/antik>Antik Jaya</a>"
)
KEYS = [
    *("input", "ok", "state", "final", "status", "bytes", "sha256", "redirects"),
    *("title", "price", "currency", "seller", "language", "error"),
]


@pytest.fixture
def pasar() -> Iterator[Site]:
    """A market that first sends its visitor on and then shows the page."""
    with site(moved("/item/7"), http(PAGE, "Content-Type: text/html")) as here:
        yield here


def test_a_page_is_seen_with_its_facts(pasar: Site) -> None:
    (row,) = run("fetch", "http://pasar.test/s/1", RESOLVER_OVERRIDE=f"pasar.test=127.0.0.1:{pasar.port}")
    assert (list(row), row) == (
        KEYS,
        {
            "input": "http://pasar.test/s/1",
            "ok": True,
            "state": "live",
            "final": "http://pasar.test/item/7",
            "status": 200,
            "bytes": len(PAGE),
            "sha256": hashlib.sha256(PAGE).hexdigest(),
            "redirects": [{"address": "http://pasar.test/s/1", "status": 302, "location": "/item/7"}],
            "title": "Gelang tua",
            "price": "150000",
            "currency": "IDR",
            "seller": "Antik Jaya",
            "language": "id",
            "error": None,
        },
    )


def test_refused_addresses_are_answered_in_their_place() -> None:
    given = b"http://127.0.0.1/\n\nfile:///etc/passwd\n\xff\nhttp://a b/\nhttps://u:p@pasar.test/"
    rows = run("fetch", given=given)
    assert [(list(row), row["ok"], row["error"][:8]) for row in rows] == [(KEYS, False, "refused:")] * 6


def slowly(visitor: socket.socket, request: bytes) -> None:
    """Answers after two seconds."""
    time.sleep(2)
    visitor.sendall(http(PAGE, "Content-Type: text/html"))


def test_slow_pages_are_waited_for_together() -> None:
    with ExitStack() as open_sites:
        ports = {f"h{number}.test": open_sites.enter_context(site(slowly)).port for number in range(6)}
        started = time.monotonic()
        rows = run(
            "fetch",
            *[f"http://{host}/" for host in ports],
            RESOLVER_OVERRIDE=",".join(f"{host}=127.0.0.1:{port}" for host, port in ports.items()),
        )
    answered = [(row["input"], row["title"]) for row in rows]
    assert (answered, time.monotonic() - started < 11) == ([(f"http://{host}/", "Gelang tua") for host in ports], True)
