"""Addresses are found in what people paste, freed of what names them, and one listing has one key."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition.members.edges import shipped_platforms
from reports.intake.rules.addresses import NotAnAddress, PlatformRow, canonical, find_addresses

PLATFORMS = tuple(PlatformRow(row.key, row.hosts, row.item_patterns) for row in shipped_platforms())
DEMO = frozenset({"pasar.test", "gerai.test", "kedai.test"})
CORPORA = os.environ.get("CORPORA", "")


@pytest.mark.parametrize(
    ("pasted", "addresses"),
    [
        ("https://a.com/1\nhttps://b.com/2", ("https://a.com/1", "https://b.com/2")),
        ("https://a.com/1,https://b.com/2", ("https://a.com/1", "https://b.com/2")),
        ("https://a.com/1 https://a.com/1", ("https://a.com/1",)),
        ("Lihat barang ini di Pasar: https://pasar.test/item/7?igsh=x.", ("https://pasar.test/item/7?igsh=x",)),
        ("复制打开淘宝 https://item.taobao.com/item.htm?id=12点击链接", ("https://item.taobao.com/item.htm?id=12",)),
        ("(see https://en.wikipedia.org/wiki/Ivory_(trade))", ("https://en.wikipedia.org/wiki/Ivory_(trade)",)),
        ("【闲鱼】https://m.tb.cn/h.5abc？tk=1", ("https://m.tb.cn/h.5abc",)),
        ("www.ebay.com/itm/123, thanks", ("www.ebay.com/itm/123",)),
        ("mail me@shop.com about Rp 1.500.000, e.g. kapan.saja", ()),
        ("javascript:alert(1)", ("javascript:alert(1)",)),
        ("file:///etc/passwd", ("file:///etc/passwd",)),
        ("just words", ()),
        ("", ()),
    ],
)
def test_addresses_are_found_in_what_people_paste(pasted: str, addresses: tuple[str, ...]) -> None:
    assert find_addresses(pasted) == addresses


def test_a_demo_host_may_be_pasted_without_its_scheme() -> None:
    assert find_addresses("pasar.test/item/7", test_hosts=DEMO) == ("pasar.test/item/7",)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://pasar.test/item/7", "pasar:7"),
        ("http://www.ebay.co.uk/itm/old-thing/1234?hash=item1&_trkparms=x", "ebay:1234"),
        ("https://m.facebook.com/marketplace/item/99/?fbclid=abc&mibextid=1", "facebook:99"),
        ("https://www.facebook.com/marketplace/item/99", "facebook:99"),
        ("https://www.instagram.com/p/Cx_1-a/?igsh=abc", "instagram:Cx_1-a"),
        ("https://shopee.co.id/Barang-antik-i.12.345?sp_atk=q", "shopee:co.id:12.345"),
        ("https://shopee.co.id/product/12/345", "shopee:co.id:12.345"),
        ("https://item.taobao.com/item.htm?spm=a.b&id=55", "taobao:55"),
        ("https://m.youtube.com/watch?v=abcdefghijk&si=zz", "youtube:abcdefghijk"),
        ("https://m.ebay.com/sch/?q=b&a=1", "https://ebay.com/sch?a=1&q=b"),
        ("https://Shop.Example-Store.com/A/?b=2&a=1&utm_source=x#part", "https://shop.example-store.com/A?a=1&b=2"),
        ("shop.example-store.com/%7euser", "https://shop.example-store.com/~user"),
        ("https://bücher.de/x", "https://xn--bcher-kva.de/x"),
    ],
)
def test_one_listing_has_one_key(address: str, key: str) -> None:
    assert canonical(address, PLATFORMS, test_hosts=DEMO).key == key


def test_what_names_the_person_who_shared_is_taken_away_and_said() -> None:
    found = canonical("https://pasar.test/item/7?utm_source=x&colour=red&FBCLID=me&igsh=me", PLATFORMS, test_hosts=DEMO)
    assert (found.href, found.stripped, found.item) == (
        "https://pasar.test/item/7?colour=red",
        ("utm_source", "FBCLID", "igsh"),
        "7",
    )


def test_the_hash_is_that_of_the_key() -> None:
    found = canonical("https://pasar.test/item/7", PLATFORMS, test_hosts=DEMO)
    assert (found.key_hash, found.platform_key) == (hashlib.sha256(b"pasar:7").hexdigest(), "pasar")


@pytest.mark.parametrize(
    ("address", "case", "code"),
    [
        ("   ", "empty", "empty"),
        ("just-words", "not-an-address", "not-an-address"),
        ("https://" + "a" * 2_000 + ".com", "too-long", "too-long"),
        ("https://a.com/\x00", "control", "characters"),
        ("https://a.com/\ud800", "control", "characters"),
        ("https://example.com\\@evil.com/", "backslash", "characters"),
        ("https://a.com/a b", "white-space", "characters"),
        ("javascript:alert(1)", "scheme", "scheme"),
        ("file:///etc/passwd", "scheme", "scheme"),
        ("ftp://shop.com/x", "scheme", "scheme"),
        ("https://user:secret@shop.com/", "credentials", "credentials"),
        ("http://127.0.0.1/", "loopback", "not-public"),
        ("http://2130706433/", "loopback", "not-public"),
        ("http://0x7f.1/", "loopback", "not-public"),
        ("http://[::1]/", "loopback", "not-public"),
        ("http://localhost/", "loopback", "not-public"),
        ("http://10.0.0.8/", "ip-literal", "not-public"),
        ("http://[2001:db8::1]/", "ip-literal", "not-public"),
        ("http://intranet/", "single-label", "not-public"),
        ("http://printer.local/", "special-use", "not-public"),
        ("http://pasar.test/item/7", "special-use", "not-public"),
        ("http://shop.nosuchsuffix/", "unknown-suffix", "not-public"),
        ("http://co.uk/", "unknown-suffix", "not-public"),
        ("https://shop.com:8080/", "port", "port"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_with_its_case(address: str, case: str, code: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        canonical(address, PLATFORMS)
    assert (refused.value.case, refused.value.code) == (case, code)


def outcome(address: str) -> str:
    """The key of an address, or why it has none."""
    try:
        return canonical(address, PLATFORMS).key
    except NotAnAddress as refused:
        return refused.case


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    outcomes = [outcome(address) for address in (*find_addresses(text), text)]
    assert "" not in outcomes


@pytest.mark.parametrize("unit", ["a", "a.", "https://", "(", "a-", "1.2.", "https://a.com/)"])
def test_ten_thousand_hostile_characters_take_no_time(unit: str) -> None:
    started = time.perf_counter()
    find_addresses((unit * 10_000)[:10_000])
    assert time.perf_counter() - started < 1


@pytest.mark.skipif(not CORPORA, reason="CORPORA names no folder of hostile data")
@pytest.mark.parametrize(
    "name", ["urltestdata.json", "ada_extra_urltestdata.json", "ada_long_urltestdata.json", "toascii.json"]
)
def test_no_vector_of_the_web_platform_tests_crashes_or_reaches_a_number(name: str) -> None:
    vectors = json.loads((Path(CORPORA) / "url" / "wpt" / name).read_text(encoding="utf-8"))
    inputs = [str(row["input"]) for row in vectors if isinstance(row, dict) and "input" in row]
    admitted = []
    for text in inputs:
        find_addresses(text)
        try:
            admitted.append(canonical(text, PLATFORMS).host)
        except NotAnAddress:
            continue
    assert (len(inputs) > 0, [host for host in admitted if host.replace(".", "").isdigit() or ":" in host]) == (
        True,
        [],
    )
