"""What a site's robots.txt allows, by RFC 9309."""

from protego import Protego


def may_visit(robots: bytes, *, agent: str, address: str) -> bool:
    """Whether this agent may visit the address; a file that cannot be read forbids nothing."""
    return bool(Protego.parse(robots.decode(errors="replace")).can_fetch(address, agent))
