"""A decided listing as learning takes it."""

from dataclasses import dataclass

from reports.reasons import ReasonKey
from reports.scoring.rules.receipt import Subject


@dataclass(frozen=True, slots=True)
class Lesson:
    """One listing with what people decided: label 1 for an offer of wildlife, 0 for anything else.

    `struck`: reasons of its receipt that somebody called wrong. `is_new`: the model in use cannot have learned from it.
    """

    subject: Subject
    label: int
    seller: str = ""
    struck: frozenset[ReasonKey] = frozenset()
    is_new: bool = True
