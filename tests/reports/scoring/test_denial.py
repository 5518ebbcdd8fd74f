"""What a seller denies does not speak against an offer, and a price in the words counts like one in its field."""

import pytest

from reports.scoring.rules.denial import denied
from reports.scoring.rules.receipt import Reason
from tests.reports.scoring.test_weighing import points, weighed


def negatives(title: str, language: str) -> list[float]:
    """The points that negative cues take from a listing."""
    return points(weighed(title, language=language), "negative-cue")


@pytest.mark.parametrize(
    ("said", "unsaid", "language"),
    [
        ("ivory bangle, resin", "ivory bangle, no resin", "en"),
        ("bracelet ivoire, résine", "bracelet ivoire, pas de la résine", "fr"),
        ("elfenbein kette, kunststoff", "elfenbein kette, kein kunststoff", "de"),
        ("estatueta de marfim, resina", "estatueta de marfim, não é resina", "pt"),
        ("象牙手镯 树脂", "象牙手镯 不是树脂", "zh-Hans"),
        ("象牙 樹脂", "象牙 樹脂ではない", "ja"),
    ],
    ids=["en", "fr", "de", "pt", "zh", "ja"],
)
def test_a_denied_imitation_takes_nothing_away(said: str, unsaid: str, language: str) -> None:
    assert (len(negatives(said, language)) > 0, negatives(unsaid, language)) == (True, [])


@pytest.mark.parametrize(
    "text", ["not bone but resin", "not ivory, only resin", "ivory coloured resin", "no es marfil, es resin"]
)
def test_what_follows_a_turn_or_a_comma_is_not_denied(text: str) -> None:
    start = text.index("resin")
    assert not denied(text, start, start + 5)


def price_of(title: str) -> Reason | None:
    """The price on the receipt of a listing, if any."""
    return next((reason for reason in weighed(title).receipt if reason.code == "price"), None)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("ivory tusk $1,200 firm", "$1,200"),
        ("pipa gading 750rb", "750rb"),
        ("상아 도장 45만원", "45만원"),
        ("象牙印章 3500元", "3500元"),
        ("عاج أصلي ٤٥٠٠ ريال", "٤٥٠٠ ريال"),
        ("งาช้าง 9000 บาท", "9000 บาท"),
    ],
    ids=["dollars", "rupiah", "won", "yuan", "riyals", "baht"],
)
def test_a_price_in_the_words_is_on_the_receipt_where_it_stands(title: str, written: str) -> None:
    found = price_of(title)
    assert found is not None
    assert (title[found.start : found.end], found.field) == (written, "title")


@pytest.mark.parametrize("title", ["ivory tusk 12 cm", "ivory from 1898", "$20 for a lamp"])
def test_a_number_alone_is_no_price_and_a_price_alone_no_reason(title: str) -> None:
    assert price_of(title) is None
