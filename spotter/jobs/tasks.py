"""The timetable's own work: count what must be 0, and say so aloud when it is not."""

import structlog
from celery import shared_task

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
