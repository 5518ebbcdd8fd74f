"""A worker's two tasks to be measured: one that does nothing, and a Job that is taken and finished."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased

KIND = "bench"


@shared_task(name="bench.empty")
def empty() -> None:
    """What Celery costs by itself."""


@takes(KIND)
def nothing(job: Leased) -> None:
    """What a Job costs: taken, and finished in a transaction."""
    with transaction.atomic():
        job.finish(timezone.now())
