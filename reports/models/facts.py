"""What a spotter said, fact by fact, in the reader's words; shown to its spotter and to staff, never to a company."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.models import words
from reports.models.said import Said
from spotter.lib.languages import language_name
from spotter.lib.text import show_bidi


@dataclass(frozen=True)
class Fact:
    """One thing that was said, with its name; `is_new` asks for attention."""

    name: str
    value: str
    is_new: bool = False


def facts_of(said: Said, taxa: Mapping[str, str]) -> list[Fact]:
    """All that was said but the reasons and the note, in the order of the form; `taxa` are the names by their keys."""
    told = (
        Fact(_("Offered"), show_bidi(said.offered)),
        Fact(_("Taxon"), _joined(taxa.get(said.taxon_key, said.taxon_key), words.PRODUCT.get(said.product))),
        Fact(pgettext("fact", "Form"), _joined(words.OFFERED_AS.get(said.offered_as))),
        Fact(_("Quantity"), _figure(said.quantity, show_bidi(said.unit))),
        Fact(_("Price"), _figure(said.price, said.currency)),
        Fact(_("How it is sold"), _joined(*(words.SALE_SIGNALS.get(signal) for signal in said.sale_signals))),
        Fact(_("Seller"), show_bidi(said.seller)),
        Fact(_("Place"), show_bidi(said.place)),
        Fact(_("Language"), language_name(said.language)),
        Fact(_("Found by the search word"), show_bidi(said.search_word)),
        Fact(_("Perhaps a new code word"), show_bidi(said.code_word), is_new=True),
        Fact(_("How sure"), _joined(words.SURENESS.get(said.sureness))),
    )
    return [fact for fact in told if fact.value]


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)


def _figure(amount: Decimal | None, beside: str) -> str:
    """The number as the reader writes it, without the noughts that its column adds."""
    if amount is None:
        return beside
    decimals = max(0, -int(amount.normalize().as_tuple().exponent))
    return f"{number_format(amount, decimals, force_grouping=True)} {beside}".strip()
