"""Custody: who looked, who took along, and what a company fetches."""

import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_httpserver import HTTPServer

from coalition.models import Role, User
from reports import line
from reports.capture.actions import custody
from reports.models import Listing, Pack
from spotter.audit.models import Event
from spotter.lib import store
from tests import builders
from tests.reports.capture.packs import bytes_of, given_to_company, preserved

pytestmark = pytest.mark.django_db


def lead() -> User:
    return builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo())


def what_happened(listing: Listing) -> list[str]:
    return list(Event.objects.filter(of="listing", ref=listing.code).order_by("number").values_list("what", flat=True))


# -- who looked, who took along ---------------------------------------------------------------------------------------
def test_opening_a_picture_in_full_leaves_one_line_a_day_for_each_person(tab: Client, analyst: User) -> None:
    shot = builders.screenshot(builders.report())
    code = shot.report.listing.code
    for size in ("tile", "copy", "copy"):
        assert tab.get(f"/queue/{code}/screenshots/{shot.pk}/{size}/").status_code == 200

    seen = Event.objects.filter(what="view")
    assert list(seen.values_list("by", "ref", "facts")) == [(analyst.handle, code, {"seen": f"screenshot-{shot.pk}"})]


def test_an_analyst_asks_for_a_pack_and_takes_it_along(tab: Client, market: HTTPServer, analyst: User) -> None:
    found = preserved(market)
    shot = found.reports.get().screenshots.get()
    asked = tab.post(
        f"/evidence/{found.code}/packs/", {"pack-language": "id", "pack-screenshots": [shot.pk]}, follow=True
    )
    assert "Being made" in asked.content.decode()
    builders.work_off(line.PACK)
    pack = Pack.objects.get()

    got = tab.post(f"/evidence/{found.code}/packs/{pack.pk}/")

    body = b"".join(got.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(body).hexdigest() == pack.sha256
    assert (got["Content-Type"], got["Content-Length"]) == ("application/zip", str(pack.size))
    assert got["Content-Disposition"] == f'attachment; filename="evidence-{found.code}-enforcement.zip"'
    assert (pack.language, pack.screenshots) == ("id", [shot.pk])
    line_ = Event.objects.get(what="download")
    assert (line_.by, line_.ref, line_.facts) == (analyst.handle, found.code, {"kind": "pack", "sha256": pack.sha256})


def test_the_bytes_of_a_look_can_be_taken_along_as_they_came(tab: Client) -> None:
    found = builders.listing()
    look = builders.capture(found, warc_sha256=store.put("evidence", b"as it came"))

    got = tab.post(f"/evidence/{found.code}/looks/{look.pk}/")

    assert b"".join(got.streaming_content) == b"as it came"  # type: ignore[attr-defined]
    assert Event.objects.get(what="download").facts == {"kind": "warc", "sha256": look.warc_sha256}


def test_a_screenshot_of_another_listing_cannot_be_packed(tab: Client) -> None:
    found, other = builders.listing(), builders.screenshot(builders.report())
    builders.screenshot(builders.report(found))

    page = tab.post(f"/evidence/{found.code}/packs/", {"pack-language": "en", "pack-screenshots": [other.pk]})

    assert (page.status_code, Pack.objects.count()) == (422, 0)


def test_the_page_names_every_look_with_its_hash_and_every_touch(tab: Client) -> None:
    found = builders.listing()
    look = builders.capture(found, warc_sha256=store.put("evidence", b"x"), body_sha256="ab" * 32)
    custody.hold(found, "Request 12/2026", by=lead(), now=timezone.now())

    page = tab.get(f"/evidence/{found.code}/").content.decode()

    assert [
        text in page for text in (look.warc_sha256, "ab" * 32, "Request 12/2026", "Put on hold", "Lead analyst")
    ] == [True] * 5


def test_the_page_costs_as_many_queries_for_three_looks_as_for_one(tab: Client, analyst: User) -> None:
    counts = []
    for looks in (1, 3):
        found = builders.listing()
        for _number in range(looks):
            builders.capture(found, warc_sha256=store.put("evidence", b"x"))
            custody.note_download(found, "warc", sha256="", by=analyst, now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            tab.get(f"/evidence/{found.code}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# -- the company ------------------------------------------------------------------------------------------------------
def test_a_company_fetches_its_pack_by_page_and_by_key(client: Client, market: HTTPServer, analyst: User) -> None:
    case = given_to_company(preserved(market), analyst)
    builders.work_off(line.PACK)
    pack = Pack.objects.get()
    client.force_login(builders.agent(case.member))
    _row, key = builders.api_key(case.member)

    by_page = client.get(f"/company/cases/{case.reference}/pack/")
    headers = {"Authorization": f"Bearer {key}"}
    told = Client().get(f"/api/v1/cases/{case.reference}/", headers=headers).json()["evidence_pack"]
    by_key = Client().get(f"/api/v1/cases/{case.reference}/pack/", headers=headers)

    assert b"".join(by_page.streaming_content) == bytes_of(pack)  # type: ignore[attr-defined]
    assert b"".join(by_key.streaming_content) == bytes_of(pack)  # type: ignore[attr-defined]
    assert (told["sha256"], told["size"]) == (pack.sha256, pack.size)
    assert told["address"].endswith(f"/api/v1/cases/{case.reference}/pack/")
    assert Event.objects.filter(what="fetch-pack", ref=case.reference).count() == 2


def test_until_it_is_made_there_is_no_pack(client: Client, analyst: User) -> None:
    case = builders.forwarded(analyst)
    client.force_login(builders.agent(case.member))

    assert client.get(f"/company/cases/{case.reference}/pack/").status_code == 404
    assert "Evidence pack" not in client.get(f"/company/cases/{case.reference}/").content.decode()
