"""Words from strangers can be stored, and do no harm in a spreadsheet or a mail."""

import csv
import io
import json
import os
import time
import unicodedata
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from spotter.lib.text import clean_text, csv_cell, defang, show_bidi

ANY_TEXT = st.text(alphabet=st.characters())
WITH_SURROGATES = st.text(
    alphabet=st.one_of(st.characters(categories=["Cs"]), st.characters(), st.sampled_from("\0\r\t"))
)

CLEANED = {
    "NUL": ("ivory\0 ring", "ivory ring"),
    "a bell and an escape": ("\x07gading\x1b[31m", "gading[31m"),
    "C1 controls": ("a\x80b\x9fc", "abc"),
    "a lone surrogate": ("tusk \ud83d", "tusk \ufffd"),
    "a pair of surrogates": ("\ud83d\udc18", "🐘"),
    "two halves of a letter": ("e\u0301le\u0301phant", "éléphant"),
    "a control between the halves of a letter": ("e\0\u0301", "é"),
    "lines in a short text": ("one\r\ntwo\nthree\tfour", "one two three four"),
    "rare line ends": ("one\u2028two\x0bthree\x85four", "one two three four"),
    "spaces around": ("  \u3000ring\u00a0 ", "ring"),
    "zero-width joiners of a script": ("می\u200cخواهم", "می\u200cخواهم"),
    "an emoji of several": ("👩\u200d🔬", "👩\u200d🔬"),
    "a right-to-left override": ("photo\u202egnp.exe", "photo\u202egnp.exe"),
}


@pytest.mark.parametrize("case", CLEANED)
def test_a_short_text_is_cleaned(case: str) -> None:
    given_text, cleaned = CLEANED[case]

    assert clean_text(given_text, limit=100) == cleaned


def test_a_long_text_keeps_its_lines_and_tabs() -> None:
    assert clean_text("one\r\ntwo\rthree\u2029four\tfive\n", limit=100, lines=True) == "one\ntwo\nthree\nfour\tfive"


def test_the_limit_counts_characters_and_leaves_no_space_at_the_end() -> None:
    assert clean_text("🐘🐘 🐘", limit=3) == "🐘🐘"


def test_ten_million_characters_are_cut() -> None:
    assert clean_text("gading " * 1_500_000, limit=13) == "gading gading"


@given(WITH_SURROGATES, st.integers(0, 50), st.booleans())
def test_whatever_comes_can_be_stored(text: str, limit: int, lines: bool) -> None:
    cleaned = clean_text(text, limit=limit, lines=lines)

    assert cleaned.encode().decode() == cleaned
    assert len(cleaned) <= limit
    assert unicodedata.is_normalized("NFC", cleaned)
    assert {sign for sign in cleaned if unicodedata.category(sign) == "Cc"} <= (set("\n\t") if lines else set())


@given(WITH_SURROGATES, st.booleans())
def test_what_is_clean_stays_as_it_is(text: str, lines: bool) -> None:
    once = clean_text(text, limit=40, lines=lines)

    assert clean_text(once, limit=40, lines=lines) == once


def test_marks_that_turn_the_direction_are_shown() -> None:
    assert show_bidi("photo\u202egnp.exe\u2069") == "photo⟦RLO⟧gnp.exe⟦PDI⟧"


@given(ANY_TEXT)
def test_no_direction_is_turned_in_what_is_shown(text: str) -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

    assert {unicodedata.bidirectional(sign) for sign in show_bidi(text)} & turning == set()


FORMULAS = [
    "=1+1",
    "+62 812",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\0=1",
    "\x0b=1",
    "\u202e=1",
]


@pytest.mark.parametrize("cell", FORMULAS, ids=ascii)
def test_a_formula_becomes_text(cell: str) -> None:
    assert csv_cell(cell)[0] == "'"


@pytest.mark.parametrize("cell", ["", " ", "ivory ring", "3-4 cm", "a=b", "象牙", "'quoted'"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert csv_cell(cell) == cell


@given(ANY_TEXT)
def test_no_cell_of_a_written_file_begins_a_formula(text: str) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow([csv_cell(text)])

    ((read,),) = csv.reader(io.StringIO(written.getvalue(), newline=""))
    assert read.lstrip("\u200b\ufeff \u00a0")[:1] not in {*"=+-@\t\r\n＝＋－＠"}


@given(ANY_TEXT)
def test_a_cell_made_safe_twice_is_made_safe_once(text: str) -> None:
    assert csv_cell(csv_cell(text)) == csv_cell(text)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://toko.gerai.example/item?id=1", "hxxps://toko[.]gerai[.]example/item?id=1"),
        ("HTTP://gerai.example", "HxxP://gerai[.]example"),
        ("http://gerai.example/?to=https://b.example", "hxxp://gerai[.]example/?to=hxxps://b[.]example"),
        ("http://gerai.example/?to=https%3A%2F%2Fb", "hxxp://gerai[.]example/?to=hxxps%3A%2F%2Fb"),
    ],
)
def test_no_part_of_a_defanged_address_is_a_link(address: str, shown: str) -> None:
    assert defang(address) == shown


@pytest.fixture
def naughty() -> list[str]:
    """The big list of naughty strings."""
    folder = os.environ.get("CORPORA")
    if not folder:
        pytest.skip("CORPORA names no folder of naughty strings")
    found: list[str] = json.loads(Path(folder, "strings/blns/blns.json").read_text())
    return found


def test_naughty_strings_come_out_clean_and_harmless(naughty: list[str]) -> None:
    for text in naughty:
        cleaned = clean_text(text, limit=10_000, lines=True)
        assert clean_text(cleaned, limit=10_000, lines=True) == cleaned
        assert csv_cell(cleaned)[:1] not in {*"=+-@\t\r\n＝＋－＠"}


@pytest.mark.django_db
def test_naughty_strings_come_back_from_the_database_as_they_went_in(naughty: list[str]) -> None:
    worse = [*naughty, "\0", "\ud800", "\udfff\ud800", "a\0b", "\x9f", "\ufffe\uffff", "\U0010ffff"]
    sent = [clean_text(text, limit=10_000, lines=True) for text in worse]

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [sent])
        ((came_back,),) = cursor.fetchall()

    assert came_back == sent


def test_a_heap_of_marks_is_cut_to_what_a_letter_can_bear_and_takes_no_time() -> None:
    started = time.process_time()
    cleaned = clean_text("e" + "\u0316\u0301" * 500_000 + "!", limit=2_000)
    assert (len(cleaned), cleaned[0], cleaned[-1], time.process_time() - started < 3) == (31, "é", "!", True)
