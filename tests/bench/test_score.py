"""Finding the terms beside a bare fold and scan, and weighing whole listings."""

import re
import unicodedata
from functools import partial

import ahocorasick_rs
import pytest

from reports.scoring.rules.folding import fold, fold_term
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.weighing import matcher_for, weigh
from tests.bench.harness import alone, compare, table
from tests.reports.scoring.shipped import shipped_lexicon
from tests.reports.scoring.test_weighing import listings

MARKS = re.compile("[\u0300-\u036f\u200b-\u200f\u00ad]+")
ORDINARY = {
    "en": "The table is in good condition, made about 1960, and can be collected in the evening or sent by parcel. ",
    "id": "Barang masih bagus dan terawat, bisa dilihat di rumah pada sore hari atau dikirim lewat kurir biasa. ",
    "fr": "La table est en très bon état, fabriquée vers 1960, à retirer le soir ou envoyée par la poste. ",
    "zh-Hans": "桌子保存得很好，大约一九六零年制造，晚上可以来看，也可以寄送到家里，欢迎随时联系我们。",
    "th": "โต๊ะอยู่ในสภาพดีมาก ผลิตประมาณปี 2503 มาดูได้ในตอนเย็นหรือจัดส่งทางไปรษณีย์ ",
}


def texts(size: int) -> dict[str, str]:
    """A listing of each language: its offer first, then what people write around it."""
    offers = {row["language"]: f"{row['title']}. {row['text']}\n" for row in listings() if row["label"] == "1"}
    return {language: (offers[language] + words * size)[:size] for language, words in ORDINARY.items()}


@pytest.mark.bench
def test_terms_beside_a_bare_fold_and_scan() -> None:
    matcher = matcher_for(shipped_lexicon())
    patterns = list({fold_term(term.text) for term in shipped_lexicon().terms})
    automaton = ahocorasick_rs.AhoCorasick(
        patterns, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest, store_patterns=False
    )

    def ours(text: str) -> object:
        return matcher.find(fold(text))

    def bare(text: str) -> object:
        return automaton.find_matches_as_indexes(MARKS.sub("", unicodedata.normalize("NFKD", text).casefold()))

    rows = [
        (language, compare(partial(ours, text), partial(bare, text), calls=20))
        for language, text in texts(15_000).items()
    ]
    table("Find terms in 15,000 characters, CPU", rows, goal="speed at least 0.8 of the limit: ratio at most 1.25")


@pytest.mark.bench
def test_a_listing_of_two_thousand_characters() -> None:
    lexicon = shipped_lexicon()
    rows = [
        (language, alone(partial(weigh, Subject(text=text, language=language), lexicon), calls=20))
        for language, text in texts(2_000).items()
    ]
    table("Weigh a listing of 2,000 characters, CPU", rows, goal="median at most 2 ms")
