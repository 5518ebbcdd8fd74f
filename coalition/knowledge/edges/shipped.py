"""Read the shipped knowledge: taxa, terms, cues, look-alikes and code words, as plain frozen rows."""

import csv
from collections.abc import Iterator
from pathlib import Path

from coalition.knowledge.rules.shipped import ShippedKnowledge, ShippedTaxon, ShippedWord

_DATA = Path(__file__).parent.parent / "data"


def shipped_rows() -> ShippedKnowledge:
    """Read the CSV files that lie beside this room."""
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


def ordinary_texts() -> tuple[tuple[str, str], ...]:
    """Listings of ordinary goods, written for this: (language, text). No word for wildlife should stand in them."""
    return tuple((row["language"], row["text"]) for row in _rows("ordinary.csv"))


def shipped_legality() -> dict[str, list[dict[str, str]]]:
    """What the product ships of exemptions, the model policy and what tells look-alikes apart; nobody verified it."""
    return {name: list(_rows(f"{name}.csv")) for name in ("exemptions", "policy_lines", "distinctions")}
