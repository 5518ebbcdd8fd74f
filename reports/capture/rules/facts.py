"""Puts together what several parts of a page say, each fact with where it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

JSON_LD = "json-ld"
MICRODATA = "microdata"
OPENGRAPH = "opengraph"
PLATFORM = "platform"
TEXT = "text"
PRECEDENCE = (JSON_LD, MICRODATA, OPENGRAPH, PLATFORM, TEXT)
_RANKS = {source: rank for rank, source in enumerate(PRECEDENCE)}

_LIMITS = {"title": 500, "description": 20_000, "seller": 200, "place": 300, "posted_at": 40, "availability": 100}


@dataclass(frozen=True)
class Found:
    """One value that one part of the page gave; `note` travels with it (a price's currency)."""

    name: str
    value: str
    source: str
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """The value that counts, and its source."""

    value: str
    source: str
    note: str = ""


def tidy_facts(found: Iterable[Found], *, known: Mapping[str, Fact] | None = None) -> Mapping[str, Fact]:
    """For each name the first value of the best source; the empty and the absurdly long are passed over.

    What is `known` stays as it is.
    """
    best: dict[str, Fact] = dict(known or {})
    for one in sorted(found, key=_rank):
        value = " ".join(one.value.split()) if one.name != "description" else one.value.strip()
        if one.name not in best and _fits(one.name, value):
            best[one.name] = Fact(value[: _LIMITS.get(one.name, 2_000)], one.source, one.note)
    return best


def _rank(one: Found) -> int:
    return _RANKS.get(one.source, len(_RANKS))


def _fits(name: str, value: str) -> bool:
    return bool(value) and not (name in ("seller", "place", "posted_at") and len(value) > _LIMITS[name])
