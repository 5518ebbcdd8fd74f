"""Forms about oneself, and the log-in with a code or a password."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def languages() -> list[tuple[str, Any]]:
    """The languages of the pages, when the form is drawn."""
    return list(settings.LANGUAGES)


class PledgeForm(forms.Form):
    """Three ticks, none of them made for anybody."""

    observe_only = forms.BooleanField(
        label=_("I only look and report. I will never message a seller, bid, buy, or join a closed group.")
    )
    adult = forms.BooleanField(label=_("I am 18 or older."))
    consent = forms.BooleanField(
        label=_("I agree that what I report is kept and used to get listings removed, as the privacy page says.")
    )


class SettingsForm(forms.Form):
    """How the site speaks to somebody."""

    language = forms.ChoiceField(
        label=_("Language"), choices=languages, help_text=_("Of the pages and of the letters we send you.")
    )
    told_by_mail = forms.BooleanField(
        label=_("Write to me when something happens with a report of mine"),
        required=False,
        help_text=_("Without letters you find the same in the site, under My reports."),
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
