"""My reports: mine alone, each with what became of it, and mine to take back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coalition.models import User
from reports.lifecycle import Status, Verb
from reports.models import Listing, QueueEntry, Reply, Report
from reports.triage import actions as triage
from spotter.audit.models import Event
from tests import builders

MINE = "/reports/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_reports_as_for_one(
    tab: Client, spotter: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows):
        builders.report(builders.listing(), by=spotter)

    with django_assert_num_queries(3):  # session, person, the page of rows
        page = tab.get(MINE)

    assert page.text.count('class="card"') == rows


def test_the_list_has_pages(tab: Client, spotter: User) -> None:
    start = timezone.now()
    for n in range(30):
        builders.report(builders.listing(), by=spotter, created_at=start - timedelta(minutes=n))

    first = tab.get(MINE)
    second = tab.get(MINE + first.context["next_url"])
    back = tab.get(MINE + second.context["previous_url"])

    codes = [row["code"] for page in (first, second) for row in page.context["rows"]]
    assert codes == list(Report.objects.newest_first().values_list("code", flat=True))
    assert [row["code"] for row in back.context["rows"]] == codes[:25]


def test_somebody_elses_report_does_not_exist(tab: Client) -> None:
    other = builders.report(by=builders.spotter("other@mail.example"))
    builders.screenshot(other)

    answers = [
        tab.get(reverse("intake:one", args=[other.code])),
        tab.post(reverse("intake:withdraw", args=[other.code])),
        tab.post(reverse("intake:reply", args=[other.code]), {"text": "It is mine."}),
        tab.get(reverse("intake:screenshot", args=[other.code, 1, "copy"])),
        tab.get(reverse("intake:one", args=["nosuchcode"])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert tab.get(MINE).context["rows"] == []


def test_a_report_is_taken_back_once(tab: Client, spotter: User) -> None:
    mine = builders.report(by=spotter)

    for _press in range(2):
        assert tab.post(reverse("intake:withdraw", args=[mine.code])).status_code == 302

    mine.refresh_from_db()
    assert mine.withdrawn_at is not None
    assert list(Event.objects.values_list("what", "ref")) == [("withdraw", mine.code)]
    assert "Withdrawn" in tab.get(reverse("intake:one", args=[mine.code])).text


def asked(spotter: User) -> Report:
    """A report about whose listing staff asked something."""
    mine = builders.report(builders.listing(), by=spotter)
    QueueEntry.objects.update(priority=700, reports=3)
    triage.decide(mine.listing, Verb.ASK, by=builders.analyst(), now=timezone.now(), note="What does it weigh?")
    return mine


def test_a_question_of_staff_is_answered_on_the_report(tab: Client, spotter: User) -> None:
    mine = asked(spotter)
    page = tab.get(reverse("intake:one", args=[mine.code]))
    assert "What does it weigh?" in page.text

    tab.post(reverse("intake:reply", args=[mine.code]), {"text": "200 g"})

    assert Reply.objects.get().text == "200 g"
    assert Listing.objects.get().status == Status.READY


def test_an_answered_listing_comes_back_to_its_place_in_the_queue(tab: Client, spotter: User) -> None:
    mine = asked(spotter)
    builders.score(mine.listing, value=0.7, band="likely")
    builders.report(mine.listing, by=builders.spotter("b@mail.example"))

    tab.post(reverse("intake:reply", args=[mine.code]), {"text": "200 g"})

    entry = QueueEntry.objects.get()
    assert (entry.priority, entry.reports) == (700, 2)


def test_an_answer_that_comes_too_late_is_kept_all_the_same(tab: Client, spotter: User) -> None:
    mine = asked(spotter)
    staff = User.objects.get(role="analyst")
    triage.decide(mine.listing, Verb.DISMISS, by=staff, now=timezone.now(), reason="look-alike")

    tab.post(reverse("intake:reply", args=[mine.code]), {"text": "200 g"})

    assert Reply.objects.get().text == "200 g"
    assert Listing.objects.get().status == Status.DISMISSED


def test_an_empty_answer_is_answered_with_what_to_do(tab: Client, spotter: User) -> None:
    mine = asked(spotter)

    response = tab.post(reverse("intake:reply", args=[mine.code]), {"text": " \0 "})

    assert (response.status_code, Reply.objects.count()) == (422, 0)


def test_what_became_of_a_report_is_told_in_order_and_names_nobody(tab: Client, spotter: User) -> None:
    staff = builders.analyst()
    mine = builders.report(builders.listing(), by=spotter)
    builders.capture(mine.listing)
    builders.forwarded(staff, mine.listing)

    page = tab.get(reverse("intake:one", args=[mine.code]))

    titles = [entry.title for entry in page.context["timeline"]]
    assert titles == [
        "Received. Thank you",
        "Page looked at",
        "Confirmed",
        "Forwarded to Pasar",
        "The company answers",
    ]
    assert (staff.handle in page.text, staff.email in page.text) == (False, False)
