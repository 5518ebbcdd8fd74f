"""Forms about oneself, signing up with a code, and the log-in with a code or a password."""

from dataclasses import asdict
from typing import Any, Final

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coalition.models import SPOTTERS, Rhythm, User
from coalition.people.actions import Wishes, wishes_of
from coalition.people.rules import STEPS, silenced
from spotter.lib.fields import CleanText

STEP_WORDS: Final[dict[str, Any]] = {
    "asked": _("Staff ask me something"),
    "confirmed": _("It is confirmed"),
    "dismissed": _("It is dismissed, and why"),
    "forwarded": _("It goes to the company"),
    "answered": _("The company answers"),
    "gone": _("We saw that it is gone"),
    "still-live": _("It is still there, or back again"),
}


def languages() -> list[tuple[str, Any]]:
    """The languages of the pages, when the form is drawn."""
    return list(settings.LANGUAGES)


def promise(words: Any) -> forms.BooleanField:
    """One tick without which nobody goes on."""
    return forms.BooleanField(label=words, error_messages={"required": _("Tick this to go on.")})


class PledgeForm(forms.Form):
    """Three ticks, none of them made for anybody."""

    observe_only = promise(
        _("I only look and report. I will never message a seller, bid, buy, or join a closed group.")
    )
    adult = promise(_("I am 18 or older."))
    consent = promise(
        _("I agree that what I report is kept and used to get listings removed, as the privacy page says.")
    )


class SettingsForm(forms.Form):
    """How the site speaks to somebody, and what they would rather not see."""

    language = forms.ChoiceField(
        label=_("Language"), choices=languages, help_text=_("Of the pages and of the letters we send you.")
    )
    told_when = forms.ChoiceField(
        label=_("Letters about your reports"),
        choices=lambda: list(Rhythm.choices),
        widget=forms.RadioSelect,
        help_text=_("Without letters you find the same in the site, under My reports."),
    )
    told_of = forms.MultipleChoiceField(
        label=_("Tell me when"),
        choices=lambda: list(STEP_WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you switch off comes in no letter and is not marked as new. It stays on the report's page."),
    )
    hides_live = forms.BooleanField(
        label=_("Keep pictures of live animals closed"),
        required=False,
        help_text=_("Not even a small blurred picture: only a word, until you open it."),
    )
    hides_gore = forms.BooleanField(
        label=_("Keep pictures of body parts closed"),
        required=False,
        help_text=_("Skins, heads, horns, tusks, claws and the like."),
    )

    def __init__(self, *args: Any, reports: bool, **kwargs: Any) -> None:
        """`reports`: whether this person sends reports, and so may be told of them."""
        super().__init__(*args, **kwargs)
        if not reports:
            del self.fields["told_when"], self.fields["told_of"]

    def wishes(self, before: Wishes) -> Wishes:
        """What is wished now; what the form did not ask stays."""
        said = self.cleaned_data
        silent = tuple(silenced(said["told_of"])) if "told_of" in said else before.silent_on
        return Wishes(
            language=said["language"],
            told_when=said.get("told_when", before.told_when),
            silent_on=silent,
            hides_live=said["hides_live"],
            hides_gore=said["hides_gore"],
        )


def settings_form(person: User, data: Any = None) -> SettingsForm:
    """The form as this person last left it."""
    known = asdict(wishes_of(person)) | {"told_of": [step for step in STEPS if step not in person.silent_on]}
    return SettingsForm(data, initial=known, reports=person.role in SPOTTERS)


class CodeForm(forms.Form):
    """The code out of the letter."""

    code = CleanText(
        label=_("Code"), max_length=20, widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True})
    )


class LogInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """The address alone gets a code in a letter; whoever has a password may use it instead."""

    def _setup_password_field(self) -> None:
        """Allauth takes the field away where nobody signs up with a password; here it stays, and may be empty."""
        password = self.fields["password"]
        password.required = False
        password.widget.is_required = False
        password.widget.attrs.pop("placeholder", None)
        password.help_text = _("Leave it empty, and we send a code to your address instead.")


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """One line; what comes next stands under it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("We send a code to it. You need no password, and only we see the address.")
