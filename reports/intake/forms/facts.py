"""What the spotter says about a listing: the same fields when it is reported and when it is corrected."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from coalition.knowledge.queries.names import Meaning, meaning_of
from reports.intake.actions import Words
from reports.intake.forms.figures import CURRENCIES, AmountField, PriceField
from reports.models import words
from spotter.lib.fields import CleanText
from spotter.lib.languages import LANGUAGES, by_name
from spotter.lib.tongue import language_of_words
from spotter.lib.tongue_signs import agreed

NOTE_LIMIT: Final = 2_000
# The parts of the form that are folded away until somebody wants them.
FOLDED: Final = {
    "thing": ("taxon_key", "offered_as", "quantity", "unit"),
    "offer": ("price", "currency", "sale_signals", "seller", "place", "language"),
    "finding": ("search_word", "code_word", "sureness"),
}


def taxon_choices() -> list[tuple[str, Any]]:
    """Filled by the form, which is handed the names."""
    return [("", gettext_lazy("I'm not sure"))]


def language_choices() -> list[tuple[str, Any]]:
    """By their names in the reader's language; nothing chosen is for us to guess."""
    return [("", gettext_lazy("Guess it from my words")), *by_name()]


def short(label: Any, limit: int, help_text: Any = "", **attrs: str) -> CleanText:
    """One optional line in the spotter's own words."""
    return CleanText(label=label, help_text=help_text, required=False, max_length=limit, widget=forms.TextInput(attrs))


class FactsForm(forms.Form):
    """Everything helps, and is optional."""

    why = forms.MultipleChoiceField(
        label=gettext_lazy("Why is it suspicious?"),
        required=False,
        choices=lambda: list(words.WHY.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    offered = short(
        gettext_lazy("What is offered?"),
        120,
        gettext_lazy("An animal, a plant or what is made of it, by any name in any language."),
        autocomplete="off",
        spellcheck="false",
    )
    taxon_key = forms.ChoiceField(label=gettext_lazy("Or choose from our list"), required=False, choices=taxon_choices)
    offered_as = forms.ChoiceField(
        label=gettext_lazy("Alive, a part or a product?"),
        required=False,
        choices=lambda: [("", gettext_lazy("Can't tell")), *words.OFFERED_AS.items()],
        widget=forms.RadioSelect,
    )
    quantity = AmountField(label=gettext_lazy("How much or how many?"), required=False)
    unit = short(gettext_lazy("Of what?"), 40, gettext_lazy("Such as kg, pieces or pairs."))
    price = PriceField(
        label=gettext_lazy("Price"), required=False, help_text=gettext_lazy("As it stands there, such as 1.5 juta.")
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        required=False,
        choices=lambda: [("", gettext_lazy("Not chosen")), *((code, code) for code in CURRENCIES)],
    )
    sale_signals = forms.MultipleChoiceField(
        label=gettext_lazy("How is it sold?"),
        required=False,
        choices=lambda: list(words.SALE_SIGNALS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    seller = short(
        gettext_lazy("Seller's public name or handle"),
        120,
        gettext_lazy("Only what anybody can see. Don't look for more."),
        autocomplete="off",
        spellcheck="false",
    )
    place = short(gettext_lazy("Place that the listing names"), 120, autocomplete="off")
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the listing"), required=False, choices=language_choices
    )
    search_word = short(gettext_lazy("Search word or hashtag that led you there"), 120)
    code_word = short(gettext_lazy("A new code word?"), 80, gettext_lazy("A word that hides what is really offered."))
    sureness = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        required=False,
        choices=lambda: list(words.SURENESS.items()),
        widget=forms.RadioSelect,
    )
    note = CleanText(
        label=gettext_lazy("Anything else we should know?"),
        required=False,
        max_length=NOTE_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, taxa: Callable[[], Iterable[tuple[str, Any]]] = list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taxon_field = deepcopy(self.fields["taxon_key"])
        if isinstance(taxon_field, forms.ChoiceField):
            # Asked for once, and only when they are shown or one was chosen.
            taxon_field.choices = cache(lambda: [*taxon_choices(), *taxa()])
        self.fields["taxon_key"] = taxon_field

    def said(self) -> Words:
        """What is said, with what follows from it: the taxon of a name, the currency of a price, the language.

        Only after is_valid().
        """
        told: Mapping[str, Any] = self.cleaned_data
        meaning = meaning_of(told["offered"], taxon=self._chosen("taxon_key", unless="offered"))
        price = told["price"]
        lists = {name: tuple(told[name]) for name in ("why", "sale_signals")}
        plain = {name: told[name] for name in FactsForm.base_fields if name not in (*lists, "price")}
        currency = self._chosen("currency", unless="price") or (price.currency if price else None)
        language = self._chosen("language", unless="offered") or self._guessed(meaning)
        found = {
            "taxon_key": meaning.taxon or told["taxon_key"],
            "product": meaning.product,
            "price": price.amount if price else None,
            "currency": currency or told["currency"],
            "language": language or told["language"],
        }
        return Words(**lists | plain | found)

    def _chosen(self, name: str, *, unless: str) -> str:
        """What is chosen; "" when it was only left standing while what it follows from was corrected."""
        chosen = str(self.cleaned_data[name])
        left_standing = chosen and name not in self.changed_data and unless in self.changed_data
        return "" if left_standing else chosen

    def _guessed(self, meaning: Meaning) -> str:
        """The language in which the name or the search word is one, else that of all words taken from the listing."""
        told = self.cleaned_data
        languages = meaning.languages or meaning_of(told["search_word"].lstrip("#＃")).languages
        taken = " ".join(told[name] for name in ("offered", "search_word", "code_word", "place"))
        guess = agreed(languages) or language_of_words(taken)
        return guess if guess in LANGUAGES else ""

    def opened(self) -> dict[str, bool]:
        """Which folded parts stand open: those in which something is said, or must be mended."""
        return {part: any(self[name].value() or self[name].errors for name in names) for part, names in FOLDED.items()}


class CorrectForm(FactsForm):
    """What the spotter says about a listing, once more."""


class ReplyForm(forms.Form):
    """A spotter's answer to a question."""

    text = CleanText(
        label=gettext_lazy("Your answer"), max_length=NOTE_LIMIT, lines=True, widget=forms.Textarea({"rows": 3})
    )
