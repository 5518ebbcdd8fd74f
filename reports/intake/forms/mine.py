"""Which of one's own reports are shown: filters that travel in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from reports.intake.queries import Wanted
from reports.models import words
from spotter.lib.fields import CleanText


def any_of(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The choices of a filter, with one that filters nothing before them."""
    return [("", gettext_lazy("All")), *choices]


class MineForm(forms.Form):
    """Which of one's own reports are shown; it travels in the address."""

    q = CleanText(
        label=gettext_lazy("Words"), required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=lambda: any_of([*words.STATUS.items(), ("withdrawn", gettext_lazy("Withdrawn"))]),
    )
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), required=False)
    taxon = forms.ChoiceField(label=gettext_lazy("Animal or plant"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Sent since"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, platforms: list[tuple[str, str]], taxa: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("platform", platforms), ("taxon", taxa)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = any_of(choices)

    def wanted(self) -> Wanted:
        """What was asked for; a filter that makes no sense filters nothing."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(**{name: asked.get(name) or None for name in ("q", "status", "platform", "taxon", "since")})
