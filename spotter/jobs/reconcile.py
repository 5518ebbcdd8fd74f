"""Reconciliation: sentences about the rows that must always hold, each counted where it does not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

log = structlog.get_logger()
# One slow question must hold up neither the page nor the other questions.
TIMEOUT_MS: Final = 5_000
SHOWN: Final = 5
KEPT_SECONDS: Final = 10
CACHE_KEY: Final = "reconcile"


@dataclass(frozen=True)
class Broken:
    """How many rows break an invariant, and the first of them."""

    count: int
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Invariant:
    """A sentence that must hold, and how to find the rows that break it."""

    name: str
    sentence: str | Promise
    find: Callable[[], Broken]


@dataclass(frozen=True)
class Finding:
    """What one count of one invariant gave; `count` is None when it could not be counted."""

    name: str
    sentence: str | Promise
    count: int | None
    refs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Counted, and nothing found."""
        return self.count == 0


_known: dict[str, Invariant] = {}


def invariant(name: str, sentence: str | Promise, sql: str) -> None:
    """Make known what must hold; `sql` selects one column: the reference of each row that breaks it."""
    _known[name] = Invariant(name, sentence, lambda: _broken_by(sql))


def invariant_of(name: str, sentence: str | Promise, find: Callable[[], Iterable[object]]) -> None:
    """The same for what SQL can't tell; `find` gives the reference of each thing that breaks it."""

    def broken() -> Broken:
        refs = tuple(str(ref) for ref in find())
        return Broken(len(refs), refs[:SHOWN])

    _known[name] = Invariant(name, sentence, broken)


def run_all() -> list[Finding]:
    """Count every invariant now, each in a transaction of its own, bounded in time."""
    return [_run(known) for known in sorted(_known.values(), key=lambda known: known.name)]


def counts() -> dict[str, int | None]:
    """The counts by name, at most a few seconds old: for monitors, however often they ask."""
    kept: dict[str, int | None] | None = cache.get(CACHE_KEY)
    if kept is not None:
        return kept
    found = {finding.name: finding.count for finding in run_all()}
    cache.set(CACHE_KEY, found, KEPT_SECONDS)
    return found


def _run(known: Invariant) -> Finding:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {TIMEOUT_MS:d}")
            broken = known.find()
    except DatabaseError as error:
        log.exception("invariant could not be counted", invariant=known.name, error=str(error))
        return Finding(known.name, known.sentence, None)
    return Finding(known.name, known.sentence, broken.count, broken.refs)


def _broken_by(sql: str) -> Broken:
    # The SQL is ours, written in the source; nothing that anybody typed comes near it.
    whole = f"SELECT count(*), (array_agg(ref::text ORDER BY ref))[1:{SHOWN:d}] FROM ({sql}) AS broken (ref)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(whole)
        row: tuple[Any, ...] = cursor.fetchone() or (0, None)
    return Broken(int(row[0]), tuple(row[1] or ()))


invariant(
    "dead-jobs",
    _("No piece of work was given up."),
    "SELECT kind || ' ' || ref FROM jobs_job WHERE state = 'dead'",
)
invariant(
    "stuck-jobs",
    _("No piece of work was handed out more than three times and is still not done."),
    # A failed attempt moves `due` to its next try, so that only what nobody finishes grows old.
    """SELECT kind || ' ' || ref FROM jobs_job
       WHERE state IN ('queued', 'running') AND publications > 3 AND due < now() - interval '2 minutes'""",
)
