"""Where we cannot look: the list for those who decide without us having seen the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reports.capture.queries.looks import sites_that_fail
from reports.lifecycle import PageState
from reports.models import Listing
from tests import builders

pytestmark = pytest.mark.django_db
WALL, LIVE = PageState.LOGIN_WALL, PageState.LIVE


def looks_at(found: Listing, *states: PageState) -> None:
    for state in states:
        builders.capture(found, state)


def on(name: str) -> Listing:
    return builders.listing(of=builders.platform(builders.member(name)))


def test_a_platform_where_walls_are_the_rule_comes_first() -> None:
    looks_at(on("Gerai"), LIVE, LIVE, LIVE, WALL)
    looks_at(on("Pasar"), WALL, WALL, PageState.UNREACHABLE, LIVE)
    looks_at(on("Kedai"), LIVE, PageState.GONE)

    found = [(site.name, site.failed, site.looks, site.is_routine) for site in sites_that_fail(timezone.now())]

    assert found == [("Pasar Market", 3, 4, True), ("Gerai Market", 1, 4, False)]


def test_few_looks_make_no_rule() -> None:
    looks_at(on("Pasar"), WALL, WALL)
    assert [site.is_routine for site in sites_that_fail(timezone.now())] == [False]


def test_a_host_of_nobodys_stands_under_its_own_name() -> None:
    looks_at(builders.listing(platform=None, host="lapak.example"), PageState.ROBOT_WALL)
    assert [site.name for site in sites_that_fail(timezone.now())] == ["lapak.example"]


def test_what_is_long_ago_counts_no_more() -> None:
    builders.capture(on("Pasar"), WALL, at=timezone.now() - timedelta(days=31))
    assert sites_that_fail(timezone.now()) == []


@pytest.mark.parametrize(("platforms", "said"), [(0, "Every look showed its page"), (1, "Pasar Market")])
def test_the_page_names_them(client: Client, platforms: int, said: str) -> None:
    if platforms:
        looks_at(on("Pasar"), WALL, WALL, WALL)
    client.force_login(builders.analyst())
    assert said in client.get("/staff/looks/").content.decode()


def test_it_takes_one_query_for_three_platforms_as_for_one(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for name in ("Pasar", "Gerai", "Kedai"):
        looks_at(on(name), WALL)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(sites_that_fail(timezone.now())) == 3
