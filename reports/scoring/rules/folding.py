"""Fold a text to the one spelling that terms are matched in, and keep the place of every original character."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reports.scoring.rules.letters import DROPPED, LETTERS

_SPACES = re.compile(r" {2,}")
# One cluster: a starter with what attaches to it, so that NFKC of the cluster is NFKC of the text in that place.
_VOWEL_JAMO = ("\u1160", "\u11ff")
_ASCII = {code: " " for code in (*range(0x20), 0x7F, ord("-"), ord("_"))} | {ord("`"): "'"}


@dataclass(frozen=True, slots=True)
class Folded:
    """`offsets[i]` is the place in the original of folded character i; one more entry closes the text."""

    text: str
    offsets: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text that the folded span [start, end) came from."""
        if end <= start:
            return self.offsets[start], self.offsets[start]
        last = self.offsets[end - 1]
        after = end
        while after < len(self.text) and self.offsets[after] == last:
            after += 1
        return self.offsets[start], max(last + 1, self.offsets[after])


def fold(text: str) -> Folded:
    """Lower-case, NFKC, no invisible marks, look-alike letters as Latin; hyphens and white space as one space."""
    if text.isascii():
        return _squeezed(text.lower().translate(_ASCII), range(len(text) + 1))
    whole = text.casefold()
    if len(whole) == len(text) and unicodedata.is_normalized("NFKC", whole):
        folded = whole.translate(_TABLE)
        if len(folded) == len(text):
            return _squeezed(folded, range(len(text) + 1))
    return _squeezed(*_by_cluster(text))


def fold_term(text: str) -> str:
    """The folded spelling of a term, without white space at its ends."""
    return fold(text).text.strip()


def _by_cluster(text: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    offsets: list[int] = []
    start, length = 0, len(text)
    while start < length:
        end = start + 1
        while end < length and _attaches(text[end]):
            end += 1
        piece = _fold_cluster(text[start:end])
        pieces.append(piece)
        # Within a cluster that kept its length each character stands for itself; else all point at its beginning.
        offsets.extend(range(start, end) if len(piece) == end - start else [start] * len(piece))
        start = end
    offsets.append(length)
    return "".join(pieces), offsets


def _attaches(char: str) -> bool:
    return unicodedata.combining(char) != 0 or _VOWEL_JAMO[0] <= char <= _VOWEL_JAMO[1] or "\uff9e" <= char <= "\uff9f"


def _fold_cluster(cluster: str) -> str:
    plain = unicodedata.normalize("NFKC", cluster).casefold()
    return unicodedata.normalize("NFKC", plain).translate(_TABLE)


def _squeezed(text: str, offsets: Sequence[int]) -> Folded:
    if "  " not in text:
        return Folded(text, offsets)
    kept: list[str] = []
    places: list[int] = []
    at = 0
    for run in _SPACES.finditer(text):
        kept.append(text[at : run.start() + 1])
        places.extend(offsets[at : run.start() + 1])
        at = run.end()
    kept.append(text[at:])
    places.extend(offsets[at:])
    return Folded("".join(kept), places)


_TABLE: dict[int, str | None] = {
    **{code: None for code in DROPPED},
    **{ord(char): latin for char, latin in LETTERS.items()},
    **_ASCII,
}
