"""The facts of a report on a phone: a name chosen from those that fit, and all of it kept without a network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect
from pytest_django.live_server_helper import LiveServer

from reports.models import Report
from tests.coalition.knowledge.names import load_some_names
from tests.journeys.phone import ADDRESS, Phone, phone_of

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Phone]:
    """A phone whose owner is signed in, at a site that knows some names."""
    load_some_names()
    yield from phone_of(browser, live_server)


def asked(phone: Phone, typed: str) -> Locator:
    """The box for names with something typed in it, once the names that fit are there."""
    box = phone.page.get_by_role("combobox", name="What is offered?")
    box.press_sequentially(typed)
    expect(phone.page.get_by_role("listbox", name="Names that fit")).to_be_visible()
    return box


def test_a_name_is_chosen_by_keyboard_alone(phone: Phone) -> None:
    phone.open_form()
    phone.write()
    box = asked(phone, "gad")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    marked = phone.page.get_by_role("listbox", name="Names that fit").get_by_role("option", selected=True)
    expect(marked).to_have_text("Elephant · Ivory gading · Indonesian")
    expect(box).to_have_attribute("aria-activedescendant", marked.get_attribute("id") or "none")
    box.press("Enter")
    expect(box).to_have_value("gading")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert (phone.page.url, Report.objects.count()) == (f"{phone.site}/report/", 0)
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    report = Report.objects.get()
    assert (report.offered, report.taxon_key, report.product, report.language) == (
        "gading",
        "elephant",
        "ivory",
        "id",
    )
    assert phone.complaints == []


def test_names_open_above_the_bar_that_holds_the_button(phone: Phone) -> None:
    phone.open_form()
    box = phone.page.get_by_label("What is offered?")
    box.evaluate("(box) => scrollTo(0, box.getBoundingClientRect().bottom + scrollY - 700)")
    asked(phone, "gad")

    option = phone.page.get_by_role("option").first
    assert option.evaluate(
        """(one) => {
          const {left, top, width, height} = one.getBoundingClientRect();
          return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }"""
    )


def test_escape_leaves_the_words_as_they_are(phone: Phone) -> None:
    phone.open_form()
    box = asked(phone, "gad")
    box.press("ArrowDown")
    box.press("Escape")
    expect(phone.page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("gad")


def test_other_words_take_the_choice_back(phone: Phone) -> None:
    phone.open_form()
    box = asked(phone, "gading")
    phone.page.get_by_role("listbox", name="Names that fit").get_by_role("option").first.click()
    taxon = phone.page.locator("select[name=taxon_key]")
    expect(taxon).to_have_value("elephant")
    box.fill("xyzxyz")
    expect(taxon).to_have_value("")
    expect(phone.page.get_by_text("We know no such name. It is kept as you wrote it.")).to_be_visible()


def test_a_form_that_came_back_to_be_mended_still_offers_names(phone: Phone) -> None:
    phone.open_form()
    phone.page.get_by_text("More about what is offered").click()
    phone.page.get_by_label("How much or how many?").fill("a few")
    phone.write()
    phone.send()
    expect(phone.page.locator(".error-summary")).to_be_visible()
    expect(phone.page.get_by_label("How much or how many?")).to_be_visible()
    asked(phone, "gad")


def test_a_draft_keeps_every_fact_and_shows_it_again(phone: Phone) -> None:
    phone.open_form()
    phone.wait_for_worker()
    phone.go_offline()
    phone.open_form()
    phone.write()
    phone.page.get_by_label("What is offered?").fill("gading")
    phone.page.get_by_text("The offer: price, seller, place").click()
    phone.page.locator("[name=price]").fill("Rp 1,5 juta")
    phone.page.get_by_text("There is more in stock").click()
    phone.page.get_by_label("Seller's public name").fill("@toko")
    phone.wait_until_kept()
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open_form()
    phone.page.get_by_role("button", name="Go on with it").click()
    expect(phone.page.locator("[name=price]")).to_be_visible()
    phone.go_online()
    phone.send()
    phone.page.wait_for_url("**/reports/*/")
    report = Report.objects.get()
    assert (report.address_as_given, report.offered, report.taxon_key) == (ADDRESS, "gading", "elephant")
    assert (f"{report.price:.0f} {report.currency}", report.sale_signals, report.seller) == (
        "1500000 IDR",
        ["stock"],
        "@toko",
    )


def test_nothing_is_wider_than_a_small_phone(phone: Phone) -> None:
    phone.page.set_viewport_size({"width": 320, "height": 640})
    phone.open_form()
    phone.page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    asked(phone, "gad")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 320
