"""What somebody who holds an address may learn of a listing: a coarse word and a day, whatever staff know beyond."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reports.lifecycle import Status


class Known(StrEnum):
    """How far a listing has come, for somebody who found it too."""

    NEW = "new"
    WAITING = "waiting"
    LOOKED_AT = "looked-at"
    FORWARDED = "forwarded"
    REMOVED = "removed"
    RELISTED = "relisted"


# A seller may ask as a volunteer: what staff asked, confirmed or why they dismissed it, and what a company answered,
# are not told.
TOLD = {
    **dict.fromkeys((Status.RECEIVED, Status.CAPTURED, Status.READY, Status.ASKED, Status.CONFIRMED), Known.WAITING),
    Status.DISMISSED: Known.LOOKED_AT,
    **dict.fromkeys((Status.FORWARDED, Status.ANSWERED, Status.STILL_LIVE), Known.FORWARDED),
    Status.GONE: Known.REMOVED,
    Status.REAPPEARED: Known.RELISTED,
    # Nobody is led here: whoever gives the short link is told of the listing that it leads to.
    Status.JOINED: Known.LOOKED_AT,
}


@dataclass(frozen=True, slots=True)
class Moments:
    """When a listing was first reported, came to its status, was forwarded, and was last seen by ourselves."""

    created_at: datetime
    status_at: datetime
    forwarded_at: datetime | None
    verified_at: datetime | None


def told(status: Status, moments: Moments) -> tuple[Known, datetime]:
    """The word, and the moment whose day goes with it."""
    known = TOLD[status]
    if known is Known.WAITING:
        return known, moments.created_at
    if known is Known.FORWARDED:
        return known, moments.forwarded_at or moments.status_at
    if known is Known.REMOVED:
        return known, moments.verified_at or moments.status_at
    return known, moments.status_at
