"""A word that is spelled so that no search finds it is found, and the receipt points at the characters as written."""

from collections.abc import Callable

import pytest

from reports.scoring.rules.unmasking import readings
from tests.reports.scoring.test_weighing import listings, weighed

CYRILLIC = str.maketrans("aeopcyxAEOPCX", "аеорсухАЕОРСХ")
LEET = str.maketrans("aeiostAEIOST", "431057431057")
SIGNS = str.maketrans("aios", "@10$")

MASKS: dict[str, Callable[[str], str]] = {
    "look-alike letters": lambda text: text.translate(CYRILLIC),
    "full width": lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
    "zero width": lambda text: "\u200b".join(text),
    "dots": lambda text: " ".join(".".join(word) for word in text.split()),
    "spaces": lambda text: "  ".join(" ".join(word) for word in text.split()),
    "stars": lambda text: " ".join("*".join(word) for word in text.split()),
    "digits": lambda text: text.translate(LEET),
    "signs": lambda text: text.translate(SIGNS),
    "stretched": lambda text: "".join(char * 3 if char in "aeiouy" else char for char in text),
}


def is_caught(row: dict[str, str], title: str) -> bool:
    """Whether the listing is at least likely."""
    return weighed(title, text=row["text"], price=row["price"]).score >= 0.5


@pytest.mark.parametrize("mask", MASKS)
def test_nine_of_ten_offers_are_caught_behind_a_mask(mask: str) -> None:
    latin = ("en", "id", "ms", "fr", "es", "de", "pt")
    offers = [row for row in listings() if row["label"] == "1" and row["language"] in latin]
    caught = [row for row in offers if is_caught(row, row["title"])]
    still = [row for row in caught if is_caught(row, MASKS[mask](row["title"]))]
    assert len(still) >= 0.9 * len(caught), (len(still), len(caught))


@pytest.mark.parametrize("mask", MASKS)
def test_no_mask_makes_an_offer_of_ordinary_goods(mask: str) -> None:
    others = [row for row in listings() if row["kind"] == "ordinary"]
    assert [row["title"] for row in others if is_caught(row, MASKS[mask](row["title"]))] == []


@pytest.mark.parametrize(
    ("title", "spelled"),
    [
        ("old i.v.o.r.y tusk", "i.v.o.r.y tusk"),
        ("p@ngolin 5cales", "p@ngolin 5cales"),
        ("ivoooory tusk", "ivoooory tusk"),
    ],
    ids=["dots", "signs", "stretched"],
)
def test_the_receipt_marks_the_word_as_it_was_written(title: str, spelled: str) -> None:
    (term, *_) = [reason for reason in weighed(title).receipt if reason.code.endswith("-term")]
    assert title[term.start : term.end] == spelled


def test_a_mask_is_a_reason_of_its_own() -> None:
    codes = {reason.code for reason in weighed("1v0ry tusk, elephant").receipt}
    assert "masked-spelling" in codes


@pytest.mark.parametrize(
    "text", ["", "U.S.A. and the E.U.", "iPhone 15 Pro, 5G", "a b", "size 4-5", "\ud800 . \ud800 .", "hmmmm"]
)
def test_ordinary_text_has_no_reading_that_finds_wildlife(text: str) -> None:
    assert [reason.code for reason in weighed(text).receipt] == []


@pytest.mark.parametrize("text", ["a." * 100_000, "a1" * 100_000, "@" * 200_000, "a b " * 50_000], ids=lambda t: t[:4])
def test_endless_masks_are_read_in_bounded_length(text: str) -> None:
    assert all(len(folded.text) <= 40_000 for folded in readings(text))


@pytest.mark.parametrize(
    ("plain", "hidden"),
    [
        ("象牙印章", "象.牙印章"),
        ("象牙印章", "象🐘牙印章"),
        ("穿山甲鳞片", "穿 山 甲 鳞 片"),
        ("เกล็ดลิ่ม", "เ ก ล็ ด ลิ่ ม"),
        ("상아 도장", "ㅅㅏㅇㅇㅏ 도장"),
        ("हाथी दांत", "हा.थी दां.त"),
        ("ivory tusk", "iivvoorryy ttuusskk"),
        ("حراشف البنغول", "ح ر ا ش ف  ا ل ب ن غ و ل"),
    ],
    ids=["dot", "emoji", "spaces", "thai", "jamo", "devanagari", "doubled", "arabic"],
)
def test_a_mask_is_taken_off_in_every_script(plain: str, hidden: str) -> None:
    seen = [{reason.taxon for reason in weighed(title).receipt if reason.taxon} for title in (plain, hidden)]
    assert (seen[0] == seen[1] != set(), is_caught({"text": "", "price": ""}, hidden)) == (True, True)
