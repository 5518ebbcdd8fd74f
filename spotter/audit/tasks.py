"""The timetable's work on the audit line: a root each day, and its stamp as soon as the authority gives one."""

import structlog
from celery import shared_task
from django.utils import timezone

from spotter.audit.roots import cut, stamp_waiting
from spotter.audit.stamps import NoStamp

log = structlog.get_logger()


@shared_task(name="timetable.seal_events")
def seal_events() -> None:
    """Every hour: whatever failed is simply tried again in the next."""
    cut(timezone.now())
    try:
        stamp_waiting()
    except NoStamp as error:
        log.warning("no timestamp", why=str(error))
