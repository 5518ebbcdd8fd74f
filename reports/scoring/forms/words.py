"""What leads filter the words by, and the word that they propose."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.models import Taxon
from reports.models import ReasonCount, words
from reports.scoring.queries.records import KINDS
from reports.scoring.queries.weighing import lexicon_now
from reports.scoring.rules.lexicon import BadTerm
from reports.scoring.rules.shadow import RETIRED, same_word, word_of
from spotter.lib.fields import CleanText
from spotter.lib.languages import language_name

TOGETHER, EACH = "", "each"
SORTS: Final = (("", _("Most decisions")), ("least", _("Least often right")), ("struck", _("Most often struck")))


def _platforms() -> list[tuple[str, object]]:
    names = ReasonCount.objects.exclude(platform="").order_by("platform").values_list("platform", flat=True).distinct()
    return [(TOGETHER, _("All together")), (EACH, _("Each apart")), *((name, name) for name in names)]


def _languages() -> list[tuple[str, object]]:
    codes = ReasonCount.objects.exclude(language="").order_by("language").values_list("language", flat=True).distinct()
    return [("", _("Any")), *((code, language_name(code)) for code in codes)]


def _versions() -> list[tuple[str, object]]:
    pairs = ReasonCount.objects.order_by("lexicon", "model").values_list("lexicon", "model").distinct()
    told = _("Lexicon %(lexicon)s, model %(model)s")
    return [("", _("Any")), *((f"{one} {by}", told % {"lexicon": one, "model": by}) for one, by in pairs)]


class TermsFilter(forms.Form):
    """Filters of the page of reasons; they live in the address, and a wrong one is simply left out."""

    term = CleanText(label=_("Word"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=_platforms)
    reason = forms.ChoiceField(
        label=_("Kind of reason"), required=False, choices=lambda: [("", _("Any")), *KINDS.items()]
    )
    version = forms.ChoiceField(label=_("Weighed by"), required=False, choices=_versions)
    sort = forms.ChoiceField(label=_("First"), required=False, choices=SORTS)


LANGUAGES: Final = ("en", "id", "ms", "zh-Hans", "zh-Hant", "fr", "es", "vi", "th", "pt", "de", "ja", "ko", "ar", "hi")
EVERYTHING: Final = "*"
# The kinds that a lead may propose here, with what they are called on a receipt.
PROPOSED: Final[dict[str, Any]] = {
    "product": KINDS["product-term"],
    "animal": KINDS["animal-term"],
    "ambiguous": KINDS["ambiguous-term"],
    "name": KINDS["name-term"],
    "code-word": KINDS["code-word"],
    "sale": KINDS["sale-cue"],
    "look-alike": KINDS["look-alike"],
}
_NAMING: Final = {"product", "animal", "ambiguous", "name", "code-word"}
_USELESS: Final[dict[str, Any]] = {
    "too-short": _("One letter stands in every listing. Give a word of at least two."),
    "nothing-left": _("Nothing is left of this word when it is read as scoring reads. Give letters."),
}


def _taxa() -> list[tuple[str, object]]:
    return [("", "–"), *((taxon.key, taxon.word) for taxon in Taxon.objects.order_by("name"))]


class WordForm(forms.Form):
    """A word that a lead would add to the lexicon or take out of it."""

    do = forms.ChoiceField(
        label=_("Try what would change if we"),
        choices=(("add", _("add this word")), ("retire", _("take this word out"))),
        widget=forms.RadioSelect,
        initial="add",
    )
    text = CleanText(label=_("Word or phrase"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: [(code, language_name(code)) for code in LANGUAGES], initial="en"
    )
    kind = forms.ChoiceField(label=_("Kind of reason"), choices=lambda: list(PROPOSED.items()))
    taxon = forms.ChoiceField(
        label=_("Taxon"),
        help_text=_("What it names; for a look-alike, what it clears (none: everything)."),
        required=False,
        choices=_taxa,
    )
    product = forms.ChoiceField(label=_("Product"), required=False, choices=lambda: [("", "–"), *words.PRODUCT.items()])
    gloss = CleanText(label=_("What it means, in English"), required=False, max_length=120)

    @staticmethod
    def initial_of(asked: Mapping[str, str]) -> dict[str, str]:
        """What a link from another page fills in."""
        return {name: asked[name][:200] for name in ("do", "text", "language", "kind") if name in asked}

    def clean(self) -> dict[str, Any]:
        """Whether the word can be used, is new, or is there to be taken out."""
        given = self.cleaned_data
        if self.errors:
            return given
        adds = given["do"] == "add"
        try:
            word = word_of(self.row)
        except BadTerm as useless:
            self.add_error("text", _USELESS[useless.code])
            return given
        known = any(same_word(term, word) for term in lexicon_now().terms)
        if known and adds:
            self.add_error("text", _("The lexicon has this word already."))
        if not known and not adds:
            self.add_error("text", _("The lexicon has no such word of this language and kind."))
        if adds and word.kind in _NAMING and not word.taxon:
            self.add_error("taxon", _("Say what this word names."))
        return given

    @property
    def row(self) -> dict[str, str]:
        """The proposed row of the lexicon."""
        given = self.cleaned_data
        clears = given["kind"] == "look-alike"
        listed = "reported" if given["kind"] == "code-word" else "listed"
        return {
            "text": given["text"],
            "language": given["language"],
            "kind": given["kind"],
            "taxon": "" if clears else given["taxon"],
            "product": "" if clears else given["product"],
            "gloss": given["gloss"],
            "group": (given["taxon"] or EVERYTHING) if clears else "",
            "strength": "strong" if clears else "",
            "status": RETIRED if given["do"] == "retire" else listed,
        }
