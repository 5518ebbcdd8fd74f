"""When a failed Job is tried again, and when it is given up."""

from datetime import timedelta

MAX_ATTEMPTS = 5
BACKOFF = (5, 30, 120, 600)
# A message that waits in the queue keeps its Job leased this long; then the relay hands it out again.
WAITING_LEASE = timedelta(seconds=30)
# Longer than Celery's hard limit of a task, so that no living task loses its lease.
RUNNING_LEASE = timedelta(seconds=75)
LEASES = {"score": timedelta(seconds=30), "capture": timedelta(seconds=45), "look-again": timedelta(seconds=45)}


def running_lease(kind: str) -> timedelta:
    """How long a worker may be at a Job of this kind before it counts as lost."""
    return LEASES.get(kind, RUNNING_LEASE)


def wait_after(attempts: int) -> timedelta | None:
    """The pause before the next attempt; None when there is none left."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1] if attempts else 0)
