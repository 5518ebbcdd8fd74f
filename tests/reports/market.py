"""A marketplace on loopback under a name of its own, as the guarded door sees it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from reports.lifecycle import Status
from reports.models import Listing
from tests import builders
from tests.reports.capture.pages import PRODUCT, json_ld, page
from tests.spotter.picture_files import drawing, saved

PNG = saved(drawing((64, 40)), "PNG")
IVORY: Mapping[str, object] = {**PRODUCT, "name": "Pipa gading gajah asli", "image": ["/1.png"]}


@pytest.fixture
def market(httpserver: HTTPServer, settings: Settings) -> Iterator[HTTPServer]:
    """The server behind http://pasar.test/."""
    settings.RESOLVER_OVERRIDE = {"pasar.test": ("127.0.0.1", httpserver.port)}
    yield httpserver
    httpserver.clear()


def offers(market: HTTPServer, product: Mapping[str, object], *, path: str = "/item/1") -> bytes:
    """Let the market offer a product; returns the page's bytes."""
    body = page("<h1>Pipa gading gajah asli</h1>", head=json_ld(product))
    market.expect_request(path).respond_with_data(body, content_type="text/html; charset=utf-8")
    market.expect_request("/1.png").respond_with_data(PNG, content_type="image/png")
    return body


def sold_at(path: str = "/item/1", **fields: Any) -> Listing:
    """A listing of that market, just received."""
    address = f"http://pasar.test{path}"
    return builders.listing(Status.RECEIVED, address=address, host="pasar.test", title="", **fields)
