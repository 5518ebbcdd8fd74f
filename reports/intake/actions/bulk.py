"""A table becomes reports: as many statements for a thousand rows as for one, and each row once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coalition.models import User
from reports import line
from reports.intake.actions.report import Address, Words, new_listing
from reports.intake.rules.addresses import Canonical
from reports.lifecycle import Status
from reports.models import Listing, QueueEntry, Report
from spotter.audit.acts import act
from spotter.jobs import queue


@dataclass(frozen=True)
class TableRow:
    """One row that is to be a report; its token is its own in all the world."""

    number: int
    token: UUID
    address: Address
    said: Words


@dataclass(frozen=True)
class _Places:
    """The listings of a table by their hashed keys, and which of them nobody reported before."""

    by_key: dict[str, Listing]
    new: frozenset[int]


def keep_table(sha256: str, size: int, *, by: User, now: datetime) -> None:
    """A file of rows was sealed in the quarantine: the audit line says whose it is, so that it can be purged."""
    with act(by=by, at=now) as done:
        done.record("seal", of="table", ref=sha256, size=size)


def receive_table(rows: Sequence[TableRow], *, by: User, table: str, now: datetime) -> int:
    """One Report a row, each on the one Listing of its address, all or none; returns how many are new.

    `table` is the file's SHA-256. Rows that came before (double tap, bad network) are the same reports. Staff who
    monitor report as `monitoring`.
    """
    with act(by=by, at=now) as done:
        places = _places([row.address.found for row in rows], now)
        before = Report.objects.filter(spotter=by, listing__in=places.by_key.values())
        told_before = frozenset(before.values_list("listing", flat=True))
        kept = _reports(rows, places, by=by, now=now)
        for row, report in kept:
            listing = report.listing.code
            done.record("receive", of="report", ref=report.code, listing=listing, table=table, row=row.number)
        _set_going({report.listing for _row, report in kept}, places, told_before)
    return len(kept)


def _places(found: Sequence[Canonical], now: datetime) -> _Places:
    by_key = {one.key_hash: one for one in found}
    # In one order for everybody: two tables that share listings would otherwise wait for each other in a ring.
    fresh = [new_listing(one, now) for _key, one in sorted(by_key.items())]
    Listing.objects.bulk_create(fresh, ignore_conflicts=True)
    mine = {listing.code for listing in fresh}
    rows = list(Listing.objects.filter(key__in=by_key))
    return _Places({row.key: row for row in rows}, frozenset(row.pk for row in rows if row.code in mine))


def _reports(rows: Sequence[TableRow], places: _Places, *, by: User, now: datetime) -> list[tuple[TableRow, Report]]:
    """The rows that are reports from now on."""
    made = []
    for row in sorted(rows, key=lambda row: row.address.found.key_hash):
        listing = places.by_key[row.address.found.key_hash]
        report = Report(
            listing=listing,
            spotter=by,
            token=row.token,
            address_as_given=row.address.typed,
            created_at=now,
            source="monitoring" if by.is_triage else "spotter" if listing.pk in places.new else "me-too",
            **row.said.columns(),
        )
        made.append((row, report))
    Report.objects.bulk_create([report for _row, report in made], ignore_conflicts=True)
    stored = Report.objects.filter(code__in=[report.code for _row, report in made])
    codes = set(stored.values_list("code", flat=True))
    kept = [(row, report) for row, report in made if report.code in codes]
    return sorted(kept, key=lambda pair: pair[0].number)


def _set_going(listings: set[Listing], places: _Places, told_before: frozenset[int]) -> None:
    queue.add_all(line.CAPTURE, sorted(listing.code for listing in listings if listing.pk in places.new))
    known = [listing for listing in listings if listing.pk not in places.new]
    QueueEntry.place([listing.pk for listing in known if listing.pk not in told_before])
    # Somebody saw it again: look for ourselves.
    queue.add_all_again(line.LOOK_AGAIN, sorted(listing.code for listing in known if listing.status == Status.GONE))
