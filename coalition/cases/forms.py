"""The company's answer as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.models import Outcome


def answer_choices() -> list[tuple[str, Any]]:
    """The answers in their words."""
    return list(Outcome.choices)


class AnswerForm(forms.Form):
    """One outcome, and words if they help."""

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=answer_choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one answer."),
            "invalid_choice": _("This is none of the answers below. Choose one of them."),
        },
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What we should know, for example a permit number or what information you need."),
    )
