"""Add, lease, take, finish and fail a Job: each a conditional UPDATE, so that it may be tried twice without harm."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Max
from django.utils import timezone

from spotter.jobs.models import Job, State
from spotter.jobs.rules import MAX_ATTEMPTS, WAITING_LEASE, WINDOW, running_lease, wait_after
from spotter.lib.rows import insert_each

# One statement, since each costs a good part of what Celery does. Without a lease the Job is the relay's again: this
# message was given up, or its attempt has ended.
TAKE: Final = """
    UPDATE jobs_job SET state = %s, attempts = attempts + 1, lease_until = %s
    WHERE id = %s AND state = %s AND publications = %s AND lease_until IS NOT NULL
    RETURNING id, kind, ref, generation, publications, attempts"""
WORKER_LOST = "the worker ended in the middle of it"


class Superseded(Exception):
    """Somebody else holds this Job now: what this attempt found out is dropped."""


@dataclass(frozen=True)
class Published:
    """What travels through Redis: nothing but numbers; the truth stays in the row."""

    id: int
    kind: str
    publication: int


@dataclass(frozen=True)
class Leased:
    """One attempt at a Job: its thing to do, and the fence that a zombie can't pass."""

    id: int
    kind: str
    ref: str
    generation: int
    publication: int
    attempt: int

    def finish(self, now: datetime) -> None:
        """End this Job, in the transaction of its result and of the next Jobs; raises Superseded for a zombie."""
        mine = Job.objects.filter(id=self.id, state=State.RUNNING, publications=self.publication, attempts=self.attempt)
        if not mine.update(state=State.DONE, done_at=now, lease_until=None, last_error=""):
            raise Superseded(f"job {self.id}, attempt {self.attempt}")

    def put_off(self, due: datetime) -> None:
        """Let this Job wait until then, as if it had not begun; raises Superseded for a zombie."""
        mine = Job.objects.filter(id=self.id, state=State.RUNNING, publications=self.publication, attempts=self.attempt)
        if not mine.update(state=State.QUEUED, due=due, lease_until=None, attempts=F("attempts") - 1):
            raise Superseded(f"job {self.id}, attempt {self.attempt}")


def add(kind: str, ref: object, *, due: datetime | None = None, generation: int = 0) -> None:
    """Leave a Job for the room that takes this kind; the same one twice is one Job."""
    _leave({(kind, str(ref)): generation}, due)


def add_all(kind: str, refs: Iterable[object]) -> None:
    """Leave a Job of this kind for each of many things, in one statement."""
    add_each((kind, ref) for ref in refs)


def add_each(jobs: Iterable[tuple[str, object]]) -> None:
    """Leave Jobs of several kinds, each as (kind, ref), in one statement."""
    _leave({(kind, str(ref)): 0 for kind, ref in jobs}, None)


def add_again(kind: str, ref: object, *, due: datetime | None = None) -> None:
    """Leave a further Job of this kind for the same thing: the next generation."""
    add_all_again(kind, [ref], due=due)


def add_all_again(kind: str, refs: Iterable[object], *, due: datetime | None = None) -> None:
    """Leave a further Job of this kind for each of many things, in as many statements as for one."""
    wanted = [str(ref) for ref in refs]
    last = Job.objects.filter(kind=kind, ref__in=wanted).values("ref").annotate(last=Max("generation"))
    again = {(kind, job["ref"]): job["last"] + 1 for job in last}
    _leave({(kind, ref): 0 for ref in wanted} | again, due)


def _leave(generations: dict[tuple[str, str], int], due: datetime | None) -> None:
    now = timezone.now()
    jobs = [
        Job(kind=kind, ref=ref, generation=generation, due=due or now + _pause(kind), created_at=now)
        for (kind, ref), generation in generations.items()
    ]
    insert_each(jobs, unless_there=True)


def _pause(kind: str) -> timedelta:
    """A random part of the longest pause before Jobs of this kind; most kinds have none."""
    longest = settings.JOB_PAUSES.get(kind, 0)
    return timedelta(seconds=secrets.randbelow(longest + 1)) if longest else timedelta()


def lease_due(now: datetime, *, limit: int = 50) -> list[Published]:
    """Lease the due Jobs to the queue, of each kind as many as may wait there; two relays never lease the same."""
    bury(now)
    with transaction.atomic():
        due = Job.objects.due(now).exclude(kind__in=_kinds_enough_of(now)).order_by("due", "id")
        found = list(due.select_for_update(skip_locked=True)[:limit])
        Job.objects.filter(id__in=[job.id for job in found]).update(
            state=State.QUEUED, lease_until=now + WAITING_LEASE, publications=F("publications") + 1
        )
    return [Published(job.id, job.kind, job.publications + 1) for job in found]


def _kinds_enough_of(now: datetime) -> list[str]:
    waiting = Job.objects.filter(state=State.QUEUED, lease_until__gt=now).values("kind").annotate(waiting=Count("id"))
    return list(waiting.filter(waiting__gte=WINDOW).values_list("kind", flat=True))


def bury(now: datetime) -> None:
    """A Job that took its worker with it each time is dead: nobody was left to say so."""
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lte=now, attempts__gte=MAX_ATTEMPTS)
    lost.update(state=State.DEAD, lease_until=None, last_error=WORKER_LOST, done_at=now)


def unlease(published: Published) -> None:
    """The queue did not take it: due again at once."""
    Job.objects.filter(id=published.id, state=State.QUEUED, publications=published.publication).update(lease_until=None)


def take(published: Published, *, now: datetime) -> Leased | None:
    """Begin an attempt; None when this message is stale or somebody is at it already."""
    until = now + running_lease(published.kind)
    with connection.cursor() as cursor:
        cursor.execute(TAKE, (State.RUNNING, until, published.id, State.QUEUED, published.publication))
        row = cursor.fetchone()
    return Leased(*row) if row else None


def _leased(job: Job) -> Leased:
    return Leased(job.id, job.kind, job.ref, job.generation, job.publications, job.attempts)


def fail(leased: Leased, error: str, *, now: datetime) -> None:
    """The attempt failed: due again after a pause, or dead and on somebody's list."""
    pause = wait_after(leased.attempt)
    mine = Job.objects.filter(
        id=leased.id, state=State.RUNNING, publications=leased.publication, attempts=leased.attempt
    )
    if pause is None:
        mine.update(state=State.DEAD, lease_until=None, last_error=error, done_at=now)
    else:
        mine.update(state=State.QUEUED, lease_until=None, last_error=error, due=now + pause)


def lose(published: Published, *, now: datetime) -> bool:
    """The queue brought the message of a running attempt once more: its worker is gone, so the attempt failed.

    Should it live after all, the fence drops what it finds out. True when there was such an attempt.
    """
    job = Job.objects.filter(id=published.id, state=State.RUNNING, publications=published.publication).first()
    if job is None:
        return False
    fail(_leased(job), WORKER_LOST, now=now)
    return True


def revive(job_id: int, *, now: datetime) -> str | None:
    """Try a dead Job once more, from its first attempt; what it was to do, or None when it is not dead."""
    found = Job.objects.dead().filter(id=job_id).first()
    if found is None:
        return None
    Job.objects.dead().filter(id=job_id).update(state=State.QUEUED, attempts=0, due=now, lease_until=None, done_at=None)
    return f"{found.kind}:{found.ref}"
