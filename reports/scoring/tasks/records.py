"""The timetable's own work: the roll-up of how often each reason was right."""

import structlog
from celery import shared_task
from django.utils import timezone

from reports.scoring.actions.records import keep_counts
from reports.scoring.queries.records import changed_months, decided_in
from reports.scoring.rules.records import tallied

log = structlog.get_logger()


@shared_task(name="timetable.count_reasons")
def count_reasons() -> None:
    """Every ten minutes: the months in which a decision or a strike is new are counted again."""
    for month in changed_months():
        counts = keep_counts(month, tallied(decided_in(month)), now=timezone.now())
        log.info("reasons counted", month=f"{month:%Y-%m}", counts=counts)
