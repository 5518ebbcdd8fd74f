"""What the pledge says, which version of it counts, and where each role begins."""

from collections.abc import Iterable
from ipaddress import ip_network
from typing import Final

# Raise it when the sentences of the pledge change: everybody is asked again.
PLEDGE_VERSION: Final = "1"

# The steps of a report that somebody can switch off, each with what it leads to in the letters and marks.
STEPS: Final = ("asked", "confirmed", "dismissed", "forwarded", "answered", "gone", "still-live")

FIRST_PAGE: Final = {
    "spotter": "intake:mine",
    "lead-spotter": "intake:mine",
    "analyst": "triage:queue",
    "lead-analyst": "triage:queue",
    "company-agent": "cases:inbox",
    "company-admin": "cases:inbox",
    "coordinator": "progress:overview",
    "auditor": "progress:overview",
}


def first_page(role: str) -> str:
    """The name of the page where this role's work lies."""
    return FIRST_PAGE.get(role, "home")


def has_pledged(version: str) -> bool:
    """Whether the pledge that somebody took is the one that counts now."""
    return version == PLEDGE_VERSION


def coarse(address: str) -> str:
    """An IP address from which nobody is found any more: the last byte of IPv4, all after /48 of IPv6, are 0."""
    if ":" in address:
        return str(ip_network((address, 48), strict=False).network_address)
    return str(ip_network((address, 24), strict=False).network_address)


def silenced(chosen: Iterable[str]) -> list[str]:
    """The steps that somebody who chose these is not told of, in the order of a report's life."""
    kept = frozenset(chosen)
    return [step for step in STEPS if step not in kept]


# A code that proves who sits at the keyboard, for those who have neither password nor second factor.
CODE_LIVES: Final = 600
CODE_PAUSE: Final = 60
CODE_TRIES: Final = 5


def plain_code(typed: str) -> str:
    """A code as it was made, however it was typed: without spaces and dashes, in small letters."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


# Groups of taxa whose pictures may weigh on somebody: they chose not to meet them unasked.
PARTS: Final = frozenset({"mammal_part", "bird_part", "reptile_part"})


def kept_closed(group: str, *, hides_live: bool, hides_gore: bool) -> str:
    """Why a picture of this group of taxa stays closed: "live", "part", "unknown", or "" when it need not."""
    if not group:
        return "unknown" if hides_live or hides_gore else ""
    if hides_live and group.startswith("live_"):
        return "live"
    return "part" if hides_gore and group in PARTS else ""
