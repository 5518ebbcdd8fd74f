"""Finds the phrases of the tables in a page's words, in one folded spelling."""

import re
import unicodedata

import ahocorasick_rs

from reports.capture.rules import phrase_tables as tables

_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def fold(text: str) -> str:
    """One spelling for comparing: NFKC, lower case, straight quotes, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()).strip()


def _phrases(text: str) -> list[str]:
    return [fold(phrase) for phrase in text.split(";")]


class Phrases:
    """All phrases of one table, found in one pass; a regular expression of so many takes a hundred times as long."""

    def __init__(self, table: dict[str, str]) -> None:
        self._phrases = sorted({phrase for phrases in table.values() for phrase in _phrases(phrases)})
        self._search = ahocorasick_rs.AhoCorasick(self._phrases, store_patterns=False)

    def first_in(self, folded: str) -> str:
        """The first phrase in the text, the longest of several at one place, or an empty string.

        Scripts with spaces between words match whole words at the start: "unsold" is not "sold".
        """
        matches = self._search.find_matches_as_indexes(folded, overlapping=True)
        for which, start, _end in sorted(matches, key=lambda one: (one[1], -one[2])):
            before = folded[start - 1] if start else " "
            if not self._phrases[which][0].isascii() or not (before.isalnum() or before == "_"):
                return self._phrases[which]
        return ""


GONE_PATTERN = Phrases(tables.GONE)
SOLD_PATTERN = Phrases(tables.SOLD)
LOGIN_PATTERN = Phrases(tables.LOGIN)
ROBOT_PATTERN = Phrases(tables.ROBOT)
_BADGES = frozenset(_phrases(tables.SOLD_BADGES))
_OPENING = re.compile(r"^\s*(?:[\[(【（*#]+\s*([^\])】）*#]{2,20}?)\s*[\])】）*#]+|([^\s\-–—:|]{2,20})\s*[\-–—:|]\s)")


def said(pattern: Phrases, folded: str) -> str:
    """The first phrase of the table that the folded text holds, or an empty string."""
    return pattern.first_in(folded)


def said_in_a_short_line(pattern: Phrases, text: str) -> str:
    """The same, but only where a line is a notice (120 characters), not a seller's story."""
    for line in text[:20_000].splitlines():
        if len(line) <= 120 and (words := said(pattern, fold(line))):
            return words
    return ""


def badge_of_title(title: str) -> str:
    """The sold mark that opens a title, as in "[SOLD] carved box" or "TERJUAL - …"; else an empty string."""
    found = _OPENING.match(title)
    word = fold(found.group(1) or found.group(2)) if found else ""
    return word if word in _BADGES else ""


def badge_of_text(text: str) -> str:
    """A line that says only "sold", with no number beside it (a counter says "150", "Sold"); else an empty string."""
    lines = [line for line in (fold(line) for line in text[:20_000].splitlines()) if line]
    for index, line in enumerate(lines):
        beside = lines[max(0, index - 1) : index] + lines[index + 1 : index + 2]
        if line.strip(" !.*[]()") in _BADGES and not any(near[:1].isdigit() and len(near) < 8 for near in beside):
            return line
    return ""
