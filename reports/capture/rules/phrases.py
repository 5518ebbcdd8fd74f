"""Finds the phrases of the tables in a page's words, in one folded spelling."""

import re
import unicodedata

from reports.capture.rules import phrase_tables as tables

_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


def fold(text: str) -> str:
    """One spelling for comparing: NFKC, lower case, straight quotes, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_QUOTES).casefold()).strip()


def _phrases(text: str) -> list[str]:
    return [fold(phrase) for phrase in text.split(";")]


def _pattern(table: dict[str, str]) -> re.Pattern[str]:
    folded = sorted({phrase for phrases in table.values() for phrase in _phrases(phrases)}, key=len, reverse=True)
    return re.compile("|".join(_bounded(phrase) for phrase in folded))


def _bounded(phrase: str) -> str:
    """Scripts with spaces between words match whole words at the start: "unsold" is not "sold"."""
    return (r"\b" if phrase[0].isascii() else "") + re.escape(phrase)


GONE_PATTERN = _pattern(tables.GONE)
SOLD_PATTERN = _pattern(tables.SOLD)
LOGIN_PATTERN = _pattern(tables.LOGIN)
ROBOT_PATTERN = _pattern(tables.ROBOT)
_BADGES = frozenset(_phrases(tables.SOLD_BADGES))
_OPENING = re.compile(r"^\s*(?:[\[(【（*#]+\s*([^\])】）*#]{2,20}?)\s*[\])】）*#]+|([^\s\-–—:|]{2,20})\s*[\-–—:|]\s)")


def said(pattern: re.Pattern[str], folded: str) -> str:
    """The first phrase of the table that the folded text holds, or an empty string."""
    found = pattern.search(folded)
    return found.group() if found else ""


def said_in_a_short_line(pattern: re.Pattern[str], text: str) -> str:
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
