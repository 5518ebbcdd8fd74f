"""The whole site, running: what the journeys walk through."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from spotter import embedded
from spotter.management.demo.people import PASSWORD
from spotter.management.demo.stack import Plan, Stack, free_ports, stack

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def site() -> Iterator[Stack]:
    """A demo of its own: servers, web, worker, relay, a marketplace and a company."""
    folder = embedded.temporary_folder("cyber-spotter-journey")
    plan = Plan(folder, free_ports(), "1,3600", 1, durable=False, given={})
    with stack(plan) as running:
        yield running
    embedded.forget(folder)


class Visitor:
    """Somebody with a browser window of their own."""

    def __init__(self, browser: Browser, site: Stack, size: dict[str, int]) -> None:
        context = browser.new_context(viewport=size, base_url=site.site, locale="en")  # type: ignore[arg-type]
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, email: str) -> "Visitor":
        """Through the log-in page, as a person would."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Email").first.fill(email)
        self.page.get_by_label("Password").first.fill(PASSWORD)
        self.page.locator("main form button[type=submit], main form button:not([type])").first.click()
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> Path | None:
    """Where `--shots FOLDER` wants the pictures for the docs; None when nobody asked."""
    folder = request.config.getoption("--shots")
    return Path(folder) if folder else None
