"""Learned weights: from decisions, on their own kind of listing only, with every point on the receipt."""

import math
from dataclasses import replace
from functools import cache

import pytest

from reports.scoring.edges.training import TooLittle, Trained, train
from reports.scoring.rules.features import units
from reports.scoring.rules.folding import fold
from reports.scoring.rules.learned import BadModel, read, written
from reports.scoring.rules.lessons import Lesson
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.weighing import weigh
from tests.reports.scoring.lessons import lessons
from tests.reports.scoring.shipped import shipped_lexicon
from tests.reports.scoring.test_weighing import auc, listings


def decided(count: int, *, seed: int = 1) -> list[Lesson]:
    """So many decided posts."""
    return [Lesson(Subject(text=text), label) for text, label in lessons(count, seed=seed)]


@cache
def trained() -> Trained:
    """One candidate, learned once for all tests."""
    return train(decided(250), shipped_lexicon())


def quality(rows: list[tuple[Subject, int]], *, learned: bool) -> float:
    """The AUC over these subjects."""
    model = trained().model if learned else None
    scores = [(weigh(subject, shipped_lexicon(), model).score, label) for subject, label in rows]
    return auc([score for score, label in scores if label], [score for score, label in scores if not label])


def test_250_decisions_teach_what_the_rules_could_not_know() -> None:
    others = [(one.subject, one.label) for one in decided(300, seed=2)]
    before, after = quality(others, learned=False), quality(others, learned=True)
    assert (after > before + 0.05, after >= 0.9) == (True, True), (before, after)


def test_listings_of_other_kinds_are_weighed_as_before() -> None:
    rows = [
        (Subject(title=row["title"], text=row["text"], price=row["price"], language=row["language"]), int(row["label"]))
        for row in listings()
    ]
    assert quality(rows, learned=True) >= quality(rows, learned=False) - 0.01


def test_every_point_of_a_learned_score_is_on_its_receipt() -> None:
    verdict = weigh(
        Subject(text="lovely ivory case from an estate, patina and age lines"), shipped_lexicon(), trained().model
    )
    told = verdict.intercept + math.fsum(reason.points for reason in verdict.receipt)
    assert (round(math.log(verdict.score / (1 - verdict.score)), 6), {r.code for r in verdict.receipt}) == (
        round(told, 6),
        {"ambiguous-term", "learned-words"},
    )


def test_the_receipt_names_the_words_that_decided() -> None:
    verdict = weigh(
        Subject(text="ivory belt with zipper, matching shoes, pickup only"), shipped_lexicon(), trained().model
    )
    (learned,) = [reason for reason in verdict.receipt if reason.code == "learned-words"]
    assert (learned.points < 0, "zipper" in learned.term) == (True, True)


def test_a_score_names_the_model_that_weighed_it() -> None:
    verdict = weigh(Subject(title="象牙手镯"), shipped_lexicon(), trained().model)
    assert verdict.model == f"rules-1+{trained().model.version}"


def test_a_text_of_unknown_words_is_left_to_the_rules() -> None:
    subject = Subject(text="Vends ancien éventail en ivoire, très bon état, remise en main propre")
    plain, learned = (weigh(subject, shipped_lexicon(), model) for model in (None, trained().model))
    assert learned.receipt == plain.receipt


def test_the_same_decisions_give_the_same_model() -> None:
    assert train(decided(250), shipped_lexicon()).model.version == trained().model.version


def test_a_model_comes_back_from_its_file_as_it_was() -> None:
    assert written(read(written(trained().model))) == written(trained().model)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2}', "null", "1" * 5000, "[" * 100_000, '{"format": 1}'])
def test_a_file_that_is_no_model_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadModel, match=r"This (is no model|model has format)"):
        read(text)


def test_a_weight_that_is_no_number_is_refused() -> None:
    with pytest.raises(BadModel, match="no finite number"):
        read(written(trained().model).replace('"intercept": ', '"intercept": NaN, "was": ', 1))


def test_too_few_decisions_are_refused_with_what_is_missing() -> None:
    with pytest.raises(TooLittle, match="at least 40 are needed"):
        train(decided(39), shipped_lexicon())


def test_decisions_of_one_label_teach_nothing() -> None:
    alike = [Lesson(one.subject, 1) for one in decided(60)]
    with pytest.raises(TooLittle, match="with 10 of each label"):
        train(alike, shipped_lexicon())


def test_copies_of_one_listing_are_no_proof_of_quality() -> None:
    offer, other = Subject(text="ivory bracelet of my aunt"), Subject(text="ivory blouse size 12")
    copies = [Lesson(offer, 1)] * 30 + [Lesson(other, 0)] * 30
    with pytest.raises(TooLittle, match="copies of one listing or of one seller"):
        train(copies, shipped_lexicon())


def test_the_figures_stand_beside_those_of_the_rules_by_language_and_taxon() -> None:
    parts = trained().figures["parts"]
    whole = parts["all"]
    assert (whole["listings"], whole["candidate"]["auc"] > whole["present"]["auc"], "group elephant" in parts) == (
        250,
        True,
        True,
    )


def test_a_title_counts_apart_and_scripts_without_borders_are_cut_in_pairs() -> None:
    assert units(fold("Tusk 450"), fold("象牙手")) == [
        "tusk",
        "^tusk",
        "000",
        "^000",
        "tusk 000",
        "象牙",
        "牙手",
        "象牙 牙手",
    ]


def test_an_endless_text_has_bounded_features() -> None:
    assert len(units(None, fold(" ".join(f"word{number:05}x" for number in range(20_000))))) <= 802


def test_the_figures_stand_beside_the_model_in_use_and_tell_what_it_cannot_have_learned() -> None:
    rows = [replace(one, is_new=number >= 150) for number, one in enumerate(decided(200, seed=5))]
    figures = train(rows, shipped_lexicon(), present=trained().model, groups={"elephant": "mammal_part"}).figures
    assert (figures["present"], figures["parts"]["new"]["listings"]) == (trained().model.version, 50)
    assert "group mammal_part" in figures["parts"]


def test_calibrated_scores_mean_what_they_say() -> None:
    figures = train(decided(400, seed=6), shipped_lexicon()).figures
    off = sum(part["listings"] * abs(part["said"] - part["was"]) for part in figures["calibration"]) / 400
    whole = figures["parts"]["all"]
    assert (off < 0.08, whole["candidate"]["brier"] < whole["present"]["brier"]) == (True, True)
