"""The timetable's own work: listen for terms that suddenly fire more."""

import structlog
from celery import shared_task
from django.utils import timezone

from reports.scoring.actions.alarms import raise_alarms
from reports.scoring.queries.alarms import DAYS, sudden_terms

log = structlog.get_logger()


@shared_task(name="timetable.watch_terms")
def watch_terms() -> None:
    """Every hour: whatever fires much more often than before rings until a lead analyst has looked."""
    now = timezone.now()
    log.info("terms watched", alarms=raise_alarms(sudden_terms(now=now), since=now - DAYS, now=now))
