"""The Job row: added once, leased, taken, finished; whatever comes twice or too late changes nothing."""

import datetime as dt

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from spotter.audit.acts import act
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.hands import run
from spotter.jobs.models import Job, State
from spotter.jobs.queue import Leased, Published, Superseded
from spotter.jobs.rules import WAITING_LEASE, WINDOW, hard_limit, running_lease, soft_limit
from tests.faults.stage import running_database_url
from tests.spotter.leased import KINDS, NOON, SECOND, add, begun, published, row

pytestmark = pytest.mark.django_db


# -- adding -----------------------------------------------------------------------------------------------------------
def test_the_same_thing_is_to_be_done_once() -> None:
    add()
    add()

    assert Job.objects.count() == 1


def test_many_things_are_left_at_once_each_only_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    add(ref=1)
    with django_assert_num_queries(1):
        queue.add_all("capture", range(300))

    assert Job.objects.count() == 300


def test_things_of_several_kinds_are_left_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        queue.add_each([("capture", "a"), ("pictures", 1), ("pictures", 2), ("pictures", 2)])

    assert sorted(Job.objects.values_list("kind", "ref")) == [("capture", "a"), ("pictures", "1"), ("pictures", "2")]


def test_many_things_again_are_each_the_next_generation(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queue.add_again("look-again", 1)
    queue.add_again("look-again", 1)
    with django_assert_num_queries(2):
        queue.add_all_again("look-again", range(300))

    latest = Job.objects.order_by("-generation", "ref").values_list("ref", "generation")
    assert (latest.first(), Job.objects.count()) == (("1", 2), 302)


def test_the_same_thing_again_is_the_next_generation() -> None:
    queue.add_again("capture", "one")
    queue.add_again("capture", "one")

    assert list(Job.objects.order_by("id").values_list("generation", flat=True)) == [0, 1]


def test_a_job_goes_with_the_transaction_that_left_it() -> None:
    def half_way() -> None:
        with act(by=None, at=NOON):
            add()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()

    assert Job.objects.count() == 0


def test_jobs_of_some_kinds_are_due_at_a_random_moment(settings: Settings) -> None:
    settings.JOB_PAUSES = {"capture": 900}
    begun = timezone.now()
    queue.add_all("capture", range(50))
    queue.add("score", "one")

    pauses = [due - begun for due in Job.objects.filter(kind="capture").values_list("due", flat=True)]

    assert len({pause // SECOND for pause in pauses}) > 10
    assert max(pauses) < dt.timedelta(minutes=16)
    assert Job.objects.get(kind="score").due - begun < 10 * SECOND


# -- leasing ----------------------------------------------------------------------------------------------------------
def test_a_job_that_is_not_due_is_left_alone() -> None:
    add(due=NOON + SECOND)

    assert queue.lease_due(NOON) == []


def test_a_leased_job_is_not_leased_again_while_the_lease_lasts() -> None:
    add()
    queue.lease_due(NOON)

    assert queue.lease_due(NOON + WAITING_LEASE - SECOND) == []


def test_a_message_that_vanished_is_handed_out_again_when_its_lease_ends() -> None:
    add()
    first = published()

    assert published(NOON + WAITING_LEASE) == Published(first.id, "capture", first.publication + 1)


def test_what_was_due_first_goes_first() -> None:
    add(ref="late", due=NOON)
    add(ref="early", due=NOON - SECOND)
    refs = dict(Job.objects.values_list("id", "ref"))

    assert [refs[one.id] for one in queue.lease_due(NOON)] == ["early", "late"]


def test_a_crowd_of_one_kind_does_not_fill_the_queue_for_the_others() -> None:
    for number in range(WINDOW + 10):
        add(ref=number, due=NOON - SECOND)
    add("deliver", "a case")

    queue.lease_due(NOON, limit=WINDOW)

    assert [one.kind for one in queue.lease_due(NOON, limit=WINDOW)] == ["deliver"]


def test_the_crowd_goes_on_as_its_first_are_taken() -> None:
    for number in range(WINDOW + 10):
        add(ref=number)
    first = queue.lease_due(NOON, limit=WINDOW)
    queue.take(first[0], now=NOON)

    assert len(queue.lease_due(NOON, limit=WINDOW)) == 10


def test_what_the_queue_did_not_take_is_due_at_once() -> None:
    add()
    queue.unlease(published())

    assert published().publication == 2
    assert row() == (State.QUEUED, 0)


# -- attempts ---------------------------------------------------------------------------------------------------------
def test_a_worker_takes_what_it_was_handed() -> None:
    add(ref="7fk2q9xwm3", generation=2)

    leased = begun()

    assert (leased.kind, leased.ref, leased.generation, leased.attempt) == ("capture", "7fk2q9xwm3", 2, 1)
    assert row() == (State.RUNNING, 1)


def test_a_job_is_taken_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    add()
    message = published()
    with django_assert_num_queries(1):
        assert queue.take(message, now=NOON) is not None


@pytest.mark.django_db(transaction=True)
def test_an_attempt_outlives_a_connection_that_was_cut() -> None:
    add()
    message = published()
    taken: list[Leased] = []
    with connection.cursor() as cursor, psycopg.connect(running_database_url(), autocommit=True) as other:
        cursor.execute("SELECT pg_backend_pid()")
        other.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())

    run(taken.append, message)

    assert [job.ref for job in taken] == ["one"]


def test_a_message_that_comes_twice_is_taken_once() -> None:
    add()
    message = published()
    queue.take(message, now=NOON)

    assert queue.take(message, now=NOON) is None
    assert row() == (State.RUNNING, 1)


def test_a_message_from_before_the_last_handing_out_is_stale() -> None:
    add()
    old = published()
    published(NOON + WAITING_LEASE)

    assert queue.take(old, now=NOON + WAITING_LEASE) is None


def test_a_finished_job_is_done_and_comes_no_more() -> None:
    add()
    begun().finish(NOON)

    assert row() == (State.DONE, 1)
    assert queue.lease_due(NOON + dt.timedelta(days=1)) == []


def test_an_attempt_that_never_ended_is_due_again_when_its_lease_ends() -> None:
    add()
    begun()

    assert queue.lease_due(NOON + running_lease("capture") - SECOND) == []
    assert begun(NOON + running_lease("capture")).attempt == 2


def test_a_zombie_cannot_finish_what_another_worker_began() -> None:
    add()
    zombie = begun()
    second = begun(NOON + running_lease("capture"))

    with pytest.raises(Superseded):
        zombie.finish(NOON)
    second.finish(NOON)

    assert row() == (State.DONE, 2)


def test_a_zombie_cannot_fail_what_another_worker_began() -> None:
    add()
    zombie = begun()
    begun(NOON + running_lease("capture"))

    queue.fail(zombie, "too late", now=NOON)

    assert (row(), Job.objects.get().last_error) == ((State.RUNNING, 2), "")


def test_what_a_zombie_found_out_is_dropped() -> None:
    """Its lease ends while it works, another worker is done first: one result stands, and one event."""
    add(due=timezone.now())

    def work(job: Leased) -> None:
        if job.attempt == 1:
            later = timezone.now() + running_lease("capture")
            run(work, published(later))
        with act(by=None, at=NOON, part=job.kind) as done:
            job.finish(NOON)
            done.record("preserve", of="capture", ref=f"attempt {job.attempt}")

    run(work, published(timezone.now()))

    assert row() == (State.DONE, 2)
    assert list(Event.objects.order_by("number").values_list("ref", flat=True)) == ["attempt 2"]


# -- limits -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_no_living_attempt_loses_its_lease(kind: str) -> None:
    assert soft_limit(kind) < hard_limit(kind) < running_lease(kind).total_seconds()


def test_a_job_that_is_put_off_waits_as_if_it_had_not_begun() -> None:
    add()
    message = published()
    leased = queue.take(message, now=NOON)
    assert leased is not None

    leased.put_off(NOON + 20 * SECOND)

    waiting = Job.objects.get()
    assert (waiting.state, waiting.attempts, waiting.due) == ("queued", 0, NOON + 20 * SECOND)
    assert (queue.lease_due(NOON), queue.take(message, now=NOON)) == ([], None)
    with pytest.raises(Superseded):
        leased.put_off(NOON)
