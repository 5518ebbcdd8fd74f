"""What is due to go, whose files are whose, and the list for the two people who purge."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coalition.models import Exhibit, User
from reports.capture.rules.retention import CONFIRMED, DISMISSED, Keeping
from reports.models import BrowserCapture, Capture, Hold, Listing, Pack, Picture, Purge, Screenshot, words
from spotter.lib import store
from spotter.lib.paging import Page, page_of

WHY = {DISMISSED: _("Dismissed long ago"), CONFIRMED: _("Confirmed long ago")}
COPIES = ("copy_sha256", "thumb_sha256", "tile_sha256")
PAGE_SIZE = 50


@dataclass(frozen=True)
class PurgeRow:
    """One line of the leads' list."""

    id: int
    code: str
    title: str
    status: str
    status_at: datetime
    why: str
    state: str
    is_mine: bool


@dataclass(frozen=True)
class HoldRow:
    """Evidence that is held, and why."""

    code: str
    title: str
    why: str
    at: datetime


def keeping() -> Keeping:
    """The policy of the settings."""
    return Keeping(timedelta(days=settings.KEEP_DISMISSED_DAYS), timedelta(days=settings.KEEP_CONFIRMED_DAYS))


def due_page(user: User, *, after: str | None, before: str | None) -> Page[PurgeRow]:
    """What may go, the longest waiting first."""
    found = Purge.objects.filter(state__in=("due", "proposed")).select_related("listing")
    page = page_of(found, keys=("found_at", "id"), after=after, before=before, size=PAGE_SIZE)
    rows = tuple(_purge(purge, user) for purge in page.rows)
    return Page(rows=rows, next_cursor=page.next_cursor, previous_cursor=page.previous_cursor)


def holds() -> list[HoldRow]:
    """What is held, the oldest first."""
    found = Hold.objects.filter(released_at__isnull=True).select_related("listing").order_by("at", "pk")[:200]
    return [HoldRow(hold.listing.code, _title(hold.listing), hold.why, hold.at) for hold in found]


def files_of(listing: Listing) -> set[tuple[store.Area, str]]:
    """Every file of this listing's evidence, as (area, hash)."""
    warcs = listing.captures.exclude(warc_sha256="").values_list("warc_sha256", flat=True)
    through_browser = BrowserCapture.objects.filter(capture__listing=listing).exclude(warc_sha256="")
    packs = Pack.objects.filter(listing=listing).exclude(sha256="").values_list("sha256", flat=True)
    shots = Screenshot.objects.filter(report__listing=listing)
    pictures = Picture.objects.filter(capture__listing=listing)
    copies = {
        sha256 for row in (*shots.values_list(*COPIES), *pictures.values_list(*COPIES)) for sha256 in row if sha256
    }
    received = shots.values_list("received_sha256", flat=True)
    found: set[tuple[store.Area, str]] = {("evidence", sha256) for sha256 in warcs}
    found |= {("evidence", sha256) for sha256 in through_browser.values_list("warc_sha256", flat=True)}
    found |= {("packs", sha256) for sha256 in packs} | {("quarantine", sha256) for sha256 in received}
    return found | {("copies", sha256) for sha256 in copies}


def held_elsewhere(listing: Listing, hashes: Iterable[str]) -> set[str]:
    """Which of these another listing holds too, or a case as its exhibit: the same bytes are one file."""
    wanted = list(hashes)
    shots = Screenshot.objects.exclude(report__listing=listing).exclude(state="purged")
    pictures = Picture.objects.exclude(capture__listing=listing).filter(capture__purged_at__isnull=True)
    found: set[str] = set()
    for rows, columns in ((shots, (*COPIES, "received_sha256")), (pictures, COPIES)):
        for column in columns:
            found |= set(rows.filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
    captures = Capture.objects.exclude(listing=listing).filter(purged_at__isnull=True, warc_sha256__in=wanted)
    packs = Pack.objects.exclude(listing=listing).filter(purged_at__isnull=True, sha256__in=wanted)
    found |= set(captures.values_list("warc_sha256", flat=True)) | set(packs.values_list("sha256", flat=True))
    for column in ("sha256", "tile_sha256"):
        found |= set(Exhibit.objects.filter(**{f"{column}__in": wanted}).values_list(column, flat=True))
    return found


def _purge(purge: Purge, user: User) -> PurgeRow:
    return PurgeRow(
        id=purge.pk,
        code=purge.listing.code,
        title=_title(purge.listing),
        status=str(words.STATUS[purge.listing.status]),
        status_at=purge.listing.status_at,
        why=str(WHY[purge.why]),
        state=purge.state,
        is_mine=purge.proposed_by_id == user.pk,
    )


def _title(listing: Listing) -> str:
    return listing.title or listing.host
