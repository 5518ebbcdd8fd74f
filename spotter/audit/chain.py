"""How one event seals the one before it: an HMAC with a key that stands outside the database."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Line:
    """An event before it is sealed."""

    number: int
    at: datetime
    by: str
    what: str
    of: str
    ref: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Broken:
    """The first line that does not hold, and why."""

    number: int
    why: str


def seal(line: Line, *, before: str, key: bytes) -> str:
    """64 hex digits over everything the line says and the seal before it."""
    moment = line.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [before, line.number, moment, line.by, line.what, line.of, line.ref, line.facts]
    text = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def first_broken(sealed: Iterable[tuple[Line, str]], *, key: bytes) -> Broken | None:
    """The first (line, seal) that was changed, or stands where another was taken out; None when all hold."""
    before, expected = "", 1
    for line, found in sealed:
        if line.number != expected:
            return Broken(expected, f"event {expected} is missing")
        if not hmac.compare_digest(found, seal(line, before=before, key=key)):
            return Broken(line.number, f"event {line.number} was changed after it was written")
        before, expected = found, expected + 1
    return None
