"""What the listing's page shows, read once and shaped for the screen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from coalition.knowledge.queries.legality import Legality, legality_of
from coalition.models import Case, Taxon, User
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

LETTERS = {"top": "A", "likely": "B", "possible": "C", "low": "D"}
TONES = {"top": "high", "likely": "high", "possible": "middle", "low": "low"}


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
    legality: Legality | None
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
    score = listing.scores.order_by("-at", "-id").first()
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
        legality=legality_of(listing.taxon_key, score.product if score else "", listing.platform),
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
