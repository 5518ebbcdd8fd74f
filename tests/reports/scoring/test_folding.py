"""A folded text reads like the plain one, and every folded character knows where it came from."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.scoring.rules.folding import fold
from reports.scoring.rules.letters import LETTERS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Gelang GADING", "gelang gading"),
        ("іvоrу", "ivory"),
        ("ｉｖｏｒｙ", "ivory"),
        ("𝐢𝐯𝐨𝐫𝐲", "ivory"),
        ("ινοry", "ivory"),
        ("i\u200bvo\u00adry\u202e", "ivory"),
        ("kura-kura", "kura kura"),
        ("ivory  \n carving", "ivory carving"),
        ("穿山甲鱗片", "穿山甲鳞片"),
        ("أَلْعاج", "العاج"),
        ("e\u0301caille", "écaille"),
        ("\ud800ivory", "ivory"),
    ],
)
def test_disguised_words_read_like_plain_ones(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    ("written", "word", "original"),
    [
        ("  real IVORY", "ivory", "IVORY"),
        ("x i\u200bvory y", "ivory", "i\u200bvory"),
        ("Straße іvоrу", "ivory", "іvоrу"),
        ("ﬁne ivory", "fine", "ﬁne"),
        ("a\u0301b   ivory", "ivory", "ivory"),
    ],
)
def test_a_folded_word_points_at_its_original_characters(written: str, word: str, original: str) -> None:
    folded = fold(written)
    at = folded.text.index(word)
    start, end = folded.original(at, at + len(word))
    assert written[start:end] == original


@given(st.text(alphabet=st.characters(), max_size=80))
def test_offsets_never_run_backwards_or_out_of_the_text(text: str) -> None:
    folded = fold(text)
    offsets = list(folded.offsets)
    assert (len(offsets), sorted(offsets), offsets[-1]) == (len(folded.text) + 1, offsets, len(text))


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF), max_size=40))
def test_no_invisible_mark_survives(text: str) -> None:
    assert [char for char in fold(text).text if unicodedata.category(char) in {"Cf", "Cs"}] == []


def test_a_heap_of_marks_takes_no_time() -> None:
    heap = "e" + "\u0301\u0316" * 100_000 + " ivory"
    started = time.process_time()
    folded = fold(heap)
    at = folded.text.index("ivory")
    assert (folded.original(at, at + 5), time.process_time() - started < 2) == ((200_002, 200_007), True)


@pytest.mark.parametrize("written", ["Vảy tê tê, ngà voi", "Écaille de tortue", "น้ำงาช้าง", "ﬁne Straße іvоrу", "أَلْعاج"])
def test_composed_and_decomposed_letters_read_the_same(written: str) -> None:
    folded = {fold(unicodedata.normalize(form, written)).text for form in ("NFC", "NFD")}
    assert folded == {fold(written).text}


def test_no_letter_is_folded_onto_one_that_is_folded_again() -> None:
    assert [letter for letter, plain in LETTERS.items() if plain in LETTERS] == []
