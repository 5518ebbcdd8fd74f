"""Many reports at once: each row's fate is shown before anything is sent, then one button sends each once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.models import Role, User
from reports.intake.edges import look_ups
from reports.lifecycle import Status
from reports.models import Listing, QueueEntry, Report
from spotter.audit.acts import verify
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib import store
from spotter.lib.buckets import Bucket
from tests import builders
from tests.reports.intake.form import send as report_one
from tests.reports.intake.table import (
    BULK,
    FILES,
    address,
    addresses,
    choose,
    csv,
    dry_run,
    fates,
    refusal,
    send,
    signed,
    totals,
)


@pytest.fixture
def desk(db: None) -> Client:
    """Staff at the browser."""
    client = Client()
    client.force_login(builders.analyst())
    return client


# -- the dry run ------------------------------------------------------------------------------------------------------
def test_before_anything_is_sent_each_row_says_what_becomes_of_it(tab: Client) -> None:
    report_one(tab, address(1))
    other = Client()
    other.force_login(builders.spotter("other@mail.example"))
    report_one(other, address(2))

    where = dry_run(tab, csv([address(1)], [address(2)], [address(3)], [address(3) + "?utm_source=x"], ["ivory"], []))

    assert fates(tab, where) == [
        (2, "You reported it already", "Received"),
        (3, "Known listing", "Waiting. You are a further witness."),
        (4, "New listing", ""),
        (5, "Twice in this file", "The same listing as row 4."),
        (6, "To mend", "This is not the address of a web page. Copy it from the browser's address bar."),
    ]
    assert "Send 2 reports" in tab.get(where).text
    assert Report.objects.count() == 2


def test_the_totals_lead_to_the_rows_that_they_count(tab: Client) -> None:
    where = dry_run(tab, csv([address(1)], ["ivory"], ["bone"]))

    assert totals(tab, where) == {"All rows": 3, "New listing": 1, "To mend": 2}
    assert [number for number, _word, _sentence in fates(tab, f"{where}?fate=refused")] == [3, 4]


def test_a_long_table_is_shown_in_pages(tab: Client) -> None:
    where = dry_run(tab, addresses(250))

    page = tab.get(f"{where}?from=200")
    assert [row["number"] for row in page.context["rows"]] == list(range(202, 252))
    assert (page.context["words"], page.context["next_url"]) == ("201 to 250 of 250", "")


def test_looking_at_it_changes_nothing_and_the_file_is_sealed_as_received(tab: Client, spotter: User) -> None:
    data = addresses(2)
    where = dry_run(tab, data)
    before = Event.objects.count()
    tab.get(where)

    (sealed,) = Event.objects.filter(of="table")
    assert (sealed.what, sealed.by, sealed.facts) == ("seal", spotter.handle, {"size": len(data)})
    assert store.read("quarantine", sealed.ref) == data
    assert (Event.objects.count(), Report.objects.count(), Job.objects.count()) == (before, 0, 0)


# -- sending ----------------------------------------------------------------------------------------------------------
def test_one_button_sends_every_row_with_its_event_and_its_job(tab: Client, spotter: User) -> None:
    where = send(tab, addresses(3))

    reports = list(Report.objects.order_by("id").select_related("listing"))
    assert sorted(report.address_as_given for report in reports) == [address(n) for n in range(3)]
    assert {report.source for report in reports} == {"spotter"}
    assert sorted(Job.objects.values_list("kind", "ref")) == sorted(("capture", r.listing.code) for r in reports)
    events = Event.objects.filter(what="receive").order_by("number")
    assert [(event.by, event.facts["row"]) for event in events] == [
        (spotter.handle, 2),
        (spotter.handle, 3),
        (spotter.handle, 4),
    ]
    assert verify()[1] is None
    page = tab.get(where)
    assert "Your 3 reports are kept." in page.text
    assert [row["word"] for row in page.context["rows"]] == ["Sent"] * 3


def test_pressing_twice_sends_once(tab: Client) -> None:
    where = dry_run(tab, addresses(3))
    for _time in range(2):
        tab.post(f"{where}send/")

    assert (Report.objects.count(), Listing.objects.count(), Job.objects.count()) == (3, 3, 3)
    assert Event.objects.filter(what="receive").count() == 3
    assert "Nothing was left to send" in tab.get(where).text


def test_the_same_file_chosen_again_was_sent_already(tab: Client) -> None:
    send(tab, addresses(2))

    assert totals(tab, dry_run(tab, addresses(2))) == {"All rows": 2, "Sent": 2}


def test_a_known_listing_gets_one_further_witness_and_one_only(tab: Client) -> None:
    found = builders.ready()
    other = Client()
    other.force_login(builders.spotter("other@mail.example"))
    Listing.objects.filter(pk=found.pk).update(key=_key_of(tab, address(1)))

    send(other, csv([address(1)]))
    send(other, csv([address(1)], []))  # other bytes, the same listing

    assert QueueEntry.objects.get(listing=found).reports == 2
    assert list(found.reports.order_by("id").values_list("source", flat=True)) == ["spotter", "me-too"]


def _key_of(tab: Client, typed: str) -> str:
    """The key under which this address is looked up."""
    report_one(tab, typed)
    made = Listing.objects.order_by("id").last()
    assert made is not None
    Report.objects.filter(listing=made).delete()
    made.delete()
    return made.key


def test_a_listing_that_we_saw_gone_is_looked_at_again(tab: Client) -> None:
    send(tab, addresses(1))
    Listing.objects.update(status=Status.GONE)
    Job.objects.all().delete()

    where = send(tab, csv([address(0)], [address(1)]))

    gone = Listing.objects.get(address=address(0))
    assert Job.objects.filter(kind="look-again").values_list("ref", "generation").get() == (gone.code, 0)
    assert totals(tab, where) == {"All rows": 2, "Sent": 2}


def test_what_was_taken_back_is_not_sent_again_by_the_same_file(tab: Client) -> None:
    where = send(tab, addresses(1))
    Report.objects.update(withdrawn_at=timezone.now())

    assert totals(tab, where) == {"All rows": 1, "Sent": 1}


# -- the rows to mend -------------------------------------------------------------------------------------------------
def test_refused_rows_come_back_as_a_file_that_can_be_mended_and_sent(tab: Client) -> None:
    where = dry_run(tab, csv([address(1), "Good."], ["=HYPERLINK(1)", "-1"], head=("address", "note")))

    file = b"".join(tab.get(f"{where}mend.csv")).decode("utf-8-sig")
    advice = "This is not the address of a web page. Copy it from the browser's address bar."
    assert file.splitlines() == [
        '"address","note","what to mend"',
        f'"\'=HYPERLINK(1)","\'-1","{advice}"',
    ]
    mended = dry_run(tab, file.replace("'=HYPERLINK(1)", address(2)).encode())
    tab.post(f"{mended}send/")
    assert list(Report.objects.values_list("address_as_given", "note")) == [(address(2), "-1")]
    assert tab.get(mended).context["unread"] == []


# -- whose file it is -------------------------------------------------------------------------------------------------
def test_another_persons_table_is_nothing(tab: Client) -> None:
    where = dry_run(tab, addresses(1))
    other = Client()
    other.force_login(builders.spotter("other@mail.example"))

    answers = [other.get(where), other.post(f"{where}send/")] + [other.get(where + name) for name in FILES]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert Report.objects.count() == 0


@pytest.mark.parametrize("word", ["x", "x:y:z", "%00", "a" * 3_000])
def test_a_forged_table_is_nothing(tab: Client, word: str) -> None:
    assert tab.post(f"{BULK}{word}/send/").status_code == 404


def test_a_picture_of_ones_own_is_no_table(tab: Client) -> None:
    other_salt = signed(dry_run(tab, addresses(1)))
    assert tab.get(f"{BULK}{other_salt[:-2]}xx/").status_code == 404


def test_after_a_day_the_file_is_chosen_again(tab: Client, spotter: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=1, minutes=1), tick=False):
        tab.force_login(spotter)
        where = dry_run(tab, addresses(1))
    tab.force_login(spotter)

    answer = tab.post(f"{where}send/")
    assert (answer.headers["Location"], Report.objects.count()) == (BULK, 0)
    assert "put away after a day" in tab.get(BULK).text


def test_a_file_that_was_purged_is_chosen_again(tab: Client) -> None:
    where = dry_run(tab, addresses(1))
    store.delete("quarantine", Event.objects.get(of="table").ref)

    assert tab.post(f"{where}send/").headers["Location"] == BULK


def test_without_the_pledge_nobody_sends_a_table(db: None, client: Client) -> None:
    client.force_login(builders.spotter("new@mail.example", pledged_at=None, pledge_version=""))

    assert choose(client, addresses(1)).headers["Location"] == "/pledge/"


# -- expert monitoring ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEAD_ANALYST])
def test_what_staff_send_is_monitoring(db: None, role: Role) -> None:
    client = Client()
    client.force_login(builders.person(role, "staff@forest.example"))

    page = client.get(send(client, addresses(2)))

    assert list(Report.objects.values_list("source", flat=True)) == ["monitoring"] * 2
    assert ('href="/reports/' in page.text, 'href="/queue/"' in page.text) == (True, True)


def test_a_question_about_what_monitoring_sent_is_answered_from_its_row(desk: Client) -> None:
    where = send(desk, addresses(1))
    Listing.objects.update(status=Status.ASKED)
    report = Report.objects.get()

    (row,) = desk.get(where).context["rows"]
    assert (row["asked"], row["url"]) == (True, f"/reports/{report.code}/")
    assert "Answer the question" in desk.get(where).text
    assert [asked["code"] for asked in desk.get("/reports/").context["asked"]] == [report.code]
    desk.post(f"{row['url']}reply/", {"text": "It has no papers."})

    assert list(report.replies.values_list("text", flat=True)) == ["It has no papers."]
    assert Listing.objects.get().status == Status.READY


def test_the_list_of_what_monitoring_sent_leads_to_no_page_that_staff_may_not_open(desk: Client) -> None:
    empty = desk.get("/reports/").text
    send(desk, addresses(1))
    full = desk.get("/reports/").text

    assert ['href="/report/"' in page or "/reports/precision/" in page for page in (empty, full)] == [False, False]


def test_another_analyst_does_not_answer_for_who_sent_it(desk: Client) -> None:
    send(desk, addresses(1))
    other = Client()
    other.force_login(builders.analyst("other@forest.example"))

    found = f"/reports/{Report.objects.get().code}/"
    assert [other.get(found).status_code, other.post(f"{found}reply/", {"text": "x"}).status_code] == [404, 404]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR, Role.COMPANY_AGENT, Role.COMPANY_ADMIN])
def test_nobody_else_may_monitor(db: None, role: Role) -> None:
    client = Client()
    of = {"member": builders.member()} if role in (Role.COMPANY_AGENT, Role.COMPANY_ADMIN) else {}
    client.force_login(builders.person(role, "other@forest.example", **of))

    assert choose(client, addresses(1)).status_code == 403


def test_staff_see_beside_the_report_that_it_is_monitoring(desk: Client) -> None:
    found = builders.ready()
    assert "Expert monitoring" not in desk.get(f"/queue/{found.code}/").text

    builders.report(found, by=User.objects.get(role=Role.ANALYST), source="monitoring")

    assert desk.get(f"/queue/{found.code}/").text.count("Expert monitoring") == 1


# -- the size ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", ["choose", "look", "send", "mend"])
def test_three_hundred_rows_ask_the_database_as_often_as_one_of_each_kind(tab: Client, step: str) -> None:
    assert _queries(tab, step, 2) == _queries(tab, step, 300)


def _queries(tab: Client, step: str, rows: int) -> int:
    start = 1_000 * rows
    known = csv(*([address(start + n)] for n in range(0, rows, 2)))
    other = Client()
    other.force_login(builders.spotter(f"other{rows}@mail.example"))
    send(other, known)
    Listing.objects.update(status=Status.GONE)
    data = addresses(rows, start) + b"\r\n" + b"\r\n".join(b"ivory" for _n in range(rows))
    where = dry_run(tab, data) if step != "choose" else ""
    with CaptureQueriesContext(connection) as asked:
        match step:
            case "choose":
                choose(tab, data)
            case "look":
                tab.get(where)
            case "send":
                tab.post(f"{where}send/")
            case _:
                tab.get(f"{where}mend.csv")
    return len(asked)


def test_a_thousand_rows_go_and_one_more_is_refused(tab: Client) -> None:
    assert refusal(choose(tab, addresses(1_001))) == (
        "At most 1,000 rows at a time. Split the file and send its parts one by one."
    )

    send(tab, addresses(1_000))

    assert (Report.objects.count(), Listing.objects.count(), Job.objects.count()) == (1_000, 1_000, 1_000)


@pytest.mark.usefixtures("valkey")
def test_nobody_combs_a_marketplace_by_tables(tab: Client, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_ups, "MOST", Bucket(3, 3600))
    where = dry_run(tab, addresses(2))
    looked = [tab.get(where), tab.get(where)]

    page = tab.get(dry_run(tab, addresses(2, start=2)), follow=True)

    assert [len(one.context["rows"]) for one in looked] == [2, 2]
    assert page.redirect_chain == [(BULK, 302)]
    assert "You have looked up very many addresses. Nothing is lost" in page.text
    assert desk.get(dry_run(desk, addresses(4))).status_code == 200
