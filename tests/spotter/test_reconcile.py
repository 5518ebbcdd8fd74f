"""Reconciliation finds what was planted, and nothing in a world that is whole."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone
from structlog.testing import capture_logs

from coalition.models import Answer, Delivery, Role
from reports.lifecycle import Status, Verb
from reports.models import Decision, Forward, Listing, QueueEntry, Report, key_of
from spotter.audit.acts import act
from spotter.audit.models import Event
from spotter.audit.tail import broken_among_last
from spotter.celery import app
from spotter.jobs import queue, reconcile
from spotter.jobs.models import Job, State
from spotter.jobs.reconcile import Finding
from tests import builders

pytestmark = pytest.mark.django_db


def broken() -> dict[str, int | None]:
    """The invariants that don't hold now, with their counts."""
    return {finding.name: finding.count for finding in reconcile.run_all() if not finding.holds}


def a_listing(status: Status = Status.RECEIVED) -> Listing:
    """A listing with nothing around it: no Job, no event, no queue entry."""
    now = timezone.now()
    return Listing.objects.create(
        key=key_of("pasar:1"), canonical="pasar:1", address="https://pasar.test/item/1", host="pasar.test",
        status=status.value, status_at=now, created_at=now,
    )  # fmt: skip


def stepped(listing: Listing, verb: Verb) -> None:
    """One legal step, as the rooms do it."""
    with act(by=None, at=timezone.now(), part="test") as done:
        listing.step(done, verb)


def test_an_empty_house_is_whole() -> None:
    assert broken() == {}


def test_a_report_and_a_case_on_their_way_are_whole() -> None:
    listing = a_listing()
    queue.add("capture", listing.code)
    Report.objects.create(listing=listing, spotter=builders.spotter(), created_at=timezone.now())
    builders.endpoint(builders.member())
    builders.case()

    assert broken() == {}


def test_a_listing_that_took_its_steps_is_whole() -> None:
    listing = a_listing()
    stepped(listing, Verb.CAPTURE)
    stepped(listing, Verb.SCORE)

    assert broken() == {}


def a_report_without_a_job() -> None:
    Report.objects.create(listing=a_listing(), spotter=builders.spotter(), created_at=timezone.now())


def a_captured_listing_without_a_job() -> None:
    listing = a_listing()
    stepped(listing, Verb.CAPTURE)
    Job.objects.all().delete()


def a_ready_listing_outside_the_queue() -> None:
    listing = a_listing()
    stepped(listing, Verb.CAPTURE)
    stepped(listing, Verb.SCORE)
    QueueEntry.objects.all().delete()


def a_status_changed_behind_our_back() -> None:
    listing = a_listing()
    stepped(listing, Verb.CAPTURE)
    stepped(listing, Verb.SCORE)
    Listing.objects.update(status=Status.DISMISSED.value)


def a_dead_job() -> None:
    queue.add("mail", "1")
    Job.objects.update(state=State.DEAD)


def a_job_that_nobody_finishes() -> None:
    queue.add("mail", "1", due=timezone.now() - dt.timedelta(minutes=10))
    Job.objects.update(publications=4)


def a_forward_without_a_delivery() -> None:
    case = builders.case()
    Delivery.objects.all().delete()
    Job.objects.all().delete()
    listing = a_listing(Status.GONE)
    Listing.objects.update(status_at=timezone.now() - dt.timedelta(days=60))
    Forward.objects.create(listing=listing, case=case, by=builders.analyst("a2@forest.example"), at=timezone.now())


def a_delivery_that_nobody_brings() -> None:
    builders.case()
    Job.objects.all().delete()


def an_answer_that_nobody_takes() -> None:
    case = builders.case()
    Answer.objects.create(case=case, outcome="removed", through="rest", by="key-1", at=timezone.now())


def a_decision_without_an_event() -> None:
    listing = a_listing(Status.GONE)
    Listing.objects.update(status_at=timezone.now() - dt.timedelta(days=60))
    by = builders.person(Role.ANALYST, "b@forest.example")
    Decision.objects.create(listing=listing, verdict="confirmed", reason="protected-species", by=by, at=timezone.now())


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (a_report_without_a_job, {"reports-nobody-takes": 1, "listings-nobody-moves": 1}),
        (a_captured_listing_without_a_job, {"listings-nobody-moves": 1}),
        (a_ready_listing_outside_the_queue, {"listings-nobody-sees": 1}),
        (a_status_changed_behind_our_back, {"steps-without-event": 1}),
        (a_dead_job, {"dead-jobs": 1}),
        (a_job_that_nobody_finishes, {"stuck-jobs": 1}),
        (a_forward_without_a_delivery, {"forwards-without-delivery": 1}),
        (a_delivery_that_nobody_brings, {"deliveries-nobody-brings": 1}),
        (an_answer_that_nobody_takes, {"answers-nobody-takes": 1}),
        (a_decision_without_an_event, {"decisions-without-event": 1}),
    ],
)
def test_what_was_planted_is_found(plant: Callable[[], None], found: dict[str, int]) -> None:
    plant()

    assert broken() == found


def say_something(times: int) -> None:
    for _i in range(times):
        with act(by=None, at=timezone.now(), part="test") as done:
            done.record("said", of="test", ref="1")


def forge(number: int) -> None:
    """Change an event as only somebody with the database's own keys could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_event SET by = 'nobody' WHERE number = %s", [number])
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def test_a_changed_event_is_found() -> None:
    say_something(3)
    forge(2)

    assert broken() == {"broken-chain": 1}


@pytest.mark.parametrize(("looked_at", "found"), [(1, []), (2, [2]), (3, [2]), (10, [2])])
def test_the_tail_is_checked_from_any_length(looked_at: int, found: list[int]) -> None:
    say_something(3)
    forge(2)

    assert (Event.objects.count(), broken_among_last(looked_at)) == (3, found)


def test_a_question_that_can_not_be_asked_is_not_an_answer_of_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "_known", {})
    reconcile.invariant("odd", "Nothing is odd.", "SELECT nothing FROM nowhere")
    reconcile.invariant("even", "Nothing is even.", "SELECT 2 WHERE false")

    assert reconcile.run_all() == [Finding("even", "Nothing is even.", 0), Finding("odd", "Nothing is odd.", None)]


def test_the_first_rows_that_break_a_sentence_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "_known", {})
    reconcile.invariant("numbers", "There are no numbers.", "SELECT generate_series(1, 7)")

    assert reconcile.run_all() == [Finding("numbers", "There are no numbers.", 7, ("1", "2", "3", "4", "5"))]


def test_the_timetables_task_exists_and_says_what_is_broken() -> None:
    a_dead_job()
    app.loader.import_default_modules()
    name = app.conf.beat_schedule["reconcile every 10 minutes"]["task"]

    with capture_logs() as lines:
        app.tasks[name]()

    assert [(line["invariant"], line["count"], line["refs"]) for line in lines if line["log_level"] == "error"] == [
        ("dead-jobs", 1, ("mail 1",))
    ]
