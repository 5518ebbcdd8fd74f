"""An event as sealed fields: each can be opened for somebody or stay shut, and the event is the same one to both."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from spotter.audit.merkle import leaf_of
from spotter.audit.models import Event

FIELDS: Final = ("number", "at", "by", "what", "of", "ref", "facts")


@dataclass(frozen=True)
class Opened:
    """An event for outsiders: the open fields as (salt, text), the shut ones as hashes only."""

    number: int
    open: dict[str, tuple[str, str]]
    shut: dict[str, str]


def open_event(event: Event, fields: Iterable[str], *, key: bytes) -> Opened:
    """Open these fields and no others; the salt keeps the rest from being guessed."""
    wanted = frozenset(fields)
    return Opened(
        number=event.number,
        open={name: (_salt(event, name, key), _text(event, name)) for name in FIELDS if name in wanted},
        shut={name: _sealed(event, name, key).hex() for name in FIELDS if name not in wanted},
    )


def event_leaf(event: Event, *, key: bytes) -> bytes:
    """The event's leaf in the tree of its day."""
    return leaf_of(b"".join(_sealed(event, name, key) for name in FIELDS))


def _sealed(event: Event, name: str, key: bytes) -> bytes:
    return sha256((_salt(event, name, key) + _text(event, name)).encode()).digest()


def _salt(event: Event, name: str, key: bytes) -> str:
    # From the key, so that nothing more is stored; from the seal, so that no two events share one.
    return hmac.digest(key, f"salt:{event.number}:{name}:{event.seal}".encode(), "sha256").hex()[:32]


def _text(event: Event, name: str) -> str:
    value: Any = getattr(event, name)
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
