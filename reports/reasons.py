"""Which reason of a receipt is which, whether a decision bears it out, and how often it was right so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reports.lifecycle import Reason, Status
from reports.share import NO_FAULT, wilson

# These are found by a word of the lexicon, and each word is a reason of its own; of the others each kind is one.
WORDED: Final = frozenset(
    {
        *("product-term", "animal-term", "ambiguous-term", "substitute-term", "name-term"),
        *("code-word", "code-word-hint", "part-nearby", "live-nearby", "genuine-nearby", "sale-cue"),
        *("look-alike", "negative-cue", "not-a-sale"),
    }
)
# Dismissed for what says nothing of the thing on offer.
SILENT: Final = NO_FAULT | {Reason.OUTSIDE_SCOPE, Reason.BAD_FAITH}
# Fewer decisions than this say nothing about a reason but their count.
ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class ReasonKey:
    """One reason, the same on every receipt: its code, its word with language, or else what kind of it."""

    reason: str
    term: str = ""
    language: str = ""
    group: str = ""

    @property
    def name(self) -> str:
        """The key in one word, as a model names it: the code alone where there is no more to say."""
        return "|".join((self.reason, self.term, self.language, self.group)).rstrip("|")


def key_of(line: Mapping[str, Any]) -> ReasonKey:
    """The key of a line of a receipt."""
    code = str(line["reason"])
    if code in WORDED:
        return ReasonKey(code, str(line.get("term", "")), str(line.get("language", "")))
    return ReasonKey(code, group=str(line.get("group", "")))


def was_right(points: float, verdict: str, why: str) -> bool | None:
    """Whether a decision bears a reason out; None when it says nothing of it.

    Confirmed for whichever cause, what spoke for it was right. Legal with proof, it was wildlife all the same: no fault
    of what spoke for it. `points`: what speaks against an offer has less than 0.
    """
    if verdict == Status.CONFIRMED:
        return points >= 0
    if verdict != Status.DISMISSED or why in SILENT:
        return None
    if why == Reason.LEGAL_WITH_PROOF and points >= 0:
        return None
    return points < 0


@dataclass(frozen=True, slots=True)
class Record:
    """How often a reason was right, of the decided listings that it stood on; struck counts as wrong."""

    right: int = 0
    of: int = 0
    struck: int = 0

    @property
    def says_something(self) -> bool:
        """Whether there are enough to say more than the count."""
        return self.of >= ENOUGH

    @property
    def interval(self) -> tuple[int, int]:
        """Between which shares, in per cent, the truth likely lies (95 of 100 times)."""
        low, high = wilson(self.right, self.of)
        return round(100 * low), round(100 * high)

    @property
    def share(self) -> int:
        """In per cent; 0 without any."""
        return round(100 * self.right / self.of) if self.of else 0
