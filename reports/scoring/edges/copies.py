"""Which decided listings belong together: those of one seller, and near-copies of one another."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np

# Copies share so much of their words. Two of five bands of four smallest hashes are equal for nearly all such pairs,
# and the words themselves decide.
ALIKE: Final = 0.9
_BANDS: Final = 5
_ROWS: Final = 4
_PRIME: Final = 4_294_967_311
_SEED: Final = 11
# Of many listings with one look only so many are compared with a new one: what is alike is joined to one of them.
_COMPARED: Final = 8


def groups_of(words: Sequence[frozenset[str]], sellers: Sequence[str]) -> list[int]:
    """A number for each listing, the same for all of one seller and for near-copies, whoever's they are."""
    joined = list(range(len(words)))
    first_of: dict[str, int] = {}
    for place, seller in enumerate(sellers):
        if seller:
            _join(joined, place, first_of.setdefault(seller, place))
    for one, other in _near_copies(words):
        _join(joined, one, other)
    return [_root(joined, place) for place in range(len(words))]


def _near_copies(words: Sequence[frozenset[str]]) -> Iterable[tuple[int, int]]:
    shelves: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, one in enumerate(words):
        for shelf in _shelves(one):
            others = shelves[shelf]
            yield from ((place, other) for other in others if _likeness(one, words[other]) >= ALIKE)
            if len(others) < _COMPARED:
                others.append(place)


def _shelves(words: frozenset[str]) -> list[tuple[int, bytes]]:
    """Where a listing is looked for: what has most words in common has a shelf in common."""
    if not words:
        return [(0, b"")]
    hashes = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words], dtype=np.uint64)
    smallest = ((_TIMES * hashes[None, :] + _PLUS) % _PRIME).min(axis=1).reshape(_BANDS, _ROWS)
    return [(band, row.tobytes()) for band, row in enumerate(smallest)]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _root(joined: list[int], place: int) -> int:
    while joined[place] != place:
        joined[place] = joined[joined[place]]
        place = joined[place]
    return place


def _join(joined: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(joined, one), _root(joined, other)))
    joined[high] = low


def _numbers() -> "tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]":
    chance = np.random.default_rng(_SEED)
    size = (_BANDS * _ROWS, 1)
    return chance.integers(1, 2**31, size, dtype=np.uint64), chance.integers(0, 2**31, size, dtype=np.uint64)


_TIMES, _PLUS = _numbers()
