"""The public list of members, and the companies that the product ships."""

import pytest
from django.test import Client
from django.utils import timezone

from coalition.members.actions import load_shipped_platforms
from coalition.members.edges import shipped_platforms
from coalition.members.rules import ShippedPlatform
from coalition.models import Member, Platform, PlatformHost
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db


def shipped(key: str = "pasar", **fields: object) -> ShippedPlatform:
    """One shipped row of a member that joined on a known day."""
    facts: dict[str, object] = {
        "key": key, "owner": "Pasar Group", "name": key.title(), "hosts": (f"{key}.test",),
        "short_hosts": (f"{key}.link",), "item_patterns": (r"^/item/(?P<item>\d+)$",),
        "member": True, "joined": "2018-03-07", "example": True, "source": "M",
    }  # fmt: skip
    return ShippedPlatform(**facts | fields)  # type: ignore[arg-type]


def load(*rows: ShippedPlatform) -> int:
    return load_shipped_platforms(rows, by=None, now=timezone.now())


def test_loading_twice_is_loading_once() -> None:
    assert (load(shipped(), shipped("gerai")), load(shipped(), shipped("gerai"))) == (2, 0)
    assert (Member.objects.count(), Platform.objects.count(), PlatformHost.objects.count()) == (1, 2, 4)
    assert Event.objects.count() == 1


def test_what_somebody_mended_stays_mended() -> None:
    load(shipped())
    Platform.objects.update(name="The Market")
    load(shipped())

    assert Platform.objects.get().name == "The Market"


def test_hosts_of_short_links_are_known_as_such() -> None:
    load(shipped())

    assert set(PlatformHost.objects.values_list("host", "is_short")) == {("pasar.test", False), ("pasar.link", True)}


def test_a_year_alone_is_no_day_of_joining() -> None:
    load(shipped(joined="2023"))

    assert Member.objects.get().joined_on is None


def test_everything_shipped_can_be_loaded_and_is_marked() -> None:
    rows = shipped_platforms()

    assert load(*rows) == len(rows)
    assert set(Member.objects.values_list("is_example", flat=True)) == {True}


def test_the_public_sees_members_and_what_is_not_verified(client: Client) -> None:
    load(shipped(), shipped("kedai", owner="Outside", member=False))

    page = client.get("/members/").content.decode()

    assert ("Pasar Group" in page, "Outside" in page) == (True, False)
    assert (page.count(">Example data</span>"), page.count("Not verified")) == (1, 1)


def test_a_real_member_is_not_called_an_example(client: Client) -> None:
    builders.platform()

    page = client.get("/members/").content.decode()

    assert ("Pasar Market" in page, "Example data" in page) == (True, False)


def test_without_members_the_page_says_how_to_join(client: Client) -> None:
    assert b"No members yet" in client.get("/members/").content


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(client: Client, django_assert_num_queries: object, count: int) -> None:
    load(*(shipped(f"market{number}", owner=f"Owner {number}") for number in range(count)))

    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/members/")
