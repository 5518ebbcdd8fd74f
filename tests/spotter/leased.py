"""How the tests lead a Job through its life."""

import datetime as dt

from spotter.jobs import queue
from spotter.jobs.models import Job
from spotter.jobs.queue import Leased, Published

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
KINDS = ("capture", "look-again", "pictures", "score", "deliver", "answered", "judge", "tell", "mail")


def add(kind: str = "capture", ref: object = "one", **how: object) -> None:
    """A Job that is due at noon."""
    queue.add(kind, ref, **({"due": NOON} | how))  # type: ignore[arg-type]


def published(now: dt.datetime = NOON) -> Published:
    """The one Job that is due, handed to the queue."""
    (only,) = queue.lease_due(now)
    return only


def begun(now: dt.datetime = NOON) -> Leased:
    """The one Job that is due, in a worker's hands."""
    leased = queue.take(published(now), now=now)
    assert leased is not None
    return leased


def row() -> tuple[str, int]:
    """State and attempts of the only Job."""
    job = Job.objects.get()
    return job.state, job.attempts
