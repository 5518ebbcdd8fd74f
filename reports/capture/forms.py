"""What staff type about evidence: why it is held, and what goes into a pack."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from spotter.lib.fields import CleanText


class HoldForm(forms.Form):
    """Why the evidence must be kept."""

    why = CleanText(
        label=_("Why it must be kept"),
        help_text=_("For example the number of a court's or an investigator's request. Never name a spotter."),
        max_length=300,
    )


class PackForm(forms.Form):
    """What goes into a pack for enforcement."""

    screenshots = forms.TypedMultipleChoiceField(
        label=_("Spotters' screenshots that go with it"),
        help_text=_("Look at each first: a spotter's screenshot may show the spotter's own name."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the case sheet"), choices=lambda: settings.LANGUAGES)

    def __init__(self, *args: Any, shots: list[tuple[int, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["screenshots"]
        if isinstance(field, forms.ChoiceField):
            field.choices = shots
        if not shots:
            del self.fields["screenshots"]
