"""What people decided, as learning takes it."""

from collections.abc import Iterator

from reports.lifecycle import Reason as Why
from reports.lifecycle import Status
from reports.models import Decision
from reports.scoring.queries.weighing import subject_of
from reports.scoring.rules.receipt import Subject

# These say nothing about what was offered: the page could not be read, or it was the same listing once more.
_NO_LESSON = (Why.UNREADABLE, Why.ALREADY_GONE, Why.DUPLICATE, Why.BAD_FAITH, Why.OUTSIDE_SCOPE)


def decided() -> Iterator[tuple[Subject, int, str]]:
    """What people decided: the subject as it is weighed, 1 for an offer and 0 for none, and whose listing it is."""
    standing = Decision.objects.filter(undone_at__isnull=True, verdict__in=(Status.CONFIRMED, Status.DISMISSED))
    lessons = standing.exclude(reason__in=_NO_LESSON).order_by("listing_id", "-at", "-id").distinct("listing_id")
    for decision in lessons.select_related("listing").iterator(chunk_size=500):
        listing = decision.listing
        capture = listing.captures.order_by("-at", "-id").first()
        seller = f"{listing.host}/{listing.seller}" if listing.seller else ""
        yield subject_of(listing, capture), int(decision.verdict == Status.CONFIRMED), seller
