"""What a second look means beside what the company claims, and who is told of what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from reports.lifecycle import CONFIRMING, PageState, Status, Verb
from reports.share import NO_FAULT, wilson

SEEN_GONE = frozenset({PageState.GONE, PageState.ENDED})
SEEN_THERE = frozenset({PageState.LIVE})
# In UTC: early in Europe and Africa, midday in Asia.
DIGEST_HOUR: Final = 6
# The steps that a spotter hears of.
TOLD = frozenset(
    {
        Status.ASKED,
        Status.CONFIRMED,
        Status.DISMISSED,
        Status.FORWARDED,
        Status.ANSWERED,
        Status.GONE,
        Status.STILL_LIVE,
        Status.REAPPEARED,
    }
)


def judge(page: PageState, before: Status) -> tuple[str, Verb | None]:
    """(result, step): what we saw for ourselves, and the step it makes; a wall or a failure never counts as gone."""
    if page in SEEN_GONE:
        return "gone", None if before is Status.GONE else Verb.FIND_GONE
    if page in SEEN_THERE:
        if before is Status.GONE:
            return "reappeared", Verb.FIND_AGAIN
        return "still-live", None if before is not Status.ANSWERED else Verb.FIND_LIVE
    return "cannot-tell", None


def look_again_times(
    answered_at: datetime, seconds: Sequence[int], *, planned: Collection[datetime] = ()
) -> list[datetime]:
    """When we look again after an answer; a planned look stands for a new one if it is off by half the pause or less.

    So a company that changes its answer to and fro has us look soon after each, and no more often on the later days.
    """
    wanted = [(answered_at + timedelta(seconds=pause), timedelta(seconds=pause / 2)) for pause in seconds]
    return [due for due, slack in wanted if not any(abs(other - due) <= slack for other in planned)]


def is_told(status: Status) -> bool:
    """Whether a spotter hears of this step."""
    return status in TOLD


def is_wanted(status: Status, silent_on: Collection[str]) -> bool:
    """Whether somebody who switched these steps off is told of this one; "back again" goes with "still there"."""
    step = Status.STILL_LIVE if status is Status.REAPPEARED else status
    return step.value not in silent_on


def digest_due(now: datetime, rhythm: str) -> datetime | None:
    """When the next letter with all that is new goes out: every morning, or on Mondays; None without such letters."""
    if rhythm not in ("daily", "weekly"):
        return None
    due = now.astimezone(UTC).replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if due <= now:
        due += timedelta(days=1)
    if rhythm == "weekly":
        due += timedelta(days=-due.weekday() % 7)
    return due


# Fewer decisions than this say nothing about anybody.
ENOUGH: Final = 5


@dataclass(frozen=True)
class Precision:
    """How many of somebody's decided listings were right, and between which shares (0 to 1) the truth likely lies."""

    group: str
    right: int
    of: int
    low: float
    high: float

    @property
    def says_something(self) -> bool:
        """Whether there are enough to say more than the count."""
        return self.of >= ENOUGH


def precisions(decided: Iterable[tuple[str, str]]) -> list[Precision]:
    """From (group, reason of the decision): one line for each group, the largest first.

    Confirmed is right, for whichever reason: what counts is that it was worth reporting.
    """
    by_group: dict[str, list[bool]] = defaultdict(list)
    for group, reason in decided:
        if reason not in NO_FAULT:
            by_group[group].append(reason in CONFIRMING)
    lines = [
        Precision(group, sum(found), len(found), *wilson(sum(found), len(found))) for group, found in by_group.items()
    ]
    return sorted(lines, key=lambda line: (-line.of, line.group))
