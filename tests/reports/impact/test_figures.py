"""The public figures: the same in page, CSV and JSON, small counts hidden, no listing counted twice."""

import csv
import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.impact.queries import count_figures, shown
from reports.lifecycle import Status
from reports.models import Check, Decision, Listing
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_old_figures() -> None:
    cache.clear()


def world() -> None:
    """Six listings received, five of them confirmed and forwarded, one seen gone."""
    staff = builders.analyst()
    for _n in range(5):
        case = builders.forwarded(staff)
    builders.listing(Status.DISMISSED)
    gone = builders.capture(Listing.objects.get(forwards__case=case), purpose="again")
    Check.objects.create(listing=gone.listing, capture=gone, result="gone", at=timezone.now())


@pytest.mark.parametrize(
    ("count", "text"), [(0, "fewer than 5"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (1234, "1,234")]
)
def test_a_small_count_could_point_at_somebody_and_is_not_shown(count: int, text: str) -> None:
    assert shown(count) == text


def test_everything_is_counted_once() -> None:
    world()
    twice = Listing.objects.filter(status=Status.FORWARDED).first()
    assert twice is not None
    builders.report(twice, by=builders.spotter("more@mail.example"))

    found = count_figures()

    assert (found.reports, found.received, found.confirmed, found.forwarded, found.answered, found.gone) == (
        6, 6, 5, 5, 0, 1,
    )  # fmt: skip


def test_an_undone_decision_does_not_count() -> None:
    builders.confirmed(builders.analyst())
    Decision.objects.update(undone_at=timezone.now())

    assert count_figures().confirmed == 0


def test_page_csv_and_json_say_the_same(client: Client) -> None:
    world()

    page = client.get(reverse("impact:figures"))
    table = list(csv.DictReader(io.StringIO(client.get(reverse("impact:csv")).text)))
    data = client.get(reverse("impact:json")).json()

    shown_on_page = {stat["name"]: stat["figure"] for stat in page.context["stats"]}
    assert shown_on_page == {
        "received": "6",
        "confirmed": "5",
        "forwarded": "5",
        "answered": "fewer than 5",
        "gone": "fewer than 5",
    }
    assert {row["figure"]: row["count"] for row in table} == shown_on_page
    assert {name: data[name] for name in shown_on_page} == shown_on_page


def test_every_share_names_its_whole(client: Client) -> None:
    world()

    stats = {stat["name"]: stat["of"] for stat in client.get(reverse("impact:figures")).context["stats"]}

    assert stats["confirmed"] == "of 6 listings received"
    assert stats["gone"] == "of 5 forwarded to the company"


def test_the_home_page_shows_the_same_figures(client: Client) -> None:
    world()

    assert [stat["figure"] for stat in client.get("/").context["stats"]] == [
        "6",
        "5",
        "5",
        "fewer than 5",
        "fewer than 5",
    ]
