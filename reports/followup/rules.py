"""What a second look means beside what the company claims, and who is told of what."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from reports.lifecycle import PageState, Status, Verb

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


def look_again_times(answered_at: datetime, seconds: Sequence[int]) -> list[datetime]:
    """When we look again after an answer."""
    return [answered_at + timedelta(seconds=pause) for pause in seconds]


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
