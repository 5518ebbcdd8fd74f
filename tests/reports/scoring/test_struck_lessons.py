"""A struck reason is a negative for that reason alone: its weight falls, its neighbours' stay, quality is kept."""

from dataclasses import replace
from functools import cache

import pytest

from reports.reasons import ReasonKey
from reports.scoring.edges.training import train
from reports.scoring.rules.learned import Learned, read, written
from reports.scoring.rules.lessons import Lesson
from reports.scoring.rules.receipt import Reason, Subject
from reports.scoring.rules.weighing import weigh
from tests.reports.scoring.lessons import lessons
from tests.reports.scoring.shipped import shipped_lexicon

IVORY = ReasonKey("ambiguous-term", "ivory", "en")
OFFER = Subject(text="signed ivory case from an estate, patina and age lines, ships worldwide")
STRIKES = 12


@cache
def learned(strikes: int) -> Learned:
    """What 200 posts teach when the word was struck on so many of the confirmed ones."""
    rows, left = [], strikes
    for text, label in lessons(200, seed=3):
        struck = bool(label and left > 0)
        left -= struck
        rows.append(Lesson(Subject(text=text), label, struck=frozenset({IVORY} if struck else ())))
    return train(rows, shipped_lexicon()).model


def times(model: Learned, reason: Reason) -> float:
    """What the model makes of one point of this reason."""
    return model.times(reason)


WORD = Reason(code="ambiguous-term", points=2.2, term="ivory", language="en")
OTHER = replace(WORD, term="gading", language="id")
PRICE = Reason(code="price", points=0.3, term="20 USD", field="price")


def test_a_struck_word_is_worth_less_than_another_of_its_kind() -> None:
    model = learned(STRIKES)
    assert times(model, WORD) < times(model, OTHER) - 0.1


def test_without_strikes_all_of_a_kind_are_worth_the_same() -> None:
    model = learned(0)
    assert (times(model, WORD), [name for name in model.reasons if "|" in name]) == (times(model, OTHER), [])


def test_more_strikes_weigh_more() -> None:
    fell = [times(learned(count), WORD) - times(learned(count), OTHER) for count in (1, STRIKES)]
    assert 0 > fell[0] > fell[1]


def test_every_point_stays_on_the_receipt() -> None:
    verdict = weigh(OFFER, shipped_lexicon(), learned(STRIKES))
    reason = next(reason for reason in verdict.receipt if reason.code == "ambiguous-term")
    assert reason.points == pytest.approx(2.2 * times(learned(STRIKES), WORD), abs=0.006)


def test_a_struck_counter_counts_for_an_offer() -> None:
    satin = ReasonKey("look-alike", "ivory satin", "en")
    rows = [Lesson(Subject(text=text), label) for text, label in lessons(120, seed=4)]
    rows += [
        Lesson(Subject(text=f"ivory satin box number {number} of my aunt"), number % 2, struck=frozenset({satin}))
        for number in range(20)
    ]
    model = train(rows, shipped_lexicon()).model
    assert model.reasons[satin.name] < 0


def test_the_model_file_keeps_single_reasons() -> None:
    model = learned(STRIKES)
    assert read(written(model)).reasons[IVORY.name] == model.reasons[IVORY.name]
