"""How long evidence is kept: by what became of its listing, and never against a hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.lifecycle import OPEN, Status

DISMISSED, CONFIRMED = "dismissed", "confirmed"


@dataclass(frozen=True)
class Keeping:
    """The policy, as the settings have it."""

    dismissed: timedelta
    confirmed: timedelta


def rule_for(status: Status) -> str:
    """Which rule ends the evidence of a listing that stands here; "" while it is still in our hands."""
    if status is Status.DISMISSED:
        return DISMISSED
    return "" if status in OPEN and status is not Status.CONFIRMED else CONFIRMED


def due_at(status: Status, since: datetime, keeping: Keeping) -> datetime | None:
    """When the evidence of a listing that stands here since then need not be kept any longer; None: not foreseen."""
    rule = rule_for(status)
    if not rule:
        return None
    return since + (keeping.dismissed if rule == DISMISSED else keeping.confirmed)
