"""After 45 minutes of looking without a pause the pages suggest one, kindly, and no row is written for it."""

import time

import pytest
from django.core import signing
from django.test import Client

from spotter.lib.pace import COOKIE, GRAIN, LONG, PAUSE, SALT, Pace, read
from tests import builders

SUGGESTS = "You have been looking for a while"


@pytest.mark.parametrize(
    ("before", "now", "after"),
    [
        (Pace(0, 100), 200, Pace(0, 200)),
        (Pace(0, 100), 100 + PAUSE, Pace(0, 100 + PAUSE)),
        (Pace(0, 100), 101 + PAUSE, Pace(101 + PAUSE, 101 + PAUSE)),
        (Pace(500, 500), 400, Pace(400, 400)),
    ],
)
def test_a_pause_begins_anew(before: Pace, now: int, after: Pace) -> None:
    assert before.after(now) == after


@pytest.mark.parametrize(("looked", "long"), [(0, False), (LONG - 1, False), (LONG, True)])
def test_forty_five_minutes_are_long(looked: int, long: bool) -> None:
    assert Pace(1_000, 1_000 + looked).is_long() is long


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "a:b:c", signing.dumps("x", salt=SALT), signing.dumps([1], salt=SALT)],
    # A signature carries the second it was made in, and two workers must name a test alike.
    ids=["empty", "a-letter", "no-signature", "a-signed-word", "one-number"],
)
def test_a_cookie_that_is_not_ours_begins_anew(cookie: str) -> None:
    assert read(cookie, 7) == Pace(7, 7)


def looking_since(client: Client, seconds: int) -> None:
    """This browser has been looking for so long, a moment ago for the last time."""
    now = int(time.time())
    client.cookies[COOKIE] = signing.dumps([now - seconds, now - 1], salt=SALT)


@pytest.fixture
def tab(client: Client, db: None) -> Client:
    client.force_login(builders.spotter())
    return client


def test_the_pages_suggest_a_pause_until_it_was_read(tab: Client) -> None:
    looking_since(tab, LONG)
    assert SUGGESTS in tab.get("/reports/").text

    answer = tab.post("/me/rest/", {"next": "/reports/?q=tusk"})

    assert answer["Location"] == "/reports/?q=tusk"
    assert SUGGESTS not in tab.get("/reports/").text


def test_before_that_nothing_is_said(tab: Client) -> None:
    looking_since(tab, LONG - 60)

    assert SUGGESTS not in tab.get("/reports/").text


def test_the_cookie_is_for_us_alone_and_not_written_at_every_look(tab: Client) -> None:
    first = tab.get("/reports/").cookies[COOKIE]
    again = tab.get("/reports/").cookies

    assert (first["httponly"], first["samesite"], COOKIE in again, GRAIN > 1) == (True, "Lax", False, True)


def test_staff_look_at_evidence_too_and_a_company_is_left_alone(client: Client, db: None) -> None:
    found = {}
    for person in (builders.analyst(), builders.agent(builders.member())):
        client.force_login(person)
        looking_since(client, LONG)
        found[person.role] = SUGGESTS in client.get("/guide/").text

    assert found == {"analyst": True, "company-agent": False}


@pytest.mark.parametrize(
    "onward", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "reports", "\0", ""]
)
def test_nobody_is_led_to_another_site(tab: Client, onward: str) -> None:
    assert tab.post("/me/rest/", {"next": onward})["Location"] == "/start/"
