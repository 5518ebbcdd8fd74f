"""Where a word may begin and end, script by script: Latin has borders, Chinese and Thai have none."""

import unicodedata
from functools import lru_cache

# Kinds of characters: letter of a script with borders, katakana, Hangul, letter without borders, mark on one, none.
WORD, KATAKANA, HANGUL, OPEN, MARK, NONE = "w", "k", "h", "o", "m", ""

_OPEN = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3040, 0x309F),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
)
_SUPPLEMENTARY_IDEOGRAPHS = (0x20000, 0x3FFFF)

# What a language hangs onto the end of a word without making it another one.
_ENDINGS: dict[str, frozenset[str]] = {
    "en": frozenset({"s", "es"}),
    "id": frozenset({"nya", "ku", "mu", "lah", "2"}),
    "fr": frozenset({"s", "x", "e", "es"}),
    "es": frozenset({"s", "es"}),
    "pt": frozenset({"s", "es"}),
    "de": frozenset({"s", "n", "en", "e", "er", "es", "em"}),
}
_LONGEST_ENDING = 3
# "and the", "with the", "for the" … are written onto the Arabic word.
_ARABIC_BEGINNINGS = frozenset({"ال", "و", "وال", "ب", "بال", "لل", "ل", "فال", "كال", "ف", "ك"})
_LONGEST_BEGINNING = 3
# German puts what a thing is made of first: Elfenbeinarmband. Shorter stems would begin too many other words.
_GERMAN_STEM = 8
# In Korean a word of two syllables hides inside longer words too often to be looked for there.
_SHORT_HANGUL = 2


@lru_cache(maxsize=16_384)
def char_kind(char: str) -> str:
    """One of WORD, KATAKANA, HANGUL, OPEN, MARK, NONE."""
    if char.isascii():
        return WORD if char.isalnum() else NONE
    code, category = ord(char), unicodedata.category(char)
    if 0x30A1 <= code <= 0x30FF:
        return KATAKANA
    if 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
        return HANGUL
    if any(low <= code <= high for low, high in (*_OPEN, _SUPPLEMENTARY_IDEOGRAPHS)):
        return MARK if category[0] == "M" else OPEN
    return WORD if category[0] in "LMN" else NONE


def begins_word(text: str, start: int, end: int) -> bool:
    """Whether a word may begin at `start`."""
    if start == 0:
        return True
    kind, before = char_kind(text[start]), char_kind(text[start - 1])
    if kind == KATAKANA:
        return before != KATAKANA
    if kind == HANGUL:
        return before != HANGUL or end - start > _SHORT_HANGUL
    if kind != WORD or before != WORD:
        return True
    return _stands_after_arabic(text, start)


def stands_free(text: str, end: int) -> bool:
    """Whether a word of any language may end at `end`."""
    if end == len(text):
        return True
    after = char_kind(text[end])
    if after in (NONE, MARK):
        return after == NONE
    kind = char_kind(text[end - 1])
    return after != kind or kind not in (WORD, KATAKANA)


def ends_word(text: str, end: int, *, group: str, stem: int = 0) -> bool:
    """Whether a word of the language group may end at `end`; `stem`: length of a term that may begin compounds."""
    if stands_free(text, end):
        return True
    if char_kind(text[end]) != WORD:
        return False
    if group == "de" and stem >= _GERMAN_STEM:
        return True
    return _rest_of_word(text, end) in _ENDINGS.get(group, frozenset())


def _rest_of_word(text: str, end: int) -> str:
    stop = end
    while stop < len(text) and stop - end <= _LONGEST_ENDING and char_kind(text[stop]) == WORD:
        stop += 1
    return text[end:stop]


def _stands_after_arabic(text: str, start: int) -> bool:
    begin = start
    while begin > 0 and start - begin <= _LONGEST_BEGINNING and char_kind(text[begin - 1]) == WORD:
        begin -= 1
    return text[begin:start] in _ARABIC_BEGINNINGS
