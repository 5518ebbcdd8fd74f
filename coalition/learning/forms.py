"""The three questions at the end of the first lesson: they teach, they don't examine."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from coalition.learning.rules import right_ones

# Shown below a question once it is answered, whatever the answer was.
BECAUSE: Final[dict[str, Any]] = {
    "offer": _(
        "Report the address, and that is all. A message tells the seller that somebody is watching, and can put you in"
        " danger. Buying pays for the next animal."
    ),
    "word": _(
        "Ivory is also a colour. The seller says resin, the price fits, nothing hints at more: let it be. When you"
        " doubt, report it all the same. Trained staff decide."
    ),
    "picture": _(
        "You come first. The address and the title are enough for a report. Here pictures are blurred until you ask,"
        " and the page on staying safe says who to talk to."
    ),
}


def question(label: Any, *choices: tuple[str, Any]) -> forms.ChoiceField:
    """One question with its answers side by side."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you would do. There is no score.")},
    )


class CheckForm(forms.Form):
    """What would you do?"""

    offer = question(
        _("A seller offers a pipe of “genuine ivory” and asks buyers to send a message. What do you do?"),
        ("ask", _("Send a message and ask whether it is real")),
        ("report", _("Report the address here, and nothing else")),
        ("buy", _("Buy it, to have proof")),
    )
    word = question(
        _("A necklace is called “ivory colour, resin” and costs little. What do you do?"),
        ("accuse", _("Write below it that ivory is forbidden")),
        ("claim", _("Report it as elephant ivory: the word is there")),
        ("leave", _("Let it be, unless something else makes me doubt")),
    )
    picture = question(
        _("A picture in a listing upsets you. What do you do?"),
        ("stop", _("Stop looking, report the address if I can, take a break")),
        ("closer", _("Look closer, so that I am really sure")),
        ("share", _("Send it to friends, so that they see how bad it is")),
    )

    def right(self) -> frozenset[str]:
        """The questions that were answered as we would."""
        return right_ones(self.cleaned_data)

    def explained(self) -> list[tuple[forms.BoundField, Any, bool]]:
        """Each question; once all are answered, with why, and whether we would do the same."""
        answered = self.is_bound and self.is_valid()
        right = self.right() if answered else frozenset()
        return [(field, BECAUSE[field.name] if answered else "", field.name in right) for field in self]
