"""A look-alike with gaps clears what it stands around, for its product alone, in time linear in the text."""

import time

import pytest

from reports.scoring.rules.folding import fold
from reports.scoring.rules.lexicon import Lexicon, lexicon_from_rows
from reports.scoring.rules.matching import Matcher
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.weighing import weigh

TUSK = {"text": "ivory", "language": "en", "kind": "product", "taxon": "elephant", "product": "ivory"}


def look(text: str, **fields: str) -> dict[str, str]:
    """A look-alike of elephants."""
    return {"text": text, "language": "en", "kind": "look-alike", "group": "elephant", "strength": "strong"} | fields


def lexicon(*rows: dict[str, str]) -> Lexicon:
    """These rows and ivory."""
    return lexicon_from_rows("test", [TUSK, *rows])


def cleared(title: str, pattern: str, **fields: str) -> list[tuple[str, int, int]]:
    """The look-alikes on the receipt: term and place."""
    receipt = weigh(Subject(title=title, language="en"), lexicon(look(pattern, **fields))).receipt
    return [(reason.term, reason.start, reason.end) for reason in receipt if reason.code == "look-alike"]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("Ivory lace wedding gown", (0, 23)),
        ("New IVORY dress", (4, 15)),
        ("ivory coloured long silk dresses", (0, 30)),
        ("a dress in ivory", None),
        ("ivory tusk; further down in this text: a dress", None),
        ("ivory dresser", None),
    ],
)
def test_the_pieces_stand_in_order_and_near(title: str, place: tuple[int, int] | None) -> None:
    pattern = "ivory * dress|gown"
    assert cleared(title, pattern) == ([(pattern, *place)] if place else [])


def test_three_pieces() -> None:
    assert cleared("ivory tone leather shoe in size 39", "ivory * shoe|boot * size")[0][1:] == (0, 31)


def test_it_clears_only_the_class_of_product_that_it_names() -> None:
    told = [cleared("ivory lace gown", "ivory * gown", product=product) for product in ("ivory", "skin")]
    assert [len(found) for found in told] == [1, 0]


def test_its_time_is_linear_in_the_text() -> None:
    matcher = Matcher(lexicon(*(look(f"ivory * dress * w{n}") for n in range(50))))

    def cpu(size: int) -> float:
        text = fold(("ivory dress " * size)[: size * 6])
        begun = time.process_time()
        matcher.find(text)
        return time.process_time() - begun

    cpu(100)
    assert cpu(8_000) < 10 * cpu(2_000) + 0.05
