"""An evidence pack: whole and checkable without us, damaged as soon as one byte is, and silent about volunteers."""

import hashlib
import io
import json
import random
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer
from wacz.validate import Validation
from warcio.archiveiterator import ArchiveIterator

from coalition.models import User
from reports import line
from reports.capture.edges.looks import Look
from reports.capture.edges.packs import write_pack
from reports.capture.edges.warc import to_warc
from reports.capture.rules.packs import CaptureFile, PackContent
from reports.capture.tasks.packs import content_for
from reports.models import Listing, Pack
from spotter.audit.models import Event
from spotter.audit.tasks import seal_events
from spotter.lib import store
from tests import builders
from tests.reports.capture.packs import bytes_of, check, entries, given_to_company, packed, preserved, unpacked
from tests.spotter.authority import ADDRESS, found_authority, open_office, openssl

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(market: HTTPServer) -> Listing:
    return preserved(market)


@pytest.fixture
def pack(listing: Listing, analyst: User) -> Pack:
    return packed(listing, analyst)


@pytest.fixture
def company_pack(listing: Listing, analyst: User) -> Pack:
    given_to_company(listing, analyst)
    builders.work_off(line.PACK)
    return Pack.objects.get(edition="company")


def rewritten(data: bytes, changed: str) -> bytes:
    """The same ZIP with one byte of one file another, as somebody who knows ZIP makes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            body = bytearray(source.read(entry))
            if entry.filename == changed:
                body[len(body) // 2] ^= 1
            target.writestr(entry, bytes(body))
    return out.getvalue()


# -- what is in it ----------------------------------------------------------------------------------------------------
def test_it_holds_everything_that_the_manifest_names_and_no_more(pack: Pack) -> None:
    files = entries(bytes_of(pack))

    assert sorted(files) == [
        "README.txt", "captures.json", "captures/1-headers.txt", "case.html", "custody.json", "evidence.wacz",
        "manifest.json", "manifest.sha256", "pictures/1.jpg", "roots/1.json", "screenshots/1.jpg", "verify.html",
        "verify.py",
    ]  # fmt: skip
    listed = {file["path"]: file["sha256"] for file in json.loads(files["manifest.json"])["files"]}
    sealed = {"manifest.json", "manifest.sha256"}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name not in sealed}


def test_the_bytes_of_the_page_are_those_that_came(pack: Pack, listing: Listing) -> None:
    archive = entries(entries(bytes_of(pack))["evidence.wacz"])

    warc = archive["archive/0001.warc.gz"]
    assert hashlib.sha256(warc).hexdigest() == listing.captures.get().warc_sha256
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(warc))]
    assert kinds == ["response", "request", "metadata"]


def test_the_headers_are_those_that_the_server_sent(pack: Pack) -> None:
    head = entries(bytes_of(pack))["captures/1-headers.txt"]

    assert head.startswith(b"HTTP/1.0 200 OK\r\n")
    assert b"Content-Type: text/html; charset=utf-8" in head


def test_the_sheet_says_it_in_plain_words_and_stands_alone(pack: Pack, listing: Listing) -> None:
    sheet = entries(bytes_of(pack))["case.html"].decode()

    assert [word in sheet for word in ("Pipa gading gajah asli", "rina_antik", "1250000 IDR", listing.address)] == [
        True
    ] * 4
    assert [mark in sheet for mark in ("<script", "http://127", "src=", "<link")] == [False] * 4


def test_in_another_language_the_sheet_is_in_that_language(listing: Listing, analyst: User) -> None:
    made = packed(listing, analyst)
    made.language = "id"

    assert '<html lang="id">' in content_for(made).sheet


def test_the_wacz_is_valid_for_py_wacz(pack: Pack, tmp_path: Path) -> None:
    file = tmp_path / "evidence.wacz"
    file.write_bytes(entries(bytes_of(pack))["evidence.wacz"])

    found = Validation(str(file))

    assert found.version == "1.1.1"
    assert found.check_required_contents() == 0
    checks = (found.frictionless_validate, found.check_file_paths, found.check_file_hashes, found.check_compression)
    assert [check_() for check_ in (*checks, found.check_indexes, found.check_data_package_hash_and_sig)] == [True] * 6


def test_the_same_evidence_gives_the_same_bytes(pack: Pack) -> None:
    again = io.BytesIO()

    write_pack(again, content_for(pack))

    assert hashlib.sha256(again.getvalue()).hexdigest() == pack.sha256


def test_it_is_kept_under_its_own_hash_with_one_custody_line(pack: Pack, listing: Listing) -> None:
    assert (len(bytes_of(pack)), pack.made_at is not None) == (pack.size, True)
    made = Event.objects.get(what="make-pack", ref=listing.code)
    assert (made.facts["sha256"], made.facts["edition"]) == (pack.sha256, "enforcement")


def test_a_listing_that_was_never_reached_has_a_pack_all_the_same(analyst: User) -> None:
    found = builders.listing()
    builders.capture(found)

    made = packed(found, analyst)

    assert "evidence.wacz" in entries(bytes_of(made))


# -- checking it without us -------------------------------------------------------------------------------------------
def test_unpacked_it_verifies_with_the_file_that_lies_in_it(pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(entries(bytes_of(pack)), tmp_path)

    code, said = check(folder / "verify.py")

    assert (code, said.split(":")[0]) == (0, "WHOLE"), said
    assert "13 files" in said


def test_as_a_zip_it_verifies_with_the_hash_that_was_named(pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(entries(bytes_of(pack)), tmp_path / "out")
    file = tmp_path / "pack.zip"
    file.write_bytes(bytes_of(pack))

    assert check(folder / "verify.py", str(file), pack.sha256)[0] == 0
    assert check(folder / "verify.py", str(file), "0" * 64)[0] == 1


def test_one_byte_changed_in_any_file_is_found(pack: Pack, tmp_path: Path) -> None:
    files = entries(bytes_of(pack))
    verifier = unpacked(files, tmp_path / "whole") / "verify.py"
    whole = {}
    for number, name in enumerate(files):
        body = bytearray(files[name])
        body[len(body) // 2] ^= 1
        folder = unpacked(files | {name: bytes(body)}, tmp_path / str(number))
        whole[name] = check(verifier, str(folder))[0]

    assert whole == dict.fromkeys(files, 1)


def test_one_byte_changed_in_any_file_of_the_zip_is_found(pack: Pack, tmp_path: Path) -> None:
    data = bytes_of(pack)
    verifier = unpacked(entries(data), tmp_path / "whole") / "verify.py"
    file, whole = tmp_path / "changed.zip", {}
    for name in entries(data):
        file.write_bytes(rewritten(data, name))
        whole[name] = check(verifier, str(file))[0]

    assert whole == dict.fromkeys(entries(data), 1)


@pytest.mark.parametrize("change", ["missing", "added"])
def test_a_file_too_few_or_too_many_is_found(pack: Pack, tmp_path: Path, change: str) -> None:
    files = entries(bytes_of(pack))
    if change == "missing":
        del files["pictures/1.jpg"]
    else:
        files["pictures/2.jpg"] = b"planted"
    folder = unpacked(files, tmp_path)

    code, said = check(folder / "verify.py")

    assert code == 1
    assert "files missing, too many or twice" in said


def test_a_forger_who_makes_all_hashes_fit_is_found_by_the_root(pack: Pack, tmp_path: Path) -> None:
    files = entries(bytes_of(pack))
    lines = json.loads(files["custody.json"])
    kept = next(one for one in lines if one["says"].get("what") == "preserve")
    kept["open"]["at"][1] = '"2020-01-01T00:00:00.000000+00:00"'
    files["custody.json"] = json.dumps(lines).encode()
    manifest = json.loads(files["manifest.json"])
    for file in manifest["files"]:
        data = files[file["path"]]
        file["size"], file["sha256"] = len(data), hashlib.sha256(data).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    files["manifest.sha256"] = f"{hashlib.sha256(files['manifest.json']).hexdigest()}  manifest.json\n".encode()
    folder = unpacked(files, tmp_path)

    code, said = check(folder / "verify.py")

    assert (code, said) == (1, f"FAULT: custody line {kept['line']} does not stand under root 1\n")


def test_what_is_no_pack_is_said_to_be_none(pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(entries(bytes_of(pack)), tmp_path / "out")
    (tmp_path / "other.zip").write_bytes(b"PK")

    code, said = check(folder / "verify.py", str(tmp_path / "other.zip"))

    assert (code, said.startswith("FAULT: the pack cannot be read")) == (1, True)


def test_the_verifier_is_short_enough_to_be_read() -> None:
    shipped = Path("reports/capture/data/verify.py").read_text(encoding="utf-8")

    assert len(shipped.splitlines()) <= 100


def test_the_timestamp_lies_in_the_pack_and_openssl_reads_it(
    market: HTTPServer, settings: Settings, analyst: User, tmp_path: Path
) -> None:
    authority = found_authority(tmp_path / "authority")
    settings.TIMESTAMP_AUTHORITY, settings.TIMESTAMP_ROOTS = ADDRESS, str(authority.roots)
    settings.RESOLVER_OVERRIDE |= {"stamps.test": ("127.0.0.1", market.port)}
    open_office(authority, market)
    listing = preserved(market)
    seal_events()
    folder = unpacked(entries(bytes_of(packed(listing, analyst))), tmp_path / "pack")

    code, said = check(folder / "verify.py")
    stamped = openssl(
        folder, "ts", "-verify", "-data", "roots/1.json", "-in", "roots/1.tsr", "-CAfile", str(authority.roots)
    )

    assert (code, "under 1 stamped roots" in said, "Verification: OK" in stamped) == (0, True, True)
    (folder / "roots/1.tsr").write_bytes(b"\0" + (folder / "roots/1.tsr").read_bytes()[1:])
    assert check(folder / "verify.py")[0] == 1


# -- the two editions -------------------------------------------------------------------------------------------------
def test_a_company_gets_what_was_chosen_for_its_case(company_pack: Pack) -> None:
    files = entries(bytes_of(company_pack))

    assert company_pack.case is not None
    exhibits = set(company_pack.case.exhibits.values_list("sha256", flat=True))
    pictures = {hashlib.sha256(data).hexdigest() for name, data in files.items() if name.endswith(".jpg")}
    assert pictures == exhibits
    assert json.loads(files["manifest.json"])["reference"] == company_pack.case.reference


def test_a_companys_pack_verifies_too(company_pack: Pack, tmp_path: Path) -> None:
    folder = unpacked(entries(bytes_of(company_pack)), tmp_path)

    assert check(folder / "verify.py")[0] == 0


def test_a_look_that_led_to_another_platform_stays_out_of_a_companys_pack(listing: Listing, analyst: User) -> None:
    hop = {"address": "http://other.test/l?u=1", "status": 302, "location": listing.address}
    builders.capture(listing, purpose="again", redirects=[hop], final_address=listing.address)
    given_to_company(listing, analyst)
    builders.work_off(line.PACK)

    files = entries(bytes_of(Pack.objects.get(edition="company")))

    assert [one["number"] for one in json.loads(files["captures.json"])] == [1]
    assert b"One look is not in this pack." in files["case.html"]
    assert [name for name, data in files.items() if b"other.test" in data] == []


def test_the_pack_is_in_the_companys_case(company_pack: Pack) -> None:
    assert company_pack.case is not None
    company_pack.case.refresh_from_db()
    assert (company_pack.case.pack_sha256, company_pack.case.pack_size) == (company_pack.sha256, company_pack.size)


def test_who_of_the_staff_touched_it_is_open_for_enforcement_and_shut_for_the_company(
    pack: Pack, company_pack: Pack, analyst: User
) -> None:
    opened = {
        one.edition: analyst.handle.encode() in entries(bytes_of(one))["custody.json"] for one in (pack, company_pack)
    }
    # The enforcement edition was asked for by the analyst.
    assert opened == {"enforcement": True, "company": False}


def test_damaged_evidence_never_becomes_a_pack(listing: Listing, analyst: User) -> None:
    store.delete("evidence", listing.captures.get().warc_sha256)

    with pytest.raises(AssertionError, match="pack"):
        packed(listing, analyst)
    assert Pack.objects.get().made_at is None


# -- its size ---------------------------------------------------------------------------------------------------------
def large_look(number: int) -> CaptureFile:
    """A look at a page of four million bytes that no packer makes smaller, kept as a WARC."""
    raw = random.Random(number).randbytes(4_000_000)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    seen = Look(
        address="http://pasar.test/1", looked_at=datetime(2026, 11, 3, tzinfo=UTC), state="live", reason="an offer",
        head=head, raw=raw, request=b"GET /1 HTTP/1.1\r\nHost: pasar.test\r\n\r\n",
    )  # fmt: skip
    facts = {"final": "", "asked": seen.address, "title": "", "at": "2026-11-03T00:00:00Z"}
    return CaptureFile(number, facts, store.put("evidence", to_warc(seen)))


def test_memory_does_not_grow_with_the_looks_in_a_pack(tmp_path: Path) -> None:
    peaks = {}
    for count in (2, 10):
        looks = tuple(large_look(number) for number in range(1, count + 1))
        content = PackContent("enforcement", "x", "x", "2026-11-03T00:00:00Z", "", looks, (), (), ())
        with (tmp_path / str(count)).open("w+b") as file:
            tracemalloc.start()
            write_pack(file, content)
            peaks[count] = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert file.seek(0, io.SEEK_END) > count * 4_000_000

    assert peaks[10] < 1.2 * peaks[2]
