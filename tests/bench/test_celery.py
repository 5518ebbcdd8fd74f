"""A Job's way through a real worker beside a Celery task that does nothing."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Final

import pytest
from celery import Celery
from django.conf import settings
from django.utils import timezone
from redis import Redis

from spotter.jobs.hands import task_name
from spotter.jobs.models import Job, State
from spotter.jobs.relay import publisher
from spotter.lib import tied
from tests.bench.hands import KIND
from tests.bench.harness import FULL
from tests.faults.stage import ROOT, running_database_url, wait_until

TASKS: Final = 2_000 if FULL else 400
ROUNDS: Final = 7 if FULL else 3
QUEUE: Final = "bench"

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@contextmanager
def worker(folder: Path) -> Iterator[None]:
    """A worker with the site's own settings, which takes nothing of the measured queue until it is told to."""
    child = tied.launch(
        [sys.executable, "-m", "celery", "-A", "spotter.celery", "worker", "-I", "tests.bench.hands", "--concurrency=2",
         "--queues=housekeeping", "--without-gossip", "--without-mingle"],
        log=folder / "worker.log",
        ends_with=signal.SIGTERM,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.bench.as_in_production",
            "DATABASE_URL": running_database_url(),
            "LOG_LEVEL": "WARNING",
        },
        cwd=ROOT,
    )  # fmt: skip
    try:
        assert wait_until(lambda: bool(publisher().control.ping(timeout=1)), 60), (folder / "worker.log").read_text()
        yield
    finally:
        tied.end(child, signal.SIGKILL)


def send_empty(app: Celery) -> None:
    """As many messages as are measured."""
    for _ in range(TASKS):
        app.send_task("bench.empty", queue=QUEUE)


def send_jobs(app: Celery) -> None:
    """The same as Jobs, each leased as the relay leases it."""
    now = timezone.now()
    rows = [
        Job(kind=KIND, ref=f"{now:%H%M%S%f}-{number}", due=now, created_at=now, state=State.QUEUED, publications=1,
            lease_until=now + timedelta(hours=1))
        for number in range(TASKS)
    ]  # fmt: skip
    for job in Job.objects.bulk_create(rows):
        app.send_task(task_name(KIND), args=(job.pk, 1), queue=QUEUE)


def seconds(send: Callable[[Celery], None]) -> float:
    """How long the worker takes for what was sent before it began."""
    app, redis = publisher(), Redis.from_url(settings.REDIS_URL)
    send(app)
    began = time.monotonic()
    app.control.add_consumer(QUEUE, reply=True)
    while redis.llen(QUEUE) or redis.hlen("unacked"):
        time.sleep(0.005)
    took = time.monotonic() - began
    app.control.cancel_consumer(QUEUE, reply=True)
    return took


def test_a_job_beside_an_empty_task(tmp_path: Path) -> None:
    with worker(tmp_path):
        seconds(send_empty), seconds(send_jobs)
        rounds = []
        for _ in range(ROUNDS):
            first, second, third, fourth = map(seconds, (send_jobs, send_empty, send_empty, send_jobs))
            rounds.append(((first + fourth) / 2, (second + third) / 2))
    rates = [empty / ours for ours, empty in rounds]
    assert not Job.objects.filter(kind=KIND).exclude(state=State.DONE).exists()
    print(  # noqa: T201
        f"\n{TASKS} tasks through one worker of two processes   (goal: at least 0.75 of the rate of an empty task)\n"
        f"  ours {TASKS / median(ours for ours, _ in rounds):6.0f} a second, empty "
        f"{TASKS / median(empty for _, empty in rounds):6.0f} a second"
        f"   ratio {median(rates):.2f} ({min(rates):.2f} to {max(rates):.2f})"
    )
