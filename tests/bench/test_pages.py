"""Fetching through the guarded door beside plain urllib3, and reading a page beside the bare parse."""

import time

import pytest
import urllib3
from selectolax.lexbor import LexborHTMLParser

from reports.capture.edges.reader import read_page
from spotter.lib.net import Policy, fetch
from tests.bench.harness import compare, table
from tests.spotter.sites import Recorder, http, site

GOAL = "ratio at most 1.25"
WORDS = "Dijual gelang tua asli kondisi bagus barang antik koleksi pribadi harga nego silakan hubungi penjual. " * 3
CARD = (
    '<div class="card" id="c{0}"><a href="/item/{0}"><img src="/i/{0}.jpg"><span>{1}</span><b>Rp {0}.000</b></a></div>'
)
PAGE = (
    '<!doctype html><html lang=id><title>Gelang tua</title><meta property="og:title" content="Gelang tua">'
    '<meta property="og:image" content="/a.jpg"><script type="application/ld+json">{"@type":"Product",'
    '"name":"Gelang tua","offers":{"price":"150000","priceCurrency":"IDR"}}</script>'
    + f"<script>{'var a=1;' * 1_500}</script><nav>{'<a href=/k>Kategori</a>' * 60}</nav><main><h1>Gelang tua</h1>"
    + f"<p>{WORDS}</p><a href=/toko/antik>Antik Jaya</a><p>{WORDS}</p></main><div class=similar>"
    + "".join(CARD.format(number, WORDS[:60]) for number in range(200))
    + "</div><footer>Tentang kami</footer>"
).encode()
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
