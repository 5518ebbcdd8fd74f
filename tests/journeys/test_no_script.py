"""Every form of a volunteer in a browser without script: posted by the browser itself, from sign-up to goodbye."""

import json
import time
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from coalition.learning.rules import RIGHT
from coalition.models import User
from coalition.people.queries import stop_address
from reports.lifecycle import Verb
from reports.models import Reply, Report
from reports.triage import actions as triage
from spotter.lib.pace import COOKIE, LONG, SALT
from tests import builders
from tests.coalition.people.test_again import sent_code
from tests.coalition.people.test_signing_in import code_in_letter
from tests.journeys.phone import ADDRESS, Phone, phone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILTER = """(image) => getComputedStyle(image).filter"""


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Phone]:
    """Somebody signed in, whose browser runs no script."""
    yield from phone_of(browser, live_server, script=False)


def press(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()


def test_signing_up_promising_learning_and_reporting(phone: Phone) -> None:
    phone.context.clear_cookies()
    page = phone.page
    page.goto(f"{phone.site}/accounts/signup/")
    page.get_by_label("Email").fill("new@mail.example")
    press(page, "Sign Up")
    page.get_by_label("Code").fill(code_in_letter())
    page.locator("main form button[type=submit]").first.click()
    for promise in ("I only look and report", "I am 18 or older", "I agree that what I report is kept"):
        page.get_by_label(promise).check()
    press(page, "I promise")
    for name, choice in RIGHT.items():
        page.locator(f"input[name={name}][value={choice}]").check()
    press(page, "Go on")
    phone.write()
    phone.send()

    expect(page.get_by_text("Thank you. Your report is kept.")).to_be_visible()
    assert Report.objects.get().spotter.email == "new@mail.example"


def test_a_report_is_found_corrected_taken_back_and_let_stand(phone: Phone) -> None:
    mine, page = builders.report(builders.listing(), by=phone.owner), phone.page
    builders.report(builders.listing(title="Sisik trenggiling"), by=phone.owner)
    page.goto(f"{phone.site}/reports/")
    page.get_by_text("Search and filter").click()
    page.get_by_label("Words").fill("gading")
    press(page, "Show")
    expect(page.locator(".cards .card")).to_have_count(1)
    page.locator(".cards .card a").click()
    page.get_by_role("link", name="Correct what you said").click()
    page.get_by_label("Anything else we should know?").fill("Carved.")
    press(page, "Save")
    press(page, "Withdraw this report")
    expect(page.locator(".timeline")).to_contain_text("Withdrawn")
    press(page, "Let it stand again")

    expect(page.get_by_text("Your report stands again.")).to_be_visible()
    mine.refresh_from_db()
    assert (mine.note, mine.withdrawn_at) == ("Carved.", None)


def test_a_question_is_answered(phone: Phone) -> None:
    mine = builders.report(builders.listing(), by=phone.owner)
    triage.decide(mine.listing, Verb.ASK, by=builders.analyst(), now=timezone.now(), note="What does it weigh?")
    phone.page.goto(f"{phone.site}/reports/{mine.code}/")

    phone.page.get_by_label("Your answer").fill("200 g")
    press(phone.page, "Send answer")

    expect(phone.page.locator(".timeline")).to_contain_text("200 g")
    assert Reply.objects.get().text == "200 g"


def test_a_table_is_chosen_looked_at_and_sent(phone: Phone) -> None:
    page = phone.page
    page.goto(f"{phone.site}/report/bulk/")
    rows = f"address,note\n{ADDRESS},Carved\n{ADDRESS}2,\n".encode()
    page.get_by_label("Your table").set_input_files(FilePayload(name="t.csv", mimeType="text/csv", buffer=rows))
    press(page, "Show what becomes of it")
    press(page, "Send 2 reports")

    expect(page.get_by_text("Thank you. Your 2 reports are kept.")).to_be_visible()
    assert Report.objects.count() == 2


def test_what_one_hears_and_sees_is_switched(phone: Phone) -> None:
    page = phone.page
    page.goto(f"{phone.site}/me/")
    page.get_by_label("Once a week").check()
    page.get_by_label("The company answers").uncheck()
    page.get_by_label("Keep pictures of live animals closed").check()
    press(page, "Save")

    expect(page.get_by_text("Kept.")).to_be_visible()
    person = User.objects.get(pk=phone.owner.pk)
    assert (person.told_when, person.silent_on, person.hides_live) == ("weekly", ["answered"], True)


def test_letters_are_stopped_by_who_is_not_signed_in(phone: Phone) -> None:
    phone.context.clear_cookies()
    phone.page.goto(f"{phone.site}/letters/{stop_address(phone.owner).split('/')[-2]}/")
    press(phone.page, "Stop the letters")

    expect(phone.page.get_by_text("No more letters go out to you")).to_be_visible()
    assert User.objects.get(pk=phone.owner.pk).told_when == "never"


def test_a_pause_is_put_away(phone: Phone) -> None:
    now = int(time.time())
    said = signing.dumps([now - LONG, now - 1], salt=SALT)
    phone.context.add_cookies([{"name": COOKIE, "value": said, "url": phone.site}])
    phone.page.goto(f"{phone.site}/reports/")
    press(phone.page, "Thank you, I know")

    expect(phone.page.get_by_text("You have been looking for a while")).to_have_count(0)


def test_a_picture_is_blurred_then_grey_then_in_colour_and_blurred_again(phone: Phone) -> None:
    mine = builders.report(builders.listing(), by=phone.owner)
    builders.screenshot(mine)
    page = phone.page
    page.goto(f"{phone.site}/reports/{mine.code}/")
    large = page.locator(".tile-frame img")
    expect(large).to_be_hidden()
    page.get_by_text("Your screenshot").click()
    seen = [large.evaluate(FILTER)]
    for step in ("Grey", "Colour"):
        page.get_by_label(step).check()
        page.wait_for_timeout(300)
        seen.append(large.evaluate(FILTER))

    assert seen == ["blur(28px) grayscale(0.6)", "grayscale(1)", "none"]
    page.reload()
    page.get_by_text("Your screenshot").click()
    assert large.evaluate(FILTER) == seen[0]


def test_who_signs_in_by_a_code_takes_their_data_along_and_deletes_the_account(phone: Phone) -> None:
    # This ends the session too.
    User.objects.filter(pk=phone.owner.pk).update(password="!")
    EmailAddress.objects.create(user=phone.owner, email=phone.owner.email, verified=True, primary=True)
    mine, page = builders.report(builders.listing(), by=phone.owner), phone.page
    page.goto(f"{phone.site}/me/data/")
    page.get_by_label("Email").first.fill(phone.owner.email)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_label("Code").fill(code_in_letter())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/me/**")
    page.goto(f"{phone.site}/me/data/")
    press(page, "Send me a code")
    page.get_by_label("Code").fill(sent_code())
    press(page, "Go on")
    with page.expect_download() as download:
        press(page, "Download my data")
    told = json.loads(download.value.path().read_text())
    page.locator("form[action$='/forget/'] input[type=checkbox]").check()
    press(page, "Delete my account")

    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    assert mine.code in json.dumps(told)
    assert User.objects.get(pk=phone.owner.pk).erased_at is not None
    assert mail.outbox[-1].to == ["spotter@mail.example"]
