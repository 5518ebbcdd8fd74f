"""The reader survives what others collected to break readers."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.capture.edges.reader import PageFacts, read_page

CORPORA = os.environ.get("CORPORA", "")
pytestmark = pytest.mark.skipif(not CORPORA, reason="CORPORA names no folder of hostile data")
ADDRESS = "https://pasar.example/item/4711"


def files(pattern: str) -> list[Path]:
    found = sorted(Path(CORPORA).glob(pattern))
    assert found, f"nothing like {pattern}"
    return found


def is_whole(facts: PageFacts) -> bool:
    """It could be sent as JSON and stored."""
    return bool(json.dumps([facts.title, facts.text, facts.seller, facts.price])) and len(facts.pictures) <= 6


def documents() -> Iterator[bytes]:
    """The inputs of html5lib's tree construction tests."""
    for path in files("html/html5lib-tests/tree-construction/*.dat"):
        for case in path.read_bytes().split(b"#data\n")[1:]:
            yield case.split(b"\n#errors")[0]


def test_every_json_of_jsontestsuite_stands_in_a_page() -> None:
    good = b'<script type="application/ld+json">{"@type": "Product", "name": "Tusk", "offers": {"price": 5}}</script>'
    for path in files("json/JSONTestSuite/**/*.json"):
        block = b'<script type="application/ld+json">' + path.read_bytes().replace(b"</", b"<\\/") + b"</script>"
        assert read_page(block + good, "text/html; charset=utf-8", ADDRESS).title == "Tusk", path.name


def test_every_document_of_html5lib() -> None:
    cases = list(documents())
    assert len(cases) > 500
    assert [case for case in cases if not is_whole(read_page(case, "text/html", ADDRESS))] == []


def test_every_encoding_case_of_html5lib() -> None:
    for path in files("html/html5lib-tests/encoding__*"):
        assert is_whole(read_page(path.read_bytes(), "text/html", ADDRESS)), path.name


def test_every_page_of_extruct() -> None:
    for path in files("html/extruct/*.html"):
        assert is_whole(read_page(path.read_bytes(), "text/html", ADDRESS)), path.name


def test_the_product_of_extruct() -> None:
    facts = read_page((Path(CORPORA) / "html/extruct/schema.org__product.html").read_bytes(), "text/html", ADDRESS)
    assert (facts.title, facts.price, facts.currency) == ("Executive Anvil", "119.99", "USD")


def test_every_cross_site_script_of_dompurify() -> None:
    for case in json.loads((Path(CORPORA) / "html/dompurify/expect.json").read_text()):
        assert is_whole(read_page(str(case["payload"]).encode("utf-8", "replace"), "text/html", ADDRESS))
