"""The knowledge as tables: what an export writes, what a row may name, how rows differ from what stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coalition.knowledge.rules.tables import COLUMNS, LOOK_ALIKES, TAXA, Known, Row
from coalition.models import Taxon, Term

# The columns of a term, by what a table calls them.
TERM_COLUMNS: Final = {
    "text": "text", "language": "language", "kind": "kind", "taxon": "taxon__key", "product": "product",
    "group": "group", "gloss": "gloss", "strength": "strength", "needs_company": "needs_company",
    "restricted": "is_restricted", "source": "source", "status": "status", "note": "note",
}  # fmt: skip
KEY: Final = ("text", "language", "kind", "taxon", "product", "group")


@dataclass(frozen=True, slots=True)
class Compared:
    """How many rows are new, differ from what stands, or say the same; and how many are doubtful."""

    added: int
    changed: int
    same: int
    doubtful: int


def headings_of(table: str) -> list[str]:
    """The headings of an export."""
    return [column.rstrip("*") for column in COLUMNS[table]]


def rows_of(table: str, *, restricted: bool) -> list[list[str]]:
    """All rows of a table as text; restricted words only when asked for."""
    names = headings_of(table)
    if table == TAXA:
        return [[str(cell) for cell in row] for row in Taxon.objects.order_by("key").values_list(*names)]
    terms = Term.objects.all() if restricted else Term.objects.filter(is_restricted=False)
    wanted = terms.filter(kind="look-alike") if table == LOOK_ALIKES else terms.exclude(kind="look-alike")
    columns = TERM_COLUMNS | {"clears": "group", "why": "note"}
    rows = wanted.order_by("language", "kind", "text", "id").values_list(*(columns[name] for name in names))
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "")


def known_names() -> Known:
    """The taxa and classes of products that rows may name."""
    products = Term.objects.exclude(product="").values_list("product", flat=True).distinct()
    return Known(frozenset(Taxon.objects.values_list("key", flat=True)), frozenset(products))


def compared(table: str, rows: Iterable[Row]) -> Compared:
    """The rows beside what stands in the database."""
    stands = _taxa() if table == TAXA else _terms()
    counts = {"added": 0, "changed": 0, "same": 0}
    doubtful = 0
    for row in rows:
        key = (row["key"],) if table == TAXA else tuple(row[name] for name in KEY)
        known = stands.get(key)
        counts["added" if known is None else "same" if known.items() <= row.items() else "changed"] += 1
        doubtful += row.get("status") == "doubtful"
    return Compared(**counts, doubtful=doubtful)


def _taxa() -> dict[tuple[object, ...], Mapping[str, Any]]:
    return {(row["key"],): row for row in Taxon.objects.values(*headings_of(TAXA))}


def _terms() -> dict[tuple[object, ...], Mapping[str, Any]]:
    found: dict[tuple[object, ...], Mapping[str, Any]] = {}
    for values in Term.objects.values_list(*TERM_COLUMNS.values()):
        row = dict(zip(TERM_COLUMNS, values, strict=True))
        row["taxon"], row["why"] = row["taxon"] or "", row.pop("note")
        found[tuple(row[name] for name in KEY)] = row
    return found


def counts() -> list[dict[str, Any]]:
    """How many words and look-alikes each language has that are not retired, the most first."""
    found: dict[str, dict[str, Any]] = {}
    for language, kind in Term.objects.exclude(status="retired").values_list("language", "kind"):
        row = found.setdefault(language, {"language": language, "names": 0, "cues": 0, "look_alikes": 0})
        row["look_alikes" if kind == "look-alike" else "names" if kind in _NAMES else "cues"] += 1
    return sorted(found.values(), key=lambda row: (-row["names"], row["language"]))


_NAMES: Final = frozenset({"product", "animal", "ambiguous", "substitute", "name", "code-word"})
