"""The audit line: only ever added to, whole however many write at once, and tampering has a place and a name."""

import datetime as dt
import io
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from coalition.models import Ngo
from spotter.audit.acts import act, verify
from spotter.audit.chain import Broken, Line, first_broken, seal
from spotter.audit.models import Event
from tests import builders

NOON = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def say(*words: str) -> None:
    """One act that leaves an event for each word."""
    with act(by=None, at=timezone.now(), part="test") as done:
        for word in words:
            done.record(word, of="thing", ref=word, length=len(word))


def change(sql: str, *values: str) -> None:
    """Change events as somebody who owns the database can: with the guard taken away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def verified() -> str:
    """What `manage.py verify_events` says."""
    out = io.StringIO()
    call_command("verify_events", stdout=out)
    return out.getvalue().strip()


def at_once(*works: Callable[[], None]) -> None:
    """Each in a thread of its own with a connection of its own; what one raises is raised here."""

    def closing(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for result in [pool.submit(closing, work) for work in works]:
            result.result(timeout=30)


@pytest.mark.django_db
def test_events_are_numbered_without_a_gap() -> None:
    say("one", "two")
    say("three")

    assert list(Event.objects.order_by("number").values_list("number", "what", "by")) == [
        (1, "one", "test"),
        (2, "two", "test"),
        (3, "three", "test"),
    ]


@pytest.mark.django_db
def test_an_event_names_its_person_by_handle() -> None:
    person = builders.spotter("ayu@mail.example")

    with act(by=person, at=NOON) as done:
        done.record("receive", of="report", ref="r1")

    event = Event.objects.get()
    assert (event.by, event.at) == (person.handle, NOON)


@pytest.mark.django_db
def test_an_act_inside_an_act_joins_it() -> None:
    with act(by=None, at=NOON, part="outer") as outer:
        outer.record("first", of="thing", ref=1)
        with act(by=None, at=timezone.now(), part="inner") as inner:
            inner.record("second", of="thing", ref=1)

    assert list(Event.objects.order_by("number").values_list("what", "by", "at")) == [
        ("first", "outer", NOON),
        ("second", "outer", NOON),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_neither_row_nor_event() -> None:
    def half_way() -> None:
        with act(by=None, at=NOON) as done:
            Ngo.objects.create(name="Half", contact_email="half@mail.example")
            done.record("create", of="ngo", ref="Half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()

    assert (Ngo.objects.filter(name="Half").count(), Event.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET by = 'nobody'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "TRUNCATE audit_event CASCADE",
    ],
)
def test_the_database_refuses_to_change_the_past(sql: str) -> None:
    say("one")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Event.objects.get().by == "test"


@pytest.mark.django_db
def test_a_whole_chain_verifies() -> None:
    say("one", "two", "three")

    assert verified() == "3 events, chain whole; 0 roots, 0 timestamps."


@pytest.mark.django_db
def test_no_events_are_a_whole_chain() -> None:
    assert verified() == "0 events, chain whole; 0 roots, 0 timestamps."


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["by", "what", "of", "ref", "seal"])
def test_a_changed_word_is_found(column: str) -> None:
    say("one", "two", "three")
    change(f'UPDATE audit_event SET "{column}" = %s WHERE number = 2', "other")  # noqa: S608 (a name of ours)

    with pytest.raises(CommandError, match="event 2 was changed after it was written"):
        verified()


@pytest.mark.django_db
def test_a_changed_fact_is_found() -> None:
    say("one", "two", "three")
    change("""UPDATE audit_event SET facts = '{"length": 4}' WHERE number = 2""")

    with pytest.raises(CommandError, match="event 2 was changed after it was written"):
        verified()


@pytest.mark.django_db
def test_a_changed_moment_is_found() -> None:
    say("one", "two", "three")
    change("UPDATE audit_event SET at = at + interval '1 microsecond' WHERE number = 2")

    with pytest.raises(CommandError, match="event 2 was changed after it was written"):
        verified()


@pytest.mark.django_db
def test_an_event_that_was_taken_out_is_missed() -> None:
    say("one", "two", "three")
    change("DELETE FROM audit_event WHERE number = 2")

    with pytest.raises(CommandError, match="event 2 is missing"):
        verified()


@pytest.mark.django_db
def test_an_event_that_was_taken_out_with_the_others_moved_up_is_found() -> None:
    say("one", "two", "three")
    change("DELETE FROM audit_event WHERE number = 2")
    change("UPDATE audit_event SET number = 2 WHERE number = 3")

    with pytest.raises(CommandError, match="event 2 was changed"):
        verified()


def test_without_the_key_no_seal_can_be_made() -> None:
    line = Line(1, NOON, "test", "one", "thing", "1", {})
    forged = seal(line, before="", key=b"a guess")

    assert first_broken([(line, forged)], key=b"the key") == Broken(1, "event 1 was changed after it was written")


@pytest.mark.django_db(transaction=True)
def test_parallel_acts_keep_the_chain_whole() -> None:
    def busy() -> None:
        for number in range(25):
            say(f"one-{number}", f"two-{number}")

    at_once(*[busy] * 8)

    assert verify() == (8 * 25 * 2, None)


@pytest.mark.django_db(transaction=True)
def test_acts_that_need_each_others_rows_do_not_deadlock() -> None:
    """One deletes a row and then waits for the chain; the other has the chain and a row that refers to the first's."""
    ngo = Ngo.objects.create(name="Short-lived", contact_email="a@mail.example")
    deleted, referred = threading.Event(), threading.Event()

    def delete() -> None:
        with act(by=None, at=timezone.now()) as done:
            referred.wait(10)
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM coalition_ngo WHERE id = %s", [ngo.pk])
            deleted.set()
            time.sleep(0.3)  # by now the other one is as far as it gets
            done.record("delete", of="ngo", ref=ngo.pk)

    def refer() -> None:
        with act(by=None, at=timezone.now()) as done:
            builders.spotter("late@mail.example", ngo_id=ngo.pk)
            referred.set()
            deleted.wait(10)
            done.record("join", of="ngo", ref=ngo.pk)

    with pytest.raises(DatabaseError, match="foreign key"):
        at_once(delete, refer)

    assert (verify(), list(Event.objects.order_by("number").values_list("what", flat=True))) == ((1, None), ["delete"])
