"""The relay: leases due Jobs and hands them to Celery; two copies may run, and Redis may be away."""

import time
from collections.abc import Callable
from functools import cache

import structlog
from celery import Celery
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from spotter.jobs.hands import task_name
from spotter.jobs.queue import Published, lease_due, unlease

log = structlog.get_logger()
PAUSE = 0.2
BROKER_AWAY_PAUSE = 1.0


@cache
def publisher() -> Celery:
    """A Celery app that only sends: the tasks are known by name, so the relay needs none of the rooms."""
    app = Celery("relay", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app


def publish(job: Published) -> None:
    """Hand one Job to its queue; raises when the broker is away."""
    queue = settings.JOB_QUEUES.get(job.kind, settings.CELERY_TASK_DEFAULT_QUEUE)
    publisher().send_task(task_name(job.kind), args=(job.id, job.publication), queue=queue, retry=False)


def relay_once(hand_over: Callable[[Published], None] = publish) -> int:
    """Lease what is due and hand it over; what the broker did not take is due again at once. Returns how many went."""
    jobs = lease_due(timezone.now())
    for index, job in enumerate(jobs):
        try:
            hand_over(job)
        except (BrokerAway, RedisError, OSError):
            for left in jobs[index:]:
                unlease(left)
            log.warning("broker away", waiting=len(jobs) - index)
            time.sleep(BROKER_AWAY_PAUSE)
            return index
    return len(jobs)


def relay_until(stopped: Callable[[], bool]) -> None:
    """Go on until told to stop; a database that is away is waited for."""
    while not stopped():
        try:
            close_old_connections()
            went = relay_once()
        except (OperationalError, InterfaceError):
            log.warning("database away")
            went = 0
            time.sleep(BROKER_AWAY_PAUSE)
        if not went:
            time.sleep(PAUSE)
