"""What an evidence pack holds and for whom: plain values, the same for the same evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

COMPANY, ENFORCEMENT = "company", "enforcement"

# Which fields of which custody lines each edition opens; what is not named here stays shut or out. A volunteer's line
# keeps its actor, its reference and its facts shut: they would lead to who reported.
TOUCHES: Final[dict[str, dict[tuple[str, str], tuple[str, ...]]]] = {
    COMPANY: {
        ("capture", "preserve"): ("number", "at", "by", "what", "of", "facts"),
        ("listing", "confirm"): ("number", "at", "what", "of"),
        ("listing", "forward"): ("number", "at", "what", "of"),
    },
    ENFORCEMENT: {
        ("report", "receive"): ("number", "what", "of"),
        ("screenshot", "make-safe"): ("number", "what", "of"),
        ("capture", "preserve"): ("number", "at", "by", "what", "of", "ref", "facts"),
        ("capture", "browse"): ("number", "at", "by", "what", "of", "ref", "facts"),
        ("listing", "confirm"): ("number", "at", "by", "what", "of", "ref", "facts"),
        ("listing", "forward"): ("number", "at", "by", "what", "of", "ref", "facts"),
        ("listing", "view"): ("number", "at", "by", "what", "of", "ref", "facts"),
        ("listing", "hold"): ("number", "at", "by", "what", "of", "ref"),
        ("listing", "release"): ("number", "at", "by", "what", "of", "ref"),
        ("listing", "ask-pack"): ("number", "at", "by", "what", "of", "ref"),
        ("listing", "download"): ("number", "at", "by", "what", "of", "ref", "facts"),
    },
}


@dataclass(frozen=True)
class CaptureFile:
    """One look at the page: what `captures.json` says of it, and the WARC under its hash ("" when nothing came).

    `browser_sha256` is that of the look through a browser, where there is one in this edition.
    """

    number: int
    facts: Mapping[str, Any]
    warc_sha256: str
    browser_sha256: str = ""


@dataclass(frozen=True)
class PictureFile:
    """A safe copy: its path in the pack and its hash in the store."""

    path: str
    sha256: str


@dataclass(frozen=True)
class RootFile:
    """A daily root: the very bytes that were stamped, and the authority's answer (empty without one)."""

    number: int
    statement: bytes
    answer: bytes


@dataclass(frozen=True)
class PackContent:
    """All that goes into one pack; `sheet` is the page in plain words, `custody` the opened lines."""

    edition: str
    reference: str
    title: str
    at: str
    sheet: str
    captures: tuple[CaptureFile, ...]
    pictures: tuple[PictureFile, ...]
    custody: tuple[Mapping[str, Any], ...]
    roots: tuple[RootFile, ...]


def fields_open(edition: str, of: str, what: str, *, by_volunteer: bool) -> tuple[str, ...]:
    """The fields of a custody line that this edition opens; none when the line is left out."""
    named = TOUCHES[edition].get((of, what), ())
    return tuple(name for name in named if not (by_volunteer and name in ("by", "ref", "facts")))


def stays_on(hosts: Iterable[str], addresses: Iterable[str]) -> bool:
    """Whether all these addresses lie on these hosts or below them: then a look shows nothing of another platform."""
    known = tuple(hosts)
    return all(_is_below(urlsplit(address).hostname or "", known) for address in addresses)


def ways(address: str, final: str, redirects: Sequence[Mapping[str, Any]]) -> list[str]:
    """Every address that one look went through; where a redirect led to is the next one's address."""
    return [address, *(str(hop["address"]) for hop in redirects), *([final] if final else [])]


def _is_below(host: str, known: tuple[str, ...]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in known)
