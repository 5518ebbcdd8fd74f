"""The staff's page of health: what does not hold, what was given up, and beginning it anew."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.models import Case, Delivery, Role, User
from coalition.progress.queries import LateDelivery, dead_jobs, late_deliveries, latest_roots
from coalition.progress.rules import without_addresses
from spotter.audit.acts import act
from spotter.audit.models import Event, Stamp
from spotter.audit.roots import cut
from spotter.jobs import queue
from spotter.jobs.models import Job, State
from tests import builders

pytestmark = pytest.mark.django_db


def person(role: Role) -> User:
    return builders.person(role, f"{role}@coalition.example")


def dead_job(error: str = "ValueError: odd") -> Job:
    """A piece of work that was given up a moment ago."""
    queue.add("capture", "7fk2q9xwm3")
    Job.objects.update(state=State.DEAD, attempts=5, last_error=error, done_at=timezone.now())
    return Job.objects.get()


def test_a_whole_house_says_so(client: Client) -> None:
    client.force_login(person(Role.COORDINATOR))

    page = client.get("/staff/health/").content.decode()

    assert ("Nothing is lost" in page, "Try again" in page) == (True, False)


def test_what_was_given_up_is_shown_with_its_reason(client: Client) -> None:
    dead_job()
    client.force_login(person(Role.LEAD_ANALYST))

    page = client.get("/staff/health/").content.decode()

    assert ("ValueError: odd" in page, page.count("Try again"), "does not hold" in page) == (True, 1, True)


def test_trying_again_revives_the_job_and_leaves_an_event(client: Client) -> None:
    job = dead_job()
    by = person(Role.COORDINATOR)
    client.force_login(by)

    answer = client.post(f"/staff/health/jobs/{job.pk}/try-again/")

    job.refresh_from_db()
    assert (answer["Location"], job.state, job.attempts) == ("/staff/health/", "queued", 0)
    assert list(Event.objects.order_by("number").values_list("what", "of", "ref", "by")) == [
        ("try-again", "job", "capture:7fk2q9xwm3", by.handle)
    ]


def test_trying_again_twice_is_trying_again_once(client: Client) -> None:
    job = dead_job()
    client.force_login(person(Role.COORDINATOR))

    for _time in range(2):
        client.post(f"/staff/health/jobs/{job.pk}/try-again/")

    assert Event.objects.count() == 1


def test_looking_revives_nothing(client: Client) -> None:
    job = dead_job()
    client.force_login(person(Role.COORDINATOR))

    assert client.get(f"/staff/health/jobs/{job.pk}/try-again/").status_code == 405


def test_an_auditor_looks_and_changes_nothing(client: Client) -> None:
    job = dead_job()
    client.force_login(person(Role.AUDITOR))

    assert b"Try again" not in client.get("/staff/health/").content
    assert client.post(f"/staff/health/jobs/{job.pk}/try-again/").status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SPOTTER, 403), (Role.ANALYST, 403), (Role.LEAD_ANALYST, 200), (Role.COORDINATOR, 200), (Role.AUDITOR, 200)],
)
def test_who_may_see_health(client: Client, role: Role, status: int) -> None:
    client.force_login(person(role))

    assert client.get("/staff/health/").status_code == status


def test_a_mail_servers_complaint_names_no_person() -> None:
    dead_job("SMTPRecipientsRefused: {'ana@mail.example': (550, b'no such user <ana@mail.example>')}")

    assert dead_jobs()[1][0].error == "SMTPRecipientsRefused: {'(address)': (550, b'no such user <(address)>')}"


@pytest.mark.parametrize("text", ["", "no address here", "at @ alone"])
def test_words_without_an_address_stay(text: str) -> None:
    assert without_addresses(text) == text


def test_a_case_that_should_have_gone_is_listed() -> None:
    builders.endpoint(builders.member())
    case = builders.case()
    due = timezone.now() - dt.timedelta(hours=2)
    Delivery.objects.update(due=due, attempts_made=3, last_error="503")

    assert late_deliveries(timezone.now()) == (
        1,
        [LateDelivery(case.reference, "Pasar", False, True, 3, "503", due)],
    )


def test_a_case_with_nowhere_to_go_is_listed_at_once() -> None:
    builders.case()

    count, rows = late_deliveries(timezone.now())
    assert (count, rows[0].has_address) == (1, False)


def test_a_case_on_its_way_or_there_is_not_listed() -> None:
    builders.endpoint(builders.member())
    builders.case(item="1")
    builders.case(item="2")
    Delivery.objects.filter(case__item="2").update(status="delivered", due=timezone.now() - dt.timedelta(hours=2))

    assert late_deliveries(timezone.now()) == (0, [])


def test_a_case_answered_in_the_portal_is_with_its_company() -> None:
    case = builders.case()
    Case.objects.filter(pk=case.pk).update(answered_at=timezone.now(), outcome="removed")

    assert late_deliveries(timezone.now()) == (0, [])


def test_the_daily_roots_are_shown_with_their_timestamps(client: Client) -> None:
    with act(by=None, at=timezone.now()) as done:
        done.record("tried", of="thing", ref="a")
    root = cut(timezone.now())
    assert root is not None
    client.force_login(person(Role.AUDITOR))
    assert "not stamped" in client.get("/staff/health/").content.decode()

    Stamp.objects.create(root=root, authority="http://stamps.test/", answer=b"", at=timezone.now())

    page = client.get("/staff/health/").content.decode()
    assert (root.root in page, "http://stamps.test/" in page, "not stamped" in page) == (True, True, False)


def test_roots_cost_one_query_however_many_there_are() -> None:
    for day in range(3):
        cut(timezone.now() + dt.timedelta(days=day))
        with act(by=None, at=timezone.now()) as done:
            done.record("tried", of="thing", ref=day)

    with CaptureQueriesContext(connection) as asked:
        assert [root.number for root in latest_roots()] == [2, 1]
    assert len(asked) == 1
