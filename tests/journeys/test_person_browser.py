"""A volunteer's first minutes and later ones on a phone: the lesson, news that is read by looking, a pause."""

import time
from collections.abc import Iterator

import pytest
from django.core import signing
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from coalition.learning.rules import RIGHT
from coalition.models import LessonRead
from reports import line
from reports.models import Notice
from spotter.lib.pace import COOKIE, LONG, SALT
from tests import builders
from tests.journeys.phone import Phone, phone_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Phone]:
    """With script."""
    yield from phone_of(browser, live_server)


def answers(phone: Phone, given: dict[str, str]) -> None:
    """Choose these and go on."""
    for name, choice in given.items():
        phone.page.locator(f"input[name={name}][value={choice}]").check()
    phone.page.get_by_role("button", name="Go on").click()


def test_a_newcomer_reads_the_lesson_and_is_led_to_the_form(phone: Phone) -> None:
    LessonRead.objects.all().delete()
    phone.page.goto(f"{phone.site}/report/")
    answers(phone, RIGHT | {"offer": "ask"})
    expect(phone.page.get_by_text("We would do something else")).to_be_visible()

    answers(phone, RIGHT)

    expect(phone.page.get_by_label("Address of the listing")).to_be_visible()
    assert (LessonRead.objects.count(), phone.complaints) == (1, [])


def test_news_is_read_by_looking_at_it_for_a_moment(phone: Phone) -> None:
    mine = builders.report(builders.ready(), by=phone.owner)
    builders.confirmed(builders.analyst(), mine.listing)
    builders.work_off(line.TELL)
    phone.page.goto(f"{phone.site}/reports/{mine.code}/")

    expect(phone.page.get_by_role("button", name="New: mark as read")).to_have_count(0)

    assert (Notice.objects.get(report=mine).seen_at is not None, phone.complaints) == (True, [])


def test_a_pause_is_suggested_and_put_away_with_one_press(phone: Phone) -> None:
    now = int(time.time())
    said = signing.dumps([now - LONG, now - 1], salt=SALT)
    phone.context.add_cookies([{"name": COOKIE, "value": said, "url": phone.site}])
    phone.page.goto(f"{phone.site}/reports/")

    phone.page.get_by_role("button", name="Thank you, I know").click()

    expect(phone.page.get_by_text("You have been looking for a while")).to_have_count(0)
    assert phone.page.url == f"{phone.site}/reports/"


def test_without_script_news_is_read_by_a_press(browser: Browser, live_server: LiveServer) -> None:
    for phone in phone_of(browser, live_server, script=False):
        mine = builders.report(builders.listing(), by=phone.owner)
        Notice.objects.create(report=mine, status="confirmed", at=timezone.now())
        phone.page.goto(f"{phone.site}/reports/{mine.code}/")
        phone.page.get_by_role("button", name="New: mark as read").click()
        expect(phone.page.get_by_text("Marked as read.")).to_be_visible()
        assert Notice.objects.get().seen_at is not None
