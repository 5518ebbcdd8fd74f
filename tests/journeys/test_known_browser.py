"""The address box in a phone's browser: it answers while one types, joins with one tap, and works without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from pytest_django.live_server_helper import LiveServer

from reports.lifecycle import Status
from reports.models import Report
from tests import builders
from tests.journeys.phone import ADDRESS, PNG, Phone, phone_of, stored
from tests.reports.intake.asked import listed

pytestmark = pytest.mark.browser

NEW, BAD = "https://kedai-market.com/p/2", "ftp://kedai-market.com/4"


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """A phone whose owner is signed in; somebody else reported one listing."""
    yield from with_one_listed(phone_of(browser, live_server))


@pytest.fixture
def plain_phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """The same without script."""
    yield from with_one_listed(phone_of(browser, live_server, script=False))


def with_one_listed(phones: Iterator[Phone]) -> Iterator[Phone]:
    for phone in phones:
        builders.platform(builders.member("Kedai", is_example=True), host="kedai-market.com")
        listed(status=Status.FORWARDED)
        yield phone


def typed(phone: Phone) -> str:
    return phone.page.get_by_label("Address of the listing").input_value()


def tap_me_too(phone: Phone) -> None:
    phone.page.get_by_role("button", name="Me too").click()
    thanks = phone.page.locator(".known-thanks")
    expect(thanks).to_contain_text("Your report counts as a further witness.")
    expect(thanks).to_be_focused()


def test_the_box_answers_while_one_types_and_one_tap_joins(phone: Phone, shots: Path | None) -> None:
    phone.open_form()
    phone.write(f"{ADDRESS}\n{NEW}\n{BAD}")
    expect(phone.page.locator("[data-known-said]")).to_have_text("1 new · 1 known already · 1 to mend")
    if shots:
        phone.page.screenshot(path=shots / "paste-first.png", full_page=True)

    tap_me_too(phone)

    assert (typed(phone), Report.objects.filter(spotter=phone.owner).count()) == (f"{NEW}\n{BAD}", 1)
    expect(phone.page.locator(".known-address")).to_have_text([NEW])
    assert phone.complaints == []


def test_a_bad_address_is_mended_in_its_line(phone: Phone) -> None:
    phone.open_form()
    phone.write(f"{NEW}\n{BAD}")
    line = phone.page.locator("[name=mended]")
    line.fill("https://kedai-market.com/4")
    line.blur()
    expect(phone.page.locator(".known-address")).to_have_text([NEW, "https://kedai-market.com/4"])
    assert typed(phone) == f"{NEW}\nhttps://kedai-market.com/4"


def test_a_draft_knows_what_was_tapped_and_is_looked_up_again(phone: Phone) -> None:
    phone.open_form()
    phone.write(f"{ADDRESS}\n{NEW}")
    tap_me_too(phone)
    phone.wait_until_kept()
    phone.open_form()
    phone.page.get_by_role("button", name="Go on with it").click()
    expect(phone.page.locator(".known-address")).to_have_text([NEW])
    assert typed(phone) == NEW


def test_typing_without_a_network_is_no_complaint(phone: Phone) -> None:
    phone.open_form()
    phone.go_offline()
    phone.write()
    phone.wait_until_kept()
    phone.page.wait_for_timeout(800)
    assert phone.complaints == []


def test_without_a_network_the_list_tells_nothing_of_what_is_not_in_the_box(phone: Phone) -> None:
    phone.open_form()
    phone.write(ADDRESS)
    expect(phone.page.get_by_role("button", name="Me too")).to_be_visible()
    phone.go_offline()
    phone.page.get_by_role("button", name="Me too").click()
    expect(phone.page.get_by_text("That did not work just now.")).to_be_visible()

    phone.write(NEW)

    expect(phone.page.locator(".known-row")).to_have_count(0)


def test_without_script_the_form_takes_two_steps_and_loses_nothing(plain_phone: Phone) -> None:
    page = plain_phone.page
    page.goto(f"{plain_phone.site}/report/")
    plain_phone.write(f"{ADDRESS}\n{NEW}")
    page.get_by_label("Screenshots").set_input_files(FilePayload(name="a.png", mimeType="image/png", buffer=PNG))
    page.get_by_role("button", name="Look them up").click()
    page.get_by_role("button", name="Me too").click()
    assert typed(plain_phone) == NEW
    plain_phone.send()
    page.wait_for_url("**/reports/*/")
    assert (Report.objects.filter(spotter=plain_phone.owner).count(), len(stored())) == (2, 1)
