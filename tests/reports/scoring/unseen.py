"""Listings by an author who never saw the words of the lexicon, and how well the score does on them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.reports.scoring.test_weighing import auc, weighed

UNSEEN = Path(__file__).with_name("unseen.jsonl")
LIKELY, POSSIBLE = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Listing:
    """One row: `kind` is offer, look-alike, ordinary or evasive; `plain` names the offer that an evasive one hides."""

    id: str
    lang: str
    kind: str
    group: str
    title: str
    text: str
    label: int
    half: str
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1; one that has no row to be taken from is 0."""

    auc: float
    precision: float
    recall: float
    recall_possible: float
    look_alikes: float
    ordinary: float


@cache
def listings() -> tuple[Listing, ...]:
    """All rows of both halves."""
    return tuple(Listing(**json.loads(line)) for line in UNSEEN.read_text(encoding="utf-8").splitlines())


@cache
def score_of(listing: Listing) -> float:
    """The score without any training."""
    return weighed(listing.title, text=listing.text, language=listing.lang).score


def share(rows: Sequence[Listing], floor: float) -> float:
    """How many reach the floor."""
    return sum(score_of(row) >= floor for row in rows) / len(rows) if rows else 0.0


def figures(rows: Sequence[Listing]) -> Figures:
    """The figures of some rows, evasive ones left out: their plain offers stand in the set already."""
    plain = [row for row in rows if row.kind != "evasive"]
    offers, others = ([row for row in plain if row.label == label] for label in (1, 0))
    found, wrong = (sum(score_of(row) >= LIKELY for row in of) for of in (offers, others))
    return Figures(
        auc=auc([score_of(row) for row in offers], [score_of(row) for row in others]),
        precision=found / (found + wrong) if found + wrong else 0.0,
        recall=share(offers, LIKELY),
        recall_possible=share(offers, POSSIBLE),
        look_alikes=share([row for row in plain if row.kind == "look-alike"], LIKELY),
        ordinary=share([row for row in plain if row.kind == "ordinary"], LIKELY),
    )


def still_caught(rows: Sequence[Listing]) -> tuple[int, int]:
    """How many evasive listings are likely, of those whose plain offer is likely."""
    by_id = {listing.id: listing for listing in listings()}
    hidden = [row for row in rows if row.kind == "evasive" and score_of(by_id[row.plain]) >= LIKELY]
    return sum(score_of(row) >= LIKELY for row in hidden), len(hidden)
