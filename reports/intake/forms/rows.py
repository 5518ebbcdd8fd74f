"""The rows of a table made clean: what will be reported, or the sentence that says what to mend."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from reports.intake.forms.addresses import BAD_ADDRESS, Given
from reports.intake.forms.facts import FactsForm
from reports.intake.queries.bulk import taxa_called
from reports.intake.rules.addresses import NotAnAddress, PlatformRow, canonical, find_addresses
from reports.intake.rules.fates import Asked, token_of
from reports.intake.rules.sheets import EXAMPLE_ADDRESS, Line, Table, folded
from spotter.lib.text import clean_text, plain_cell

# More than any field takes: what is longer is said, not cut.
CELL_LIMIT: Final = 5_000
# Which field of the report form takes which column: what the form refuses, is refused here.
FIELDS: Final = {
    "why": "why",
    "offered": "taxon_key",
    "note": "note",
    "search word": "search_word",
    "how sure": "sureness",
}
HELP: Final[dict[str, Any]] = {
    "address": gettext_lazy("The address of one listing. Nothing else is needed."),
    "why": gettext_lazy("Why it is suspicious, several with a comma between:"),
    "offered": gettext_lazy("What is offered, by any name of the animal or plant, in any language."),
    "note": gettext_lazy("Anything else we should know, up to 2,000 characters."),
    "search word": gettext_lazy("The search word or hashtag that led there."),
    "how sure": gettext_lazy("One of:"),
}
# Columns whose words are looked up; a row that uses another word is not refused, the word goes into its note.
CHOSEN: Final = frozenset({"why", "offered", "how sure"})
SEPARATORS: Final = str.maketrans(dict.fromkeys(";|\n、，；", ","))

type Vocabulary = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Around:
    """What rows are understood by: the platforms of this moment, and the words that may be chosen."""

    platforms: tuple[PlatformRow, ...]
    test_hosts: frozenset[str]
    vocabulary: Vocabulary


@dataclass(frozen=True)
class Row:
    """One row: an address and what is said about it, by the names of the form's fields; or why it is refused."""

    number: int
    token: uuid.UUID
    typed: str
    given: Given | None
    said: Mapping[str, Any]
    refusal: str
    strangers: tuple[str, ...]

    def asked(self) -> Asked:
        """As its fate is decided."""
        return Asked(self.number, self.given.found.key_hash if self.given else "", self.token)


def rows_of(table: Table, *, sha256: str, platforms: tuple[PlatformRow, ...], test_hosts: frozenset[str]) -> list[Row]:
    """The rows of a table in their order; the template's own example is passed over."""
    lines = [line for line in table.lines if table.cell(line, "address").strip() != EXAMPLE_ADDRESS]
    offered = taxa_called(table.cell(line, "offered") for line in lines)
    around = Around(platforms, test_hosts, {"offered": offered, "why": _labels("why"), "how sure": _labels("sureness")})
    return [_row(_cells(table, line), line.number, token_of(sha256, line.number), around) for line in lines]


def _cells(table: Table, line: Line) -> dict[str, str]:
    return {
        name: clean_text(plain_cell(table.cell(line, name)), limit=CELL_LIMIT, lines=name == "note")
        for name in ("address", *FIELDS)
    }


def _row(cells: dict[str, str], number: int, token: uuid.UUID, around: Around) -> Row:
    said, strangers = _chosen(cells, around.vocabulary)
    given, refusal = None, ""
    try:
        said |= _written(cells, strangers)
        given = _given(cells["address"], around)
    except NotAnAddress as bad:
        refusal = str(BAD_ADDRESS.get(bad.code, BAD_ADDRESS["not-an-address"]))
    except forms.ValidationError as error:
        refusal = " ".join(error.messages)
    return Row(number, token, cells["address"], given, said, refusal, tuple(strangers))


def _given(cell: str, around: Around) -> Given:
    """The one address of a cell, which may be the text of a share button. Raises NotAnAddress, ValidationError."""
    found = find_addresses(cell, test_hosts=around.test_hosts)
    if len(found) > 1:
        raise forms.ValidationError(_("One address a row: this one holds %(n)d.") % {"n": len(found)})
    if not found:
        raise NotAnAddress("not-an-address" if cell else "empty")
    return Given(found[0], canonical(found[0], around.platforms, test_hosts=around.test_hosts))


def _chosen(cells: dict[str, str], vocabulary: Vocabulary) -> tuple[dict[str, Any], list[str]]:
    """The keys of the words that we know, and the words that we do not."""
    said: dict[str, Any] = {}
    strangers = []
    for name in FIELDS:
        if name not in CHOSEN:
            continue
        words = cells[name].translate(SEPARATORS).split(",") if name == "why" else [cells[name]]
        keys = {word.strip(): vocabulary[name].get(folded(word), "") for word in words if word.strip()}
        known = tuple(dict.fromkeys(key for key in keys.values() if key))
        said[FIELDS[name]] = known if name == "why" else "".join(known)
        strangers += [f"{name}: {word}" for word, key in keys.items() if not key]
    return said, strangers


def _written(cells: dict[str, str], strangers: list[str]) -> dict[str, str]:
    """What is text, as the form's fields take it. Raises ValidationError with the column's name."""
    texts = cells | {"note": "\n".join(filter(None, [cells["note"], *strangers]))}
    found = {}
    for name, field in FIELDS.items():
        if name in CHOSEN:
            continue
        try:
            found[field] = FactsForm.base_fields[field].clean(texts[name])
        except forms.ValidationError as error:
            raise forms.ValidationError(f"{name}: {' '.join(error.messages)}") from error
    return found


def help_of(name: str) -> tuple[str, tuple[str, ...]]:
    """What a column is for, and the words that it knows where they are few."""
    few = name in CHOSEN and name != "offered"
    return str(HELP[name]), tuple(str(label) for _key, label in _choices(FIELDS[name])) if few else ()


def _choices(field: str) -> list[tuple[str, Any]]:
    return list(getattr(FactsForm.base_fields[field], "choices", ()))


def _labels(field: str) -> dict[str, str]:
    """The keys of a field's choices by their words in every language of the site."""
    choices = _choices(field)
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {folded(str(label)): key for key, label in choices}
    return found | {key: key for key, _label in choices}
