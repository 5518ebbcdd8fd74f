"""What people decided, as learning takes it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from reports.lifecycle import Reason as Why
from reports.lifecycle import Status
from reports.models import Decision, Strike, TrainedModel
from reports.reasons import ReasonKey
from reports.scoring.queries.history import with_history_of
from reports.scoring.queries.weighing import subject_of
from reports.scoring.rules.lessons import Lesson

# These say nothing about what was offered: the page could not be read, or it was the same listing once more.
_NO_LESSON = (Why.UNREADABLE, Why.ALREADY_GONE, Why.DUPLICATE, Why.BAD_FAITH, Why.OUTSIDE_SCOPE)


def learned_at() -> datetime | None:
    """When the model in use was trained; None while the rules weigh alone."""
    return TrainedModel.objects.in_use().values_list("trained_at", flat=True).first()


def decided() -> Iterator[Lesson]:
    """Each listing with a decision that teaches something, with its history as it was known at that moment."""
    standing = Decision.objects.filter(undone_at__isnull=True, verdict__in=(Status.CONFIRMED, Status.DISMISSED))
    lessons = standing.exclude(reason__in=_NO_LESSON).order_by("listing_id", "-at", "-id").distinct("listing_id")
    struck, known_until = _struck(), learned_at()
    for decision in lessons.select_related("listing").iterator(chunk_size=500):
        listing = decision.listing
        capture = listing.captures.order_by("-at", "-id").first()
        receipt = listing.scores.filter(at__lte=decision.at).order_by("-at", "-id").values_list("receipt", flat=True)
        yield Lesson(
            with_history_of(subject_of(listing, capture), receipt.first() or ()),
            int(decision.verdict == Status.CONFIRMED),
            f"{listing.host}/{listing.seller}" if listing.seller else "",
            frozenset(struck[listing.pk]),
            is_new=known_until is None or decision.at > known_until,
        )


def _struck() -> dict[int, set[ReasonKey]]:
    """The struck reasons of each listing that has any."""
    found: dict[int, set[ReasonKey]] = defaultdict(set)
    for strike in Strike.objects.standing():
        found[strike.listing_id].add(strike.key)
    return found
