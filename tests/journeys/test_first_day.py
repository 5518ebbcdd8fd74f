"""A newcomer's first day on a phone: from an e-mail code to two reports, one without a network, and "verified gone"."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.learning.rules import RIGHT
from reports import line
from reports.lifecycle import PageState
from reports.models import Listing, Report
from spotter.jobs import queue
from tests import builders
from tests.coalition.people.test_signing_in import code_in_letter
from tests.journeys.phone import Phone, phone_of, reported, stored
from tests.journeys.test_intake_browser import GREY, cover_middle
from tests.journeys.test_main_journey import keep
from tests.reports.intake.asked import listed

pytestmark = pytest.mark.browser

KNOWN, NEW, LATER = (f"https://www.gerai-market.com/item/{number}" for number in (1, 2, 3))


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """The phone of somebody who has never been here."""
    for phone in phone_of(browser, live_server):
        phone.context.clear_cookies()
        yield phone


def test_a_newcomers_first_day(phone: Phone, shots: Path | None) -> None:
    known = listed(
        KNOWN,
        platform=builders.platform(builders.member("Gerai"), host="gerai-market.com"),
        title="Pipa gading gajah asli",
    )
    signs_up(phone)
    promises_and_learns(phone, shots)
    pastes_two_addresses(phone, shots)
    sends_a_covered_picture(phone, shots)
    drafts_without_a_network(phone, shots)
    assert sorted(reported()) == [KNOWN, KNOWN, NEW, LATER]
    assert len(stored()) == 2
    is_taken_down(known)
    hears_that_it_is_gone(phone, known, shots)
    assert phone.complaints == []


def signs_up(phone: Phone) -> None:
    """Two screens: the address, then the code out of the letter."""
    page = phone.page
    page.goto(f"{phone.site}/accounts/signup/")
    page.get_by_label("Email").fill("new@mail.example")
    page.locator("main form button[type=submit]").first.click()
    box = page.get_by_label("Code")
    expect(box).to_be_visible()
    assert mail.outbox[-1].to == ["new@mail.example"]
    box.fill(code_in_letter())
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Before your first report")).to_be_visible()


def promises_and_learns(phone: Phone, shots: Path | None) -> None:
    """The pledge with age and consent, then the lesson."""
    page = phone.page
    for promise in ("I only look and report", "I am 18 or older", "I agree that what I report is kept"):
        page.get_by_label(promise).check()
    keep(page, shots, "pledge-phone")
    page.get_by_role("button", name="I promise").click()
    expect(page.get_by_role("heading", name="A short lesson before you report")).to_be_visible()
    keep(page, shots, "lesson-phone")
    for name, choice in RIGHT.items():
        page.locator(f"input[name={name}][value={choice}]").check()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("Address of the listing")).to_be_visible()


def pastes_two_addresses(phone: Phone, shots: Path | None) -> None:
    """One is known and joined with one tap, before anything else is typed."""
    phone.open_form()
    phone.write(f"{KNOWN}\n{NEW}")
    me_too = phone.page.get_by_role("button", name=f"Me too: I found {KNOWN}")
    expect(me_too).to_be_visible()
    keep(phone.page, shots, "known-phone")
    me_too.click()
    expect(phone.page.get_by_text("Your report counts as a further witness.")).to_be_visible()
    expect(phone.page.get_by_label("Address of the listing")).to_have_value(NEW)


def sends_a_covered_picture(phone: Phone, shots: Path | None) -> None:
    """From the clipboard, with a black box over one's own name."""
    phone.copy_picture(GREY)
    phone.page.keyboard.press("Control+V")
    expect(phone.page.locator(".shot[data-ready]")).to_have_count(1)
    cover_middle(phone)
    phone.page.get_by_text("The species is protected").click()
    keep(phone.page, shots, "covered-phone")
    phone.send()
    expect(phone.page.get_by_text("Thank you. Your report is kept.")).to_be_visible()
    assert stored()[0].convert("L").getpixel((200, 150)) == 0


def drafts_without_a_network(phone: Phone, shots: Path | None) -> None:
    """Written offline with a picture; sent by itself, once, when the network is back."""
    phone.open_form()
    phone.wait_for_worker()
    phone.go_offline()
    phone.open_form()
    phone.write(LATER)
    phone.choose(("screen.png", "image/png", GREY))
    phone.send()
    assert phone.news().startswith("There is no connection. Your report is kept on this device")
    expect(phone.page.get_by_text("No connection just now")).to_be_hidden()
    phone.shows_drafts(LATER)
    keep(phone.page, shots, "offline-phone")
    # The browser itself calls a page without a network an error.
    phone.complaints.clear()
    phone.go_online()
    expect(phone.page.locator("[data-news]")).to_contain_text("Your report was sent. Thank you.")
    phone.open_form()
    phone.shows_drafts()


def is_taken_down(known: Listing) -> None:
    """Staff confirm and forward it, and we see for ourselves that it is gone."""
    builders.capture(known)
    builders.forwarded(builders.analyst(), known)
    queue.add(line.JUDGE, builders.capture(known, PageState.GONE, purpose="again").pk)
    builders.work_off(line.JUDGE, line.TELL)


def hears_that_it_is_gone(phone: Phone, known: Listing, shots: Path | None) -> None:
    """The timeline of the report that joined tells it too."""
    mine = Report.objects.get(listing=known, spotter__email="new@mail.example")
    phone.page.goto(f"{phone.site}/reports/{mine.code}/")
    expect(phone.page.locator("[data-status=gone]").first).to_contain_text("Verified gone")
    expect(phone.page.locator(".timeline")).to_contain_text("Looked again")
    expect(phone.page.get_by_role("button", name="New: mark as read")).to_have_count(0)
    keep(phone.page, shots, "gone-phone")
