"""An act: one transaction whose events are sealed and written as its last words."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from spotter.audit.chain import Broken, Line, first_broken, seal
from spotter.audit.models import Event
from spotter.lib.rows import insert_each

# Any fixed number does: whoever holds this lock writes the next events.
CHAIN_LOCK = 7_316_001
# Foreign keys are checked now, not at the commit: there, holding the chain, it could wait for a row whose holder waits
# for the chain.
HOLD_CHAIN = """
SET CONSTRAINTS ALL IMMEDIATE;
SELECT pg_advisory_xact_lock(%s);
SELECT number, seal FROM audit_event ORDER BY number DESC LIMIT 1"""


class Actor(Protocol):
    """Whoever can act: a person known by a handle, never by a name."""

    @property
    def handle(self) -> str: ...


@dataclass(frozen=True)
class _Said:
    what: str
    of: str
    ref: str
    facts: dict[str, Any]
    by: str


@dataclass
class Act:
    """One change of the world: who, when, and the events that it leaves."""

    by: str
    at: datetime
    said: list[_Said] = field(default_factory=list)

    def record(self, what: str, *, of: str, ref: object, by: Actor | None = None, **facts: Any) -> None:
        """Leave one event; `facts` are plain JSON values and never name a volunteer but by handle."""
        self.said.append(_Said(what, of, str(ref), facts, by.handle if by else self.by))


_current: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def act(*, by: Actor | None, at: datetime, part: str = "site") -> Iterator[Act]:
    """One transaction; an act inside an act joins it. `part` names the machine's part when no person acts.

    The events are written at the very end, under a lock that serialises only the last moment of a transaction:
    taken earlier, it could wait for a row that another holder of the lock needs.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    mine = Act(by=by.handle if by else part, at=at)
    token = _current.set(mine)
    try:
        with transaction.atomic(durable=False):
            yield mine
            _write(mine)
    finally:
        _current.reset(token)


def _write(done: Act) -> None:
    if not done.said:
        return
    key = settings.AUDIT_KEY.encode()
    number, before = _hold_chain()
    events = []
    for said in done.said:
        number += 1
        line = Line(number, done.at, said.by, said.what, said.of, said.ref, said.facts)
        before = seal(line, before=before, key=key)
        events.append(Event(**vars(line), seal=before))
    insert_each(events)


def _hold_chain() -> tuple[int, str]:
    """Lock the chain until the end of the transaction; the number and seal of its last event."""
    with connection.cursor() as cursor:
        # One journey, three statements: the last of them sees what was committed while the second waited.
        cursor.execute(HOLD_CHAIN, [CHAIN_LOCK])
        while cursor.nextset():
            pass
        last: tuple[int, str] = cursor.fetchone() or (0, "")
    return last


def verify() -> tuple[int, Broken | None]:
    """How many events stand, and the first that does not hold."""
    rows = Event.objects.order_by("number").iterator(chunk_size=2000)
    count = Event.objects.count()
    sealed = ((Line(e.number, e.at, e.by, e.what, e.of, e.ref, e.facts), e.seal) for e in rows)
    return count, first_broken(sealed, key=settings.AUDIT_KEY.encode())
