"""Celery's side: a room declares which kind of Job it takes, and each attempt is taken, run and accounted for."""

import time
from collections.abc import Callable

import structlog
from celery import shared_task
from celery.app.task import Task
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from spotter.jobs.queue import Leased, Published, Superseded, fail, lose, take
from spotter.jobs.rules import hard_limit, soft_limit

log = structlog.get_logger()

Work = Callable[[Leased], None]


def task_name(kind: str) -> str:
    """The Celery name of the task that takes Jobs of this kind."""
    return f"job.{kind}"


def takes(kind: str) -> Callable[[Work], "Task[[int, int], None]"]:
    """Declare that this function takes Jobs of a kind: `@takes("capture") def capture(job: Leased) -> None`."""

    def declare(work: Work) -> "Task[[int, int], None]":
        def attempt(task: "Task[[int, int], None]", job_id: int, publication: int) -> None:
            again = bool((task.request.delivery_info or {}).get("redelivered"))
            run(work, Published(job_id, kind, publication), again=again)

        return shared_task(
            name=task_name(kind), bind=True, time_limit=hard_limit(kind), soft_time_limit=soft_limit(kind)
        )(attempt)

    return declare


def let_go() -> None:
    """Before waiting for the world: hold no connection that another attempt could use (where they share a pool)."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _begin(published: Published) -> Leased | None:
    """Take the Job over the connection of the task before, or over a new one where that is old or broken."""
    if connection.in_atomic_block:
        return take(published, now=timezone.now())
    if connection.close_at is not None and time.monotonic() >= connection.close_at:
        connection.close()
    try:
        return take(published, now=timezone.now())
    except (OperationalError, InterfaceError):  # the server was started again, or it was idle for too long
        connection.close()
        return take(published, now=timezone.now())


def run(work: Work, published: Published, *, again: bool = False) -> None:
    """One attempt: a failure is written into the row, never lost in a log. `again`: the queue brought it before."""
    leased = _begin(published)
    if leased is None:
        if again and lose(published, now=timezone.now()):
            log.warning("worker lost", kind=published.kind, job=published.id)
        return
    try:
        work(leased)
    except Superseded:
        log.warning("job superseded", kind=leased.kind, ref=leased.ref)
    except Exception as error:  # whatever it was, the row must say so, and the next attempt must come
        log.exception("job failed", kind=leased.kind, ref=leased.ref, attempt=leased.attempt)
        fail(leased, f"{type(error).__name__}: {error}"[:2000], now=timezone.now())
