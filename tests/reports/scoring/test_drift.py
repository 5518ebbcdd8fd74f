"""A term that suddenly fires more rings: by a table of examples, from real rows, until a lead has looked."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from coalition.knowledge.actions import publish
from coalition.models import Role, Term
from reports.lifecycle import Status
from reports.models import DriftAlarm, Listing
from reports.scoring.rules.drift import Firing, is_sudden
from reports.scoring.tasks import watch_terms
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db

LINE = {"reason": "product-term", "points": 2.5, "term": "gading gajah", "language": "id", "group": ""}


@pytest.mark.parametrize(
    ("fired", "of", "before", "of_before", "rings"),
    [
        (14, 120, 3, 960, True),
        (8, 100, 0, 800, True),
        (4, 100, 0, 800, False),
        (12, 100, 96, 800, False),
        (20, 100, 60, 800, False),
        (120, 1000, 300, 8000, True),
        (5, 1000, 10, 8000, False),
        (7, 7, 0, 40, False),
        (8, 20, 30, 800, True),
        (0, 0, 10, 800, False),
        (50, 100, 400, 800, False),
        (9, 900, 2, 800, False),
    ],
    ids=[
        "many times as often",
        "never before",
        "too few",
        "as ever",
        "not three times as often",
        "large numbers",
        "could be chance",
        "nothing known of before",
        "a quiet week with many of it",
        "a week without listings",
        "half of all, as ever",
        "more listings, not more of it",
    ],
)
def test_what_rings_and_what_does_not(fired: int, of: int, before: int, of_before: int, rings: bool) -> None:
    assert is_sudden(Firing(fired, of, before, of_before)) is rings


def test_an_endless_count_is_judged_at_once() -> None:
    firing = Firing(20_000, 100_000, 30_000, 800_000)
    assert (is_sudden(firing), round(firing.times, 1)) == (True, 5.3)


def weighed(days_ago: float, *, fires: bool, times: int = 1, **fields: object) -> list[Listing]:
    """Listings first weighed so many days ago, the word on their receipts or not."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    found = [builders.listing(Status.READY, **fields) for _n in range(times)]  # type: ignore[arg-type]
    for one in found:
        builders.score(one, receipt=[LINE] if fires else [], at=at, lexicon="shipped")
    return found


def a_wave() -> list[Listing]:
    """The word stood on 2 of 80 listings before, and stands on 9 of 20 now."""
    weighed(20, fires=False, times=78)
    weighed(30, fires=True, times=2)
    weighed(2, fires=False, times=11)
    return weighed(1, fires=True, times=9)


def test_a_wave_rings_with_how_much_where_and_its_newest_listings() -> None:
    wave = a_wave()

    watch_terms()

    alarm = DriftAlarm.objects.get()
    assert (alarm.term, alarm.fired, alarm.of, alarm.fired_before, alarm.of_before) == ("gading gajah", 9, 20, 2, 80)
    assert (alarm.platform, alarm.on_platform) == ("Pasar Market", 9)
    assert (len(alarm.listings), set(alarm.listings) <= {one.code for one in wave}) == (5, True)
    assert Event.objects.filter(what="raise", of="alarm").count() == 1


def test_an_hour_later_it_is_the_same_alarm_with_the_new_count() -> None:
    a_wave()
    watch_terms()
    weighed(0.5, fires=True, times=3)

    watch_terms()

    assert (DriftAlarm.objects.get().fired, Event.objects.filter(what="raise").count()) == (12, 1)


def test_weighing_old_listings_again_rings_for_nothing() -> None:
    old = weighed(30, fires=False, times=60)
    for one in old[:20]:
        builders.score(one, receipt=[LINE])

    watch_terms()

    assert DriftAlarm.objects.count() == 0


def test_a_word_that_is_new_in_the_lexicon_rings_for_nothing() -> None:
    weighed(20, fires=False, times=60)
    new = [LINE | {"term": "a word that the shipped lexicon does not have"}]
    for one in weighed(1, fires=False, times=20):
        one.scores.update(receipt=new)

    watch_terms()

    assert DriftAlarm.objects.count() == 0


def test_a_lead_who_has_looked_is_left_in_peace_for_a_week(client: Client) -> None:
    a_wave()
    watch_terms()
    client.force_login(builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo()))
    for _press in range(2):
        client.post(f"/staff/scoring/alarms/{DriftAlarm.objects.get().pk}/acknowledge/")

    watch_terms()

    alarm = DriftAlarm.objects.get()
    assert (alarm.acknowledged_at is not None, Event.objects.filter(what="acknowledge", of="alarm").count()) == (
        True,
        1,
    )
    DriftAlarm.objects.update(acknowledged_at=timezone.now() - dt.timedelta(days=8))
    watch_terms()
    assert DriftAlarm.objects.count() == 2


def test_the_page_says_when_how_much_and_shows_examples(client: Client) -> None:
    wave = a_wave()
    watch_terms()
    client.force_login(builders.analyst())

    page = client.get("/staff/scoring/alarms/").content.decode()

    assert ("9 of 20" in page, "about 18 times as often" in page, "I have looked" in page) == (True, True, False)
    assert sum(page.count(f"/queue/{one.code}/") for one in wave) == 5


@pytest.mark.parametrize(("role", "told"), [(Role.LEAD_ANALYST, True), (Role.ANALYST, False)])
def test_leads_hear_of_it_on_every_page(client: Client, role: Role, told: bool) -> None:
    builders.alarm(builders.listing())
    client.force_login(builders.person(role, "staff@forest.example", ngo=builders.ngo()))

    assert ("(1 alarm)" in client.get("/queue/").content.decode()) is told


def test_a_word_of_a_published_lexicon_rings_as_well() -> None:
    Term.objects.create(language="id", kind="product", text="gading gajah", source="x")
    publish(by=None, now=timezone.now())
    weighed(20, fires=False, times=60)
    weighed(1, fires=True, times=9)

    watch_terms()

    assert DriftAlarm.objects.get().fired_before == 0
