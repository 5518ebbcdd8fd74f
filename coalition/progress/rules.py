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
    """A span in hours, rounded up; 0 is less than one, None is none."""
    if span is None:
        return None
    seconds = int(span.total_seconds())
    return 0 if seconds < 3600 else -(-seconds // 3600)
