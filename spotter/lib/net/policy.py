"""What one kind of visit may do: schemes, ports, limits of time and size."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Self

KB = 1024
MB = 1024 * KB
PAGE_TYPES = ("text/", "application/xhtml+xml", "application/xml", "application/json", "application/ld+json")


@lru_cache(64)
def _is_loopback(ip: str) -> bool:
    return ip_address(ip).is_loopback


@dataclass(frozen=True)
class Policy:
    """Times in seconds, sizes in bytes; `override` maps a host to a loopback socket, for demo and tests only."""

    user_agent: str = "CyberSpotter/1.0"
    accept: str = "*/*"
    schemes: tuple[str, ...] = ("http", "https")
    ports: tuple[int, ...] = (80, 443)
    override: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    deadline: float = 20.0
    connect: float = 5.0
    idle: float = 10.0
    max_header_bytes: int = 64 * KB
    max_raw: int = 5 * MB
    max_decoded: int = 10 * MB
    max_redirects: int = 5
    content_types: tuple[str, ...] = ()
    # For webhooks the status is the answer: a body that is too long, stalls or is packed is cut instead of raised.
    status_is_enough: bool = False

    def __post_init__(self) -> None:
        for host, (ip, _port) in self.override.items():
            if not _is_loopback(ip):
                raise ValueError(f"the override of {host} must lead to a loopback address, not {ip}")

    @classmethod
    def page(cls, **changes: Any) -> Self:
        """Reading a page: text of at most 5 MB (10 MB unpacked) within 20 seconds."""
        page = cls(accept="text/html,application/xhtml+xml;q=0.9,*/*;q=0.5", content_types=PAGE_TYPES)
        return replace(page, **changes)

    @classmethod
    def picture(cls, **changes: Any) -> Self:
        """Reading a picture of at most 15 MB."""
        picture = cls(accept="image/*", content_types=("image/",), max_raw=15 * MB, max_decoded=15 * MB)
        return replace(picture, **changes)

    @classmethod
    def browser(cls, **changes: Any) -> Self:
        """All that a browser loads for one page: 30 seconds and 30 MB altogether."""
        return replace(cls(deadline=30.0, max_raw=30 * MB), **changes)

    @classmethod
    def webhook(cls, **changes: Any) -> Self:
        """Handing over a message: https on port 443, no redirects, 15 seconds, and the first 64 KB of the answer."""
        message = cls(
            schemes=("https",),
            ports=(443,),
            deadline=15.0,
            max_redirects=0,
            max_raw=64 * KB,
            max_decoded=64 * KB,
            status_is_enough=True,
        )
        return replace(message, **changes)

    def to_message(self) -> dict[str, Any]:
        """Plain values, so that a policy can be handed to the limited child."""
        return {one.name: getattr(self, one.name) for one in fields(self)} | {"override": dict(self.override)}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        """Read back what `to_message` gave, after a travel through JSON."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in message.items()
        }
        values["override"] = {host: (ip, port) for host, (ip, port) in values["override"].items()}
        return cls(**values)
