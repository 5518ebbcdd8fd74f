"""A Job that fails or loses its worker: tried again after a pause, given up after five attempts."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from spotter.jobs import queue
from spotter.jobs.hands import run
from spotter.jobs.models import Job, State
from spotter.jobs.queue import Leased, Superseded
from spotter.jobs.rules import MAX_ATTEMPTS, WAITING_LEASE, running_lease, wait_after
from tests.spotter.leased import NOON, SECOND, add, begun, published, row

pytestmark = pytest.mark.django_db


# -- failing ----------------------------------------------------------------------------------------------------------
def failing(_job: Leased) -> None:
    raise ValueError("no such page")


def test_the_pauses_grow() -> None:
    assert [wait_after(attempts) for attempts in range(1, MAX_ATTEMPTS + 1)] == [
        5 * SECOND,
        30 * SECOND,
        120 * SECOND,
        600 * SECOND,
        None,
    ]


def test_a_failed_attempt_is_written_down_and_due_after_its_pause() -> None:
    add()
    queue.fail(begun(), "no such page", now=NOON)

    assert (row(), Job.objects.get().last_error) == ((State.QUEUED, 1), "no such page")
    assert queue.lease_due(NOON + 5 * SECOND - dt.timedelta(microseconds=1)) == []
    assert published(NOON + 5 * SECOND).publication == 2


def test_an_exception_is_a_failed_attempt() -> None:
    add()

    run(failing, published())

    assert (row(), Job.objects.get().last_error) == ((State.QUEUED, 1), "ValueError: no such page")


def test_a_message_that_comes_again_does_not_cut_the_pause_short() -> None:
    add()
    message = published()
    run(failing, message)

    assert queue.take(message, now=NOON) is None


def test_after_five_attempts_a_job_is_dead() -> None:
    add()
    now = NOON
    for _attempt in range(MAX_ATTEMPTS):
        queue.fail(begun(now), "no such page", now=now)
        now += dt.timedelta(hours=1)

    assert row() == (State.DEAD, MAX_ATTEMPTS)
    assert queue.lease_due(now) == []


def test_success_forgets_the_errors_before() -> None:
    add()
    queue.fail(begun(), "no such page", now=NOON)
    begun(NOON + 5 * SECOND).finish(NOON)

    assert Job.objects.get().last_error == ""


def test_a_dead_job_can_be_tried_once_more_from_its_first_attempt() -> None:
    add()
    Job.objects.update(state=State.DEAD, attempts=MAX_ATTEMPTS)

    assert queue.revive(Job.objects.get().id, now=NOON) == "capture:one"
    assert begun().attempt == 1


def test_only_the_dead_are_revived() -> None:
    add()

    assert queue.revive(Job.objects.get().id, now=NOON) is None


# -- lost workers -----------------------------------------------------------------------------------------------------
def test_a_message_that_comes_again_tells_that_its_worker_was_lost() -> None:
    add()
    message = published()
    queue.take(message, now=NOON)

    run(failing, message, again=True)

    assert (row(), Job.objects.get().last_error) == ((State.QUEUED, 1), queue.WORKER_LOST)
    assert Job.objects.get().due > timezone.now()


def test_a_worker_that_was_counted_as_lost_and_lives_cannot_finish() -> None:
    add()
    message = published()
    alive = queue.take(message, now=NOON)
    assert alive is not None
    queue.lose(message, now=NOON)

    with pytest.raises(Superseded):
        alive.finish(NOON)


def test_an_older_message_that_comes_again_says_nothing_about_the_attempt_of_a_newer_one() -> None:
    add()
    old = published()
    newer = published(NOON + WAITING_LEASE)
    queue.take(newer, now=NOON)

    assert queue.lose(old, now=NOON) is False
    assert row() == (State.RUNNING, 1)


def test_a_message_of_a_finished_job_says_nothing() -> None:
    add()
    message = published()
    leased = queue.take(message, now=NOON)
    assert leased is not None
    leased.finish(NOON)

    run(failing, message, again=True)

    assert row() == (State.DONE, 1)


def test_a_job_that_takes_its_worker_with_it_five_times_is_dead() -> None:
    add()
    now = NOON
    for _attempt in range(MAX_ATTEMPTS):
        begun(now)
        now += running_lease("capture")

    assert queue.lease_due(now) == []
    assert (row(), Job.objects.get().last_error) == ((State.DEAD, MAX_ATTEMPTS), queue.WORKER_LOST)


def poison_by_message(now: dt.datetime) -> dt.datetime:
    message = published(now)
    queue.take(message, now=now)
    queue.lose(message, now=now)
    return now + dt.timedelta(hours=1)


def poison_by_lease(now: dt.datetime) -> dt.datetime:
    begun(now)
    return now + running_lease("capture")


@pytest.mark.parametrize("poison", [poison_by_message, poison_by_lease])
def test_the_fifth_loss_is_the_last(poison: Callable[[dt.datetime], dt.datetime]) -> None:
    add()
    now = NOON
    for _attempt in range(MAX_ATTEMPTS - 1):
        now = poison(now)

    assert begun(now).attempt == MAX_ATTEMPTS
