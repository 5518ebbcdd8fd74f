"""What a report asks of the database while somebody waits for the thanks."""

from typing import Any

import pytest
from django.test import Client

from coalition.models import Platform
from reports import line
from reports.models import Screenshot
from spotter.jobs.models import Job
from tests import builders
from tests.reports.intake.form import ADDRESS, file, send
from tests.spotter.picture_files import drawing, saved

# After the first of a session, which notes that the lesson was read: who it is (session, person), the platforms, the
# transaction (2), the listing, the report, its pictures, all their Jobs, the chain of events and the event.
STATEMENTS = 11
# The same, and the listing that is there; who else reported it; the place in the queue, locked and moved.
STATEMENTS_OF_A_WITNESS = 14


def pictures(count: int) -> list[Any]:
    """So many screenshots, each another."""
    return [file(saved(drawing((64 + number, 40)), "PNG"), f"{number}.png") for number in range(count)]


def gerai() -> None:
    """A platform whose items are known: what names none might be a short link, which is a question more."""
    made = builders.platform(key="gerai", host="gerai-market.com")
    Platform.objects.filter(pk=made.pk).update(item_patterns=[r"^/item/(?P<item>\d+)$"])


@pytest.mark.parametrize("count", [1, 3])
def test_a_report_with_pictures_costs_as_many_statements_however_many_they_are(
    tab: Client, django_assert_num_queries: Any, count: int
) -> None:
    gerai()
    send(tab, f"{ADDRESS}0")

    with django_assert_num_queries(STATEMENTS):
        assert send(tab, ADDRESS, *pictures(count)).status_code == 302

    assert Screenshot.objects.count() == count
    assert Job.objects.filter(kind=line.PICTURES).count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_further_report_on_a_known_listing_too(tab: Client, django_assert_num_queries: Any, count: int) -> None:
    gerai()
    other = Client()
    other.force_login(builders.spotter("other@mail.example"))
    send(other, ADDRESS)
    send(tab, f"{ADDRESS}0")

    with django_assert_num_queries(STATEMENTS_OF_A_WITNESS):
        assert send(tab, ADDRESS, *pictures(count)).status_code == 302
