"""What came back: the answer as it was received, and the same unpacked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Hop:
    """One redirect on the way: who sent us on, with which status, and where to (as written)."""

    address: str
    status: int
    location: str


@dataclass(frozen=True)
class Fetched:
    """One visit: `head` + `raw` are the bytes of the answer as sent (chunk marks and packing too), `body` is unpacked.

    `peer` is (ip, port) as connected, `elapsed` is in seconds, `truncated` says that the body was not whole.
    """

    input: str
    final: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    request: bytes
    head: bytes
    peer: tuple[str, int]
    redirects: tuple[Hop, ...]
    elapsed: float
    truncated: bool

    def header(self, name: str) -> str:
        """The first header of that name, or an empty string."""
        return first(self.headers, name)

    def to_message(self) -> dict[str, Any]:
        """Plain values with all bytes at the top level, as the limited child sends them; equal bytes travel once."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["redirects"] = [asdict(hop) for hop in self.redirects]
        return values | {"raw": b""} if self.raw == self.body else values

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        """Read back what `to_message` gave, after a travel through JSON."""
        values = dict(message)
        values["headers"] = tuple((name, value) for name, value in values["headers"])
        values["peer"] = tuple(values["peer"])
        values["redirects"] = tuple(Hop(**hop) for hop in values["redirects"])
        values["raw"] = values["raw"] or values["body"]
        return cls(**values)


def first(headers: tuple[tuple[str, str], ...], name: str) -> str:
    """The first value under that name, whatever its case."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")
