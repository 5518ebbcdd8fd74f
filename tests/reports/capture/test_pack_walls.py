"""No volunteer in either edition: every byte of both is searched, names and inner archives included."""

import gzip
import io
import json
import zipfile

import pytest
from django.utils import timezone
from pytest_httpserver import HTTPServer

from coalition.models import User
from reports import line
from reports.capture.actions.custody import ask_pack
from reports.models import Listing, Pack, Screenshot
from tests import builders
from tests.architecture.identity import PLANTED, secrets, submitted, worked_on
from tests.reports.capture.packs import bytes_of
from tests.reports.market import IVORY, offers

pytestmark = pytest.mark.django_db


def everything(data: bytes, where: str = "") -> dict[str, bytes]:
    """Every file of a ZIP, those of the ZIPs and gzips in it, and the ZIP's own bytes with all names."""
    found = {where or "the ZIP": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            body = archive.read(name)
            found |= everything(body, name) if name.endswith((".wacz", ".zip")) else {f"{where}/{name}": body}
            if name.endswith(".gz"):
                found[f"{where}/{name} unpacked"] = unzipped(body)
    return found


def unzipped(data: bytes) -> bytes:
    """All members of a gzip file, one after the other."""
    return gzip.decompress(data)


@pytest.fixture
def editions(market: HTTPServer) -> tuple[dict[str, dict[str, bytes]], dict[str, str]]:
    """Both packs of one report whose volunteer left a canary in every field; and the canaries."""
    offers(market, IVORY)
    builders.platform(builders.member(), host="pasar.test")
    volunteer = builders.spotter(PLANTED.email)
    listing = submitted(volunteer)
    builders.work_off()
    worked_on(listing, volunteer, explanation="It offers elephant ivory.")
    builders.work_off(line.PACK)
    chosen = list(Screenshot.objects.values_list("pk", flat=True))
    by = User.objects.get(role="analyst")
    listing = Listing.objects.get()
    ask_pack(listing, edition="enforcement", screenshots=chosen, language="en", by=by, now=timezone.now())
    builders.work_off(line.PACK)
    packs = {pack.edition: everything(bytes_of(pack)) for pack in Pack.objects.all()}
    return packs, secrets(volunteer)


def hits(files: dict[str, bytes], secrets_: dict[str, str]) -> list[tuple[str, str]]:
    """(secret, where) for each that is found, in large or small letters."""
    lowered = {where: data.lower() for where, data in files.items()}
    return [
        (name, where)
        for name, secret in secrets_.items()
        for where, data in lowered.items()
        if secret.lower().encode() in data
    ]


def test_no_word_of_a_volunteer_is_in_either_edition(
    editions: tuple[dict[str, dict[str, bytes]], dict[str, str]],
) -> None:
    packs, secrets_ = editions

    assert {edition: hits(files, secrets_) for edition, files in packs.items()} == {"company": [], "enforcement": []}
    # All of it was searched, and all of them were sought.
    assert {
        "/custody.json",
        "evidence.wacz",
        "evidence.wacz/archive/0001.warc.gz unpacked",
        "/screenshots/1.jpg",
    } <= set(packs["enforcement"])
    assert {"planted note", "planted share_id", "User.email", "User.handle", "Report.code", "Reply.text"} <= set(
        secrets_
    )


def test_a_canary_in_a_pack_would_be_found(editions: tuple[dict[str, dict[str, bytes]], dict[str, str]]) -> None:
    packs, secrets_ = editions
    warc = "evidence.wacz/archive/0001.warc.gz unpacked"
    spoiled = packs["company"] | {warc: packs["company"][warc] + PLANTED.note.upper().encode()}

    assert ("planted note", warc) in hits(spoiled, secrets_)


def test_the_log_says_that_a_report_came_and_keeps_from_whom_shut(
    editions: tuple[dict[str, dict[str, bytes]], dict[str, str]],
) -> None:
    packs, _secrets = editions
    lines = json.loads(packs["enforcement"]["/custody.json"])

    received = next(one for one in lines if one["says"].get("what") == "receive")

    assert sorted(received["open"]) == ["number", "of", "what"]
    assert sorted(received["shut"]) == ["at", "by", "facts", "ref"]
    assert "receive" not in {one["says"].get("what") for one in json.loads(packs["company"]["/custody.json"])}
