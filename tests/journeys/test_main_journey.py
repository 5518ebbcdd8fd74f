"""One report in real browsers: a spotter on a phone, an analyst at a desk, a company's agent, and the spotter again."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from spotter.management.demo.people import ANALYST, OTHER_AGENT, SPOTTER
from spotter.management.demo.stack import Stack, _take_down
from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.pictures import screenshot_of
from tests.journeys.conftest import DESK, PHONE, Visitor

LISTING = next(one for one in LISTINGS if one.address.startswith("http://gerai.test/") and one.kind == "wildlife")
WAIT = 30_000


def reload_until(page: Page, words: str) -> None:
    """Look again every half second, as an impatient person would, until the page says so."""
    for _attempt in range(60):
        if page.get_by_text(words).first.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def keep(page: Page, shots: Path | None, name: str) -> None:
    """A screenshot for the docs, when they are wanted."""
    if shots is not None:
        shots.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=shots / f"{name}.png", full_page=False)


@pytest.mark.browser
def test_a_report_travels_from_a_phone_to_a_company_and_back(browser: Browser, site: Stack, shots: Path | None) -> None:
    spotter = Visitor(browser, site, PHONE).sign_in(SPOTTER.email)
    report = spotter_sends(spotter.page, shots)
    analyst = Visitor(browser, site, DESK).sign_in(ANALYST.email)
    reference = analyst_forwards(analyst.page, shots)
    _take_down(site, LISTING.address)
    agent = Visitor(browser, site, DESK).sign_in(OTHER_AGENT.email)
    agent_answers(agent.page, reference, shots)
    spotter.page.goto(report)
    reload_until(spotter.page, "Verified gone")
    keep(spotter.page, shots, "report-phone")
    assert spotter.complaints + analyst.complaints + agent.complaints == []


def spotter_sends(page: Page, shots: Path | None) -> str:
    """Paste, add a screenshot, say why, send; returns the address of the report."""
    page.goto("/report/")
    page.get_by_label("Address of the listing").fill(f"Lihat barang ini: {LISTING.address}?utm_source=share")
    picture = {"name": "screen.png", "mimeType": "image/png", "buffer": io.BytesIO(screenshot_of(LISTING)).getvalue()}
    page.locator("input[type=file][name=pictures]").set_input_files(picture)  # type: ignore[arg-type]
    page.get_by_text("The species is protected").click()
    keep(page, shots, "form-phone")
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("Thank you. Your report is kept.")).to_be_visible(timeout=WAIT)
    return page.url


def analyst_forwards(page: Page, shots: Path | None) -> str:
    """Open the most urgent listing, confirm it with a reason, forward it; returns the case's reference."""
    page.goto("/queue/")
    reload_until(page, LISTING.title)
    keep(page, shots, "queue")
    page.get_by_role("link", name=LISTING.title).click()
    keep(page, shots, "listing")
    page.get_by_role("button", name="Claim").click()
    confirm = page.locator("form[action$='/confirm/']")
    confirm.get_by_label("Protected species").check()
    confirm.get_by_role("button", name="Confirm").click()
    expect(page.locator("[data-status=confirmed]").first).to_be_visible(timeout=WAIT)
    page.locator("form[action$='/forward/']").get_by_role("button", name="Forward").click()
    expect(page.locator("[data-status=forwarded]").first).to_be_visible(timeout=WAIT)
    return page.get_by_text("CS-").first.inner_text().split("CS-")[1].split()[0].rstrip(".")


def agent_answers(page: Page, reference: str, shots: Path | None) -> None:
    """Open the case and say what was done."""
    page.goto("/company/")
    page.goto(f"/company/cases/CS-{reference}/")
    keep(page, shots, "case")
    answer = page.locator("form[action$='/answer/']")
    answer.get_by_label("Removed", exact=True).check()
    answer.get_by_role("button").first.click()
    expect(page.locator("[data-status=removed], [data-status=answered]").first).to_be_visible(timeout=WAIT)
