"""The score explains itself: every point is on the receipt, counters lower and never zero."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.scoring.rules.receipt import Reason, Subject, Verdict
from reports.scoring.rules.weighing import weigh
from tests.reports.scoring.shipped import shipped_lexicon

LISTINGS = Path(__file__).with_name("listings.csv")


def weighed(title: str = "", **facts: object) -> Verdict:
    """A listing weighed with the shipped words."""
    return weigh(Subject(title=title, **facts), shipped_lexicon())  # type: ignore[arg-type]


def points(verdict: Verdict, code: str) -> list[float]:
    """The points of all reasons of one code."""
    return [reason.points for reason in verdict.receipt if reason.code == code]


def listings() -> list[dict[str, str]]:
    """Listings written for this test, not for the lexicon."""
    with LISTINGS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def score_of(row: dict[str, str], *, language: bool = True) -> float:
    """The score of one line of the test set."""
    spoken = row["language"] if language else ""
    return weighed(row["title"], text=row["text"], price=row["price"], language=spoken).score


def auc(offers: list[float], others: list[float]) -> float:
    """How often an offer stands above another listing; a draw counts half."""
    wins = sum((offer > other) + 0.5 * (offer == other) for offer in offers for other in others)
    return wins / (len(offers) * len(others))


def split(rows: list[dict[str, str]], *, language: bool = True) -> tuple[list[float], list[float]]:
    """The scores of the offers, and of all other listings."""
    offers = [score_of(row, language=language) for row in rows if row["label"] == "1"]
    return offers, [score_of(row, language=language) for row in rows if row["label"] == "0"]


@pytest.mark.parametrize("language", [True, False], ids=["language known", "language unknown"])
def test_offers_stand_above_look_alikes_and_ordinary_goods(language: bool) -> None:
    offers, others = split(listings(), language=language)
    assert auc(offers, others) >= 0.93


@pytest.mark.parametrize("language", sorted({row["language"] for row in listings()}))
def test_offers_stand_above_the_rest_in_every_language(language: str) -> None:
    rows = [row for row in listings() if row["language"] == language]
    assert (len(rows) >= 20, auc(*split(rows)) >= 0.85) == (True, True)


def test_likely_is_right_nine_times_of_ten_and_finds_four_of_five() -> None:
    offers, others = split(listings())
    found, wrong = sum(score >= 0.5 for score in offers), sum(score >= 0.5 for score in others)
    assert (found / (found + wrong) >= 0.9, found / len(offers) >= 0.8) == (True, True)


def test_possible_lets_hardly_an_offer_slip() -> None:
    offers, _others = split(listings())
    assert sum(score >= 0.2 for score in offers) / len(offers) >= 0.95


def test_few_look_alikes_and_hardly_any_ordinary_listing_are_likely() -> None:
    likely = {
        kind: [score_of(row) >= 0.5 for row in listings() if row["kind"] == kind] for kind in ("look", "ordinary")
    }
    shares = {kind: sum(said) / len(said) for kind, said in likely.items()}
    assert (shares["look"] <= 0.08, shares["ordinary"] <= 0.005) == (True, True), shares


def test_hardly_a_listing_of_the_test_set_is_a_term_of_the_lexicon() -> None:
    terms = {term.text.casefold() for term in shipped_lexicon().terms}
    same = [row["title"] for row in listings() if row["title"].casefold() in terms]
    assert len(same) <= 0.03 * len(listings()), same


@settings(max_examples=80, deadline=None)
@given(
    words=st.lists(st.sampled_from([term.text for term in shipped_lexicon().terms[::23]]), max_size=12),
    price=st.sampled_from(["", "20 USD"]),
    state=st.sampled_from(["", "live", "gone", "sold", "unheard-of"]),
    told=st.lists(st.sampled_from(["live-animal", "no-papers", "other"]), max_size=3),
    before=st.tuples(*[st.sampled_from(["", "confirmed", "dismissed", "unheard-of"])] * 2),
    record=st.sampled_from(["", "often-right", "seldom-right"]),
)
def test_nothing_is_in_the_score_that_is_not_on_the_receipt(
    words: list[str], price: str, state: str, told: list[str], before: tuple[str, str], record: str
) -> None:
    verdict = weighed(
        " ".join(words[:3]),
        text=" 2 kg ".join(words[3:]),
        price=price,
        page_state=state,
        spotter_reasons=tuple(told),
        picture_before=before[0],
        seller_before=before[1],
        spotter_record=record,
    )
    total = verdict.intercept + math.fsum(reason.points for reason in verdict.receipt)
    assert verdict.score == 1 / (1 + math.exp(-total))
    assert 0 < verdict.score < 1


def test_the_receipt_points_at_the_original_characters() -> None:
    title = "Dijual  gеlаng gading asli"
    reason = next(reason for reason in weighed(title).receipt if reason.code == "product-term")
    assert (title[reason.start : reason.end], reason.language, reason.field) == ("gеlаng gading", "id", "title")


def test_the_sentence_has_all_that_a_template_needs() -> None:
    reason = next(reason for reason in weighed("gading").receipt if reason.code == "ambiguous-term")
    assert (reason.sentence_key, dict(reason.params)) == (
        "ambiguous-term.glossed",
        {"term": "gading", "gloss": "ivory", "language": "id", "group": "", "points": "+2.2"},
    )


def test_a_look_alike_lowers_and_never_zeroes() -> None:
    plain, soap = weighed("ivory"), weighed("ivory soap")
    assert (plain.score > soap.score > 0, points(soap, "look-alike")) == (True, [-3.0])


def test_faux_is_a_cover_too_and_lowers_less() -> None:
    assert points(weighed("faux ivory"), "look-alike") == [-1.2]


def test_a_figurine_clears_a_tiger_and_not_an_ivory_carving() -> None:
    toy, carving = weighed("Siberian tiger figurine small"), weighed("Carved ivory monk, figurine")
    assert (points(toy, "negative-cue"), points(carving, "negative-cue")) == ([-2.2], [])


def test_a_text_that_speaks_of_a_seizure_is_no_offer() -> None:
    offer, news = weighed("Pangolin scales 3 tonnes"), weighed("Pangolin scales 3 tonnes seized by customs officers")
    assert (offer.score > news.score, len(points(news, "not-a-sale"))) == (True, 2)


def test_an_unverified_code_word_is_a_hint_without_points() -> None:
    verdict = weighed("striped t-shirt for my garden")
    hints = [(reason.term, reason.points, reason.hint) for reason in verdict.receipt if reason.code == "code-word-hint"]
    assert (hints, verdict.score) == ([("striped t-shirt", 0.0, True)], weighed("for my garden").score)


def test_what_the_spotter_says_counts_where_the_page_says_nothing() -> None:
    silent, told = weighed(""), weighed("", spotter_taxon="pangolin", spotter_reasons=("live-animal",))
    assert (silent.band, told.score > silent.score, told.taxon) == ("low", True, "pangolin")


def test_taxon_and_product_are_what_the_strongest_words_say() -> None:
    named = [
        (weighed(title).taxon, weighed(title).product) for title in ("sisik trenggiling", "虎骨酒", "baby marmoset")
    ]
    assert named == [("pangolin", "scales"), ("tiger", "bone"), ("monkeys", "live")]


def test_ten_thousand_repetitions_say_no_more_than_a_few() -> None:
    assert weighed("ivory tusk", text="ivory tusk " * 10_000).score == weighed("ivory tusk", text="ivory tusk").score


def test_the_verdict_names_its_lexicon_and_model() -> None:
    verdict = weighed("gading")
    assert (verdict.lexicon, verdict.model) == ("shipped", "rules-1")


def test_a_reason_without_points_against_is_no_counter() -> None:
    assert [Reason(code="x", points=value).counter for value in (-0.1, 0.0, 0.1)] == [True, False, False]
