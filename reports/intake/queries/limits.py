"""How many reports somebody may send a day, and how many they did."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from coalition.models import User
from reports.intake.rules.trust import History, Measure, is_trusted, must_count
from reports.lifecycle import CONFIRMING
from reports.models import Decision, Report
from reports.share import NO_FAULT
from spotter.lib.buckets import DAY, Bucket


def bucket_of(person: User, now: datetime) -> Bucket:
    """How many reports this person may send in a day."""
    measure = Measure(settings.TRUSTED_DAYS, settings.TRUSTED_CONFIRMED, settings.TRUSTED_PRECISION)
    role, age = person.role, now - person.joined_at
    right, of = _decided(person) if must_count(role, age, measure) else (0, 0)
    trusted = is_trusted(History(role, age, right, of), measure)
    return Bucket(settings.REPORTS_TRUSTED if trusted else settings.REPORTS_NEWCOMER, DAY)


def _decided(person: User) -> tuple[int, int]:
    """How many of this person's listings were right, and of how many that were decided."""
    mine = Decision.objects.filter(
        undone_at__isnull=True,
        verdict__in=("confirmed", "dismissed"),
        listing__reports__spotter=person,
        listing__reports__withdrawn_at__isnull=True,
    )
    counted = mine.aggregate(
        right=Count("listing", distinct=True, filter=Q(reason__in=CONFIRMING)),
        of=Count("listing", distinct=True, filter=~Q(reason__in=NO_FAULT)),
    )
    return counted["right"], counted["of"]


def sent_lately(person: User, now: datetime) -> list[datetime]:
    """When this person sent the reports of the last day."""
    mine = Report.objects.filter(spotter=person, created_at__gt=now - timedelta(seconds=DAY))
    return list(mine.exclude(source="monitoring").values_list("created_at", flat=True))


def kept_under(person: User, token: UUID) -> int:
    """How many reports this form's token has made."""
    return Report.objects.filter(spotter=person, token=token).count()
