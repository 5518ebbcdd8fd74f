"""What became of a page since an earlier look: its state, price, title, seller, text and pictures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.capture.rules.phrases import fold

# Counters, dates and "seen 14 times" move on every page: so much of two texts may differ and still be one.
SAME_TEXT: Final = 0.85
# Of 256 bits: the same photograph, sent once more in another size or quality.
SAME_PICTURE: Final = 24
WORDS: Final = re.compile(r"\w+")
# Scripts without spaces between words are compared by letters.
LONG_WORD: Final = 30


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One look as it is compared. `pictures` are (SHA-256, perceptual hash in hex) as received; `shows`: it was the
    listing that was seen, not a wall or an error."""

    state: str
    shows: bool
    title: str = ""
    price: str = ""
    seller: str = ""
    text: str = ""
    pictures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Change:
    """One difference: `what` is state, title, price, seller, text (shares in per cent) or pictures (gone, new)."""

    what: str
    before: str
    now: str


def what_changed(before: Sight | None, now: Sight) -> tuple[Change, ...]:
    """The differences, the weightiest first; what one of the two looks could not see counts as unchanged."""
    if before is None:
        return ()
    found = [Change("state", before.state, now.state)] if before.state != now.state else []
    if before.shows and now.shows:
        found += [
            Change(what, old, new)
            for what in ("price", "title", "seller")
            if (old := getattr(before, what)) and (new := getattr(now, what)) and fold(old) != fold(new)
        ]
        found += _text(before.text, now.text) + _pictures(before.pictures, now.pictures)
    return tuple(found)


def _text(before: str, now: str) -> list[Change]:
    old, new = _words(before), _words(now)
    if not old or not new:
        return []
    share = len(old & new) / len(old | new)
    return [] if share >= SAME_TEXT else [Change("text", "100", str(round(100 * share)))]


def _words(text: str) -> frozenset[str]:
    words = WORDS.findall(fold(text))
    return frozenset(piece for word in words for piece in (word if len(word) > LONG_WORD else (word,)))


def _pictures(before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[Change]:
    if not before or not now:
        return []
    gone = sum(not any(_same(old, new) for new in now) for old in before)
    added = sum(not any(_same(old, new) for old in before) for new in now)
    return [Change("pictures", str(gone), str(added))] if gone or added else []


def _same(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one[0] == other[0]:
        return True
    if not one[1] or not other[1] or not int(one[1], 16):  # a picture of one colour has nothing to compare
        return False
    return (int(one[1], 16) ^ int(other[1], 16)).bit_count() <= SAME_PICTURE
