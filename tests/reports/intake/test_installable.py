"""What a phone installs: the manifest, the service worker, the form that it keeps, and sharing without a worker."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from coalition.models import User
from reports.models import Report
from tests.reports.intake.form import ADDRESS, file

KEPT_FORM = reverse("intake:offline", args=["en"])


def test_every_icon_of_the_manifest_exists(client: Client, db: None) -> None:
    icons = client.get(reverse("intake:manifest")).json()["icons"]
    found = [bool(finders.find(icon["src"].removeprefix("/static/"))) for icon in icons]
    assert found == [True, True, True]


def test_the_manifest_has_its_own_type(client: Client, db: None) -> None:
    assert client.get("/manifest.webmanifest")["Content-Type"] == "application/manifest+json"


def test_the_worker_may_serve_the_whole_site(client: Client, db: None) -> None:
    answer = client.get("/sw.js")
    headers = (answer["Content-Type"], answer["Service-Worker-Allowed"], answer["Cache-Control"])
    assert headers == ("text/javascript; charset=utf-8", "/", "no-cache")


def test_every_part_that_the_worker_keeps_exists(client: Client, db: None) -> None:
    parts = re.findall(r'"/static/(js/[a-z]+\.js)"', client.get("/sw.js").text)
    assert [part for part in parts if not finders.find(part)] == []


def test_the_kept_form_names_nobody_even_when_somebody_asks(tab: Client, spotter: User) -> None:
    page = tab.get(KEPT_FORM).text
    assert (spotter.handle in page, "csrfmiddlewaretoken" in page, 'data-owner=""' in page) == (False, False, True)


@pytest.mark.parametrize(("asked", "spoken"), [("id", "id"), ("en", "en"), ("xx", "en")])
def test_the_kept_form_speaks_the_language_asked_for(client: Client, db: None, asked: str, spoken: str) -> None:
    answer = client.get(reverse("intake:offline", args=[asked]))
    assert (f'<html lang="{spoken}"' in answer.text, answer["Content-Language"]) == (True, spoken)


def test_what_is_shared_without_a_worker_stands_in_the_form(tab: Client) -> None:
    shared = {"title": "Pipa gading", "text": f"Lihat {ADDRESS}", "url": ""}
    answer = Client(enforce_csrf_checks=True).post(reverse("intake:share"), shared)
    form = tab.get(answer["Location"]).context["form"]
    assert form.initial["addresses"] == f"Lihat {ADDRESS}\nPipa gading"


def test_sharing_alone_reports_nothing(tab: Client) -> None:
    tab.post(reverse("intake:share"), {"url": ADDRESS, "pictures": file()})
    assert Report.objects.count() == 0


def test_our_script_is_told_where_the_report_is_and_the_thanks_wait(tab: Client) -> None:
    answer = tab.post(reverse("intake:report"), {"addresses": ADDRESS}, headers={"X-Draft": "yes"})
    page = tab.get(answer["Location"]).text
    assert (answer.status_code, "Thank you. Your report is kept." in page) == (201, True)
