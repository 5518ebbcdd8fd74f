"""The many addresses of one listing have one key, and two listings never share one."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.members.edges import shipped_platforms
from reports.intake.rules.addresses import Canonical, PlatformRow, canonical

PLATFORMS = tuple(
    PlatformRow(row.key, (*row.hosts, *row.short_hosts), row.item_patterns) for row in shipped_platforms()
)
DEMO = frozenset({"pasar.test", "gerai.test", "kedai.test"})
HOSTS = sorted({host for row in PLATFORMS for host in row.hosts} | {"shop.example-store.com"})


def found(address: str) -> Canonical:
    """The address as intake understands it with the shipped platforms."""
    return canonical(address, PLATFORMS, test_hosts=DEMO)


def blocks() -> list[list[str]]:
    """The listings of the table, each with its addresses."""
    text = Path(__file__).with_name("listings.txt").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("# "))
    return [block.split() for block in re.split(r"\n\n+", lines) if block.strip()]


@pytest.mark.parametrize("addresses", blocks(), ids=lambda addresses: addresses[0])
def test_every_address_of_a_listing_has_its_key(addresses: list[str]) -> None:
    assert [found(address).key for address in addresses] == [found(addresses[0]).key] * len(addresses)


def test_no_two_listings_share_a_key() -> None:
    keys = Counter(found(addresses[0]).key for addresses in blocks())
    assert (sum(len(block) for block in blocks()) >= 250, [key for key, times in keys.items() if times > 1]) == (
        True,
        [],
    )


@pytest.mark.parametrize(
    ("address", "key", "item"),
    [
        ("https://www.ebay.co.uk/itm/x/1234?hash=1", "ebay:1234", "1234"),
        ("https://shopee.co.id/Barang-i.12.345", "shopee:co.id:12.345", "12.345"),
        ("https://m.facebook.com/groups/satwa/permalink/99/", "facebook:satwa:99", "99"),
        ("https://detail.1688.com/offer/55.html", "alibaba:1688:55", "55"),
        ("https://youtu.be/abcdefghijk", "youtube:abcdefghijk", "abcdefghijk"),
    ],
)
def test_a_key_is_platform_and_item_and_where_numbers_repeat_their_space(address: str, key: str, item: str) -> None:
    assert (found(address).key, found(address).item) == (key, item)


SEGMENTS = st.sampled_from(
    ["itm", "item", "p", "listing", "i.12.345", "1234567890", "12345678901", "m12345678901", "shop", "a-i7.html",
    "x-ID7a.html", "x-ID7A.html", "watch", "video", "@me", "offer", "item.htm", "products", "i7-s8.html", "id-f_7"]
)  # fmt: skip
PAIRS = st.sampled_from(
    ["id=7", "id=8", "v=abcdefghijk", "q=ivory", "page=2", "iid=7", "modal_id=7", "eid=7", "n=a%2Fb"]
)
PAGES = st.tuples(st.lists(SEGMENTS, max_size=4), st.lists(PAIRS, max_size=3))


def address_of(host: str, page: tuple[list[str], list[str]]) -> str:
    """A whole address."""
    path, pairs = page
    return f"https://{host}/{'/'.join(path)}" + (f"?{'&'.join(pairs)}" if pairs else "")


@given(host=st.sampled_from(HOSTS), one=PAGES, other=PAGES)
def test_two_pages_share_a_key_only_where_the_table_names_their_item(
    host: str, one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]
) -> None:
    first, second = found(address_of(host, one)), found(address_of(host, other))
    if first.key == second.key and not first.item:
        assert first.href.rstrip("/") == second.href.rstrip("/")
    assert (first.key == second.key, bool(first.item)) in {(True, bool(second.item)), (False, bool(first.item))}


@given(host=st.sampled_from(HOSTS), page=PAGES)
def test_the_canonical_address_is_its_own_canonical_address(host: str, page: tuple[list[str], list[str]]) -> None:
    once = found(address_of(host, page))
    again = found(once.href)
    assert (again.href, again.key, again.stripped) == (once.href, once.key, ())
