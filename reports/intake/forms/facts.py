"""What the spotter says about a listing: the same fields when it is reported and when it is corrected."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from reports.models import words
from spotter.lib.fields import CleanText

NOTE_LIMIT: Final = 2_000


def taxon_choices() -> list[tuple[str, Any]]:
    """Filled by the form, which is handed the names."""
    return [("", gettext_lazy("I'm not sure"))]


class FactsForm(forms.Form):
    """Everything helps, and is optional."""

    why = forms.MultipleChoiceField(
        label=gettext_lazy("Why is it suspicious?"),
        required=False,
        choices=lambda: list(words.WHY.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    taxon_key = forms.ChoiceField(label=gettext_lazy("What is offered?"), required=False, choices=taxon_choices)
    note = CleanText(
        label=gettext_lazy("Anything else we should know?"),
        required=False,
        max_length=NOTE_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 3}),
    )
    search_word = CleanText(
        label=gettext_lazy("Search word or hashtag that led you there"), required=False, max_length=120
    )
    sureness = forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        required=False,
        choices=lambda: [
            ("sure", gettext_lazy("Sure")),
            ("rather", gettext_lazy("Rather sure")),
            ("unsure", gettext_lazy("Not sure")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, taxa: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taxon_field = self.fields["taxon_key"]
        if isinstance(taxon_field, forms.ChoiceField):
            taxon_field.choices = [*taxon_choices(), *taxa]


class CorrectForm(FactsForm):
    """What the spotter says about a listing, once more."""


class ReplyForm(forms.Form):
    """A spotter's answer to a question."""

    text = CleanText(
        label=gettext_lazy("Your answer"), max_length=NOTE_LIMIT, lines=True, widget=forms.Textarea({"rows": 3})
    )
