"""What a learned model sees of a text: its different words, their neighbours, and the letters inside them."""

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from reports.scoring.rules.folding import Folded

# Hashes are kept in so many bits: two features that share one are rare, and a model stays a small file.
_BITS = 22
_MOST_WORDS = 400
_LONGEST_WORD = 24
_LETTERS = (3, 4, 5)
# The letters inside a word say less than the word; all of them together say about as much.
_INSIDE = 0.7
_WORD = re.compile(r"[^\W_]+")
# Thai, Lao, Burmese, Khmer, kana and Chinese are written without borders: pairs of characters stand for words.
_OPEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]{2,}")

type Features = tuple[tuple[int, float], ...]


def units(title: Folded | None, text: Folded | None) -> list[str]:
    """The different words and pairs of a listing, in order, twice _MOST_WORDS at most; a title's words count apart."""
    found: dict[str, None] = {}
    for prefix, field in (("^", title), ("", text)):
        if field is None:
            continue
        before = ""
        for word in _words(field.text):
            if len(found) >= _MOST_WORDS * 2:
                break
            found[word] = None
            if prefix:
                found[prefix + word] = None
            if before:
                found[f"{before} {word}"] = None
            before = word
    return list(found)


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()[:_LONGEST_WORD]
        if len(word) > 1 and not word.isascii() and _OPEN.fullmatch(match.group()):
            run = match.group()
            yield from (run[at : at + 2] for at in range(min(len(run) - 1, _MOST_WORDS)))
        else:
            # A number says how many digits it has: 450 and 470 are the same kind of price.
            yield "0" * len(word) if word.isdecimal() else word


@lru_cache(maxsize=65_536)
def features_of(unit: str) -> Features:
    """The features of one unit as (hash, weight): a pair and a title's word are one, a word has its letters too."""
    whole = ((_hash(unit), 1.0),)
    if " " in unit or unit.startswith("^") or len(unit) < _LETTERS[0]:
        return whole
    framed = f"<{unit}>"
    grams = [framed[at : at + size] for size in _LETTERS for at in range(len(framed) - size + 1)]
    share = _INSIDE / len(grams) ** 0.5
    return (*whole, *((_hash(f"#{gram}"), share) for gram in grams))


def is_word(unit: str) -> bool:
    """Whether a unit is a plain word: those tell whether a model knows this kind of text."""
    return " " not in unit and not unit.startswith("^")


def known_hash(word: str) -> int:
    """The number under which a model remembers that it has seen a word."""
    return _hash(word)


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "surrogatepass")) & ((1 << _BITS) - 1)
