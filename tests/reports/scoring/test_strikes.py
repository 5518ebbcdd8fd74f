"""One reason on the receipt is struck by a button, and let stand again; everything else stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from coalition.models import Role, User
from reports.models import Listing, Score, Strike
from reports.scoring.actions.strikes import strike
from spotter.audit.models import Event
from tests import builders
from tests.reports.scoring.test_records import GADING, KEY, SATIN, weighed

pytestmark = pytest.mark.django_db


@pytest.fixture
def score() -> Score:
    """A listing with one reason for it and one against it."""
    return weighed(SATIN, GADING)


def press(client: Client, score: Score, line: int = 1, verb: str = "strike") -> int:
    """Somebody presses the button beside this line."""
    return client.post(f"/staff/scoring/receipts/{score.pk}/{line}/{verb}/").status_code


def test_the_strike_names_one_reason_and_leaves_an_event(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())

    answer = client.post(f"/staff/scoring/receipts/{score.pk}/1/strike/", follow=True)

    made, event = Strike.objects.get(), Event.objects.get(what="strike")
    assert (made.key, made.listing, event.facts["term"]) == (KEY, score.listing, "gading")
    assert answer.redirect_chain == [(f"/queue/{score.listing.code}/", 302)]


def test_the_page_shows_it_struck_with_a_way_back(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())
    press(client, score)

    page = client.get(f"/queue/{score.listing.code}/").content.decode()

    assert ("is-struck" in page, page.count("/1/take-back/"), page.count("/0/strike/")) == (True, 1, 1)


def test_the_score_the_status_and_the_queue_stay_as_they_were(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())
    press(client, score)

    again, found = Score.objects.get(), Listing.objects.get()
    assert (again.value, again.receipt, found.status) == (score.value, score.receipt, "ready")


def test_taken_back_it_stands_again_and_both_events_stay(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())
    for verb in ("strike", "take-back"):
        press(client, score, verb=verb)

    assert (Strike.objects.standing().count(), Strike.objects.count()) == (0, 1)
    assert list(Event.objects.filter(of="score").order_by("number").values_list("what", flat=True))[-2:] == [
        "strike",
        "unstrike",
    ]


def test_a_second_press_changes_nothing(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())
    assert [press(client, score) for _ in range(2)] == [302, 302]

    assert (Strike.objects.count(), Event.objects.filter(what="strike").count()) == (1, 1)


def test_a_line_that_is_not_there_is_not_found(client: Client, score: Score) -> None:
    client.force_login(builders.analyst())

    assert (press(client, score, line=2), Strike.objects.count()) == (404, 0)


def test_whoever_only_looks_has_no_button(client: Client, score: Score) -> None:
    client.force_login(builders.person(Role.AUDITOR, "auditor@audit.example"))

    page = client.get(f"/queue/{score.listing.code}/").content.decode()

    assert ("/strike/" in page, press(client, score)) == (False, 403)


def test_a_struck_word_does_not_go_to_the_company() -> None:
    by, score = builders.analyst(), weighed(GADING, GADING | {"term": "pipa"})
    strike(score, KEY, by=by, now=timezone.now())

    case = builders.forwarded(by, score.listing)

    assert case.marked_words == ["pipa"]


@pytest.mark.django_db(transaction=True)
def test_of_people_who_strike_at_once_one_leaves_a_strike() -> None:
    found, ready = weighed(), Barrier(6)
    people = [builders.analyst(f"a{n}@forest.example") for n in range(6)]

    def at_once(person: User) -> bool:
        try:
            ready.wait(timeout=10)
            return strike(found, KEY, by=person, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as presses:
        told = list(presses.map(at_once, people))

    assert (sum(told), Strike.objects.count(), Event.objects.filter(what="strike").count()) == (1, 1, 1)
