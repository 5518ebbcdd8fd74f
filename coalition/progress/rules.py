"""How long a company took, in words that fit a table; and what an error may show of people."""

import re
from datetime import timedelta
from typing import Final

ADDRESS: Final = re.compile(r"[^\s<>()\[\]{}'\",;:]+@[^\s<>()\[\]{}'\",;:]+")
HIDDEN: Final = "(address)"


def without_addresses(text: str) -> str:
    """A mail server's complaint names whom it refused; who reads it here does not learn people's addresses."""
    return ADDRESS.sub(HIDDEN, text)


def whole_hours(span: timedelta | None) -> int | None:
    """A span in hours, rounded up: "0 hours" would say that nobody had to wait."""
    return None if span is None else max(1, -(-int(span.total_seconds()) // 3600))
