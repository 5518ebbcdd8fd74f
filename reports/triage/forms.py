"""What staff type: a verdict's reason, its basis and a note; a question to the spotter."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.lifecycle import CONFIRMING, DISMISSING, Basis, Status, Verb
from reports.models import words
from spotter.lib.fields import CleanText

NOTE_LIMIT: Final = 2000


def reasons_of(codes: tuple[Any, ...]) -> list[tuple[str, Any]]:
    """Choices of a reason field, in the order of the codes."""
    return [(code.value, words.REASON[code]) for code in codes]


class ConfirmForm(forms.Form):
    """Why it is confirmed, and on what that rests."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: reasons_of(CONFIRMING), widget=forms.RadioSelect)
    basis = forms.ChoiceField(
        label=_("It rests on"),
        choices=lambda: [(basis.value, words.BASIS[basis]) for basis in Basis],
        widget=forms.RadioSelect,
        initial=Basis.LAW.value,
    )
    note = CleanText(
        label=_("Note for colleagues"),
        required=False,
        max_length=NOTE_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 2}),
    )


class DismissForm(forms.Form):
    """Why it is dismissed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=lambda: reasons_of(DISMISSING), widget=forms.RadioSelect)
    note = CleanText(
        label=_("Note for colleagues"),
        required=False,
        max_length=NOTE_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 2}),
    )


class AskForm(forms.Form):
    """A question to the spotters who reported it."""

    note = CleanText(
        label=_("Question to the spotter"),
        help_text=_("It goes to everybody who reported this listing, in the NGO's name."),
        max_length=500,
        lines=True,
        widget=forms.Textarea({"rows": 2}),
    )


class ForwardForm(forms.Form):
    """What goes to the company: the reasons in words, and the pictures that a person chose."""

    explanation = CleanText(
        label=_("Why it is not allowed, in words for the company"),
        max_length=2000,
        lines=True,
        widget=forms.Textarea({"rows": 4}),
    )
    exhibits = forms.MultipleChoiceField(
        label=_("Pictures that go with the case"),
        help_text=_("Look at each first: a spotter's screenshot may show the spotter's own name."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, pictures: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["exhibits"]
        if isinstance(field, forms.ChoiceField):
            field.choices = pictures


FORMS: Final[dict[Verb, type[forms.Form]]] = {Verb.CONFIRM: ConfirmForm, Verb.DISMISS: DismissForm, Verb.ASK: AskForm}


class QueueFilter(forms.Form):
    """Filters of the queue; they live in the address, and a wrong one is simply left out."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=lambda: [
            ("", _("All that wait")),
            (Status.READY.value, words.STATUS[Status.READY]),
            (Status.CONFIRMED.value, _("Confirmed, to forward")),
        ],
    )
    band = forms.ChoiceField(
        label=_("Score"),
        required=False,
        choices=lambda: [("", _("Any")), *((band, words.BAND[band]) for band in ("top", "likely", "possible", "low"))],
    )
    language = CleanText(label=_("Language"), required=False, max_length=12)
    mine = forms.BooleanField(label=_("Claimed by me"), required=False)
