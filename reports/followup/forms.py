"""The one question before somebody is forgotten."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ForgetForm(forms.Form):
    """It can't be undone, so it takes a tick."""

    sure = forms.BooleanField(label=_("Yes, delete my account. I know that it can't be undone."))
