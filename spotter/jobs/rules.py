"""When a failed Job is tried again, when it is given up, and how long one attempt may take."""

from datetime import timedelta

MAX_ATTEMPTS = 5
BACKOFF = (5, 30, 120, 600)
# A message that waits in the queue keeps its Job leased this long; then the relay hands it out again.
WAITING_LEASE = timedelta(seconds=30)
# So many Jobs of one kind wait in the queue before the relay holds the others back. Without a bound, whatever waits
# longer than its lease is handed out again and again, and Redis fills up with messages that nobody needs.
WINDOW = 50
# Celery ends an attempt after so many seconds. A look at a page is 30 in its child and two pictures of 10 each.
HARD_LIMIT = 60
HARD_LIMITS = {"score": 20, "deliver": 30, "browse": 75}
# Between the polite end of an attempt, which its row still tells of, and the hard one, which nobody can tell of.
POLITE = 5
# A lease outlives the hard limit, so that no living attempt loses its own.
MARGIN = timedelta(seconds=5)


def hard_limit(kind: str) -> int:
    """After how many seconds an attempt at a Job of this kind is killed."""
    return HARD_LIMITS.get(kind, HARD_LIMIT)


def soft_limit(kind: str) -> int:
    """After how many seconds an attempt is told to stop: it fails with a reason, and comes again."""
    return hard_limit(kind) - POLITE


def running_lease(kind: str) -> timedelta:
    """How long a worker may be at a Job of this kind before it counts as lost."""
    return timedelta(seconds=hard_limit(kind)) + MARGIN


def wait_after(attempts: int) -> timedelta | None:
    """The pause after so many attempts; None when there is no further one."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return timedelta(seconds=BACKOFF[min(attempts, len(BACKOFF)) - 1])
