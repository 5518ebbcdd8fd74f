"""What was decided before of the same picture, of the same seller, and of what the same spotters reported."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from reports.models import Decision, Listing, same_picture
from reports.scoring.rules.history import said_of_others, said_of_spotters
from reports.scoring.rules.receipt import Subject
from reports.share import NO_FAULT

# A seller's newest decisions say enough; the table of a large shop is not read to its end.
_MOST: Final = 50


def with_history(subject: Subject, listing: Listing) -> Subject:
    """The subject with what staff decided before now."""
    return replace(
        subject,
        picture_before=picture_before(listing),
        seller_before=seller_before(listing),
        spotter_record=spotter_record(listing),
    )


def with_history_of(subject: Subject, receipt: Sequence[Mapping[str, Any]]) -> Subject:
    """The subject with the history that an earlier receipt of it tells: what was known then, not what is known now."""
    told = {str(line["reason"]) for line in receipt}
    return replace(
        subject,
        picture_before=next((word for word in ("confirmed", "dismissed") if f"picture-{word}" in told), ""),
        seller_before=next((word for word in ("confirmed", "dismissed") if f"seller-{word}" in told), ""),
        spotter_record=next((word for word in ("often-right", "seldom-right") if f"spotter-{word}" in told), ""),
    )


def _standing() -> QuerySet[Decision]:
    return Decision.objects.filter(undone_at__isnull=True, verdict__in=("confirmed", "dismissed"))


def picture_before(listing: Listing) -> str:
    """What staff decided of other listings with the same picture: confirmed, dismissed, or "" for nothing clear."""
    found = same_picture(listing)
    if found.common or not found.rows:
        return ""
    there = _standing().filter(listing__in=[row.listing_id for row in found.rows])
    return said_of_others(there.values_list("verdict", "reason"))


def seller_before(listing: Listing) -> str:
    """What staff decided of this seller's other listings on the same host: confirmed, dismissed, or ""."""
    if not listing.seller:
        return ""
    others = Listing.objects.filter(host=listing.host, seller=listing.seller).exclude(pk=listing.pk)
    there = _standing().filter(listing__in=others).order_by("-at")
    return said_of_others(there.values_list("verdict", "reason")[:_MOST])


def spotter_record(listing: Listing) -> str:
    """How the other reports of those who reported this listing were decided: often-right, seldom-right, or ""."""
    spotters = listing.reports.standing().values_list("spotter", flat=True)
    theirs = _standing().filter(
        listing__reports__spotter__in=list(spotters), listing__reports__withdrawn_at__isnull=True
    )
    counted = (
        theirs.exclude(listing=listing)
        .exclude(reason__in=NO_FAULT)
        .values("listing__reports__spotter")
        .annotate(
            right=Count("listing", filter=Q(verdict="confirmed"), distinct=True), of=Count("listing", distinct=True)
        )
    )
    return said_of_spotters(counted.values_list("right", "of"))
