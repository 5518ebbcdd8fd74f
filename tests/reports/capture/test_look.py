"""A worker looks at a page through a limited child; whatever the page does is a state."""

import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator

from reports.capture.edges.looks import Look
from reports.capture.edges.page import Before, Eyes, look, new_eyes
from reports.capture.edges.warc import read_warc, to_warc
from reports.capture.rules import reasons
from spotter.lib.child import Limits
from spotter.lib.net import Policy
from tests.reports.capture.pages import PRODUCT, json_ld, page

PICTURE = b"\x89PNG\r\n\x1a\n made for a test"


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    one = new_eyes(1)
    yield one
    one.close()


@pytest.fixture
def policy(httpserver: HTTPServer) -> Policy:
    return Policy.page(override={"pasar.test": ("127.0.0.1", httpserver.port)}, deadline=5.0)


def serve(httpserver: HTTPServer, body: bytes, *, path: str = "/item/4711", **more: object) -> None:
    httpserver.expect_request(path).respond_with_data(body, content_type="text/html; charset=utf-8", **more)  # type: ignore[arg-type]


def test_a_live_page(httpserver: HTTPServer, policy: Policy, eyes: Eyes) -> None:
    body = page("<h1>x</h1>", head=json_ld(PRODUCT))
    serve(httpserver, body)
    seen = look("http://pasar.test/item/4711", policy=policy, by=eyes)
    assert (seen.state, seen.reason, seen.status, seen.final) == (
        "live",
        reasons.OFFER_STANDS,
        200,
        "http://pasar.test/item/4711",
    )
    assert (seen.facts.title, seen.facts.price, seen.facts.sources["price"]) == ("Carved tusk", "1250000", "json-ld")
    assert (seen.raw, seen.body_size, seen.peer) == (body, len(body), "127.0.0.1")
    assert seen.request.startswith(b"GET /item/4711 HTTP/1.1\r\nHost: pasar.test\r\n")


def test_pictures_come_along_when_asked(httpserver: HTTPServer, policy: Policy, eyes: Eyes) -> None:
    head = json_ld({**PRODUCT, "image": ["/1.png", "/missing.png", "http://127.0.0.1/x.png", "/2.png", "/3.png"]})
    serve(httpserver, page("<h1>x</h1>", head=head))
    for name in ("1", "2", "3"):
        httpserver.expect_request(f"/{name}.png").respond_with_data(PICTURE + name.encode(), content_type="image/png")
    assert look("http://pasar.test/item/4711", policy=policy, by=eyes).pictures == ()
    found = look("http://pasar.test/item/4711", policy=policy, pictures=4, by=eyes).pictures
    assert [(one.address, one.body) for one in found] == [
        ("http://pasar.test/1.png", PICTURE + b"1"),
        ("http://pasar.test/2.png", PICTURE + b"2"),
    ]


def test_a_redirect_to_the_front_page_that_says_gone(httpserver: HTTPServer, policy: Policy, eyes: Eyes) -> None:
    httpserver.expect_request("/item/4711").respond_with_data(status=302, headers={"Location": "/"})
    serve(httpserver, page("<h1>Pasar</h1><p>This listing is no longer available. See these instead:</p>"), path="/")
    seen = look("http://pasar.test/item/4711", policy=policy, by=eyes)
    assert (seen.state, seen.reason) == ("gone", reasons.SENT_AWAY_AND_SAYS_GONE)
    assert [(hop.address, hop.status, hop.location) for hop in seen.redirects] == [
        ("http://pasar.test/item/4711", 302, "/")
    ]


def test_another_offer_is_changed(httpserver: HTTPServer, policy: Policy, eyes: Eyes) -> None:
    serve(httpserver, page("<h1>x</h1>", head=json_ld(PRODUCT)))
    seen = look("http://pasar.test/item/4711", policy=policy, before=Before(title="Garden hose 20 metres"), by=eyes)
    assert seen.state == "changed"


@pytest.mark.parametrize(
    ("address", "failure", "refused"),
    [
        ("http://127.0.0.1/x", "ip-literal", True),
        ("ftp://pasar.test/", "scheme", True),
        ("http://localhost/", "special-use", True),
    ],
)
def test_a_refused_address_is_a_state(address: str, failure: str, refused: bool, policy: Policy, eyes: Eyes) -> None:
    seen = look(address, policy=policy, by=eyes)
    assert (seen.state, seen.failure, seen.refused, seen.response) == ("unreachable", failure, refused, b"")


def test_nobody_listens(policy: Policy, eyes: Eyes) -> None:
    away = replace(policy, override={"pasar.test": ("127.0.0.1", 9)})
    seen = look("http://pasar.test/x", policy=away, by=eyes)
    assert (seen.state, seen.failure, seen.reason) == (
        "unreachable",
        "connect",
        "The site did not accept a connection.",
    )


def test_another_kind_of_file_says_nothing_about_the_listing(
    httpserver: HTTPServer, policy: Policy, eyes: Eyes
) -> None:
    httpserver.expect_request("/x").respond_with_data(b"%PDF", content_type="application/pdf")
    seen = look("http://pasar.test/x", policy=policy, by=eyes)
    assert (seen.state, seen.failure) == ("cannot-tell", "content-type")


def test_a_child_that_ran_out_of_time_is_a_state(httpserver: HTTPServer, policy: Policy) -> None:
    serve(httpserver, page("<h1>x</h1>"), path="/x")
    impatient = new_eyes(1, reading=Limits(seconds=0.0))
    seen = look("http://pasar.test/x", policy=policy, by=impatient)
    impatient.close()
    assert (seen.state, seen.reason, seen.failure) == ("cannot-tell", "the page was too heavy to read", "child")


def test_a_child_that_ran_out_of_memory_is_a_state(httpserver: HTTPServer, policy: Policy) -> None:
    serve(httpserver, b"<p>" * 1_200_000, path="/x")
    small = new_eyes(1, reading=Limits(memory=160 * 1024 * 1024))
    seen = look("http://pasar.test/x", policy=policy, by=small)
    small.close()
    assert (seen.state, seen.reason) == ("cannot-tell", "the page was too heavy to read")


class TestWarc:
    @pytest.fixture
    def seen(self, httpserver: HTTPServer, policy: Policy, eyes: Eyes) -> Look:
        packed = gzip.compress(page("<h1>x</h1>", head=json_ld(PRODUCT)))
        serve(httpserver, packed, headers={"Content-Encoding": "gzip", "X-Odd": "caf\u00e9  two  spaces"})
        return look("http://pasar.test/item/4711", policy=policy, by=eyes)

    def test_the_bytes_come_back_as_they_were_received(self, seen: Look) -> None:
        records = list(read_warc(to_warc(seen)))
        assert [(one.kind, one.address, one.digest_holds) for one in records] == [
            ("response", "http://pasar.test/item/4711", True),
            ("request", "http://pasar.test/item/4711", True),
            ("metadata", "http://pasar.test/item/4711", True),
        ]
        assert [one.block for one in records[:2]] == [seen.head + seen.raw, seen.request]
        assert json.loads(records[2].block)["state"] == "live"

    def test_warcio_finds_the_digests_equal(self, seen: Look) -> None:
        passed = []
        for record in ArchiveIterator(io.BytesIO(to_warc(seen)), check_digests=True):
            record.content_stream().read()
            passed.append((record.rec_type, record.digest_checker.passed))
        assert passed == [("response", True), ("request", True), ("metadata", True)]

    def test_one_changed_byte_is_found(self, seen: Look) -> None:
        forged = to_warc(seen)
        plain = gzip.decompress(forged).replace(b"X-Odd", b"X-Even"[:5], 1)
        assert [one.digest_holds for one in read_warc(plain)] == [False, True, True]

    def test_a_look_without_an_answer_leaves_its_metadata(self, policy: Policy, eyes: Eyes) -> None:
        records = list(read_warc(to_warc(look("http://127.0.0.1/x", policy=policy, by=eyes))))
        assert [(one.kind, json.loads(one.block)["state"]) for one in records] == [("metadata", "unreachable")]
