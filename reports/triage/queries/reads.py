"""What the queue and the listing's page show, read once and shaped for the screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coalition.models import Case, Taxon, User, taxon_word
from reports.lifecycle import Verb
from reports.models import (
    Capture,
    Decision,
    Hold,
    Listing,
    QueueEntry,
    ReasonCount,
    Report,
    SamePicture,
    Score,
    Screenshot,
    Strike,
    same_picture,
    words,
)
from reports.reasons import ReasonKey, Record, key_of
from reports.triage.rules import No, why_not
from spotter.lib.paging import Page, page_of

PAGE_SIZE = 50
COUNT_CAP = 1000
ROW = (
    "id", "priority", "reports", "entered_at", "claimed_by_id", "claimed_until",
    "listing__code", "listing__title", "listing__address", "listing__host", "listing__language", "listing__status",
    "listing__band", "listing__taxon_key", "listing__platform__name", "listing__is_example",
)  # fmt: skip
LETTERS = {"top": "A", "likely": "B", "possible": "C", "low": "D"}
TONES = {"top": "high", "likely": "high", "possible": "middle", "low": "low"}


def waiting(user: User, wanted: dict[str, Any]) -> QuerySet[QueueEntry]:
    """The queue under a person's filters."""
    entries = QueueEntry.objects.all()
    if wanted.get("status"):
        entries = entries.filter(listing__status=wanted["status"])
    if wanted.get("band"):
        entries = entries.filter(listing__band=wanted["band"])
    if wanted.get("language"):
        entries = entries.filter(listing__language=wanted["language"])
    if wanted.get("mine"):
        entries = entries.filter(claimed_by=user)
    return entries


def queue_page(user: User, wanted: dict[str, Any], *, after: str | None, before: str | None) -> Page[dict[str, Any]]:
    """One page of the queue, the most urgent first."""
    return page_of(waiting(user, wanted).values(*ROW), after=after, before=before, size=PAGE_SIZE)


def capped_count(user: User, wanted: dict[str, Any]) -> str:
    """How many wait, counted no further than a thousand."""
    count = waiting(user, wanted).values("id")[: COUNT_CAP + 1].count()
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else str(count)


def taxon_names() -> dict[str, str]:
    """The names of all taxa by key: a small table, read once a page."""
    return {key: taxon_word(name) for key, name in Taxon.objects.values_list("key", "name")}


@dataclass(frozen=True)
class ListingPage:
    """Everything that one person sees of one listing."""

    listing: Listing
    entry: QueueEntry | None
    capture: Capture | None
    captures: list[Capture]
    score: Score | None
    reports: list[Report]
    screenshots: list[Screenshot]
    decisions: list[Decision]
    case: Case | None
    taxon: Taxon | None
    refusals: dict[Verb, No | None]
    checks: list[Any]
    same: SamePicture
    next_code: str
    held: bool
    records: dict[ReasonKey, Record]
    struck: frozenset[ReasonKey]


def listing_page(listing: Listing, user: User, *, now: datetime) -> ListingPage:
    """Read the listing's page in a bounded number of queries, whatever hangs on it."""
    standing = listing.standing_for(user)
    captures = list(listing.captures.order_by("-at", "-id").prefetch_related("pictures")[:20])
    forward = listing.forwards.select_related("case", "case__member").order_by("-at").first()
    entry = QueueEntry.objects.select_related("claimed_by").filter(listing=listing).first()
    reports = list(listing.reports.all().standing().newest_first().prefetch_related("replies")[:50])
    score = listing.scores.order_by("-at", "-id").first()
    reasons = {key_of(line) for line in score.receipt} if score else set()
    return ListingPage(
        listing=listing,
        entry=entry,
        capture=captures[0] if captures else None,
        captures=captures,
        score=score,
        reports=reports,
        screenshots=list(Screenshot.objects.filter(report__in=reports).order_by("report", "number")[:24]),
        decisions=list(listing.decisions.order_by("-at")[:20]),
        case=forward.case if forward else None,
        taxon=Taxon.objects.filter(key=listing.taxon_key).first() if listing.taxon_key else None,
        refusals={verb: why_not(verb, standing, now=now) for verb in words.VERB if isinstance(verb, Verb)},
        checks=list(listing.checks.order_by("-at")[:10]),
        same=same_picture(listing),
        next_code=next_code(entry, user, now=now),
        held=Hold.objects.filter(listing=listing, released_at__isnull=True).exists(),
        records=ReasonCount.objects.records(reasons),
        struck=Strike.objects.keys_on(listing),
    )


def next_code(entry: QueueEntry | None, user: User, *, now: datetime) -> str:
    """Where to go on: below a listing that still waits, else at the top of what nobody else looks at; "" at the end."""
    free = QueueEntry.objects.free_for(user, now)
    if entry is not None:
        free = free.filter(Q(priority__lt=entry.priority) | Q(priority=entry.priority, id__lt=entry.pk))
    return free.most_urgent_first().values_list("listing__code", flat=True).first() or ""


def title_of(row: dict[str, Any]) -> str:
    """The listing's title, or where it stands when no title was read."""
    return row["listing__title"] or row["listing__address"] or _("Untitled listing")
