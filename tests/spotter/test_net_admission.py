"""Which addresses are admitted, and which IP addresses count as public."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from AntiSSRF import IPAddressRanges
from hypothesis import given, settings
from hypothesis import strategies as st
from ssrfguard import DEFAULT_DENIED

from spotter.lib import net
from spotter.lib.net.errors import FAILURES, REFUSALS

PAGE = net.Policy.page()
THEIRS = [ip_network(block) for block in IPAddressRanges.recommended_latest]
DEMO = net.Policy.page(override={"pasar.test": ("127.0.0.1", 8801)})

REFUSED = {
    "": "not-an-address",
    "hello": "not-an-address",
    "example.com/item/1": "not-an-address",
    "//example.com/": "not-an-address",
    "http:example.com": "not-an-address",
    "http:///example.com/": "not-an-address",
    "http://a..b.com/": "not-an-address",
    "http://./": "not-an-address",
    "http://example.com../": "not-an-address",
    "http://example.com:99999/": "not-an-address",
    "http://" + "a" * 64 + ".com/": "not-an-address",
    "http://" + "abcdefgh." * 30 + "com/": "not-an-address",
    "http://a!b.com/": "not-an-address",
    "https://example.com/" + "a" * 2000: "too-long",
    " https://example.com/": "characters",
    "https://example.com/a b": "characters",
    "https://example.com/\u3000": "characters",
    "https://example.com/\tx": "characters",
    "https://exam\nple.com/": "characters",
    "https://example.com/\x00": "characters",
    "https://example.com/\x85": "characters",
    "https://example.com/\u2028": "characters",
    "https://example.com/\ud800": "characters",
    "https://example.com\\@evil.com/": "characters",
    "https:\\\\example.com/": "characters",
    "javascript:alert(1)": "scheme",
    "file:///etc/passwd": "scheme",
    "ftp://example.com/": "scheme",
    "gopher://example.com:80/_x": "scheme",
    "data:text/html,x": "scheme",
    "https://user@example.com/": "credentials",
    "https://user:secret@example.com/": "credentials",
    "https://@example.com/": "credentials",
    "https://:@example.com/": "credentials",
    "https://example.com%40@evil.com/": "credentials",
    "https://example.com:22/": "port",
    "https://example.com:8443/": "port",
    "http://example.com:0/": "port",
    "http://8.8.8.8/": "ip-literal",
    "http://127.0.0.1/": "ip-literal",
    "http://127.1/": "ip-literal",
    "http://2130706433/": "ip-literal",
    "http://0x7f000001/": "ip-literal",
    "http://0x7f.0.0.1/": "ip-literal",
    "http://0177.0.0.01/": "ip-literal",
    "http://127.0.0.1./": "ip-literal",
    "http://%31%32%37.0.0.1/": "ip-literal",
    "http://127。0。0。1/": "ip-literal",
    "http://①②⑦.0.0.1/": "ip-literal",
    "http://０ｘ7f.1/": "ip-literal",
    "http://[::1]/": "ip-literal",
    "http://[::ffff:169.254.169.254]/": "ip-literal",
    "http://[2606:4700::1111]/": "ip-literal",
    "http://intranet/": "single-label",
    "http://com/": "single-label",
    "http://localhost/": "special-use",
    "http://LOCALHOST./": "special-use",
    "http://%6cocalhost/": "special-use",
    "http://a.localhost/": "special-use",
    "http://printer.local/": "special-use",
    "http://metadata.google.internal/": "special-use",
    "http://pasar.test/": "special-use",
    "http://a.example/": "special-use",
    "http://a.invalid/": "special-use",
    "http://a.alt/": "special-use",
    "http://router.home.arpa/": "special-use",
    "http://1.0.0.127.in-addr.arpa/": "special-use",
    "http://abc.onion/": "special-use",
    "http://shop.lan/": "unknown-suffix",
    "http://shop.corp/": "unknown-suffix",
    "http://localhost.localdomain/": "unknown-suffix",
}

ADMITTED = {
    "https://example.com": "https://example.com/",
    "HTTPS://Example.COM:443/A?b=C#d": "https://example.com/A?b=C#d",
    "http://example.com./x": "http://example.com/x",
    "http://example.com:443/": "http://example.com:443/",
    "https://münchen.de/ä?ö": "https://xn--mnchen-3ya.de/%C3%A4?%C3%B6",
    "https://toko.co.id/gading/": "https://toko.co.id/gading/",
    "https://shop_1.myshopify.com/x": "https://shop_1.myshopify.com/x",
    "https://例え.テスト.jp/": "https://xn--r8jz45g.xn--zckzah.jp/",
    "https://example.com/a/../b/./c": "https://example.com/b/c",
    "https://example.com/@seller": "https://example.com/@seller",
    "https://example.com/?q=a@b": "https://example.com/?q=a@b",
}


def refusal(text: str, policy: net.Policy = PAGE) -> str:
    with pytest.raises(net.Refused) as caught:
        net.admit(text, policy)
    return caught.value.code


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_an_address_that_is_not_for_us_is_refused_with_its_reason(text: str, code: str) -> None:
    assert refusal(text) == code


@pytest.mark.parametrize(("text", "href"), ADMITTED.items())
def test_a_public_name_is_admitted_in_its_normal_form(text: str, href: str) -> None:
    assert net.admit(text, PAGE).href == href


def test_every_refusal_has_been_tried() -> None:
    assert {*REFUSED.values(), "not-public"} == set(REFUSALS)


def test_a_sentence_stands_with_every_code() -> None:
    assert [net.Refused(code).sentence for code in REFUSALS] == list(REFUSALS.values())
    assert [net.Unreachable(code).sentence for code in FAILURES] == list(FAILURES.values())


def test_the_request_target_leaves_out_the_fragment() -> None:
    assert net.admit("https://example.com/a?b#c", PAGE).target == "/a?b"


def test_an_overridden_host_is_admitted_with_both_schemes() -> None:
    policy = net.Policy.webhook(override={"gudang.test": ("127.0.0.1", 8802)})
    assert net.admit("http://gudang.test/hook", policy).href == "http://gudang.test/hook"
    assert net.admit("https://gudang.test/hook", policy).href == "https://gudang.test/hook"


def test_the_neighbour_of_an_overridden_host_is_not() -> None:
    assert refusal("http://x.pasar.test/", DEMO) == "special-use"


def test_an_overridden_host_keeps_the_usual_ports() -> None:
    assert refusal("http://pasar.test:5432/", DEMO) == "port"


def test_an_override_leads_to_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        net.Policy(override={"pasar.test": ("10.0.0.1", 80)})


def test_a_webhook_goes_by_https_on_443_or_a_port_that_was_allowed() -> None:
    assert refusal("http://example.com/hook", net.Policy.webhook()) == "scheme"
    assert refusal("https://example.com:8443/hook", net.Policy.webhook()) == "port"
    assert net.admit("https://example.com:8443/hook", net.Policy.webhook(ports=(443, 8443))).port == 8443


def test_a_policy_survives_the_way_to_the_child() -> None:
    assert net.Policy.from_message(DEMO.to_message()) == DEMO


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_no_text_does_anything_but_being_refused_or_admitted(text: str) -> None:
    for address in (text, f"http://{text}", f"https://example.com/{text}", f"https://{text}.com/"):
        try:
            admitted = net.admit(address, PAGE)
        except net.Refused:
            continue
        assert net.admit(admitted.href, net.Policy()) == admitted or len(admitted.href) > 2000


INWARD = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1
192.0.0.1 192.0.0.9 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.175.48.1 198.18.0.1 198.51.100.1 203.0.113.1
224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1
::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:20::1 2001:db8::1
2002:7f00:1:: 2002:808:808:: 3fff::1 2620:4f:8000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1
ff02::1 ff0e::1 4000::1 127.1 0x7f000001 nonsense
"""
OUTWARD = """
8.8.8.8 1.1.1.1 93.184.216.34 168.63.129.17 2606:4700:4700::1111 2a00:1450:4001::200e 2001:4860:4860::8888
"""


@pytest.mark.parametrize("ip", INWARD.split())
def test_an_address_that_is_not_public(ip: str) -> None:
    assert net.address_is_public(ip) is False


@pytest.mark.parametrize("ip", OUTWARD.split())
def test_an_address_that_is_public(ip: str) -> None:
    assert net.address_is_public(ip) is True


def _near(family: int) -> st.SearchStrategy[int]:
    """Any number, and more often one close to a block that somebody keeps shut."""
    bits = 32 if family == 4 else 128
    edges = [int(block[0]) for block in THEIRS if block.version == family]
    steps = st.integers(-(2 ** (bits // 8)), 2 ** (bits // 2))
    return st.one_of(
        st.integers(0, 2**bits - 1),
        st.builds(lambda edge, step: (edge + step) % 2**bits, st.sampled_from(edges), steps),
    )


def _refused_by_others(ip: IPv4Address | IPv6Address) -> bool:
    return DEFAULT_DENIED.classify(ip).blocked or any(ip in block for block in THEIRS if block.version == ip.version)


@settings(max_examples=500, deadline=None)
@given(_near(4).map(IPv4Address))
def test_what_others_refuse_in_ipv4_is_refused_here(ip: IPv4Address) -> None:
    assert (net.address_is_public(ip) and _refused_by_others(ip)) is False


@settings(max_examples=500, deadline=None)
@given(_near(6).map(IPv6Address))
def test_what_others_refuse_in_ipv6_is_refused_here(ip: IPv6Address) -> None:
    assert (net.address_is_public(ip) and _refused_by_others(ip)) is False
