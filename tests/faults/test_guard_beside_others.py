"""The address guard beside two published ones, over thousands of generated forms: never laxer than they."""

import random
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from AntiSSRF import IPAddressRanges
from ssrfguard import DEFAULT_DENIED

from spotter.lib import net
from tests.spotter.sites import Recorder

THEIRS = {str(one.network) for one in DEFAULT_DENIED.blocks} | {str(one) for one in IPAddressRanges.recommended_latest}
REFUSED_BY_OTHERS = tuple(ip_network(block) for block in THEIRS)
# What others refuse and we allow, by name: none.
EXCEPTIONS: dict[str, str] = {}
MANY = 6_000
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
NAMES = ("localhost", "LOCALHOST", "localhost.", "a.localhost", "metadata.google.internal", "kubernetes.default")


def edges(block: str) -> Iterator[str]:
    """The first and the last of a block, and what lies just outside."""
    whole = ip_network(block)
    last = int(whole.broadcast_address)
    for number in (int(whole.network_address) - 1, int(whole.network_address), last, last + 1):
        if 0 <= number < 1 << whole.max_prefixlen:
            yield str(type(whole.network_address)(number))


def answers() -> set[str]:
    """Addresses at every border, any address, and IPv4 inside every IPv6 form that carries it."""
    chance = random.Random(4)
    found = {one for block in REFUSED_BY_OTHERS for one in edges(str(block))}
    found |= {str(IPv4Address(chance.getrandbits(32))) for _ in range(MANY)}
    found |= {str(IPv6Address((1 << 125) + chance.getrandbits(125))) for _ in range(MANY)}
    inner = [int(IPv4Address(one)) for one in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1")]
    carriers = ("::", "::ffff:0:0", "64:ff9b::", "64:ff9b:1::", "2001::", "fe80::", "fec0::", "2001:db8::")
    found |= {str(IPv6Address(int(IPv6Address(carrier)) + one)) for carrier in carriers for one in inner}
    found |= {str(IPv6Address((0x2002 << 112) + (one << 80))) for one in inner}  # 6to4
    return found


def refused_by_others(ip: str) -> bool:
    address = ip_address(ip)
    return any(address.version == block.version and address in block for block in REFUSED_BY_OTHERS)


def test_no_address_that_another_refuses_is_public_for_us() -> None:
    laxer = {one for one in answers() if net.address_is_public(one) and refused_by_others(one)}
    assert laxer - set(EXCEPTIONS) == set()


def test_ordinary_public_addresses_stay_reachable() -> None:
    ordinary = ["93.184.215.14", "8.8.8.8", "1.1.1.1", "151.101.1.69", "2606:4700::1111", "2a00:1450:4001:800::200e"]
    assert [one for one in ordinary if not net.address_is_public(one)] == []


def forms() -> Iterator[str]:
    """Every way to write an inner address as the host of an address."""
    inner = ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "0.0.0.0", "172.16.0.1", "100.100.100.200")
    for text in inner:
        number = int(IPv4Address(text))
        parts = text.split(".")
        spelt = [
            text, str(number), hex(number), oct(number).replace("0o", "0"), f"{parts[0]}.{number & 0xFFFFFF}",
            ".".join(f"0{int(part):o}" for part in parts), ".".join(hex(int(part)) for part in parts), f"{text}.",
            f"[::ffff:{text}]", f"[::{text}]", f"[64:ff9b::{text}]", f"[{IPv6Network((number, 128))[0]}]",
            text.replace(".", "。"), text.replace(".", "．"), text.translate(WIDE), text.translate(CIRCLED),
            text.replace(".", "%2e"), f"%{ord(text[0]):x}{text[1:]}",
            f"{text}%00.example.com", f"{text}\t", f"\u00ad{text}", f"u:p@{text}", f"example.com@{text}",
            f"example.com\\@{text}", f"{text}#.example.com", f"{text}?.example.com",
        ]  # fmt: skip
        for host in spelt:
            for scheme in ("http", "https", "HTTP", "http:\t", " http", "//", "http:/", "http:///"):
                for tail in ("", "/", ":80/", ":443/", ":0080/", ":22/", "/@example.com/"):
                    yield f"{scheme}{'' if scheme.endswith('/') else '://'}{host}{tail}"
    for name in (
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "metadata.google.internal",
        "kubernetes.default",
    ):
        yield from (f"http://{name}/", f"https://{name}:443/", f"http://{name}.:80/x")


def test_no_spelling_of_an_inner_address_is_ever_connected_to() -> None:
    recorder = Recorder({}, port=1)
    tried = 0
    for text in forms():
        tried += 1
        with pytest.raises((net.Closed, KeyError)):  # KeyError: it asked the resolver for a name, which is no address
            net.fetch(text, policy=net.Policy.page(deadline=2.0), world=recorder.world())
    assert (tried > 5_000, recorder.connects) == (True, [])
    assert [name for name in recorder.lookups if _is_number(name)] == []


def _is_number(name: str) -> bool:
    """Whether the system's own reading, laxer than any standard, takes it for an address."""
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return True


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "64:ff9b::7f00:1"])
def test_one_inner_answer_among_public_ones_shuts_the_door(inside: str) -> None:
    for answers_in in (["93.184.215.14", inside], [inside, "93.184.215.14"], [inside]):
        recorder = Recorder({"shop.com": [answers_in]})
        with pytest.raises(net.Refused):
            net.fetch("http://shop.com/", policy=net.Policy.page(), world=recorder.world())
        assert recorder.connects == []
