"""`score_text` weighs listings from lines of JSON and shows of what each score is made."""

import io
import json
import math
import sys

import pytest
from django.core.management import call_command
from django.utils import timezone

from coalition.models import Lexicon
from reports.models import Score
from tests.reports.management.command import run


def lines(*listings: object) -> bytes:
    """Listings as they are given."""
    return b"\n".join(json.dumps(listing).encode() for listing in listings)


def test_the_shipped_words_weigh_without_a_database() -> None:
    offer = {"id": "a1", "title": "Jual gеlang gading", "text": "asli, nego", "lang": "id", "price": 150000}
    (row,) = run("score_text", given=lines(offer))
    (product,) = [line for line in row["receipt"] if line["reason"] == "product-term"]
    assert (row["id"], row["band"], row["taxon"], row["product"], product) == (
        "a1",
        "top",
        "elephant",
        "ivory",
        {
            "reason": "product-term", "term": "gelang gading", "lang": "id", "field": "title", "start": 5, "end": 18,
            "points": 3.6,
        },
    )  # fmt: skip


def test_the_score_is_the_sum_of_its_receipt() -> None:
    given = lines({"title": "ivory soap"}, {"title": "a table"}, {"title": "象牙", "text": "包邮", "lang": "zh-Hans"})
    rows = run("score_text", given=given)
    sums = [1 / (1 + math.exp(-sum(line["points"] for line in row["receipt"]))) for row in rows]
    assert [row["score"] for row in rows] == pytest.approx(sums)


def test_a_line_that_is_no_listing_is_answered_in_its_place() -> None:
    good = lines({"id": 1, "title": None, "text": ["x"], "lang": 7, "price": True})
    rows = run("score_text", given=b"\xff\n[]\n\n{\n" + b"[" * 100_000 + b'\n{"id": 1' + b"0" * 5_000 + b"}\n" + good)
    told = [row["error"].split(":")[0] if "error" in row else row["id"] for row in rows]
    assert told == ["not-text", "not-json", "not-json", "not-json", "not-json", "not-json", 1]


@pytest.mark.django_db
def test_the_published_words_count_and_no_row_is_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [{"text": "wobblestone", "language": "en", "kind": "product", "taxon": "made-up"}]
    Lexicon.objects.create(number=7, published_at=timezone.now(), published_by="lead", rows=words)
    given = lines({"id": 1, "title": "a wobblestone"}, {"id": 2, "title": "gelang gading"})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    call_command("score_text")
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ([row["taxon"] for row in rows], Score.objects.count()) == (["made-up", ""], 0)
