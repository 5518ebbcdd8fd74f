"""Terms are found where a word begins and ends, the longest first, and nowhere else."""

import pytest

from reports.scoring.rules.folding import fold
from reports.scoring.rules.lexicon import BadTerm, lexicon_from_rows
from reports.scoring.rules.matching import Matcher

ROWS = [
    ("ivory", "en", "ambiguous"),
    ("ivory netsuke", "en", "product"),
    ("gading", "id", "ambiguous"),
    ("象牙", "zh-Hans", "product"),
    ("งาช้าง", "th", "product"),
    ("ลิ่น", "th", "animal"),
    ("กลิ่น", "th", "neutral"),
    ("ลิง", "th", "name"),
    ("عاج", "ar", "ambiguous"),
    ("サイ", "ja", "name"),
    ("수달", "ko", "name"),
    ("elfenbein", "de", "product"),
    ("vảy tê tê", "vi", "product"),
    ("ivory soap", "en", "look-alike"),
]
MATCHER = Matcher(lexicon_from_rows("1", [{"text": t, "language": lang, "kind": k} for t, lang, k in ROWS]))


def found(text: str) -> list[str]:
    """The wildlife terms in a text."""
    return [hit.rows[0].text for hit in MATCHER.find(fold(text)).wildlife]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("an ivory netsuke and ivory", ["ivory netsuke", "ivory"]),
        ("an ivory netsukeish thing", ["ivory"]),
        ("divorying, ivoryton", []),
        ("gadingnya bagus", ["gading"]),
        ("pergading", []),
        ("老象牙手串", ["象牙"]),
        ("ขายงาช้างแท้", ["งาช้าง"]),
        ("กลิ่นหอม", []),
        ("เกล็ดลิ่น", ["ลิ่น"]),
        ("العاج الأصلي", ["عاج"]),
        ("مزعاج", []),
        ("サイズM", []),
        ("サイの角", ["サイ"]),
        ("수달입니다", ["수달"]),
        ("해수달", []),
        ("Elfenbeinarmband alt", ["elfenbein"]),
        ("ban vay te te kho", ["vảy tê tê"]),
        ("", []),
    ],
)
def test_words_are_found_by_the_borders_of_their_script(text: str, terms: list[str]) -> None:
    assert found(text) == terms


def test_a_look_alike_does_not_hide_the_term_inside_it() -> None:
    hits = MATCHER.find(fold("ivory soap"))
    assert ([hit.start for hit in hits.look_alikes], [hit.start for hit in hits.wildlife]) == ([0], [0])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"text": "x", "kind": "product"}, "too-short"),
        ({"text": "\u200b", "kind": "product"}, "nothing-left"),
        ({"text": "ivory", "kind": "colour"}, "unknown-kind"),
    ],
)
def test_a_row_of_no_use_is_refused_with_the_reason(row: dict[str, str], code: str) -> None:
    with pytest.raises(BadTerm) as refused:
        lexicon_from_rows("1", [row])
    assert refused.value.code == code


def test_a_term_that_looks_like_a_pattern_is_only_text() -> None:
    matcher = Matcher(lexicon_from_rows("1", [{"text": "ivory.*", "kind": "product", "language": "en"}]))
    assert [len(matcher.find(fold(text)).wildlife) for text in ("ivory tusk", "ivory.* tusk")] == [0, 1]
