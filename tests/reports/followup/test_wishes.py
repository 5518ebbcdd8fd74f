"""Who is told of what, how often, and how the letters end."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from coalition.models import User
from reports import line
from reports.followup.rules import digest_due, is_wanted
from reports.lifecycle import Status
from reports.models import Listing, Notice, Report
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "rhythm", "due"),
    [
        ("2026-11-23T05:59", "daily", "2026-11-23T06:00"),  # a Monday
        ("2026-11-23T06:00", "daily", "2026-11-24T06:00"),
        ("2026-12-31T23:00", "daily", "2027-01-01T06:00"),
        ("2026-11-23T05:59", "weekly", "2026-11-23T06:00"),
        ("2026-11-23T06:00", "weekly", "2026-11-30T06:00"),
        ("2026-11-29T23:59", "weekly", "2026-11-30T06:00"),
    ],
)
def test_letters_with_all_that_is_new_go_out_in_the_morning_or_on_mondays(now: str, rhythm: str, due: str) -> None:
    assert digest_due(datetime.fromisoformat(f"{now}Z"), rhythm) == datetime.fromisoformat(f"{due}Z")


@pytest.mark.parametrize("rhythm", ["at-once", "never"])
def test_other_rhythms_have_no_such_letter(rhythm: str) -> None:
    assert digest_due(datetime(2026, 11, 23, tzinfo=UTC), rhythm) is None


@pytest.mark.parametrize(
    ("status", "silent_on", "wanted"),
    [
        (Status.GONE, [], True),
        (Status.GONE, ["asked"], True),
        (Status.GONE, ["gone"], False),
        (Status.STILL_LIVE, ["still-live"], False),
        (Status.REAPPEARED, ["still-live"], False),
    ],
)
def test_each_step_can_be_switched_off(status: Status, silent_on: list[str], wanted: bool) -> None:
    assert is_wanted(status, silent_on) is wanted


def told(*kinds: str, until: datetime | None = None) -> list[EmailMessage]:
    """Do the telling that is due; the letters that went out."""
    builders.work_off(line.TELL, line.MAIL, *kinds, until=until)
    return mail.outbox


def test_a_step_that_is_switched_off_is_in_no_letter_and_not_new_but_written_down() -> None:
    builders.spotter(silent_on=["confirmed"])
    builders.confirmed(builders.analyst())

    letters = told()

    notice = Notice.objects.get()
    assert (letters, notice.status, notice.seen_at is not None) == ([], "confirmed", True)


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    both = builders.analyst()
    found = builders.ready()
    builders.report(found, by=both)
    builders.confirmed(both, found)

    told()

    assert list(Notice.objects.values_list("report__spotter__email", flat=True)) == ["spotter@mail.example"]


def two_reports_decided() -> None:
    for _n in range(2):
        builders.confirmed(User.objects.filter(role="analyst").first() or builders.analyst())


@pytest.mark.parametrize("rhythm", ["daily", "weekly"])
def test_all_that_is_new_comes_in_one_letter_when_its_time_has_come(rhythm: str) -> None:
    builders.spotter(told_when=rhythm)
    two_reports_decided()
    assert told(line.DIGEST) == []
    due = Job.objects.get(kind=line.DIGEST).due

    (letter,) = told(line.DIGEST, until=due + timedelta(seconds=1))

    assert letter.subject == "News about 2 reports of yours"
    assert sorted(code for code in Report.objects.values_list("code", flat=True) if code in str(letter.body)) == sorted(
        Report.objects.values_list("code", flat=True)
    )
    assert Notice.objects.filter(mailed_at__isnull=True).count() == 0


def test_what_was_read_meanwhile_is_not_sent_again() -> None:
    builders.spotter(told_when="daily")
    two_reports_decided()
    told()
    Notice.objects.update(seen_at=timezone.now())

    assert told(line.DIGEST, until=timezone.now() + timedelta(days=2)) == []


def test_a_digest_that_comes_twice_is_one_letter() -> None:
    builders.spotter(told_when="daily")
    two_reports_decided()
    later = timezone.now() + timedelta(days=2)
    told(line.DIGEST, until=later)
    Job.objects.create(
        kind=line.DIGEST, ref=Job.objects.get(kind=line.DIGEST).ref, generation=1, due=later, created_at=later
    )

    assert len(told(line.DIGEST, until=later + timedelta(seconds=1))) == 1


def test_who_changed_to_one_letter_a_day_gets_the_waiting_ones_together() -> None:
    builders.spotter()
    two_reports_decided()
    builders.work_off(line.TELL)
    User.objects.filter(role="spotter").update(told_when="daily")

    assert told() == []
    assert len(told(line.DIGEST, until=timezone.now() + timedelta(days=2))) == 1


# -- the end of the letters -------------------------------------------------------------------------------------------
@pytest.fixture
def letter(db: None) -> EmailMessage:
    builders.confirmed(builders.analyst())
    (found,) = told()
    return found


def stop_of(letter: EmailMessage) -> str:
    """The path in the header that mail programs press."""
    headers = letter.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return str(headers["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1:8000")


def rhythm() -> str:
    return User.objects.get(role="spotter").told_when


def test_a_scanner_that_opens_every_link_stops_nothing(client: Client, letter: EmailMessage) -> None:
    page = client.get(stop_of(letter))

    assert (page.status_code, rhythm(), page.text.count('<form method="post">')) == (200, "at-once", 1)


def test_a_mail_program_stops_the_letters_with_one_post_and_no_cookie(letter: EmailMessage) -> None:
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(stop_of(letter), {"List-Unsubscribe": "One-Click"})

    assert (page.status_code, rhythm()) == (200, "never")
    assert list(Event.objects.filter(what="stop-letters").values_list("by", flat=True)) == [
        User.objects.get(role="spotter").handle
    ]


def test_the_address_stands_in_the_letter_too_and_names_nobody(letter: EmailMessage) -> None:
    person = User.objects.get(role="spotter")

    assert stop_of(letter) in str(letter.body)
    assert [word in stop_of(letter) for word in (person.handle, person.email)] == [False, False]


@pytest.mark.parametrize("token", ["1", "1:forged", "0:0:0", "x" * 300])
def test_a_forged_token_stops_nothing(client: Client, letter: EmailMessage, token: str) -> None:
    assert (client.post(f"/letters/{token}/").status_code, rhythm()) == (404, "at-once")


# -- marks in the site ------------------------------------------------------------------------------------------------
@pytest.fixture
def tab(client: Client, letter: EmailMessage) -> Client:
    client.force_login(User.objects.get(role="spotter"))
    return client


def test_the_navigation_says_how_many_reports_have_news(tab: Client) -> None:
    assert "(1 with news)" in tab.get("/guide/").text


def test_opening_a_report_marks_nothing_as_read(tab: Client) -> None:
    tab.get(f"/reports/{Report.objects.get().code}/")

    assert Notice.objects.get().seen_at is None


@pytest.mark.parametrize("named", [True, False])
def test_news_is_read_by_a_press(tab: Client, named: bool) -> None:
    tab.post("/reports/read/", {"report": Report.objects.get().code} if named else {})

    assert Notice.objects.get().seen_at is not None
    assert "with news" not in tab.get("/guide/").text


def test_a_report_that_no_column_can_name_is_nobodys_news(tab: Client) -> None:
    answer = tab.post("/reports/read/", {"report": "\0none"})

    assert (answer.status_code, Notice.objects.get().seen_at) == (302, None)


def test_nobody_reads_for_somebody_else(client: Client, letter: EmailMessage) -> None:
    client.force_login(builders.spotter("other@mail.example"))

    client.post("/reports/read/", {"report": Report.objects.get().code})

    assert Notice.objects.get().seen_at is None


def test_staff_have_no_news_of_reports(client: Client, letter: EmailMessage) -> None:
    client.force_login(User.objects.get(role="analyst"))

    assert "with news" not in client.get("/guide/").text
    assert Listing.objects.count() == 1
