"""An address belongs to the platform of the longest registered host, and shipped platforms are examples."""

import re

import pytest

from coalition.members.edges import shipped_platforms
from coalition.members.rules import platform_for

HOSTS = {"pasar.test": "pasar", "kedai.pasar.test": "kedai", "shop.co.id": "shop"}


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("pasar.test", "pasar"),
        ("www.pasar.test", "pasar"),
        ("kedai.pasar.test", "kedai"),
        ("m.kedai.pasar.test", "kedai"),
        ("PASAR.TEST.", "pasar"),
        ("notpasar.test", None),
        ("pasar.test.evil.com", None),
        ("test", None),
        ("", None),
    ],
)
def test_the_longest_registered_host_on_label_borders_wins(host: str, platform: str | None) -> None:
    assert platform_for(host, HOSTS) == platform


def test_every_item_pattern_is_anchored_and_names_the_item() -> None:
    patterns = [pattern for row in shipped_platforms() for pattern in row.item_patterns]
    loose = [
        pattern for pattern in patterns if not pattern.startswith("^") or "item" not in re.compile(pattern).groupindex
    ]
    assert (len(patterns) > 30, loose) == (True, [])


def test_no_host_belongs_to_two_platforms() -> None:
    hosts = [host for row in shipped_platforms() for host in (*row.hosts, *row.short_hosts)]
    assert sorted(set(hosts)) == sorted(hosts)


def test_every_shipped_platform_is_marked_as_example_data() -> None:
    assert {row.example for row in shipped_platforms()} == {True}


def test_the_demo_has_two_members_and_one_that_is_none() -> None:
    demo = [(row.owner, row.hosts, row.member) for row in shipped_platforms() if row.source == "demo"]
    assert demo == [
        ("Contoh Pasar", ("pasar.test",), True),
        ("Contoh Gerai", ("gerai.test",), True),
        ("Contoh Kedai", ("kedai.test",), False),
    ]
