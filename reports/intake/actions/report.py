"""Every change that a volunteer makes: send a report, withdraw it, answer a question."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from coalition.models import User
from reports import line
from reports.intake.rules.addresses import Canonical
from reports.lifecycle import UNDECIDED, Status, Verb
from reports.models import (
    SAID,
    Listing,
    NotLegal,
    PictureHash,
    QueueEntry,
    Reply,
    Report,
    ReportVersion,
    Screenshot,
)
from spotter.audit.acts import Act, act
from spotter.jobs import queue
from spotter.lib.images import Safe
from spotter.lib.rows import insert_each, insert_new


@dataclass(frozen=True)
class Address:
    """One address of a submission: as typed (custody only) and as understood."""

    typed: str
    found: Canonical


@dataclass(frozen=True)
class Picture:
    """One picture of a submission, sealed in the quarantine."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Words:
    """What the spotter says about the listings: each field is a column of reports.models.said.Said."""

    why: tuple[str, ...] = ()
    note: str = ""
    taxon_key: str = ""
    search_word: str = ""
    sureness: str = ""
    offered: str = ""
    product: str = ""
    offered_as: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""
    place: str = ""
    seller: str = ""
    sale_signals: tuple[str, ...] = ()
    code_word: str = ""
    language: str = ""

    def columns(self) -> dict[str, Any]:
        """As the row keeps them."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Received:
    """A report that is kept, and what we knew of its listing before."""

    report: Report
    listing: Listing
    is_new_listing: bool


def receive(
    *,
    by: User,
    token: UUID,
    addresses: tuple[Address, ...],
    pictures: tuple[Picture, ...],
    said: Words,
    now: datetime,
) -> list[Received]:
    """One Report per address, each on the one Listing of its canonical address; the same token twice is the same."""
    with act(by=by, at=now) as done:
        return [_receive_one(done, by, token, address, pictures, said) for address in addresses]


def _receive_one(
    done: Act, by: User, token: UUID, address: Address, pictures: tuple[Picture, ...], said: Words
) -> Received:
    listing, is_new = _listing_at(address.found, done.at)
    report = Report(
        listing=listing,
        spotter=by,
        token=token,
        address_as_given=address.typed,
        created_at=done.at,
        source="spotter" if is_new else "me-too",
        **said.columns(),
    )
    if not insert_new(report):
        # The same form came twice (double tap, bad network): it is the same report, with the same answer.
        return Received(Report.objects.get(spotter=by, token=token, listing=listing), listing, is_new)
    shots = _keep_pictures(report, pictures, done.at)
    sealed = [picture.sha256 for picture in pictures]
    done.record("receive", of="report", ref=report.code, listing=listing.code, pictures=sealed)
    queue.add_each([(line.PICTURES, shot.pk) for shot in shots] + [(line.CAPTURE, listing.code)] * is_new)
    if not is_new:
        _corroborate(listing, report)
    return Received(report, listing, is_new)


def _listing_at(found: Canonical, now: datetime) -> tuple[Listing, bool]:
    """The one listing of this address, and whether nobody reported it before."""
    made = new_listing(found, now)
    if insert_new(made):
        return made, True
    return Listing.objects.get(key=found.key_hash), False


def new_listing(found: Canonical, now: datetime) -> Listing:
    """The row of a listing that nobody reported before."""
    return Listing(
        key=found.key_hash,
        canonical=found.key,
        address=found.href,
        host=found.host,
        item=found.item[:120],
        platform_id=found.platform_pk,
        is_example=found.is_example,
        status_at=now,
        created_at=now,
    )


def _keep_pictures(report: Report, pictures: tuple[Picture, ...], now: datetime) -> list[Screenshot]:
    shots = [
        Screenshot(report=report, number=number, received_sha256=picture.sha256, size=picture.size, received_at=now)
        for number, picture in enumerate(pictures, 1)
    ]
    insert_each(shots)
    return shots


def _corroborate(listing: Listing, report: Report) -> None:
    others = Report.objects.filter(listing=listing).exclude(pk=report.pk)
    if not others.filter(spotter=report.spotter_id).exists():
        QueueEntry.place([listing.pk])
    if listing.status == Status.GONE:
        # Somebody saw it again: look for ourselves.
        queue.add_again(line.LOOK_AGAIN, listing.code)


def withdraw(report: Report, *, by: User, now: datetime) -> bool:
    """Take a report back; the trail stays. False when it was withdrawn before."""
    with act(by=by, at=now) as done:
        if not Report.objects.standing().filter(pk=report.pk).update(withdrawn_at=now):
            return False
        QueueEntry.place([report.listing_id])
        done.record("withdraw", of="report", ref=report.code)
    return True


def restore(report: Report, *, by: User, now: datetime) -> bool:
    """Let a report that was taken back stand again; False when it stands already."""
    with act(by=by, at=now) as done:
        if not Report.objects.filter(pk=report.pk, withdrawn_at__isnull=False).update(withdrawn_at=None):
            return False
        QueueEntry.place([report.listing_id])
        done.record("restore", of="report", ref=report.code)
    return True


class TooLate(Exception):
    """Staff have decided, or the report was taken back: what it says stays as it is."""


def correct(report: Report, said: Words, *, by: User, now: datetime) -> bool:
    """Say it better while nobody has decided; what was said before is kept. False when nothing is different."""
    with act(by=by, at=now) as done:
        before = (
            Report.objects.standing().select_for_update(of=("self",)).select_related("listing").filter(pk=report.pk)
        )
        found = before.first()
        if found is None or found.listing.status not in UNDECIDED:
            raise TooLate(report.code)
        after = said.columns()
        changed = [name for name in SAID if getattr(found, name) != after[name]]
        if not changed:
            return False
        ReportVersion.objects.create(report=found, until=now, **{name: getattr(found, name) for name in SAID})
        Report.objects.filter(pk=found.pk).update(**after)
        done.record("correct", of="report", ref=found.code, fields=changed)
    return True


def reply(report: Report, text: str, *, by: User, now: datetime) -> None:
    """Answer a question of staff; the listing goes back to the top of their queue."""
    with act(by=by, at=now) as done:
        Reply.objects.create(report=report, text=text, at=now)
        try:
            report.listing.step(done, Verb.REPLY, by=by, facts={"report": report.code})
        except NotLegal:
            # Staff went on in the meantime: the answer is kept all the same.
            done.record("reply", of="report", ref=report.code)


def keep_copies(done: Act, shot: Screenshot, safe: Safe, *, copy: str, thumb: str, tile: str) -> None:
    """A screenshot was made safe; its look is remembered, so that it is found on another listing."""
    Screenshot.objects.filter(pk=shot.pk).update(
        state="safe", copy_sha256=copy, thumb_sha256=thumb, tile_sha256=tile, phash=safe.phash, width=safe.width,
        height=safe.height,
    )  # fmt: skip
    PictureHash.objects.remember(shot.report.listing_id, phash=safe.phash, detail=safe.detail, screenshot=shot)
    done.record("make-safe", of="screenshot", ref=f"{shot.report.code}/{shot.number}", received=shot.received_sha256)


def refuse_picture(done: Act, shot: Screenshot, code: str) -> None:
    """A screenshot turned out bad: its spotter reads why, and the report goes on without it."""
    Screenshot.objects.filter(pk=shot.pk).update(state="refused", why_refused=code)
    done.record("refuse", of="screenshot", ref=f"{shot.report.code}/{shot.number}", why=code)
