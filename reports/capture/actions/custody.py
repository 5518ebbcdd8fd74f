"""Every touch of evidence: asked for, given out, held, released, and in the end purged by two people."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from coalition.cases.actions import enclose_pack, withdraw_pack
from coalition.models import Case, User
from reports import line
from reports.capture.rules.retention import CONFIRMED, DISMISSED, Keeping, due_at
from reports.lifecycle import CLOSED, Status
from reports.models import Capture, Hold, Listing, Pack, PictureHash, Purge, Screenshot
from spotter.audit.acts import Act, act
from spotter.jobs import queue

FOUND_AT_ONCE = 500


# -- packs ------------------------------------------------------------------------------------------------------------
def ask_pack(listing: Listing, *, edition: str, screenshots: list[int], language: str, by: User, now: datetime) -> Pack:
    """Have a pack made; a worker does it."""
    with act(by=by, at=now) as done:
        return Pack.ask(done, listing, edition=edition, by=by, screenshots=screenshots, language=language)


def keep_pack(done: Act, pack: Pack, *, sha256: str, size: int) -> bool:
    """The pack is there; a company's goes into its case. False when its evidence was purged in the meantime."""
    fresh = Pack.objects.filter(pk=pack.pk, made_at__isnull=True, purged_at__isnull=True)
    if not fresh.update(sha256=sha256, size=size, made_at=done.at):
        return not Pack.objects.filter(pk=pack.pk, purged_at__isnull=False).exists()
    done.record("make-pack", of="listing", ref=pack.listing.code, edition=pack.edition, sha256=sha256, size=size)
    if pack.case is not None:
        enclose_pack(done, pack.case, sha256=sha256, size=size)
    return True


def note_download(listing: Listing, what: str, *, sha256: str, by: User, now: datetime) -> None:
    """Evidence left the house in somebody's hands."""
    with act(by=by, at=now) as done:
        done.record("download", of="listing", ref=listing.code, kind=what, sha256=sha256)


# -- holds ------------------------------------------------------------------------------------------------------------
def hold(listing: Listing, why: str, *, by: User, now: datetime) -> bool:
    """Keep the evidence whatever its age; a purge under way stops. False when it was held before."""
    with act(by=by, at=now) as done:
        Listing.objects.select_for_update(no_key=True).get(pk=listing.pk)
        if Hold.objects.filter(listing=listing, released_at__isnull=True).exists():
            return False
        Hold.objects.create(listing=listing, why=why, by=by, at=now)
        stopped = Purge.objects.open().filter(listing=listing).update(state="stopped", ended_at=now)
        done.record("hold", of="listing", ref=listing.code, why=why, stopped_purge=bool(stopped))
    return True


def release(listing: Listing, *, by: User, now: datetime) -> bool:
    """The hold ends, and the policy counts again. False when nothing was held."""
    with act(by=by, at=now) as done:
        held = Hold.objects.filter(listing=listing, released_at__isnull=True)
        if not held.update(released_at=now, released_by=by):
            return False
        done.record("release", of="listing", ref=listing.code)
    return True


# -- the end ----------------------------------------------------------------------------------------------------------
def find_due(keeping: Keeping, *, now: datetime) -> int:
    """Put on the leads' list what need not be kept any longer; nothing is purged by a clock."""
    with act(by=None, at=now, part="retention") as done:
        found = list(_due(keeping, now)[:FOUND_AT_ONCE])
        for listing in found:
            rule = DISMISSED if listing.status == Status.DISMISSED else CONFIRMED
            Purge.objects.create(listing=listing, why=rule, found_at=now)
            done.record("purge-due", of="listing", ref=listing.code, rule=rule)
    return len(found)


def _due(keeping: Keeping, now: datetime) -> QuerySet[Listing]:
    late = Q(status=Status.DISMISSED.value, status_at__lte=now - keeping.dismissed)
    others = [status.value for status in CLOSED if status is not Status.DISMISSED] + [Status.CONFIRMED.value]
    late |= Q(status__in=others, status_at__lte=now - keeping.confirmed)
    held = Hold.objects.filter(released_at__isnull=True).values("listing")
    known = Purge.objects.filter(Q(state="done") | Q(ended_at__isnull=True)).values("listing")
    return Listing.objects.filter(late).exclude(pk__in=held).exclude(pk__in=known).order_by("status_at", "pk")


def propose(purge: Purge, *, by: User, now: datetime) -> bool:
    """The first person: it may go. False when somebody was faster."""
    with act(by=by, at=now) as done:
        if not Purge.objects.filter(pk=purge.pk, state="due").update(state="proposed", proposed_by=by, proposed_at=now):
            return False
        done.record("propose-purge", of="listing", ref=purge.listing.code, rule=purge.why)
    return True


def agree(purge: Purge, *, by: User, now: datetime) -> bool:
    """The second person, never the first: it goes. False when it is not proposed, or by this very person."""
    with act(by=by, at=now) as done:
        mine = Purge.objects.filter(pk=purge.pk, state="proposed").exclude(proposed_by=by)
        if not mine.update(state="agreed", agreed_by=by, agreed_at=now):
            return False
        done.record("agree-purge", of="listing", ref=purge.listing.code, rule=purge.why)
        queue.add(line.PURGE, purge.pk, due=now)
    return True


def purge_rows(done: Act, purge: Purge, keeping: Keeping, *, hashes: Sequence[str]) -> bool:
    """The rows first: texts go, hashes stay, and one custody line names all that goes. False when it must stay."""
    listing = Listing.objects.select_for_update(no_key=True).get(pk=purge.listing_id)
    held = Hold.objects.filter(listing=listing, released_at__isnull=True).exists()
    due = due_at(Status(listing.status), listing.status_at, keeping)
    if held or due is None or due > done.at:
        Purge.objects.filter(pk=purge.pk, state="agreed").update(state="stopped", ended_at=done.at)
        done.record("stop-purge", of="listing", ref=listing.code)
        return False
    captures = Capture.objects.filter(listing=listing, purged_at__isnull=True)
    captures.update(purged_at=done.at, text="", seller="", place="")
    Screenshot.objects.filter(report__listing=listing).update(state="purged", purged_at=done.at)
    PictureHash.objects.filter(listing=listing).delete()
    packs = Pack.objects.filter(listing=listing, purged_at__isnull=True)
    for case in Case.objects.filter(pk__in=packs.values("case")):
        withdraw_pack(done, case)
    packs.update(purged_at=done.at)
    Listing.objects.filter(pk=listing.pk).update(seller="")
    if Purge.objects.filter(pk=purge.pk, state="agreed").update(state="done", ended_at=done.at):
        done.record("purge", of="listing", ref=listing.code, rule=purge.why, hashes=hashes)
    return True
