"""How a table's rows are shown: totals that lead to their rows, a page of them, and each row's fate in words."""

from collections import Counter
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.intake import queries
from reports.intake.forms.rows import Row
from reports.intake.queries import said_of
from reports.intake.rules.fates import Decided, Fate
from reports.lifecycle import Status
from reports.models import Report, facts_of, words
from spotter.lib.text import show_bidi

PAGE: Final = 100

# The word, the icon and the tone of each fate, in the order of the totals.
FATES: Final[dict[Fate, tuple[Any, str, str]]] = {
    Fate.NEW: (gettext_lazy("New listing"), "plus", "leaf"),
    Fate.KNOWN: (gettext_lazy("Known listing"), "users", "leaf"),
    Fate.SENT: (gettext_lazy("Sent"), "circle-check", "leaf"),
    Fate.MINE: (gettext_lazy("You reported it already"), "circle-check", "sky"),
    Fate.DUPLICATE: (gettext_lazy("Twice in this file"), "copy", "sky"),
    Fate.REFUSED: (gettext_lazy("To mend"), "triangle-alert", "amber"),
}


def totals(counts: Counter[Fate], wanted: str) -> list[dict[str, Any]]:
    """How many rows have which fate, each a filter."""
    every = {"word": _("All rows"), "icon": "list", "count": counts.total(), "url": "?", "current": not wanted}
    return [every] + [
        {"word": word, "icon": icon, "count": counts[fate], "url": f"?fate={fate}", "current": wanted == fate}
        for fate, (word, icon, _tone) in FATES.items()
        if counts[fate]
    ]


def page(request: HttpRequest, pairs: list[tuple[Row, Decided]]) -> dict[str, Any]:
    """A hundred of these rows, from where the address says."""
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 0
    shown, taxa = pairs[start : start + PAGE], dict(queries.taxa())
    last = start + len(shown)
    return {
        "rows": [_shown(row, decided, taxa) for row, decided in shown],
        "words": _("%(first)d to %(last)d of %(all)d") % {"first": start + 1, "last": last, "all": len(pairs)},
        "previous_url": _at(request, max(0, start - PAGE)) if start else "",
        "next_url": _at(request, last) if last < len(pairs) else "",
    }


def _at(request: HttpRequest, start: int) -> str:
    return f"?{urlencode({'fate': request.GET.get('fate', ''), 'from': start})}"


def _shown(row: Row, decided: Decided, taxa: dict[str, str]) -> dict[str, Any]:
    word, icon, tone = FATES[decided.fate]
    return {
        "number": row.number,
        "address": show_bidi(row.typed),
        "word": word,
        "icon": icon,
        "tone": tone,
        "sentence": _sentence(row, decided),
        "asked": decided.status is Status.ASKED and bool(decided.code),
        "url": reverse("intake:one", args=[decided.code]) if decided.code else "",
        "said": [str(words.WHY[why]) for why in row.said.why],
        "facts": facts_of(Report(**row.said.columns()), taxa),
        "note": show_bidi(row.said.note),
        "problems": row.problems,
        "strangers": [show_bidi(stranger) for stranger in row.strangers],
    }


def _sentence(row: Row, decided: Decided) -> str:
    if decided.fate is Fate.DUPLICATE:
        return _("The same listing as row %(n)d.") % {"n": decided.twin}
    if decided.fate is Fate.KNOWN and decided.status:
        # Of somebody else's listing no more is told than under the address box.
        return _("%(status)s. You are a further witness.") % {"status": said_of(decided.status)}
    if decided.fate is Fate.REFUSED:
        return row.refusal
    return str(words.STATUS[decided.status]) if decided.status else ""


def results(rows: list[tuple[Row, Decided]]) -> dict[int, tuple[str, str, str]]:
    """Of each row by its number: its fate in words, the sentence to it, and the code of this person's own report."""
    return {row.number: (str(FATES[decided.fate][0]), _sentence(row, decided), decided.code) for row, decided in rows}
