"""The rows of a table made clean: what will be reported, or the sentence that says what to mend."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from coalition.knowledge.queries.names import Meaning
from reports.intake.actions import Words
from reports.intake.forms.addresses import BAD_ADDRESS, Given, followed
from reports.intake.forms.facts import FactsForm
from reports.intake.forms.figures import CURRENCIES, LONGEST
from reports.intake.queries.bulk import called
from reports.intake.rules.addresses import NotAnAddress, PlatformRow, canonical, find_addresses
from reports.intake.rules.fates import Asked, token_of
from reports.intake.rules.sheets import EXAMPLE_ADDRESS, Line, Table, folded
from reports.models.words import PRODUCT
from spotter.lib.languages import LANGUAGES
from spotter.lib.prices import parse_price
from spotter.lib.text import clean_text, plain_cell
from spotter.lib.tongue import language_of_words
from spotter.lib.tongue_signs import agreed

# More than any field takes: what is longer is said, not cut.
CELL_LIMIT: Final = 5_000
# Which column of a report takes which column of the table; what the report form refuses, is refused here.
FIELDS: Final = {
    "why": "why",
    "offered": "offered",
    "taxon": "taxon_key",
    "product": "product",
    "form": "offered_as",
    "quantity": "quantity",
    "unit": "unit",
    "price": "price",
    "currency": "currency",
    "how sold": "sale_signals",
    "seller": "seller",
    "place": "place",
    "language": "language",
    "search word": "search_word",
    "code word": "code_word",
    "how sure": "sureness",
    "note": "note",
}
HELP: Final[dict[str, Any]] = {
    "address": gettext_lazy("The address of one listing. Nothing else is needed."),
    "why": gettext_lazy("Why it is suspicious, several with a comma between:"),
    "offered": gettext_lazy("What is offered, in your words or by its name in any language, up to 120 characters."),
    "taxon": gettext_lazy("The animal or plant, by any name in any language."),
    "product": gettext_lazy("What is made of it, one of:"),
    "form": gettext_lazy("One of:"),
    "quantity": gettext_lazy("How much or how many: a number above zero, such as 2 or 1.5."),
    "unit": gettext_lazy("Of what, such as kg, pieces or pairs."),
    "price": gettext_lazy("As it stands there, such as 1.5 juta or 1500000."),
    "currency": gettext_lazy("Its three letters, such as IDR, unless the price says it."),
    "how sold": gettext_lazy("How it is sold, several with a comma between:"),
    "seller": gettext_lazy("The seller's public name or handle: only what anybody can see."),
    "place": gettext_lazy("The place that the listing names."),
    "language": gettext_lazy("The language of the listing, by its name or code, such as id. Left empty, we guess it."),
    "search word": gettext_lazy("The search word or hashtag that led there."),
    "code word": gettext_lazy("A new word that hides what is really offered."),
    "how sure": gettext_lazy("One of:"),
    "note": gettext_lazy("Anything else we should know, up to 2,000 characters."),
}
# Columns whose words are looked up; a row that uses another word is not refused, the word goes into its note.
LISTS: Final = frozenset({"why", "how sold"})
CHOSEN: Final = frozenset({"why", "taxon", "product", "form", "how sold", "language", "how sure"})
FEW: Final = CHOSEN - {"taxon", "language"}
SEPARATORS: Final = str.maketrans(dict.fromkeys(";|\n、，；", ","))
UNKNOWN_CURRENCY: Final[Any] = gettext_lazy("Write the three letters of the currency, such as IDR.")

type Vocabulary = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Around:
    """What rows are understood by: the platforms of this moment, the words that may be chosen, and what names mean."""

    platforms: tuple[PlatformRow, ...]
    test_hosts: frozenset[str]
    vocabulary: Vocabulary
    meanings: Mapping[str, Meaning]

    def means(self, text: str) -> Meaning:
        """What this name means."""
        return self.meanings.get(folded(text), Meaning())


@dataclass(frozen=True)
class Row:
    """One row: an address and what is said about it, by the names of a report's columns; or why it is refused."""

    number: int
    token: uuid.UUID
    typed: str
    given: Given | None
    said: Words
    problems: tuple[str, ...]
    strangers: tuple[str, ...]

    @property
    def refusal(self) -> str:
        """All that must be mended in it, each cell with its column before it."""
        return " ".join(self.problems)

    def asked(self) -> Asked:
        """As its fate is decided."""
        sendable = self.given is not None and not self.problems
        return Asked(self.number, self.given.found.key_hash if self.given and sendable else "", self.token)


def rows_of(table: Table, *, sha256: str, platforms: tuple[PlatformRow, ...], test_hosts: frozenset[str]) -> list[Row]:
    """The rows of a table in their order; the template's own example is passed over."""
    lines = [line for line in table.lines if table.cell(line, "address").strip() != EXAMPLE_ADDRESS]
    named = ("offered", "taxon", "search word")
    meanings = called(_bare(table.cell(line, name)) for line in lines for name in named)
    vocabulary = {name: _labels(FIELDS[name]) for name in CHOSEN - {"taxon"}}
    taxa = {word: meaning.taxon for word, meaning in meanings.items() if meaning.taxon}
    around = Around(platforms, test_hosts, vocabulary | {"taxon": taxa}, meanings)
    return [_row(_cells(table, line), line.number, token_of(sha256, line.number), around) for line in lines]


def _cells(table: Table, line: Line) -> dict[str, str]:
    return {
        name: clean_text(plain_cell(table.cell(line, name)), limit=CELL_LIMIT, lines=name == "note")
        for name in ("address", *FIELDS)
    }


def _row(cells: dict[str, str], number: int, token: uuid.UUID, around: Around) -> Row:
    chosen, strangers = _chosen(cells, around.vocabulary)
    written, problems = _written(cells, strangers)
    given = None
    try:
        given = _given(cells["address"], around)
    except NotAnAddress as bad:
        problems.insert(0, str(BAD_ADDRESS.get(bad.code, BAD_ADDRESS["not-an-address"])))
    except forms.ValidationError as error:
        problems[:0] = error.messages
    said = Words() if problems else _understood(chosen | written, around)
    return Row(number, token, cells["address"], given, said, tuple(problems), tuple(strangers))


def _given(cell: str, around: Around) -> Given:
    """The one address of a cell, which may be the text of a share button. Raises NotAnAddress, ValidationError."""
    found = find_addresses(cell, test_hosts=around.test_hosts)
    if len(found) > 1:
        raise forms.ValidationError(_("One address a row: this one holds %(n)d.") % {"n": len(found)})
    if not found:
        raise NotAnAddress("not-an-address" if cell else "empty")
    one = Given(found[0], canonical(found[0], around.platforms, test_hosts=around.test_hosts))
    return followed([one], around.platforms, test_hosts=around.test_hosts)[0]


def _chosen(cells: dict[str, str], vocabulary: Vocabulary) -> tuple[dict[str, Any], list[str]]:
    """The keys of the words that we know, and the words that we do not."""
    said: dict[str, Any] = {}
    strangers = []
    for name in FIELDS:
        if name not in CHOSEN:
            continue
        words = cells[name].translate(SEPARATORS).split(",") if name in LISTS else [cells[name]]
        keys = {word.strip(): vocabulary[name].get(folded(word), "") for word in words if word.strip()}
        known = tuple(dict.fromkeys(key for key in keys.values() if key))
        said[FIELDS[name]] = known if name in LISTS else "".join(known)
        strangers += [f"{name}: {word}" for word, key in keys.items() if not key]
    return said, strangers


def _written(cells: dict[str, str], strangers: list[str]) -> tuple[dict[str, Any], list[str]]:
    """What is text or a figure, as the form's fields take it; and what each cell that they refuse must be."""
    texts = cells | {"note": "\n".join(filter(None, [cells["note"], *strangers]))}
    found: dict[str, Any] = {}
    problems = []
    for name, field in FIELDS.items():
        if name in CHOSEN:
            continue
        try:
            clean = _currency if name == "currency" else FactsForm.base_fields[field].clean
            found[field] = clean(texts[name])
        except forms.ValidationError as error:
            problems.append(f"{name}: {' '.join(error.messages)}")
    return found, problems


def _currency(text: str) -> str:
    """Its code, also for its sign, such as Rp. Raises ValidationError."""
    code = text.upper()
    if not text or code in CURRENCIES:
        return code
    price = parse_price(f"{text} 1") if len(text) <= LONGEST else None
    if price is None or price.currency not in CURRENCIES:
        raise forms.ValidationError(UNKNOWN_CURRENCY)
    return price.currency


def _understood(told: Mapping[str, Any], around: Around) -> Words:
    """With what follows from it: the taxon and product of a name, the currency of a price, the language of a word."""
    meaning, price = around.means(told["offered"]), told["price"]
    agrees = told["taxon_key"] in ("", meaning.taxon)
    languages = meaning.languages or around.means(_bare(told["search_word"])).languages
    taken = " ".join(told[name] for name in ("offered", "search_word", "code_word", "place"))
    guess = agreed(languages) or language_of_words(taken)
    found = {
        "taxon_key": told["taxon_key"] or meaning.taxon,
        "product": told["product"] or (meaning.product if agrees else ""),
        "price": price.amount if price else None,
        "currency": told["currency"] or (price.currency or "" if price else ""),
        "language": told["language"] or (guess if guess in LANGUAGES else ""),
    }
    return Words(**{**told, **found})


def _bare(word: str) -> str:
    return word.strip().lstrip("#＃")


def help_of(name: str) -> tuple[str, tuple[str, ...]]:
    """What a column is for, and the words that it knows where they are few."""
    return str(HELP[name]), tuple(str(label) for key, label in _choices(FIELDS[name]) if key) if name in FEW else ()


def _choices(field: str) -> list[tuple[str, Any]]:
    if field == "product":
        return list(PRODUCT.items())
    return list(getattr(FactsForm.base_fields[field], "choices", ()))


def _labels(field: str) -> dict[str, str]:
    """The keys of a field's choices by their words in every language of the site."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            choices = _choices(field)
            found |= {folded(str(label)): key for key, label in choices if key}
    return found | {folded(key): key for key, _label in choices if key}
