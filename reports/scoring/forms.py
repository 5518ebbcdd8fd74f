"""What leads filter the words by."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import ReasonCount
from reports.scoring.queries.records import KINDS
from spotter.lib.fields import CleanText
from spotter.lib.languages import language_name

TOGETHER, EACH = "", "each"
SORTS: Final = (("", _("Most decisions")), ("least", _("Least often right")), ("struck", _("Most often struck")))


def _platforms() -> list[tuple[str, object]]:
    names = ReasonCount.objects.exclude(platform="").order_by("platform").values_list("platform", flat=True).distinct()
    return [(TOGETHER, _("All together")), (EACH, _("Each apart")), *((name, name) for name in names)]


def _languages() -> list[tuple[str, object]]:
    codes = ReasonCount.objects.exclude(language="").order_by("language").values_list("language", flat=True).distinct()
    return [("", _("Any")), *((code, language_name(code)) for code in codes)]


class TermsFilter(forms.Form):
    """Filters of the page of reasons; they live in the address, and a wrong one is simply left out."""

    term = CleanText(label=_("Word"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=_platforms)
    reason = forms.ChoiceField(
        label=_("Kind of reason"), required=False, choices=lambda: [("", _("Any")), *KINDS.items()]
    )
    sort = forms.ChoiceField(label=_("First"), required=False, choices=SORTS)
