"""Other ways to begin a report in a browser on a desk: a picture dropped on the form, the bookmark on a listing."""

import base64
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.phone import PNG, Phone, phone_of, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DROP: Final = """(field, base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], "dropped.png", {type: "image/png"}));
  for (const kind of ["dragover", "drop"]) {
    field.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
  }
}"""


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Phone]:
    """On a desk rather than in a hand."""
    for phone in phone_of(browser, live_server):
        phone.page.set_viewport_size({"width": 1280, "height": 900})
        yield phone


def test_a_picture_that_is_dropped_on_the_form_is_sent_with_the_report(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    phone.page.locator("div[data-pictures]").evaluate(DROP, base64.b64encode(PNG).decode())
    expect(phone.page.locator(".shot[data-ready]")).to_have_count(1)
    phone.send()

    phone.page.wait_for_url("**/reports/*/")
    assert (len(stored()), phone.complaints) == (1, [])


def test_the_bookmark_opens_the_form_with_the_address_of_the_page(phone: Phone) -> None:
    phone.open_form()
    phone.page.get_by_text("Report faster").click()
    bookmark = phone.page.get_by_label("Address of the bookmark").input_value()
    listing = f"{phone.site}/guide/?item=1&name=a%20b#top"
    phone.page.goto(listing)

    with phone.context.expect_page() as opened:
        phone.page.evaluate(bookmark.removeprefix("javascript:"))

    expect(opened.value.get_by_label("Address of the listing")).to_have_value(listing)
