"""Take the mask off spellings that hide a word from a search: i.v.o.r.y, 1v0ry, ivoooory."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from reports.scoring.rules.folding import Folded, fold

# Scripts written without spaces, and the marks that sit on their letters and on others.
_OPEN = r"[\u0e00-\u0e30\u0e32-\u0e33\u0e40-\u0e46\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_MARK = r"[\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
_BETWEEN = r"[.*_·•~+|^=\-\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]{1,3}"
# 象.牙 and เ ก ล็ ด: there a word has no border, so neither has its mask; spaces count from three letters on.
_SPLIT = re.compile(rf"(?:{_OPEN}{_MARK}*{_BETWEEN})+(?={_OPEN})|(?<![^\s\W]){_OPEN}{_MARK}*(?: {_OPEN}{_MARK}*){{2,}}")
# A syllable of Hangul taken apart: ㅅㅏㅇㅇㅏ.
_JAMO = re.compile("([ㄱ-ㅎ])([ㅏ-ㅣ])([ㄱ-ㅎ](?![ㅏ-ㅣ]))?")
_FIRST, _LAST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_SIGN_OPEN = re.compile(
    rf"[^\W\x00-\x7f]{_MARK}*{_BETWEEN}[^\W\x00-\x7f]| [^\W\x00-\x7f]{_MARK}* [^\W\x00-\x7f]|[ㄱ-ㅎ][ㅏ-ㅣ]"
)
# Single letters with the same mark or one space between them; another mark or two spaces begin the next word.
_LETTER = rf"[^\W_]{_MARK}*"
_APART = re.compile(
    rf"(?<!\w)(?<!{_MARK}){_LETTER}(?:([.\-*_·•|/~+,] ?){_LETTER}(?:\1{_LETTER})*|(?: {_LETTER}){{2,}})(?![^\W_])"
)
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
# Letters that hardly a word doubles: iivvoorryy, gaadiing.
_DOUBLED = re.compile(r"([A-Za-z\u00c0-\u024f\u0400-\u04ff])\1+")
_SIGNS_DOUBLED = ("aa", "ii", "uu", "vv", "hh", "yy", "AA", "II", "UU", "VV", "HH", "YY")
_SIGNS_STRETCHED = tuple(letter * 3 for letter in "aeiouyrstnlghkmpAEIOUY")

type Spelled = tuple[str, Sequence[int]]
type Piece = Iterator[tuple[str, int]]


def readings(text: str) -> Iterator[Folded]:
    """The text with its masks off, folded, once for each way to read them; nothing where no spelling is masked."""
    text = text[:_DEEPEST]
    spelled: Spelled
    seen = {text}
    if any(sign in text for sign in _SIGNS_DOUBLED):
        spelled = _replaced((text, range(len(text) + 1)), _DOUBLED, partial(_shortened, most=1))
        seen.add(spelled[0])
        yield _folded(spelled)
    if not _seems_masked(text):
        return
    for one, most in _READINGS:
        spelled = (text, range(len(text) + 1))
        if not text.isascii():
            spelled = _replaced(_replaced(spelled, _SPLIT, _joined), _JAMO, _composed)
        spelled = _replaced(spelled, _APART, _joined)
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
        or (not text.isascii() and _SIGN_OPEN.search(text) is not None)
    )


def _joined(match: "re.Match[str]") -> Piece:
    for place, char in enumerate(match.group(), match.start()):
        if char.isalnum() or unicodedata.category(char)[0] == "M":
            yield char, place


def _composed(match: "re.Match[str]") -> Piece:
    first, vowel, last = match.groups()
    if first not in _FIRST or (last and last not in _LAST):
        yield from zip(match.group(), range(match.start(), match.end()), strict=True)
        return
    syllable = (_FIRST.index(first) * 21 + ord(vowel) - ord("ㅏ")) * 28 + (_LAST.index(last) + 1 if last else 0)
    yield chr(0xAC00 + syllable), match.start()


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
