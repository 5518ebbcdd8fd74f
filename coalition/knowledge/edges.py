"""Read the shipped knowledge: taxa, terms, cues, look-alikes and code words, as plain frozen rows."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class ShippedTaxon:
    """A taxon or group of taxa; `cites_appendix` is unverified while `verified_on` is empty."""

    key: str
    name: str
    group: str
    product: str
    scientific: str
    cites_appendix: str
    note: str
    source: str
    status: str
    verified_on: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class ShippedWord:
    """A term, cue, look-alike or code word.

    `group` is the class of a negative cue, the product of a part word, or the taxon that a look-alike clears.
    """

    text: str
    language: str
    kind: str
    taxon: str = ""
    product: str = ""
    gloss: str = ""
    group: str = ""
    strength: str = ""
    status: str = "listed"
    needs_company: bool = False
    restricted: bool = False
    why: str = ""
    source: str = ""
    verified_on: str = ""
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class ShippedKnowledge:
    """All that the product ships; an admin's rows come on top of it."""

    taxa: tuple[ShippedTaxon, ...]
    terms: tuple[ShippedWord, ...]
    cues: tuple[ShippedWord, ...]
    look_alikes: tuple[ShippedWord, ...]
    code_words: tuple[ShippedWord, ...]

    @property
    def words(self) -> tuple[ShippedWord, ...]:
        """Everything that a lexicon is made of."""
        return (*self.terms, *self.cues, *self.look_alikes, *self.code_words)


def shipped_rows() -> ShippedKnowledge:
    """Read the CSV files that lie beside this module."""
    return ShippedKnowledge(
        taxa=tuple(ShippedTaxon(**row) for row in _rows("taxa.csv")),
        terms=tuple(_word(row, kind=row["kind"]) for row in _rows("terms.csv")),
        cues=tuple(_word(row, kind=row["kind"]) for row in _rows("cues.csv")),
        look_alikes=tuple(_word(row, kind="look-alike", group=row["clears"]) for row in _rows("look_alikes.csv")),
        code_words=tuple(_word(row, kind="code-word") for row in _rows("codewords.csv")),
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)


def _word(row: dict[str, str], *, kind: str, group: str = "") -> ShippedWord:
    return ShippedWord(
        text=row["text"],
        language=row["language"],
        kind=kind,
        taxon=row.get("taxon", ""),
        product=row.get("product", ""),
        gloss=row.get("gloss", ""),
        group=group or row.get("group", ""),
        strength=row.get("strength", ""),
        status=row["status"],
        needs_company=row.get("needs_company") == "yes",
        restricted=row.get("restricted") == "yes",
        why=row.get("why", "") or row.get("note", ""),
        source=row["source"],
        verified_on=row["verified_on"],
        verified_by=row["verified_by"],
    )
