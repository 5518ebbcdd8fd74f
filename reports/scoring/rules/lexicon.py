"""The words that scoring knows: a frozen, numbered lexicon, built from plain rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reports.scoring.rules.folding import fold_term


class Kind(StrEnum):
    """What a word says about a listing that holds it."""

    PRODUCT = "product"
    ANIMAL = "animal"
    AMBIGUOUS = "ambiguous"
    SUBSTITUTE = "substitute"
    NAME = "name"
    CODE_WORD = "code-word"
    PART = "part"
    LIVE = "live"
    GENUINE = "genuine"
    SALE = "sale"
    NEGATIVE = "negative"
    TOUCHING = "touching"
    NOT_A_SALE = "not-a-sale"
    LOOK_ALIKE = "look-alike"
    NEUTRAL = "neutral"


WILDLIFE = frozenset({Kind.PRODUCT, Kind.ANIMAL, Kind.AMBIGUOUS, Kind.SUBSTITUTE, Kind.NAME})
# A single character says nothing by itself; it counts only when it touches a term, as in 象牙色.
_SHORTEST = {Kind.TOUCHING: 1}


class BadTerm(ValueError):
    """A row that cannot be used; `code` is one of unknown-kind, too-short, nothing-left."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r}")
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class TermRow:
    """One word or phrase.

    `group` is the class of a negative cue, the product of a part word, or the taxon that a look-alike clears.
    """

    text: str
    language: str
    kind: Kind
    taxon: str = ""
    product: str = ""
    gloss: str = ""
    group: str = ""
    strength: str = ""
    status: str = "listed"
    needs_company: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """A published set of terms; compared by identity, since a number is published once."""

    number: str
    terms: tuple[TermRow, ...]


def lexicon_from_rows(number: str, rows: Iterable[Mapping[str, object]]) -> Lexicon:
    """Build a lexicon from rows with the fields of TermRow, missing ones empty; raises BadTerm for a useless row."""
    return Lexicon(number, tuple(_term(row) for row in rows))


def _term(row: Mapping[str, object]) -> TermRow:
    text = str(row.get("text", ""))
    try:
        kind = Kind(str(row.get("kind", "")))
    except ValueError as error:
        raise BadTerm("unknown-kind", text) from error
    folded = fold_term(text)
    if not folded:
        raise BadTerm("nothing-left", text)
    if len(folded) < _SHORTEST.get(kind, 2):
        raise BadTerm("too-short", text)
    words = {name: str(row.get(name) or "") for name in ("language", "taxon", "product", "gloss", "group", "strength")}
    status = str(row.get("status") or "listed")
    return TermRow(text=text, kind=kind, status=status, needs_company=bool(row.get("needs_company")), **words)


@lru_cache(maxsize=256)
def language_group(language: str) -> str:
    """Languages that listings mix freely are one: Indonesian and Malay, the scripts of Chinese and of Hindi."""
    base = language.replace("_", "-").split("-")[0].lower()
    return {"ms": "id", "in": "id"}.get(base, base)
