"""The public figures: what was received, confirmed, forwarded, answered and verified gone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from reports.models import Check, Decision, Forward, Listing, Report

# A group smaller than this could point at a person or a single case.
SMALLEST_SHOWN: Final = 5


@dataclass(frozen=True)
class Figures:
    """Counts of listings since the beginning, but `reports`, which counts reports."""

    reports: int
    received: int
    confirmed: int
    dismissed: int
    forwarded: int
    answered: int
    gone: int
    at: datetime


def count_figures() -> Figures:
    """Count everything now."""
    decided = Decision.objects.filter(undone_at__isnull=True).aggregate(
        confirmed=Count("listing", filter=Q(verdict="confirmed"), distinct=True),
        dismissed=Count("listing", filter=Q(verdict="dismissed"), distinct=True),
    )
    forwards = Forward.objects.aggregate(
        forwarded=Count("listing", distinct=True),
        answered=Count("listing", filter=Q(answered_at__isnull=False), distinct=True),
    )
    return Figures(
        reports=Report.objects.count(),
        received=Listing.objects.count(),
        confirmed=decided["confirmed"],
        dismissed=decided["dismissed"],
        forwarded=forwards["forwarded"],
        answered=forwards["answered"],
        gone=Check.objects.filter(result="gone").values("listing").distinct().count(),
        at=timezone.now(),
    )


def figures() -> Figures:
    """The figures, at most half a minute old."""
    found = cache.get_or_set("figures", count_figures, settings.FIGURES_STALE_AFTER)
    return found if isinstance(found, Figures) else count_figures()


def shown(count: int) -> str:
    """A count as the public sees it."""
    return number_format(count, force_grouping=True) if count >= SMALLEST_SHOWN else str(_("fewer than 5"))


def plain(count: int) -> str:
    """The same for a program, which reads neither 1,234 nor 1.234."""
    return str(count) if count >= SMALLEST_SHOWN else shown(count)


# What each denominator is called after "of": a sentence of its own, since languages do not build it alike.
OF: Final[dict[str, Any]] = {
    "received": _("of %(whole)s listings received"),
    "confirmed": _("of %(whole)s confirmed by staff"),
    "forwarded": _("of %(whole)s forwarded to the company"),
}

ROWS: Final[tuple[tuple[str, Any, str, Any], ...]] = (
    ("received", _("Listings received"), "", _("one listing counts once, however many reported it")),
    ("confirmed", _("Confirmed by staff"), "received", _("a person looked and gave a reason")),
    ("forwarded", _("Forwarded to the company"), "confirmed", _("only companies of the Coalition get cases")),
    ("answered", _("Answered by the company"), "forwarded", _("what the company says it did")),
    ("gone", _("Verified gone"), "forwarded", _("we looked again and saw for ourselves")),
)
