"""How often each reason was right: groups of decided listings become records, shelf by shelf."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.reasons import ReasonKey, Record, was_right


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a record belongs: the reason, the platform's name, and the versions that weighed."""

    key: ReasonKey
    platform: str
    lexicon: str
    model: str


@dataclass(frozen=True, slots=True)
class Decided:
    """So many listings on whose receipt one reason stood and that were decided alike; `why` is the decision's code."""

    shelf: Shelf
    points: float
    verdict: str
    why: str
    is_struck: bool
    listings: int


def tallied(groups: Iterable[Decided]) -> dict[Shelf, Record]:
    """The record of each shelf; what a decision says nothing of is not counted, what a person struck was wrong."""
    found: dict[Shelf, Record] = {}
    for group in groups:
        right = False if group.is_struck else was_right(group.points, group.verdict, group.why)
        if right is None:
            continue
        before = found.get(group.shelf, Record())
        found[group.shelf] = Record(
            before.right + group.listings * right,
            before.of + group.listings,
            before.struck + group.listings * group.is_struck,
        )
    return found
