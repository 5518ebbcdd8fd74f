"""`canonicalise` answers every line in order, with the platforms of the database or the shipped ones."""

import io
import json
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from coalition.models import Platform, PlatformHost
from reports.models import ShortLink, key_of
from tests import builders as make
from tests.reports.management.command import run


def test_without_a_database_the_shipped_platforms_are_known() -> None:
    given = b"http://m.ebay.co.uk/itm/x/12?fbclid=me#top\r\nhttps://shop.example-store.com/a\n"
    assert run("canonicalise", given=given) == [
        {
            "input": "http://m.ebay.co.uk/itm/x/12?fbclid=me#top",
            "ok": True,
            "href": "http://m.ebay.co.uk/itm/x/12",
            "key": "ebay:12",
            "platform": "ebay",
            "member": True,
        },
        {
            "input": "https://shop.example-store.com/a",
            "ok": True,
            "href": "https://shop.example-store.com/a",
            "key": "https://shop.example-store.com/a",
            "platform": None,
            "member": False,
        },
    ]  # fmt: skip


def test_every_line_is_answered_in_order_whatever_its_bytes() -> None:
    given = (
        b"\xff\xfe\n\n\x00\nhttps://a.com/\xe9\nhttps://[::1\n"
        + b"x" * 70_000
        + b"\nhttps://craigslist.org/7612345678.html"
    )
    rows = run("canonicalise", given=given)
    reasons = [row["error"].split(":")[0] if "error" in row else row["key"] for row in rows]
    assert (reasons, [row["ok"] for row in rows]) == (
        ["not-text", "empty", "control", "not-text", "not-an-address", "too-long", "craigslist:7612345678"],
        [False] * 6 + [True],
    )


def answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *addresses: str) -> list[Any]:
    """What the command answers in this process."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(addresses).encode())))
    call_command("canonicalise")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.django_db
def test_with_a_database_its_platforms_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    market = make.platform(make.member("Toko Kita", is_member=False), host="toko-kita.co.id")
    market.item_patterns = [r"^/b/(?P<item>\d+)$"]
    market.save()
    rows = answers(monkeypatch, capsys, "https://www.toko-kita.co.id/b/7", "https://www.ebay.com/itm/7")
    assert [(row["key"], row["platform"], row["member"]) for row in rows] == [
        ("toko-kita:7", "toko-kita", False),
        ("https://www.ebay.com/itm/7", None, False),
    ]


@pytest.mark.django_db
def test_a_database_without_platforms_is_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [row["key"] for row in answers(monkeypatch, capsys, "https://www.ebay.com/itm/7")] == ["ebay:7"]


@pytest.mark.django_db
def test_a_short_link_that_was_followed_is_the_listing_that_it_led_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gerai = make.platform(key="gerai", host="gerai-market.com")
    Platform.objects.filter(pk=gerai.pk).update(item_patterns=[r"^/item/(?P<item>\d+)"])
    PlatformHost.objects.create(platform=gerai, host="grai.co", is_short=True)
    address = "https://gerai-market.com/item/7"
    ShortLink.objects.create(key=key_of("https://grai.co/abc"), address=address, at=timezone.now())

    found = answers(monkeypatch, capsys, "https://grai.co/abc", "https://grai.co/other")

    assert [(row["key"], row["href"]) for row in found] == [
        ("gerai:7", address),
        ("https://grai.co/other", "https://grai.co/other"),
    ]
