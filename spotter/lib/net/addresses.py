"""Which internet addresses are public, by an allow rule stricter than `is_global` alone."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# `is_global` lets through what is reserved for protocols, relays and one cloud's host services.
SHUT_4 = tuple(
    IPv4Network(block)
    for block in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.175.48.0/24",
        "168.63.129.16/32",
    )
)
# Only 2000::/3 is given out; inside it these carry or stand for something else (Teredo, 6to4, documentation, AS112).
OPEN_6 = IPv6Network("2000::/3")
SHUT_6 = tuple(
    IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)


def address_is_public(ip: str | IPv4Address | IPv6Address) -> bool:
    """Say whether a connection to this address may be made; anything unreadable is not public."""
    try:
        parsed = ip_address(ip)
    except ValueError:
        return False
    if parsed.is_multicast or parsed.is_reserved or not parsed.is_global:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in SHUT_4)
    return parsed.ipv4_mapped is None and parsed in OPEN_6 and not any(parsed in block for block in SHUT_6)
