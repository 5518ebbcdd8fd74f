"""The limit of a day on a phone: the report waits there with its picture, and arrives once when it may."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from redis import Redis

from tests.journeys.phone import ADDRESS, PNG, Phone, phone_of, reported, stored
from tests.valkey import Valkey

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """A phone whose owner is signed in."""
    yield from phone_of(browser, live_server)


def test_over_the_limit_a_report_waits_on_the_phone_and_is_sent_later(
    phone: Phone, valkey: Valkey, settings: Settings
) -> None:
    settings.REPORTS_NEWCOMER = 1
    phone.open_form()
    phone.write()
    phone.send()
    phone.page.wait_for_url("**/reports/*/")

    phone.open_form()
    phone.write(f"{ADDRESS}2")
    phone.choose(("screen.png", "image/png", PNG))
    phone.send()

    assert "sent by itself after" in phone.news()
    waiting = phone.page.locator(".draft", has_text=f"{ADDRESS}2")
    expect(waiting).to_contain_text("To be sent")
    posts: list[str] = []
    phone.page.on("request", lambda asked: note(asked, posts))
    phone.open_form()  # which flushes what waits
    expect(waiting).to_contain_text("To be sent")
    assert posts == []

    with Redis.from_url(valkey.url) as client:
        client.flushall()  # the day after
    waiting.get_by_role("button", name="Send now").click()
    assert phone.news().startswith("Your report was sent")
    assert (reported(), len(stored())) == ([ADDRESS, f"{ADDRESS}2"], 1)


def note(asked: Request, posts: list[str]) -> None:
    if asked.method == "POST" and asked.url.endswith("/report/"):
        posts.append(asked.url)
