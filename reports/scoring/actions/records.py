"""The roll-up of how often each reason was right: one month at a time, whole or not at all."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from reports.models import ReasonCount
from reports.reasons import Record
from reports.scoring.rules.records import Shelf

_SHELF = ("reason", "term", "language", "group", "platform", "lexicon", "model", "month")


def keep_counts(month: date, found: Mapping[Shelf, Record], *, now: datetime) -> int:
    """Put these counts in the place of the month's former ones; how many there are. Figures leave no event."""
    rows = [
        ReasonCount(
            month=month,
            reason=shelf.key.reason,
            term=shelf.key.term,
            language=shelf.key.language,
            group=shelf.key.group,
            platform=shelf.platform,
            lexicon=shelf.lexicon,
            model=shelf.model,
            right=record.right,
            of=record.of,
            struck=record.struck,
            counted_at=now,
        )
        for shelf, record in found.items()
    ]
    with transaction.atomic():
        ReasonCount.objects.bulk_create(
            rows,
            batch_size=1000,
            update_conflicts=True,
            unique_fields=_SHELF,
            update_fields=["right", "of", "struck", "counted_at"],
        )
        ReasonCount.objects.filter(month=month, counted_at__lt=now).delete()
    return len(rows)
