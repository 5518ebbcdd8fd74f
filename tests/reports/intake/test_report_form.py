"""The report form: what is sent arrives once, whole, and without what names its sender."""

import datetime as dt
import uuid

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.models import User
from reports.models import Listing, QueueEntry, Report, Screenshot
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders
from tests.reports.intake.form import ADDRESS, PNG, file, send


def addresses() -> list[str]:
    return list(Listing.objects.order_by("id").values_list("address", flat=True))


def test_a_report_is_kept_with_its_event_and_its_next_job(tab: Client) -> None:
    response = send(tab, note="Carved, the seller says it is old.", why=["material"], sureness="rather")

    report = Report.objects.get()
    assert response.headers["Location"] == reverse("intake:one", args=[report.code])
    assert (report.note, report.why, report.sureness) == ("Carved, the seller says it is old.", ["material"], "rather")
    assert list(Event.objects.order_by("number").values_list("what", "of", "ref")) == [
        ("receive", "report", report.code)
    ]
    assert list(Job.objects.values_list("kind", "ref")) == [("capture", report.listing.code)]


def test_several_addresses_are_several_reports_with_one_line_of_thanks(tab: Client) -> None:
    typed = f"{ADDRESS}\nhttps://kedai-market.com/p/2, https://kedai-market.com/p/3"

    response = tab.get(send(tab, typed).headers["Location"])

    assert addresses() == [ADDRESS, "https://kedai-market.com/p/2", "https://kedai-market.com/p/3"]
    assert "Your 3 reports are kept." in response.text


def test_the_text_of_a_share_button_will_do(tab: Client) -> None:
    send(tab, "Cek produk ini di Gerai!「Pipa gading」 https://www.gerai-market.com/item/1?igsh=me #gading")

    assert addresses() == ["https://www.gerai-market.com/item/1"]


def test_what_names_the_sharer_stands_in_custody_only(tab: Client) -> None:
    send(tab, f"{ADDRESS}?size=2&fbclid=IwAR-my-own-id&utm_source=me")

    assert addresses() == [f"{ADDRESS}?size=2"]
    assert Report.objects.get().address_as_given == f"{ADDRESS}?size=2&fbclid=IwAR-my-own-id&utm_source=me"


def test_one_listing_in_two_spellings_is_one_report(tab: Client) -> None:
    response = tab.get(send(tab, f"{ADDRESS}?utm_source=a\n{ADDRESS}?utm_source=b").headers["Location"])

    assert (Listing.objects.count(), Report.objects.count()) == (1, 1)
    assert "Your report is kept." in response.text


def test_a_listing_that_others_reported_gets_a_further_witness(tab: Client) -> None:
    send(tab)
    second = Client()
    second.force_login(builders.spotter("other@mail.example"))

    page = second.get(send(second).headers["Location"])

    assert Listing.objects.count() == 1
    assert list(Report.objects.order_by("id").values_list("source", flat=True)) == ["spotter", "me-too"]
    assert "known already" in page.text


def test_the_queue_counts_people_and_not_reports(tab: Client) -> None:
    send(tab)
    send(tab)
    QueueEntry.put(Listing.objects.get(), timezone.now())
    for minutes, email in ((2, "b@mail.example"), (4, "b@mail.example"), (6, "c@mail.example")):
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes)):
            other = Client()
            other.force_login(User.objects.filter(email=email).first() or builders.spotter(email))
            send(other)

    assert (Report.objects.count(), QueueEntry.objects.get().reports) == (5, 3)


def test_a_picture_is_sealed_as_received_and_made_safe_later(tab: Client) -> None:
    send(tab, ADDRESS, file())

    shot = Screenshot.objects.get()
    assert store.read("quarantine", shot.received_sha256) == PNG
    assert builders.work_off("pictures") == ["pictures"]
    shot.refresh_from_db()
    assert (shot.state, shot.width, shot.height) == ("safe", 64, 40)
    assert tab.get(reverse("intake:screenshot", args=[shot.report.code, 1, "copy"])).content == store.read(
        "copies", shot.copy_sha256
    )


def test_the_same_form_sent_again_is_the_same_report(tab: Client) -> None:
    token = str(uuid.uuid4())
    first = send(tab, ADDRESS, file(), token=token)
    second = send(tab, ADDRESS, file(), token=token)

    assert first.headers["Location"] == second.headers["Location"]
    assert (Report.objects.count(), Screenshot.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_without_the_pledge_nobody_reports(db: None, client: Client) -> None:
    client.force_login(builders.spotter("new@mail.example", pledged_at=None, pledge_version=""))

    assert send(client).status_code == 302
    assert Report.objects.count() == 0


def test_an_address_can_come_with_the_link(tab: Client) -> None:
    page = tab.get(reverse("intake:report"), {"address": ADDRESS})

    assert f">\n{ADDRESS}</textarea>" in page.text
