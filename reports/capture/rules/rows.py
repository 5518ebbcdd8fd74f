"""What one look leaves in the Capture row: clean, plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reports.capture.rules.reasons import ROBOTS, TOO_MANY

# What a look is for.
FIRST, AGAIN = "first", "again"
# A plain look at such a page may have seen less than a browser does.
FOR_A_BROWSER = frozenset({"live", "robot-wall", "cannot-tell"})


@dataclass(frozen=True)
class CaptureRow:
    """The columns of a Capture that come from the page, storable as they are."""

    at: datetime
    state: str
    reason: str
    status_code: int | None
    final_address: str
    redirects: list[dict[str, Any]]
    title: str
    price: str
    currency: str
    seller: str
    place: str
    language: str
    text: str
    sources: dict[str, str]
    body_sha256: str
    body_size: int
    changes: list[dict[str, str]] = field(default_factory=list)


def is_for_a_browser(row: CaptureRow, purpose: str) -> bool:
    """Whether a real browser should open the page too: after a first look, never where robots are asked away."""
    return purpose == FIRST and row.state in FOR_A_BROWSER and not row.reason.startswith((ROBOTS, TOO_MANY))
