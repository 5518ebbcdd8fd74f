"""Which platform an address belongs to, and the shape of the platforms that the product ships."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ShippedPlatform:
    """A marketplace or network. All shipped rows are example data: nobody has checked what they say about a company."""

    key: str
    owner: str
    name: str
    hosts: tuple[str, ...]
    short_hosts: tuple[str, ...]
    item_patterns: tuple[str, ...]
    member: bool
    joined: str
    example: bool
    source: str


def platform_for[T](host: str, hosts: Mapping[str, T]) -> T | None:
    """The platform of the longest registered host that is `host` or a parent of it, on label borders."""
    labels = host.lower().rstrip(".").split(".")
    for first in range(len(labels)):
        found = hosts.get(".".join(labels[first:]))
        if found is not None:
            return found
    return None


def full_date(text: str) -> date | None:
    """The day that a source names; None when it names none, or only a year: a guessed day would be a false one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
