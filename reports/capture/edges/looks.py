"""One look at an address, as it comes out of the limited child: the bytes, the facts, the state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from reports.capture.edges.reader import PageFacts
from spotter.lib.net import Hop


@dataclass(frozen=True)
class PictureFound:
    """A picture of the page, as received; it is not safe to show before `spotter.lib.images` made a copy."""

    address: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Look:
    """One look. `state` is a value of `rules.states.State`; `reason` is an English sentence to translate.

    `detail` is what the reason rests on. `failure` is the door's code ("dns", "not-public", …) when no page came, or
    "child" when it could not be read; then `response` is empty.
    `body_sha256` and `body_size` are those of the unpacked body; `seconds` is the time of the whole visit.
    """

    address: str
    looked_at: datetime
    state: str
    reason: str
    detail: str = ""
    failure: str = ""
    refused: bool = False
    final: str = ""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    redirects: tuple[Hop, ...] = ()
    peer: str = ""
    request: bytes = b""
    head: bytes = b""
    raw: bytes = b""
    body_sha256: str = ""
    body_size: int = 0
    truncated: bool = False
    seconds: float = 0.0
    facts: PageFacts = field(default_factory=PageFacts)
    pictures: tuple[PictureFound, ...] = ()

    @property
    def response(self) -> bytes:
        """The answer byte for byte as it came."""
        return self.head + self.raw


def facts_to_message(facts: PageFacts) -> dict[str, Any]:
    """Plain values for the travel out of the child."""
    values = {name: getattr(facts, name) for name in facts.__dataclass_fields__}
    return {**values, "signals": sorted(facts.signals), "sources": dict(facts.sources)}


def facts_from_message(message: Mapping[str, Any]) -> PageFacts:
    """Read back what `facts_to_message` gave, after a travel through JSON."""
    values = dict(message)
    values["pictures"] = tuple(values["pictures"])
    values["signals"] = frozenset(values["signals"])
    values["sources"] = MappingProxyType(dict(values["sources"]))
    return PageFacts(**values)
