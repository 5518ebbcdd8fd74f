"""The action of a long form on a phone: at the thumb, and never over what somebody is filling in."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import builders
from tests.journeys.phone import Phone, phone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# How far what has the focus reaches below the upper edge of the bar, in pixels; what stands in the bar may.
COVERED: Final = """() => {
  const at = document.activeElement;
  if (at === document.body || at.closest(".actionbar, .site-nav, .masthead, .footer")) return 0;
  const line = at.matches("textarea, input[type=file]") ? at : at.closest("label") ?? at;
  const {top, bottom} = line.getBoundingClientRect();
  const edge = document.querySelector(".actionbar").getBoundingClientRect();
  return top < edge.bottom && bottom > edge.top + 1 ? bottom - edge.top : 0;
}"""


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Phone]:
    yield from phone_of(browser, live_server)


@pytest.mark.parametrize(("path", "label"), [("/report/", "Send report"), ("correct/", "Save"), ("/me/", "Save")])
def test_the_action_is_in_view_from_the_first_moment_and_covers_nothing(phone: Phone, path: str, label: str) -> None:
    mine = builders.report(builders.listing(), by=phone.owner)
    page = phone.page
    page.goto(phone.site + (path if path.startswith("/") else f"/reports/{mine.code}/{path}"))
    expect(page.get_by_role("button", name=label)).to_be_in_viewport(ratio=1)

    covered = []
    for _press in range(60):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))

    assert (max(covered), phone.complaints) == (0, [])


def test_in_a_short_window_it_stands_at_the_end_of_the_form(phone: Phone) -> None:
    phone.page.set_viewport_size({"width": 844, "height": 390})
    phone.open_form()

    expect(phone.page.get_by_role("button", name="Send report")).not_to_be_in_viewport()
