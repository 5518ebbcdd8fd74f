"""The timetable's own work: count what must be 0, and say so aloud when it is not."""

import structlog
from celery import shared_task
from django.conf import settings
from django.utils import timezone

from spotter.jobs import queue
from spotter.jobs.reconcile import run_all

log = structlog.get_logger()


@shared_task(name="timetable.reconcile")
def reconcile() -> None:
    """Every ten minutes: one log line for each sentence that does not hold, or one that says that all do."""
    broken = [finding for finding in run_all() if not finding.holds]
    for finding in broken:
        log.error("invariant broken", invariant=finding.name, count=finding.count, refs=finding.refs)
    if not broken:
        log.info("invariants hold")


@shared_task(name="timetable.tidy")
def tidy() -> None:
    """Once a day, however often it is called: a Job for each part of what must not grow for ever."""
    day = f"{timezone.now():%Y%m%d}"
    for kind, parts in settings.DAILY_JOBS.items():
        for part in range(parts):
            queue.add(kind, f"{day}:{part:x}")
