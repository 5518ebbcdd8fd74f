"""The platforms as the address rules want them."""

from typing import Any

import pytest

from coalition.models import Member, Platform, PlatformHost
from reports.intake.queries import platform_rows
from reports.intake.rules.addresses import PlatformRow
from tests import builders

pytestmark = pytest.mark.django_db


def test_without_a_platform_there_is_none() -> None:
    assert platform_rows() == ()


def test_each_has_its_hosts_its_patterns_and_its_row(django_assert_num_queries: Any) -> None:
    gerai = builders.platform(key="gerai", host="gerai-market.com")
    PlatformHost.objects.create(platform=gerai, host="grai.co", is_short=True)
    Platform.objects.filter(pk=gerai.pk).update(item_patterns=[r"^/item/(?P<item>\d+)$"])
    example = Member.objects.create(name="Contoh Gudang", is_example=True)
    gudang = Platform.objects.create(member=example, key="gudang", name="Gudang")

    with django_assert_num_queries(1):
        rows = platform_rows()

    assert rows == (
        PlatformRow("gerai", ("gerai-market.com", "grai.co"), (r"^/item/(?P<item>\d+)$",), gerai.pk, is_example=False),
        PlatformRow("gudang", (), (), gudang.pk, is_example=True),
    )


def test_a_host_that_comes_or_goes_is_known_at_once() -> None:
    gerai = builders.platform(key="gerai", host="gerai-market.com")
    platform_rows()

    PlatformHost.objects.filter(platform=gerai).update(host="gerai-market.net")

    assert [row.hosts for row in platform_rows()] == [("gerai-market.net",)]
