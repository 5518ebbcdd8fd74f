"""Fold a text to the one spelling that terms are matched in, and keep the place of every original character."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from reports.scoring.rules.letters import DROPPED, LETTERS

_SPACES = re.compile(r" {2,}")
# One cluster: a starter with what attaches to it, so that NFKC of the cluster is NFKC of the text in that place.
_VOWEL_JAMO = ("\u1160", "\u11ff")
_ASCII = {code: " " for code in (*range(0x20), 0x7F, ord("-"), ord("_"))} | {ord("`"): "'"}
# Ordering the marks on one letter takes time by the square of their number, and no script needs more than a few.
_MOST_MARKS = 30
_SHORT = 4
# Replacing letter by letter beats a table while they are few.
_FEW = 40


class Folded:
    """A folded text; where its characters came from is worked out when somebody asks, which most texts never do."""

    __slots__ = ("_offsets", "_trace", "text")

    def __init__(self, text: str, trace: Callable[[], Sequence[int]]) -> None:
        self.text = text
        self._trace = trace
        self._offsets: Sequence[int] | None = None

    @property
    def offsets(self) -> Sequence[int]:
        """`offsets[i]` is the place in the original of folded character i; one more entry closes the text."""
        if self._offsets is None:
            self._offsets = self._trace()
        return self._offsets

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text that the folded span [start, end) came from."""
        offsets = self.offsets
        if end <= start:
            return offsets[start], offsets[start]
        last = offsets[end - 1]
        after = end
        while after < len(self.text) and offsets[after] == last:
            after += 1
        return offsets[start], max(last + 1, offsets[after])


def fold(text: str) -> Folded:
    """Lower-case, NFKC, no invisible marks, look-alike letters as Latin; hyphens and white space as one space."""
    if text.isascii():
        return _squeezed(text.lower().translate(_ASCII), lambda: range(len(text) + 1))
    by_letter = _by_letter(text)
    if by_letter is not None:
        folded, uneven = by_letter
        return _squeezed(folded, lambda: _places_of_letters(text, uneven))
    whole, offsets = _by_cluster(text)
    return _squeezed(whole, lambda: offsets)


def fold_term(text: str) -> str:
    """The folded spelling of a term, without white space at its ends."""
    return fold(text).text.strip()


def _by_letter(text: str) -> tuple[str, frozenset[str]] | None:
    """The folded text and its letters that become none or several; None where letters act on each other."""
    letters = {char: _fold_letter(char) for char in set(text)}
    if any(map(unicodedata.combining, letters)) and _has_heap(text):
        return None
    changed = {char: folded for char, folded in letters.items() if char != folded}
    if len(changed) > _FEW:
        whole = text.translate({ord(char): folded for char, folded in changed.items()})
    else:
        whole = text
        for char, folded in changed.items():
            whole = whole.replace(char, folded)
    if not unicodedata.is_normalized("NFKC", whole):
        return None
    return whole, frozenset(char for char, folded in changed.items() if len(folded) != 1)


def _has_heap(text: str) -> bool:
    """Whether more marks stand in a row than any script needs; a row of _MOST_MARKS fills one of these windows."""
    half = _MOST_MARKS // 2
    windows = (text[start : start + half] for start in range(0, len(text), half))
    return any(len(window) == half and all(map(unicodedata.combining, window)) for window in windows)


def _places_of_letters(text: str, uneven: frozenset[str]) -> Sequence[int]:
    if not uneven:
        return range(len(text) + 1)
    offsets: list[int] = []
    at = 0
    for found in re.finditer(f"[{re.escape(''.join(uneven))}]", text):
        offsets.extend(range(at, found.start()))
        offsets.extend([found.start()] * len(_fold_letter(found.group())))
        at = found.end()
    offsets.extend(range(at, len(text) + 1))
    return offsets


def _by_cluster(text: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    offsets: list[int] = []
    start, length = 0, len(text)
    while start < length:
        end = start + 1
        while end < length and end - start <= _MOST_MARKS and _attaches(text[end]):
            end += 1
        piece = _fold_letter(text[start:end]) if end - start <= _SHORT else _fold_cluster(text[start:end])
        pieces.append(piece)
        # Within a cluster that kept its length each character stands for itself; else all point at its beginning.
        offsets.extend(range(start, end) if len(piece) == end - start else [start] * len(piece))
        start = end
    offsets.append(length)
    return "".join(pieces), offsets


def _attaches(char: str) -> bool:
    return unicodedata.combining(char) != 0 or _VOWEL_JAMO[0] <= char <= _VOWEL_JAMO[1] or "\uff9e" <= char <= "\uff9f"


@lru_cache(maxsize=32_768)
def _fold_letter(letter: str) -> str:
    return _fold_cluster(letter)


def _fold_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster).casefold()
    return unicodedata.normalize("NFKC", plain).translate(_TABLE)


def _squeezed(text: str, trace: Callable[[], Sequence[int]]) -> Folded:
    if "  " not in text:
        return Folded(text, trace)
    return Folded(_SPACES.sub(" ", text), lambda: _without_runs(text, trace()))


def _without_runs(text: str, offsets: Sequence[int]) -> Sequence[int]:
    places: list[int] = []
    at = 0
    for run in _SPACES.finditer(text):
        places.extend(offsets[at : run.start() + 1])
        at = run.end()
    places.extend(offsets[at:])
    return places


_TABLE: dict[int, str | None] = {
    **{code: None for code in DROPPED},
    **{ord(char): latin for char, latin in LETTERS.items()},
    **_ASCII,
}
