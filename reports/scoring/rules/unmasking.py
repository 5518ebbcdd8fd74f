"""Take the mask off spellings that hide a word from a search: i.v.o.r.y, 1v0ry, ivoooory."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from reports.scoring.rules.folding import Folded, fold

# Single letters with the same mark or one space between them; another mark or two spaces begin the next word.
_APART = re.compile(r"(?<!\w)[^\W_](?:([.\-*_·•|/~+,] ?)[^\W_](?:\1[^\W_])*|(?: [^\W_]){2,})(?![^\W_])")
# A digit or sign between letters, or before two of them, in a word that has no digit that looks like no letter.
_LEET = re.compile(
    r"(?<![\w@$!])(?=[\w@$!]{0,24}[^\W\d_])(?=[\w@$!]{0,24}[013457@$!])(?:[^\W\d_]|[013457@$!]){2,24}(?![\w@$])"
)
_STRETCHED = re.compile(r"([A-Za-z\u00c0-\u024f\u0400-\u04ff])\1{2,}")
_LETTER_OF = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
# "1" and "!" are an i as often as an l, and a stretched letter is a double one as often as a single one: two readings.
_READINGS = (("i", 1), ("l", 2))

# What hides deeper in a text is hidden from buyers as well.
_DEEPEST = 20_000
# Before any of the patterns above runs: is there a sign of a mask at all? These cost next to nothing.
_SHAPE = bytes(97 if chr(code).isalnum() or code > 127 else code for code in range(256))
_MARKS = (*(mark.encode() for mark in "-*_|/~+,."), b". ", b", ")
# One letter between two marks; two letters between spaces, since "a" and "I" are words. A letter has up to three bytes.
_SIGNS_APART = (b" a a ", *(mark + letter + mark for mark in _MARKS for letter in (b"a", b"aa", b"aaa")))
_SIGN_LEET = re.compile(r"[013457@$!](?:(?<=[^\W\d_].)|(?=[^\W\d_]))")
_SIGNS_STRETCHED = tuple(letter * 3 for letter in "aeiouyrstnlghkmpAEIOUY")

type Spelled = tuple[str, Sequence[int]]
type Piece = Iterator[tuple[str, int]]


def readings(text: str) -> Iterator[Folded]:
    """The text with its masks off, folded, once for each way to read them; nothing where no spelling is masked."""
    text = text[:_DEEPEST]
    if not _seems_masked(text):
        return
    seen = {text}
    for one, most in _READINGS:
        spelled = _replaced((text, range(len(text) + 1)), _APART, _joined)
        spelled = _replaced(spelled, _LEET, partial(_read, one=one))
        spelled = _replaced(spelled, _STRETCHED, partial(_shortened, most=most))
        if spelled[0] not in seen:
            seen.add(spelled[0])
            yield _folded(spelled)


def _seems_masked(text: str) -> bool:
    shape = text.encode("utf-8", "surrogatepass").translate(_SHAPE)
    return (
        any(sign in shape for sign in _SIGNS_APART)
        or _SIGN_LEET.search(text) is not None
        or any(sign in text for sign in _SIGNS_STRETCHED)
    )


def _joined(match: "re.Match[str]") -> Piece:
    for place, char in enumerate(match.group(), match.start()):
        if char.isalnum():
            yield char, place


def _read(match: "re.Match[str]", *, one: str) -> Piece:
    for place, char in enumerate(match.group(), match.start()):
        yield (one if char in "1!" else _LETTER_OF.get(char, char)), place


def _shortened(match: "re.Match[str]", *, most: int) -> Piece:
    for place in range(match.start(), match.start() + most):
        yield match.group(1), place


def _replaced(spelled: Spelled, pattern: "re.Pattern[str]", by: Callable[["re.Match[str]"], Piece]) -> Spelled:
    """The text with every match spelled anew, and the place in the original of each of its characters."""
    text, places = spelled
    pieces: list[str] = []
    kept: list[int] = []
    at = 0
    for match in pattern.finditer(text):
        pieces.append(text[at : match.start()])
        kept.extend(places[at : match.start()])
        for char, place in by(match):
            pieces.append(char)
            kept.append(places[place])
        at = match.end()
    if not at:
        return spelled
    pieces.append(text[at:])
    kept.extend(places[at:])
    return "".join(pieces), kept


def _folded(spelled: Spelled) -> Folded:
    text, places = spelled
    folded = fold(text)
    return Folded(folded.text, lambda: [places[offset] for offset in folded.offsets])
