"""Every text field of a volunteer over naughty strings of others: kept or refused with a sentence, never a fault."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Final

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from coalition.models import User
from reports.lifecycle import Status
from reports.models import Report
from tests import builders
from tests.reports.intake.form import send

WORDS: Final = ("offered", "unit", "seller", "place", "search_word", "code_word", "note")
TAPPED: Final = ("addresses", "me_too", "bad", "mended")
WISHES: Final = ("language", "told_when", "told_of")
FIGURES: Final = ("quantity", "price", "currency", "taxon_key", "language")
# What no page of ours has, and words that were taken for markup would make.
NOT_OURS: Final = (
    "script:not([src^='/static/']), style, iframe, object, embed, meta[http-equiv], a[href^='javascript:' i], "
    "[onerror], [onload], [onclick], [onmouseover], [style]"
)


@pytest.fixture(scope="module")
def naughty() -> list[str]:
    """The big list of naughty strings."""
    folder = os.environ.get("CORPORA")
    if not folder:
        pytest.skip("CORPORA names no folder of naughty strings")
    found: list[str] = json.loads(Path(folder, "strings/blns/blns.json").read_text())
    return [*found, "\u202egnp.exe", "\u2066\u2069", "a\0b", "\x1b[31m", "ﷺ" * 300, "=1+1", "😀" * 100]


@pytest.fixture
def mine(spotter: User) -> Report:
    return builders.report(builders.listing(Status.ASKED), by=spotter)


def answers(tab: Client, mine: Report, texts: Sequence[str]) -> Iterator[tuple[str, HttpResponse]]:
    """What the site answers where these are typed: one in each field of words, all in one where a field takes many."""
    one, correct, reply = (reverse(f"intake:{name}", args=[mine.code]) for name in ("one", "correct", "reply"))
    said, every = dict(zip(WORDS, texts, strict=False)), "\n".join(texts)
    yield correct, tab.post(correct, said)  # type: ignore[misc]
    yield reply, tab.post(reply, {"text": every[:1900]})  # type: ignore[misc]
    yield one, tab.get(one)  # type: ignore[misc]
    yield "figures", tab.post(correct, said | dict(zip(FIGURES, texts, strict=False)))  # type: ignore[misc]
    yield "report", send(tab, every, **said | {"token": texts[0], "kept": list(texts)})
    yield "me-too", tab.post(reverse("intake:me-too"), dict.fromkeys(TAPPED, every))  # type: ignore[misc]
    yield "settings", tab.post(reverse("people:settings"), dict.fromkeys(WISHES, every))  # type: ignore[misc]
    yield "search", tab.get(reverse("intake:mine"), {"q": texts[0], "since": texts[-1]})  # type: ignore[misc]
    yield "address", tab.get(reverse("intake:report"), {"address": every[:1900]})  # type: ignore[misc]


def test_naughty_strings_break_no_field_and_stay_words(tab: Client, mine: Report, naughty: list[str]) -> None:
    broken = []
    for texts in batched(naughty, len(WORDS), strict=False):
        with transaction.atomic():
            for where, answer in answers(tab, mine, texts):
                strange = [found.html for found in LexborHTMLParser(answer.content).css(NOT_OURS)]
                if answer.status_code not in (200, 302, 422) or strange:
                    broken.append((texts[0][:40], where, answer.status_code, strange[:1]))
            transaction.set_rollback(True)

    assert broken == []
