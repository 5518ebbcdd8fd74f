"""A batch of listings that were weighed again."""

from dataclasses import dataclass

from reports.scoring.rules.receipt import Verdict


@dataclass(frozen=True, slots=True)
class One:
    """A listing's new verdict, the capture it rests on, and the score that was its newest when it was read."""

    listing: int
    capture: int | None
    score: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Weighed:
    """A batch: how many were seen, and where to go on (None: all are done)."""

    found: tuple[One, ...]
    seen: int
    cursor: int | None
