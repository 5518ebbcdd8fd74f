"""What a second look means beside what the company claims, and who is told of what."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from reports.lifecycle import PageState, Status, Verb

SEEN_GONE = frozenset({PageState.GONE, PageState.ENDED})
SEEN_THERE = frozenset({PageState.LIVE})
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
