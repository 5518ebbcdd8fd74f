"""After the forward: the answer, the look for ourselves beside the claim, and everybody hears once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from coalition.cases.actions import answer
from coalition.models import Case, Role, User
from reports import line
from reports.lifecycle import PageState, Status
from reports.models import Check, Forward, Listing, Notice, Report
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Case:
    """A forwarded case that nobody was told of yet."""
    case = builders.forwarded(builders.analyst())
    builders.work_off(line.TELL, line.MAIL)
    mail.outbox.clear()
    return case


def answered(case: Case, outcome: str = "removed") -> None:
    """The company answers, and followup hears of it."""
    by = User.objects.filter(member=case.member).first() or builders.agent(case.member)
    answer(case, outcome, "", through="portal", by=by, at=timezone.now())
    builders.work_off(line.ANSWERED)


def seen(state: PageState) -> Check:
    """A later look found this, and followup judges it."""
    capture = builders.capture(Listing.objects.get(), state, purpose="again")
    queue.add(line.JUDGE, capture.pk)
    builders.work_off(line.JUDGE)
    return Check.objects.get(capture=capture)


def test_an_answer_moves_the_listing_and_five_looks_become_due(case: Case) -> None:
    answered(case)

    forward = Forward.objects.get()
    assert Listing.objects.get().status == Status.ANSWERED
    assert forward.answered_at is not None
    due = Job.objects.filter(kind=line.LOOK_AGAIN).order_by("due").values_list("due", flat=True)
    assert [at - forward.answered_at for at in due] == [
        timedelta(hours=1),
        *(timedelta(days=n) for n in (1, 3, 7, 30)),
    ]


def test_a_company_that_answers_to_and_fro_has_us_look_no_more_often(case: Case) -> None:
    for outcome in ("removed", "not-ours", "removed", "removed", "not-ours"):
        answered(case, outcome)

    assert Job.objects.filter(kind=line.LOOK_AGAIN).count() == 5


def test_staff_who_monitor_are_not_told_what_they_see_in_the_queue() -> None:
    analyst = builders.analyst()
    found = builders.ready()
    builders.report(found, by=builders.person(Role.LEAD_ANALYST, "monitor@forest.example"), source="monitoring")

    builders.confirmed(analyst, found)
    builders.work_off(line.TELL, line.MAIL)

    assert list(Notice.objects.values_list("report__source", flat=True)) == ["spotter"]


def test_the_claim_is_kept_beside_what_we_saw(case: Case) -> None:
    answered(case, "removed")

    check = seen(PageState.LIVE)

    assert (check.claimed, check.result, Listing.objects.get().status) == ("removed", "still-live", Status.STILL_LIVE)


def test_gone_then_back_again_then_gone(case: Case) -> None:
    answered(case)

    history = []
    for state in (PageState.GONE, PageState.LIVE, PageState.ENDED):
        seen(state)
        history.append(Listing.objects.get().status)

    assert history == [Status.GONE, Status.REAPPEARED, Status.GONE]


def test_a_wall_changes_nothing_but_is_written_down(case: Case) -> None:
    answered(case)

    check = seen(PageState.LOGIN_WALL)

    assert (check.result, Listing.objects.get().status) == ("cannot-tell", Status.ANSWERED)
    assert Event.objects.latest("number").what == "check"


def test_gone_before_any_answer_is_seen_too(case: Case) -> None:
    check = seen(PageState.GONE)
    answered(case)

    assert (check.claimed, check.result, Listing.objects.get().status) == ("", "gone", Status.GONE)


def test_everybody_who_reported_it_is_told_once_and_gets_one_letter(db: None) -> None:
    found = builders.ready()
    for n in range(2):
        builders.report(found, by=builders.spotter(f"s{n}@mail.example"))
    builders.confirmed(builders.analyst(), found)

    builders.work_off(line.TELL, line.MAIL)

    assert sorted(Notice.objects.values_list("report__spotter__email", "status")) == [
        ("s0@mail.example", "confirmed"),
        ("s1@mail.example", "confirmed"),
        ("spotter@mail.example", "confirmed"),
    ]
    assert sorted(letter.to for letter in mail.outbox) == [
        ["s0@mail.example"],
        ["s1@mail.example"],
        ["spotter@mail.example"],
    ]
    assert Report.objects.filter(told_at__isnull=True).count() == 0


def test_a_tell_that_comes_twice_tells_once(case: Case) -> None:
    told = Job.objects.get(kind=line.TELL, ref__contains=":forwarded:")
    notices = Notice.objects.count()
    queue.add(line.TELL, told.ref, generation=1)

    builders.work_off(line.TELL, line.MAIL)

    assert (Notice.objects.count(), len(mail.outbox)) == (notices, 0)


def test_who_took_the_report_back_or_reported_later_hears_nothing(db: None) -> None:
    found = builders.ready()
    builders.report(found, by=builders.spotter("gone@mail.example"), withdrawn_at=timezone.now())
    builders.confirmed(builders.analyst(), found)
    late = timezone.now() + timedelta(minutes=1)
    builders.report(found, by=builders.spotter("late@mail.example"), created_at=late)

    builders.work_off(line.TELL, line.MAIL)

    assert [letter.to for letter in mail.outbox] == [["spotter@mail.example"]]


def test_who_switched_letters_off_reads_it_in_the_site_only(db: None) -> None:
    builders.spotter(told_when="never")
    builders.confirmed(builders.analyst())

    builders.work_off(line.TELL, line.MAIL)

    assert (Notice.objects.get().mailed_at, len(mail.outbox)) == (None, 0)


def test_a_letter_carries_no_word_of_the_page_and_no_address_of_the_listing(case: Case) -> None:
    answered(case)
    builders.work_off(line.TELL, line.MAIL)

    (letter,) = mail.outbox
    found = Listing.objects.get()
    assert letter.subject == f"Your report {Report.objects.get().code}: Answered"
    assert [word in f"{letter.subject}{letter.body}" for word in (found.title, found.address, found.host)] == [
        False
    ] * 3
    assert f"/reports/{Report.objects.get().code}/" in str(letter.body)
