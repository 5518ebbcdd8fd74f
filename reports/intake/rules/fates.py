"""What becomes of each row of a table: a new listing, one that is known, one that stands there twice, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5

from reports.lifecycle import Status

# The same file and row are the same report, however often it is sent.
ROWS = UUID("5b0f2a0e-6a53-4d0c-9a39-6f2f3c1f9d11")


class Fate(StrEnum):
    """What happens with a row."""

    NEW = "new"
    KNOWN = "known"
    SENT = "sent"
    MINE = "mine"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


SENDABLE = frozenset({Fate.NEW, Fate.KNOWN})


@dataclass(frozen=True)
class Asked:
    """A row by its listing's key; "" when its address or its words were refused."""

    number: int
    key: str
    token: UUID


@dataclass(frozen=True)
class Known:
    """A listing that we have, and this person's own reports on it: their codes by token, and one that stands."""

    status: Status
    own: Mapping[UUID, str] = field(default_factory=dict)
    standing: str = ""


@dataclass(frozen=True)
class Decided:
    """A row's fate; `twin` is the row that names the same listing first, `code` the person's own earlier report."""

    fate: Fate
    twin: int = 0
    code: str = ""
    status: Status | None = None


def token_of(sha256: str, number: int) -> UUID:
    """The token of one row of one file."""
    return uuid5(ROWS, f"{sha256}:{number}")


def fates(rows: Sequence[Asked], known: Mapping[str, Known]) -> list[Decided]:
    """In the order of the rows; of several rows with one listing the first counts."""
    first: dict[str, int] = {}
    found = []
    for row in rows:
        twin = first.setdefault(row.key, row.number) if row.key else row.number
        found.append(Decided(Fate.DUPLICATE, twin=twin) if twin != row.number else _fate(row, known.get(row.key)))
    return found


def _fate(row: Asked, known: Known | None) -> Decided:
    if not row.key:
        return Decided(Fate.REFUSED)
    if known is None:
        return Decided(Fate.NEW)
    if row.token in known.own:
        return Decided(Fate.SENT, code=known.own[row.token], status=known.status)
    # Whoever sees again what we saw gone makes us look; otherwise one report of one person says it.
    if known.standing and known.status is not Status.GONE:
        return Decided(Fate.MINE, code=known.standing, status=known.status)
    return Decided(Fate.KNOWN, status=known.status)
