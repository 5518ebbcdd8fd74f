"""What was decided before: of the seller's other listings, and of what the same spotters reported."""

from typing import Any

import pytest
from django.utils import timezone

from coalition.models import User
from reports import line
from reports.lifecycle import Status
from reports.models import Decision, Listing, Score
from reports.scoring.queries.history import seller_before, spotter_record, with_history_of
from reports.scoring.rules.history import said_of_spotters
from reports.scoring.rules.receipt import Subject
from spotter.jobs import queue
from tests import builders

pytestmark = pytest.mark.django_db

PROTECTED, LOOK_ALIKE, DUPLICATE = "protected-species", "look-alike", "duplicate"


def decided(why: str, by_spotter: User | None = None, **fields: Any) -> Listing:
    """A listing that staff decided, perhaps reported by this spotter."""
    verdict = "confirmed" if why == PROTECTED else "dismissed"
    found = builders.listing(Status(verdict), **fields)
    if by_spotter:
        builders.report(found, by=by_spotter)
    analyst = User.objects.filter(role="analyst").first() or builders.analyst()
    Decision.objects.create(listing=found, verdict=verdict, reason=why, basis="law", by=analyst, at=timezone.now())
    return found


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ([PROTECTED], "confirmed"),
        ([PROTECTED] * 3, "confirmed"),
        ([LOOK_ALIKE], "dismissed"),
        ([PROTECTED, LOOK_ALIKE], ""),
        ([DUPLICATE], ""),
        ([], ""),
    ],
    ids=["confirmed", "counts never move it", "look-alike", "they differ", "only about the report", "none"],
)
def test_what_staff_said_of_a_sellers_other_listings(before: list[str], said: str) -> None:
    here = builders.listing(seller="tokogading")
    for why in before:
        decided(why, seller="tokogading")

    assert seller_before(here) == said


def test_a_seller_of_another_host_or_without_a_name_is_somebody_else() -> None:
    decided(PROTECTED, seller="tokogading", of=builders.platform(builders.member("Gerai")))
    decided(PROTECTED, seller="")

    assert [seller_before(builders.listing(seller=name)) for name in ("tokogading", "")] == ["", ""]


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([(10, 10)], "often-right"),
        ([(5, 5)], ""),
        ([(0, 4), (18, 20)], "often-right"),
        ([(0, 12)], "seldom-right"),
        ([(0, 3)], ""),
        ([(0, 12), (2, 4)], ""),
        ([(10, 20)], ""),
        ([], ""),
    ],
)
def test_few_decisions_prove_nothing_for_or_against_a_spotter(records: list[tuple[int, int]], said: str) -> None:
    assert said_of_spotters(records) == said


def test_a_spotters_record_counts_other_listings_and_no_duplicates() -> None:
    ani = builders.spotter("ani@mail.example")
    for _n in range(8):
        decided(PROTECTED, ani)
    for _n in range(4):
        decided(DUPLICATE, ani)
    here = builders.listing()
    builders.report(here, by=ani)

    assert spotter_record(here) == "often-right"


def test_what_a_decision_says_of_the_listing_itself_is_no_history() -> None:
    ani = builders.spotter("ani@mail.example")
    found = [decided(PROTECTED, ani) for _n in range(6)]

    assert (spotter_record(found[0]), seller_before(found[0])) == ("", "")


def test_history_is_on_the_receipt_and_names_nobody() -> None:
    ani = builders.spotter("ani@mail.example")
    for _n in range(8):
        decided(PROTECTED, ani, seller="tokogading")
    here = builders.listing(Status.CAPTURED, seller="tokogading")
    builders.report(here, by=ani)
    queue.add(line.SCORE, here.code)
    builders.work_off(line.SCORE)

    told = {row["reason"]: row["points"] for row in Score.objects.get(listing=here).receipt}
    assert told == {"seller-confirmed": 1.2, "spotter-often-right": 0.4}
    assert ani.handle not in str(Score.objects.get(listing=here).receipt)


def test_learning_reads_the_history_as_it_was_told_then() -> None:
    receipt = [{"reason": "picture-dismissed"}, {"reason": "seller-confirmed"}, {"reason": "price"}]

    assert with_history_of(Subject(text="x"), receipt) == Subject(
        text="x", picture_before="dismissed", seller_before="confirmed"
    )
