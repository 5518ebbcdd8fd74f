"""What staff type: a verdict's reason, its basis and a note; a question to the spotter."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.lifecycle import CONFIRMING, DISMISSING, Basis, Status, Verb
from reports.models import words
from reports.triage.queries.waiting import Names
from spotter.lib.fields import CleanText
from spotter.lib.languages import by_name

NOTE_LIMIT: Final = 2000
ANY: Final = ("", _("Any"))


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

    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=lambda: [("", _("Most urgent first")), ("oldest", _("Longest waiting first"))],
    )
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
        choices=lambda: [ANY, *((band, words.BAND[band]) for band in ("top", "likely", "possible", "low"))],
    )
    taxon = forms.ChoiceField(label=_("Species"), required=False)
    company = forms.ChoiceField(label=_("Company"), required=False)
    platform = forms.ChoiceField(label=_("Platform"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=lambda: [ANY, *by_name()])
    age = forms.ChoiceField(
        label=_("Waiting for"),
        required=False,
        choices=lambda: [
            ANY,
            ("day", _("A day and longer")),
            ("week", _("A week and longer")),
            ("month", _("A month and longer")),
        ],
    )
    claimed = forms.ChoiceField(
        label=_("Claim"),
        required=False,
        choices=lambda: [ANY, ("mine", _("Mine")), ("nobody", _("Nobody's")), ("others", _("Somebody else's"))],
    )

    FIRST: Final = ("order", "status", "claimed")

    def __init__(self, *args: Any, known: Names, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("taxon", known.taxa), ("company", known.companies), ("platform", known.platforms)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [ANY, *offered.items()]

    def first(self) -> list[forms.BoundField]:
        """What is asked most stands open."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[forms.BoundField]:
        """The others are folded away until somebody wants them."""
        return [field for field in self if field.name not in self.FIRST]

    def is_narrowed(self) -> bool:
        """Whether one of the folded filters is set, so that it does not hide."""
        return any(self.cleaned_data.get(field.name) for field in self.more())
