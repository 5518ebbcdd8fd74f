"""The relay hands out what is due, once; a broker that is away costs nothing but time."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis import Redis

from spotter.celery import app
from spotter.jobs import queue
from spotter.jobs.hands import task_name
from spotter.jobs.models import Job, State
from spotter.jobs.queue import Published
from spotter.jobs.relay import publisher, relay_once, relay_until
from spotter.jobs.rules import WINDOW, hard_limit, running_lease, soft_limit


@pytest.fixture
def broker() -> Iterator[Redis]:
    """The broker's own view, empty before and after."""
    with Redis.from_url(settings.REDIS_URL, decode_responses=True) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def broker_away(unused_port: int) -> Iterator[None]:
    """Celery's broker at an address where nobody listens."""
    publisher.cache_clear()
    with override_settings(CELERY_BROKER_URL=f"redis://127.0.0.1:{unused_port}/0"):
        yield
    publisher.cache_clear()


def away(_job: Published) -> None:
    raise OperationalError("connection refused")


def add(count: int, kind: str = "capture") -> None:
    """So many Jobs that are due."""
    for number in range(count):
        queue.add(kind, number)


# -- one round --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_everything_due_is_handed_over() -> None:
    add(3)
    handed: list[Published] = []

    assert relay_once(handed.append) == 3
    assert [one.id for one in handed] == list(Job.objects.order_by("id").values_list("id", flat=True))


@pytest.mark.django_db
def test_what_was_handed_over_is_not_handed_over_again() -> None:
    add(3)
    relay_once(lambda _job: None)

    assert relay_once(lambda _job: None) == 0


@pytest.mark.django_db
def test_while_the_broker_is_away_everything_stays_due_and_no_attempt_counts() -> None:
    add(3)

    assert relay_once(away) == 0
    assert list(Job.objects.values_list("state", "attempts", "lease_until").distinct()) == [(State.QUEUED, 0, None)]


@pytest.mark.django_db
def test_when_the_broker_goes_in_the_middle_only_the_rest_stays_due() -> None:
    add(3)
    handed: list[Published] = []

    def one_only(job: Published) -> None:
        if handed:
            raise OperationalError("connection reset")
        handed.append(job)

    assert relay_once(one_only) == 1
    assert [one.id for one in queue.lease_due(timezone.now())] == list(
        Job.objects.exclude(id=handed[0].id).order_by("id").values_list("id", flat=True)
    )


# -- the real broker --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_each_kind_waits_in_its_own_queue(broker: Redis) -> None:
    for kind in ("capture", "score", "deliver", "judge"):
        queue.add(kind, "one")

    relay_once()

    assert {name: broker.llen(name) for name in ("capture", "score", "deliver", "housekeeping")} == {
        "capture": 1,
        "score": 1,
        "deliver": 1,
        "housekeeping": 1,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("broker_away")
def test_a_broker_that_is_away_is_noticed_within_seconds() -> None:
    add(1)
    before = time.monotonic()

    assert relay_once() == 0
    assert time.monotonic() - before < 15
    assert list(Job.objects.values_list("attempts", "lease_until")) == [(0, None)]


# -- several relays ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_relays_never_hand_over_the_same() -> None:
    for kind in range(4):
        add(WINDOW - 1, f"kind-{kind}")
    handed: list[int] = []
    ready = threading.Barrier(4)

    def relay() -> None:
        try:
            ready.wait(10)
            while jobs := queue.lease_due(timezone.now(), limit=7):
                handed.extend(job.id for job in jobs)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(relay) for _i in range(4)]:
            result.result(timeout=30)

    assert Counter(handed) == Counter(Job.objects.values_list("id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_message_begin_one_attempt() -> None:
    queue.add("capture", "one")
    (message,) = queue.lease_due(timezone.now())
    ready = threading.Barrier(8)

    def take() -> bool:
        try:
            ready.wait(10)
            return queue.take(message, now=timezone.now()) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        took = [result.result(timeout=30) for result in [pool.submit(take) for _i in range(8)]]

    assert (sum(took), Job.objects.get().attempts) == (1, 1)


@pytest.mark.django_db
def test_a_relay_stops_when_it_is_told_to() -> None:
    rounds = iter([False, False, True])

    relay_until(lambda: next(rounds))

    assert next(rounds, None) is None


# -- what Celery knows ------------------------------------------------------------------------------------------------
def test_every_task_has_the_limits_of_its_kind() -> None:
    app.loader.import_default_modules()
    tasks = {name.removeprefix("job."): task for name, task in current_app.tasks.items() if name.startswith("job.")}

    assert {kind: (task.soft_time_limit, task.time_limit) for kind, task in tasks.items()} == {
        kind: (soft_limit(kind), hard_limit(kind)) for kind in tasks
    }
    assert {"capture", "look-again", "score", "deliver", "pictures", "tell", "mail", "judge", "answered"} <= set(tasks)


def test_every_kind_of_job_is_somebodys() -> None:
    app.loader.import_default_modules()

    assert [kind for kind in settings.JOB_QUEUES if task_name(kind) not in current_app.tasks] == []


def test_a_message_is_brought_again_only_after_every_limit() -> None:
    longest = max(running_lease(kind).total_seconds() for kind in [*settings.JOB_QUEUES, "judge"])

    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > longest


def test_the_relay_is_a_command() -> None:
    with pytest.raises(SystemExit):
        call_command("relay", "--help")
