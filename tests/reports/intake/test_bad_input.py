"""Bad input at the report form: a message that says what to do, nothing typed or uploaded lost, never a fault."""

import html
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote_from_bytes

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from reports.models import Report, Screenshot
from tests import builders
from tests.reports.intake.form import ADDRESS, PNG, errors, file, kept, send
from tests.spotter.picture_files import drawing, png_that_declares, saved

NOTE = "The seller has <more> of it."


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "Paste the address of at least one listing."),
        ("   \n ", "Paste the address of at least one listing."),
        ("elephant ivory pipe", "This is not the address of a web page."),
        ("javascript:alert(1)", "Only addresses that begin with https:// or http:// can be looked at."),
        ("file:///etc/passwd", "Only addresses that begin with https:// or http:// can be looked at."),
        ("http://127.0.0.1:8000/admin/", "This address does not lead to the public internet."),
        ("http://localhost/", "This address does not lead to the public internet."),
        ("http://[::1]/", "This address does not lead to the public internet."),
        ("https://me:secret@gerai-market.com/1", "This address carries a user name or password."),
        ("https://gerai-market.com:8443/1", "This address names an unusual port."),
        ("https://gerai-market.com/" + "a" * 9_975, "This address is longer than 2,000 characters."),
        (f"https://{'a' * 64}.com/1", "This is not the address of a web page."),
        (f"https://{'a.' * 130}com/1", "This is not the address of a web page."),
        ("a" * 10_000, "This is not the address of a web page."),
        ("a" * 10_001, "Ensure this value has at most 10000 characters"),
        ("\n".join(f"https://gerai-market.com/{n}" for n in range(51)), "At most 50 addresses at a time."),
    ],
)
def test_an_address_that_cannot_be_looked_at_is_answered_with_what_to_do(tab: Client, typed: str, advice: str) -> None:
    response = send(tab, typed, file(), note=NOTE)

    assert response.status_code == 422
    assert [message for message in errors(response) if advice in message] == errors(response) != []
    assert html.escape(NOTE) in response.text
    assert len(kept(response)) == 1
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"addresses=" + quote_from_bytes(ADDRESS.encode() + b"\0").encode(),
        b"addresses=" + quote_from_bytes(ADDRESS.encode()).encode() + b"%ED%A0%80",
        b"addresses=%ED%A0%80",
        b"addresses=%00",
        b"addresses=%FF%FE&note=%00&token=%00",
        b"token=none&why=%00&taxon_key=%ED%BF%BF&sureness=%00&search_word=%ED%A0%80&addresses=x",
        b"kept=%ED%A0%80&kept=%00&kept=a:b:c&addresses=x",
    ],
)
def test_bytes_that_no_text_has_are_no_fault_of_ours(tab: Client, body: bytes) -> None:
    response = tab.post(reverse("intake:report"), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code in (302, 422)


def test_control_characters_are_dropped_and_the_report_is_kept(tab: Client) -> None:
    send(tab, ADDRESS + "\0", note="old\0 ivory\x1b", search_word="\0#gading")

    report = Report.objects.get()
    assert (report.listing.address, report.note, report.search_word) == (ADDRESS, "old ivory", "#gading")


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "The file is empty. Choose the picture again."),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "This is a PDF document, not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing"),
        (b"MZ\x90\0\x03", "This file is not a picture that we can read."),
        (png_that_declares(30_000, 30_000), "The picture has more than 50 million pixels."),
        (png_that_declares(1, 49_000_000), "The picture is more than 32,768 pixels wide or high."),
        (PNG + b"\0" * 15 * 1024 * 1024, "The picture is larger than 15 MB."),
    ],
    ids=["0 bytes", "a PDF named .png", "SVG", "a program", "30,000 squared", "1 x 49,000,000", "16 MB"],
)
def test_a_bad_picture_is_named_with_what_to_do_and_the_good_one_is_kept(tab: Client, data: bytes, advice: str) -> None:
    response = send(tab, ADDRESS, file(), file(data, "other.png"), note=NOTE)

    assert response.status_code == 422
    assert [message.startswith(f"other.png: {advice}") for message in errors(response)] == [True]
    assert (html.escape(NOTE) in response.text, ADDRESS in response.text) == (True, True)

    again = send(tab, ADDRESS, kept=kept(response))
    assert (again.status_code, Screenshot.objects.count()) == (302, 1)


def test_pictures_travel_with_the_second_try_only_for_their_owner(tab: Client) -> None:
    stolen = kept(send(tab, "", file()))
    tab.logout()
    other = _other()

    assert len(stolen) == 1
    assert (send(other, ADDRESS, kept=stolen).status_code, Screenshot.objects.count()) == (302, 0)


def test_a_picture_that_is_carried_many_times_is_one(tab: Client) -> None:
    (one,) = kept(send(tab, "", file()))

    send(tab, ADDRESS, kept=[one] * 300)

    assert Screenshot.objects.count() == 1


def test_no_more_pictures_are_carried_than_may_be_sent(tab: Client) -> None:
    several = [kept(send(tab, "", file(saved(drawing((64, 40 + n)), "PNG"))))[0] for n in range(9)]

    send(tab, ADDRESS, kept=several)

    assert Screenshot.objects.count() == 8


def _other() -> Client:
    from_elsewhere = Client()
    from_elsewhere.force_login(builders.spotter("other@mail.example"))
    return from_elsewhere


def test_a_ninth_picture_is_named_and_eight_are_kept(tab: Client) -> None:
    files = [file(saved(drawing((64, 40 + n)), "PNG"), f"{n}.png") for n in range(9)]

    response = send(tab, ADDRESS, *files)

    assert errors(response) == ["At most 8 pictures: 8.png was left out."]
    assert len(kept(response)) == 8


def test_a_file_name_from_hell_is_only_a_name(tab: Client) -> None:
    response = send(tab, ADDRESS, file(b"", '../"><script>\u202e' + "x" * 300 + ".png"))

    assert response.status_code == 422
    assert "<script>" not in response.text


def test_a_form_without_its_token_can_be_sent_all_the_same(tab: Client) -> None:
    for token in ("", "no token", "\0"):
        assert send(tab, f"{ADDRESS}{len(token)}", token=token).status_code == 302

    assert Report.objects.count() == 3


def test_on_a_full_disk_the_report_is_kept_without_its_picture(
    tab: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    (tmp_path / "file").write_bytes(b"no folder can be made under a file")
    quarantine = storages["quarantine"]
    monkeypatch.setattr(quarantine, "_location", str(tmp_path / "file"))
    monkeypatch.setitem(quarantine.__dict__, "location", str(tmp_path / "file"))
    monkeypatch.setitem(quarantine.__dict__, "base_location", str(tmp_path / "file"))

    page = tab.get(send(tab, ADDRESS, file()).headers["Location"])

    assert (Report.objects.count(), Screenshot.objects.count()) == (1, 0)
    assert "screen.png could not be kept" in page.text


@pytest.fixture
def almost_full() -> Iterator[None]:
    """A disk that takes no file of more than a megabyte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


LARGE: Final = b"\x89PNG\r\n\x1a\n" + bytes(6_000_000)


def test_an_upload_that_finds_the_disk_full_takes_nothing_else_with_it(tab: Client, almost_full: None) -> None:
    page = tab.get(send(tab, ADDRESS, file(LARGE, "large.png"), file(), note="Carved.").headers["Location"])

    assert (Report.objects.get().note, Screenshot.objects.count()) == ("Carved.", 1)
    assert "large.png could not be kept just now. The report went on without it." in page.text


def test_a_form_to_be_mended_says_which_picture_found_no_room(tab: Client, almost_full: None) -> None:
    page = send(tab, "nonsense", file(LARGE, "large.png"), file(), note="Carved.")

    assert (page.status_code, len(kept(page)), "Carved." in page.text) == (422, 1, True)
    assert "large.png could not be kept just now. Choose it again" in page.text


def test_a_table_that_finds_the_disk_full_is_asked_for_later(tab: Client, almost_full: None) -> None:
    page = tab.post(reverse("intake:bulk"), {"file": file(LARGE, "table.csv", "text/csv")})

    assert page.status_code == 422
    assert "The file could not be opened or kept just now. Try again in a minute." in page.text
