"""A table of words or taxa that somebody would import: which column means what, and which rows cannot be taken."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 20_000
LONGEST: Final = 200
WORDS, LOOK_ALIKES, TAXA = "terms", "look-alikes", "taxa"
# The first heading of each row is what names it; those with a star must be there.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    WORDS: (
        "text*", "language*", "kind*", "taxon", "product", "group", "gloss", "strength", "needs_company", "restricted",
        "source*", "status", "note",
    ),
    LOOK_ALIKES: ("text*", "language*", "clears*", "product", "strength", "why*", "source*", "status"),
    TAXA: ("key*", "name*", "group*", "scientific", "cites_appendix", "note"),
}  # fmt: skip
NAMING: Final = frozenset({"product", "animal", "ambiguous", "substitute", "name", "code-word"})
KINDS: Final = NAMING | {"part", "live", "genuine", "sale", "negative", "touching", "not-a-sale", "neutral"}
STATUSES: Final = frozenset({"listed", "doubtful", "verified", "reported", "weak", "unverified", "retired"})
STRENGTHS: Final = frozenset({"strong", "cover"})
EVERYTHING: Final = "*"
FORMULA: Final = ("=", "+", "@")
_LONG: Final = frozenset({"note", "why"})

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
_KEY: Final = re.compile(r"[a-z0-9_]{2,60}")
# What no seller writes, and who writes patterns for a search does.
_REGEX: Final = re.compile(r"[\[\]{}\\^$|*]|\(\?|\.\+|\)\?")

type Row = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: its line in the file, the code of the sentence, and what the sentence quotes."""

    line: int
    code: str
    said: str = ""


class BadTable(ValueError):
    """A file that is no table of ours; `code` names the sentence that says what to do."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class Checked:
    """Which table it is, the rows that can be taken, and what is wrong with the others; each by its line."""

    table: str
    rows: tuple[tuple[int, Row], ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a row may name."""

    taxa: frozenset[str]
    products: frozenset[str]


def heading(text: str) -> str:
    """A heading as it is looked up."""
    return text.strip().lower().replace(" ", "_")


def table_of(headings: Sequence[str]) -> str:
    """Which table has these columns; raises BadTable for none, for one that is missing, and for an unknown one."""
    given = [heading(text) for text in headings]
    fits = max(COLUMNS, key=lambda table: len(set(given) & set(_names(table))))
    missing = [name for name in _needed(fits) if name not in given]
    unknown = [name for name in given if name not in _names(fits)]
    if missing:
        raise BadTable("missing-columns", ", ".join(missing))
    if unknown or len(set(given)) < len(given):
        repeated = [name for name in dict.fromkeys(given) if given.count(name) > 1]
        raise BadTable("unknown-columns", ", ".join(dict.fromkeys((*unknown, *repeated)))[:LONGEST])
    return fits


def _names(table: str) -> list[str]:
    return [column.rstrip("*") for column in COLUMNS[table]]


def _needed(table: str) -> list[str]:
    return [column[:-1] for column in COLUMNS[table] if column.endswith("*")]


def checked(headings: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], known: Known) -> Checked:
    """Each row with the first thing that is wrong with it, if any. Raises BadTable."""
    table = table_of(headings)
    names = [heading(text) for text in headings]
    rows: list[tuple[int, Row]] = []
    problems: list[Problem] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in lines:
        if len(rows) + len(problems) >= MAX_ROWS:
            raise BadTable("too-many-rows")
        cell = dict.fromkeys(_names(table), "") | dict(zip(names, (text.strip() for text in cells), strict=False))
        row = _row(table, cell)
        wrong = _wrong_cells(table, cell, cells, len(names)) or _wrong(table, row, known)
        twin = seen.setdefault(_identity(table, row), number)
        if wrong is None and twin != number:
            wrong = ("twice", str(twin))
        if wrong:
            problems.append(Problem(number, *wrong))
        else:
            rows.append((number, row))
    if not rows and not problems:
        raise BadTable("no-rows")
    return Checked(table, tuple(rows), tuple(problems))


def _row(table: str, cell: Mapping[str, str]) -> Row:
    """The row as it would be stored; without a status it is doubtful, and what is doubtful is weak."""
    if table == TAXA:
        return dict(cell)
    row: Row = {name: cell.get(name, "") for name in ("text", "language", "taxon", "product", "gloss", "source")}
    status = cell["status"] or "doubtful"
    row |= {"kind": cell.get("kind", "look-alike"), "status": status}
    row |= {"group": cell.get("clears") or cell.get("group", ""), "why": cell.get("why") or cell.get("note", "")}
    weak = table == LOOK_ALIKES and (status == "doubtful" or not cell["strength"])
    row["strength"] = "cover" if weak else cell["strength"]
    row["needs_company"] = cell.get("needs_company", "") == "yes"
    row["restricted"] = cell.get("restricted", "") == "yes" or row["kind"] == "code-word"
    return row


def _identity(table: str, row: Row) -> tuple[object, ...]:
    if table == TAXA:
        return (row["key"],)
    return tuple(row[name] for name in ("text", "language", "kind", "taxon", "product", "group"))


def _wrong_cells(table: str, cell: Mapping[str, str], cells: Sequence[str], columns: int) -> tuple[str, str] | None:
    if len(cells) > columns:
        return "too-many-cells", str(len(cells))
    empty = next((name for name in _needed(table) if not cell[name]), None)
    if empty:
        return "empty", empty
    found = (wrong for name, text in cell.items() if (wrong := _wrong_cell(name, text)))
    return next(found, None)


def _wrong_cell(name: str, text: str) -> tuple[str, str] | None:
    if len(text) > LONGEST * (10 if name in _LONG else 1):
        return "too-long", name
    if text.startswith(FORMULA):
        return "formula", name
    return ("yes-or-no", name) if name in ("needs_company", "restricted") and text not in ("", "yes", "no") else None


def _wrong(table: str, row: Row, known: Known) -> tuple[str, str] | None:
    if table == TAXA:
        return None if _KEY.fullmatch(str(row["key"])) else ("bad-key", str(row["key"])[:60])
    return _wrong_names(table, row, known) or wrong_text(str(row["text"]), kind=str(row["kind"]))


def _wrong_names(table: str, row: Row, known: Known) -> tuple[str, str] | None:
    word = {name: str(value) for name, value in row.items()}
    if not _LANGUAGE.fullmatch(word["language"]):
        return "bad-language", word["language"][:20]
    if word["kind"] not in (KINDS if table == WORDS else {"look-alike"}):
        return "unknown-kind", word["kind"][:20]
    if word["status"] not in STATUSES:
        return "unknown-status", word["status"][:20]
    if word["product"] and word["product"] not in known.products:
        return "unknown-product", word["product"][:60]
    if table == LOOK_ALIKES:
        if word["strength"] not in STRENGTHS:
            return "unknown-strength", word["strength"][:20]
        return None if word["group"] in known.taxa | {EVERYTHING} else ("unknown-taxon", word["group"][:60])
    if word["kind"] in NAMING - {"code-word"} and not word["taxon"]:
        return "no-taxon", word["text"]
    return ("unknown-taxon", word["taxon"][:60]) if word["taxon"] and word["taxon"] not in known.taxa else None


def wrong_text(text: str, *, kind: str) -> tuple[str, str] | None:
    """Why a word or phrase cannot be looked for: a code and what it quotes; None when it can."""
    if _REGEX.search(text) and not (kind == "look-alike" and is_pattern(text)):
        return "regex", text
    letters = sum(unicodedata.category(char)[0] in "LNM" for char in unicodedata.normalize("NFKC", text))
    return ("too-short", text) if letters < (1 if kind == "touching" else 2) else None


# -- patterns ---------------------------------------------------------------------------------------------------------
MOST_PIECES: Final = 4
MOST_WAYS: Final = 12


def is_pattern(text: str) -> bool:
    """Whether this is a look-alike with gaps that can be looked for, as `ivory * dress|gown|veil`."""
    found = pieces_of(text)
    ways = [way for piece in found for way in piece]
    return (
        ("*" in text or "|" in text)
        and 2 <= len(found) <= MOST_PIECES
        and all(len(piece) <= MOST_WAYS for piece in found)
        and all(len(way) > 1 and not _REGEX.search(way) and not set(way) & set("()") for way in ways)
    )


def pieces_of(text: str) -> list[list[str]]:
    """The pieces between gaps, each in the ways in which it may be written."""
    return [[way.strip() for way in piece.split("|")] for piece in text.split(" * ")]
