"""Template tags of the look: `{% icon "send" %}`, `at|ago`, and the lengths of bars."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register: Final = template.Library()

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
DAYS_TOLD: Final = 30
MINUS: Final = "\N{MINUS SIGN}"


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """A drawing of the sprite, silent for screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {kind}" if kind else "",
        static("img/icons.svg"),
        name,
    )


@register.filter
def ago(at: dt.datetime | None) -> str:
    """How long since, in the shortest words; after a month the date says more."""
    if at is None:
        return ""
    seconds = int((timezone.now() - at).total_seconds())
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        return ngettext("%(count)d min ago", "%(count)d min ago", seconds // MINUTE) % {"count": seconds // MINUTE}
    if seconds < DAY:
        return ngettext("%(count)d h ago", "%(count)d h ago", seconds // HOUR) % {"count": seconds // HOUR}
    days = seconds // DAY
    if days <= DAYS_TOLD:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return date_format(timezone.localtime(at), "DATE_FORMAT")


@register.filter
def translated(kept: str) -> str:
    """A sentence that a row keeps in English, in the reader's words; what stands after a colon stays as it came."""
    sentence, _colon, detail = kept.partition(": ")
    if not sentence:
        return ""
    return f"{_(sentence)} ({detail})" if detail else _(sentence)


@register.filter
def signed(points: float) -> str:
    """A number with its sign, minus as a real minus: it stands beside words, not in a calculation."""
    return f"{'+' if points >= 0 else MINUS}{number_format(abs(points), decimal_pos=1)}"


@register.filter
def longest(rows: Iterable[Any], field: str) -> float:
    """The largest size of a field among the rows (dicts or objects): what a full bar stands for."""
    return max((abs(_value(row, field)) for row in rows), default=0.0)


@register.filter
def share(value: float | None, whole: float | None) -> int:
    """How much of the whole a value is, 0 to 100, its sign dropped: the length of a bar."""
    if not value or not whole:
        return 0
    return min(100, max(1, round(100 * abs(value) / abs(whole))))


def _value(row: Any, field: str) -> float:
    found = row[field] if isinstance(row, dict) else getattr(row, field)
    return float(found or 0)
