"""How often each reason was right: counted from decisions by the timetable, told on the receipt."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coalition.models import User
from reports.lifecycle import Status, Verb
from reports.models import Decision, Listing, ReasonCount, Score
from reports.reasons import ReasonKey, Record, key_of
from reports.scoring.actions.strikes import strike, take_back
from reports.scoring.queries.records import changed_months, decided_in
from reports.scoring.rules.records import Decided, Shelf, tallied
from reports.scoring.tasks import count_reasons
from reports.triage import actions as triage
from spotter.audit.acts import act
from tests import builders

pytestmark = pytest.mark.django_db

GADING: dict[str, Any] = {
    "reason": "product-term", "points": 2.5, "term": "gading", "gloss": "ivory", "language": "id", "field": "title",
    "start": 5, "end": 11, "group": "",
}  # fmt: skip
SATIN = GADING | {"reason": "look-alike", "points": -3.0, "term": "ivory satin", "language": "en"}
PRICE = GADING | {"reason": "price", "points": 0.3, "term": "Rp 20.000", "language": "", "field": "price", "end": 0}
KEY = key_of(GADING)
PROTECTED, LOOK_ALIKE, DUPLICATE = "protected-species", "look-alike", "duplicate"


def weighed(*lines: dict[str, Any], **fields: Any) -> Score:
    """A listing that waits for staff with these lines on its receipt."""
    found = builders.listing(Status.CAPTURED)
    score = builders.score(found, receipt=list(lines or (GADING,)), **fields)
    builders.capture(found)
    with act(by=None, at=timezone.now(), part="score") as done:
        found.step(done, Verb.SCORE)
    return score


def decided(why: str, *lines: dict[str, Any], by: User | None = None, **fields: Any) -> Score:
    """Such a listing, decided."""
    score = weighed(*lines, **fields)
    decide(score.listing, why, by=by)
    return score


def decide(found: Listing, why: str, *, by: User | None = None) -> Decision:
    """Confirmed as protected, or dismissed for another reason."""
    who = by or User.objects.filter(role="analyst").first() or builders.analyst()
    verb = Verb.CONFIRM if why == PROTECTED else Verb.DISMISS
    return triage.decide(found, verb, by=who, now=timezone.now(), reason=why, basis="law")


def records(*keys: ReasonKey) -> list[tuple[int, int, int]]:
    """What is known of these reasons after a count."""
    count_reasons()
    found = ReasonCount.objects.records(keys)
    return [(found[key].right, found[key].of, found[key].struck) for key in keys]


def test_groups_of_one_shelf_add_up_and_silent_ones_are_left_out() -> None:
    shelf = Shelf(KEY, "Pasar Market", "1", "rules-1")
    groups = [
        Decided(shelf, 1, "confirmed", PROTECTED, is_struck=False, listings=41),
        Decided(shelf, 1, "dismissed", LOOK_ALIKE, is_struck=False, listings=3),
        Decided(shelf, 1, "confirmed", PROTECTED, is_struck=True, listings=2),
        Decided(shelf, 1, "dismissed", DUPLICATE, is_struck=False, listings=9),
    ]
    assert tallied(groups) == {shelf: Record(right=41, of=46, struck=2)}


def test_confirmed_is_right_for_what_spoke_for_it_and_wrong_for_what_spoke_against() -> None:
    decided(PROTECTED, GADING, SATIN)
    decided(PROTECTED, GADING)
    decided(LOOK_ALIKE, GADING, SATIN)

    assert records(KEY, key_of(SATIN)) == [(2, 3, 0), (1, 2, 0)]


def test_what_says_nothing_of_the_thing_is_not_counted() -> None:
    decided(DUPLICATE)

    assert records(KEY) == [(0, 0, 0)]


def test_a_decision_taken_back_is_no_longer_counted() -> None:
    score, by = weighed(), builders.analyst()
    decide(score.listing, PROTECTED, by=by)
    assert records(KEY) == [(1, 1, 0)]

    triage.undo(score.listing, by=by, now=timezone.now())

    assert records(KEY) == [(0, 0, 0)]


def test_a_struck_reason_is_wrong_and_its_neighbours_are_not() -> None:
    score = decided(PROTECTED, GADING, PRICE)

    strike(score, KEY, by=builders.analyst("second@forest.example"), now=timezone.now())

    assert records(KEY, key_of(PRICE)) == [(0, 1, 1), (1, 1, 0)]


def test_a_strike_taken_back_lets_the_reason_be_right_again() -> None:
    score, by = decided(PROTECTED), builders.analyst("second@forest.example")
    strike(score, KEY, by=by, now=timezone.now())
    assert records(KEY) == [(0, 1, 1)]

    take_back(score, KEY, by=by, now=timezone.now())

    assert records(KEY) == [(1, 1, 0)]


def test_the_receipt_that_the_decision_was_made_by_counts_not_a_later_one() -> None:
    score = decided(PROTECTED)
    builders.score(score.listing, receipt=[SATIN], at=timezone.now() + dt.timedelta(hours=1))

    assert records(KEY, key_of(SATIN)) == [(1, 1, 0), (0, 0, 0)]


def test_counts_stand_apart_by_platform_lexicon_and_model() -> None:
    decided(PROTECTED)
    decided(PROTECTED, lexicon="2")
    decided(LOOK_ALIKE, lexicon="2", model="rules-1+learned-1")
    count_reasons()

    shelves = ReasonCount.objects.order_by("lexicon", "model").values_list(
        "platform", "lexicon", "model", "right", "of"
    )
    assert list(shelves) == [
        ("Pasar Market", "1", "test", 1, 1),
        ("Pasar Market", "2", "rules-1+learned-1", 0, 1),
        ("Pasar Market", "2", "test", 1, 1),
    ]


def test_only_months_with_something_new_are_counted_again() -> None:
    old = decided(PROTECTED)
    Decision.objects.filter(listing=old.listing).update(at=dt.datetime(2026, 3, 31, 23, 30, tzinfo=dt.UTC))
    Score.objects.update(at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC))
    assert changed_months() == [dt.date(2026, 3, 1)]
    count_reasons()
    assert (changed_months(), [group.listings for group in decided_in(dt.date(2026, 3, 1))]) == ([], [1])

    strike(old, KEY, by=builders.analyst("second@forest.example"), now=timezone.now())

    assert changed_months() == [dt.date(2026, 3, 1)]


def test_counting_twice_changes_nothing() -> None:
    decided(PROTECTED, GADING, SATIN)
    count_reasons()

    assert records(KEY, key_of(SATIN)) == [(1, 1, 0), (0, 1, 0)]


def test_the_receipt_in_triage_tells_how_often_each_reason_was_right(client: Client) -> None:
    for why in (PROTECTED, PROTECTED, PROTECTED, PROTECTED, LOOK_ALIKE):
        decided(why)
    count_reasons()
    client.force_login(builders.analyst("second@forest.example"))

    page = client.get(f"/queue/{weighed().listing.code}/").content.decode()

    assert "right 4 of 5 times, likely 38 to 96 of 100" in page


def test_few_decisions_are_told_as_a_count_alone(client: Client) -> None:
    decided(PROTECTED)
    count_reasons()
    client.force_login(builders.analyst("second@forest.example"))

    page = client.get(f"/queue/{weighed().listing.code}/").content.decode()

    assert ("right 1 of 1 time" in page, "likely" in page.split("Why this score")[1].split("</section>")[0]) == (
        True,
        False,
    )
