"""What one look leaves in the Capture row: clean, plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

# What a look is for.
FIRST, AGAIN = "first", "again"


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
