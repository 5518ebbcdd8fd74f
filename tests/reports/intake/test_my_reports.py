"""My reports: mine alone, each with what became of it, and mine to take back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coalition.models import Taxon, User
from reports.lifecycle import Status, Verb
from reports.models import Listing, Notice, QueueEntry, Reply, Report, ReportVersion
from reports.triage import actions as triage
from reports.urgency import risk, urgency
from spotter.audit.models import Event
from tests import builders

MINE = "/reports/"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_reports_as_for_one(
    tab: Client, spotter: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows):
        builders.report(builders.listing(), by=spotter)

    # session, person, their platforms and taxa, the page of rows, what waits for an answer, news
    with django_assert_num_queries(7):
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
    assert list(Event.objects.order_by("number").values_list("what", "ref")) == [("withdraw", mine.code)]
    assert "Withdrawn" in tab.get(reverse("intake:one", args=[mine.code])).text


def test_who_took_a_report_back_by_mistake_lets_it_stand_again(tab: Client, spotter: User) -> None:
    mine = builders.report(by=spotter)
    tab.post(reverse("intake:withdraw", args=[mine.code]))
    restore = reverse("intake:restore", args=[mine.code])
    assert f'action="{restore}"' in tab.get(reverse("intake:one", args=[mine.code])).text

    for _press in range(2):
        assert tab.post(restore).status_code == 302

    mine.refresh_from_db()
    assert mine.withdrawn_at is None
    assert list(Event.objects.order_by("number").values_list("what", flat=True)) == ["withdraw", "restore"]


def test_the_queue_counts_no_witness_who_withdrew(tab: Client, spotter: User) -> None:
    mine = builders.report(by=spotter)
    later = timezone.now() + timedelta(minutes=5)
    builders.report(mine.listing, by=builders.spotter("b@mail.example"), created_at=later)
    counted = []
    for step in ("withdraw", "restore"):
        tab.post(reverse(f"intake:{step}", args=[mine.code]))
        counted.append(QueueEntry.objects.get().reports)

    assert counted == [1, 2]


def asked(spotter: User) -> Report:
    """A report about whose listing staff asked something."""
    mine = builders.report(builders.listing(), by=spotter)
    triage.decide(mine.listing, Verb.ASK, by=builders.analyst(), now=timezone.now(), note="What does it weigh?")
    return mine


def test_a_question_of_staff_is_answered_on_the_report(tab: Client, spotter: User) -> None:
    mine = asked(spotter)
    page = tab.get(reverse("intake:one", args=[mine.code]))
    assert "What does it weigh?" in page.text

    tab.post(reverse("intake:reply", args=[mine.code]), {"text": "200 g"})

    assert Reply.objects.get().text == "200 g"
    assert Listing.objects.get().status == Status.READY


def test_the_question_stands_above_the_box_for_its_answer(tab: Client, spotter: User) -> None:
    page = tab.get(reverse("intake:one", args=[asked(spotter).code])).text

    assert page.index("What does it weigh?") < page.index("Your answer") < page.index("Received. Thank you")


def test_every_question_and_answer_stays_on_the_timeline(tab: Client, spotter: User) -> None:
    mine, staff = asked(spotter), User.objects.get(role="analyst")
    reply = reverse("intake:reply", args=[mine.code])
    tab.post(reply, {"text": "200 g"})
    triage.decide(mine.listing, Verb.ASK, by=staff, now=timezone.now(), note="Which tusk?")
    tab.post(reply, {"text": "The left one"})
    triage.decide(mine.listing, Verb.DISMISS, by=staff, now=timezone.now(), reason="look-alike")

    entries = tab.get(reverse("intake:one", args=[mine.code])).context["timeline"]

    assert [(entry.who, entry.note, entry.state) for entry in entries[1:]] == [
        ("Staff", "What does it weigh?", "done"),
        ("You", "200 g", "done"),
        ("Staff", "Which tusk?", "done"),
        ("You", "The left one", "done"),
        ("Staff", "Look-alike, not wildlife", "done"),
    ]


def test_an_answered_listing_comes_back_to_its_place_in_the_queue(tab: Client, spotter: User) -> None:
    mine = asked(spotter)
    builders.score(mine.listing, value=0.7, band="likely")
    later = timezone.now() + timedelta(minutes=5)
    builders.report(mine.listing, by=builders.spotter("b@mail.example"), created_at=later)

    tab.post(reverse("intake:reply", args=[mine.code]), {"text": "200 g"})

    entry = QueueEntry.objects.get()
    at_risk = risk(0.7, appendix="", is_live=False)
    assert (entry.priority, entry.reports) == (urgency(at_risk, 2, mine.listing.created_at), 2)


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


# -- filters ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(spotter: User) -> dict[str, Report]:
    """Three reports of mine that differ in everything that can be asked for, and one of somebody else."""
    Taxon.objects.create(key="parrots", group="live_bird", name="Parrot")
    gerai = builders.platform(builders.member("Gerai"))
    old = timezone.now() - timedelta(days=40)
    made = {
        "parrot": builders.report(builders.listing(Status.ASKED, taxon_key="parrots"), by=spotter),
        "gerai": builders.report(builders.listing(Status.GONE, of=gerai, title="100%_real"), by=spotter, note="Tusk?"),
        "old": builders.report(builders.listing(), by=spotter, created_at=old, withdrawn_at=timezone.now()),
    }
    builders.report(builders.listing(title="100%_real"), by=builders.spotter("other@mail.example"), note="Tusk?")
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["parrot", "gerai", "old"]),
        ({"status": "gone"}, ["gerai"]),
        ({"status": "withdrawn"}, ["old"]),
        ({"status": "ready"}, []),
        ({"platform": "gerai"}, ["gerai"]),
        ({"taxon": "parrots"}, ["parrot"]),
        ({"q": "TUSK"}, ["gerai"]),
        ({"q": "100%_r"}, ["gerai"]),
        ({"q": "%"}, ["gerai"]),
        ({"q": "gerai.test/item"}, ["gerai"]),
        ({"q": "\0"}, ["parrot", "gerai", "old"]),
        ({"q": "' OR 1=1 --"}, []),
        ({"since": (timezone.now() - timedelta(days=2)).date().isoformat()}, ["parrot", "gerai"]),
        ({"since": "0001-01-01"}, ["parrot", "gerai", "old"]),
        ({"status": "gone", "platform": "pasar"}, []),
        # What makes no sense filters nothing.
        ({"status": "x", "platform": "nosuch", "since": "yesterday"}, ["parrot", "gerai", "old"]),
    ],
)
def test_filters_stand_in_the_address(
    tab: Client, three: dict[str, Report], asked: dict[str, str], found: list[str]
) -> None:
    page = tab.get(MINE, asked)

    assert {row["code"] for row in page.context["rows"]} == {three[name].code for name in found}


def test_the_next_page_keeps_the_filters(tab: Client, spotter: User) -> None:
    for _n in range(30):
        builders.report(builders.listing(title="Gading"), by=spotter)

    first = tab.get(MINE, {"q": "gading", "status": ""})

    assert first.context["next_url"].startswith("?q=gading&after=")
    assert len(tab.get(MINE + first.context["next_url"]).context["rows"]) == 5


def test_what_staff_ask_stands_above_all(tab: Client, three: dict[str, Report]) -> None:
    page = tab.get(MINE)

    assert [row["code"] for row in page.context["asked"]] == [three["parrot"].code]
    assert "Staff need to know more about 1 report" in page.text


def test_of_many_questions_the_oldest_stand_above_all_and_one_link_leads_to_the_others(
    tab: Client, spotter: User
) -> None:
    at = timezone.now()
    waiting = [
        builders.report(builders.listing(Status.ASKED, status_at=at - timedelta(days=days)), by=spotter)
        for days in range(5)
    ]

    page = tab.get(MINE)

    assert [row["code"] for row in page.context["asked"]] == [mine.code for mine in waiting[:1:-1]]
    assert "Staff need to know more about 5 reports" in page.text
    assert len(tab.get(MINE, {"status": "asked"}).context["rows"]) == 5
    assert 'href="?status=asked"' in page.text


def test_news_is_marked_on_its_card(tab: Client, three: dict[str, Report]) -> None:
    Notice.objects.create(report=three["gerai"], status="gone", at=timezone.now())

    assert {row["code"]: row["is_new"] for row in tab.get(MINE).context["rows"]} == {
        report.code: name == "gerai" for name, report in three.items()
    }


# -- correcting -------------------------------------------------------------------------------------------------------
BETTER = {"why": ["live"], "note": "A live one", "search_word": "#burung", "sureness": "sure", "taxon_key": ""}


def test_a_report_is_corrected_while_nobody_has_decided_and_the_old_words_are_kept(tab: Client, spotter: User) -> None:
    mine = builders.report(by=spotter, note="A dead one", why=["species"])

    for _press in range(2):
        tab.post(reverse("intake:correct", args=[mine.code]), BETTER)

    mine.refresh_from_db()
    assert (mine.note, mine.why, mine.search_word, mine.sureness) == ("A live one", ["live"], "#burung", "sure")
    assert list(ReportVersion.objects.values_list("note", "why", "search_word")) == [("A dead one", ["species"], "")]
    assert list(Event.objects.order_by("number").values_list("what", "facts")) == [
        ("correct", {"fields": ["why", "note", "search_word", "sureness"]})
    ]
    titles = [entry.title for entry in tab.get(reverse("intake:one", args=[mine.code])).context["timeline"]]
    assert titles == ["Received. Thank you", "Corrected", "Staff look and decide"]


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.DISMISSED, Status.FORWARDED, Status.GONE])
def test_after_the_decision_it_stays_as_it_is(tab: Client, spotter: User, status: Status) -> None:
    mine = builders.report(builders.listing(status), by=spotter, note="As it was")

    answer = tab.post(reverse("intake:correct", args=[mine.code]), BETTER, follow=True)

    mine.refresh_from_db()
    assert (mine.note, ReportVersion.objects.count()) == ("As it was", 0)
    assert "Staff were faster" in answer.text
    assert "Correct what you said" not in answer.text


def test_nobody_corrects_what_somebody_else_said(tab: Client) -> None:
    other = builders.report(by=builders.spotter("other@mail.example"))

    assert tab.post(reverse("intake:correct", args=[other.code]), BETTER).status_code == 404


def test_the_form_shows_what_was_said(tab: Client, spotter: User) -> None:
    mine = builders.report(by=spotter, note="As it was", why=["species"])

    form = tab.get(reverse("intake:correct", args=[mine.code])).context["form"]

    assert (form["note"].value(), form["why"].value()) == ("As it was", ["species"])
