"""Many reports at once: a table is chosen, its rows' fates are shown, and one button sends those that can go."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coalition.learning.queries import must_read_first
from coalition.models import User
from coalition.people.queries import person_of
from reports.intake import actions, queries
from reports.intake.edges.sheets import template_csv, template_xlsx, written_csv
from reports.intake.forms.rows import Row, help_of, rows_of
from reports.intake.forms.sheet import Sheet, SheetForm, Shut, sheet_of, table_in
from reports.intake.rules.fates import SENDABLE, Decided, Fate, fates
from reports.intake.rules.sheets import COLUMNS, MEND, Table
from reports.models import words
from spotter.lib import served
from spotter.lib.doors import SPOTTERS, STAFF, audience
from spotter.lib.text import show_bidi

PAGE: Final = 100
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The word, the icon and the tone of each fate, in the order of the totals.
FATES: Final[dict[Fate, tuple[Any, str, str]]] = {
    Fate.NEW: (gettext_lazy("New listing"), "plus", "leaf"),
    Fate.KNOWN: (gettext_lazy("Known: a further witness"), "users", "leaf"),
    Fate.SENT: (gettext_lazy("Sent"), "circle-check", "leaf"),
    Fate.MINE: (gettext_lazy("You reported it already"), "circle-check", "sky"),
    Fate.DUPLICATE: (gettext_lazy("Twice in this file"), "copy", "sky"),
    Fate.REFUSED: (gettext_lazy("To mend"), "triangle-alert", "amber"),
}


@dataclass(frozen=True)
class Plan:
    """A table with the fate of each row at this moment."""

    sheet: Sheet
    table: Table
    rows: tuple[tuple[Row, Decided], ...]

    def sendable(self) -> list[Row]:
        """The rows that one button sends."""
        return [row for row, decided in self.rows if decided.fate in SENDABLE]


def _plan_of(person: User, signed: str) -> Plan:
    """Rows first: a file that is not this person's does not exist. Raises Shut."""
    sheet = sheet_of(signed, person.handle)
    if sheet is None:
        raise Http404
    table = table_in(sheet)
    rows = rows_of(table, sha256=sheet.sha256, platforms=queries.platform_rows(), test_hosts=queries.test_hosts())
    asked = [row.asked() for row in rows]
    known = queries.known(person, {one.key for one in asked if one.key})
    return Plan(sheet, table, tuple(zip(rows, fates(asked, known), strict=True)))


@audience(*SPOTTERS, *STAFF)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is sealed, and its rows are shown before anything is sent."""
    person = person_of(request)
    if not person.is_triage and (person.pledged_at is None or must_read_first(person)):
        return redirect("people:pledge" if person.pledged_at is None else "learning:lesson")
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        sheet: Sheet = form.cleaned_data["file"]
        actions.keep_table(sheet.sha256, sheet.size, by=person, now=timezone.now())
        return redirect("intake:bulk-table", sheet.signed(person.handle))
    columns = [(column.name, *help_of(column.name)) for column in COLUMNS]
    context = {"form": form, "columns": columns, "monitors": person.is_triage}
    return render(request, "intake/bulk.html", context, status=422 if form.errors else 200)


@audience(*SPOTTERS, *STAFF)
@require_GET
def template(_request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with headings and one example."""
    if kind == "csv":
        return served.attachment(template_csv(), media_type=CSV, name="reports.csv")
    if kind == "xlsx":
        return served.attachment(template_xlsx(), media_type=XLSX, name="reports.xlsx")
    raise Http404


@audience(*SPOTTERS, *STAFF)
@require_GET
def table(request: HttpRequest, signed: str) -> HttpResponse:
    """The dry run: what would become of each row now; after sending, what became of it."""
    person = person_of(request)
    try:
        plan = _plan_of(person, signed)
    except Shut as shut:
        return _choose_again(request, shut)
    counts = Counter(decided.fate for _row, decided in plan.rows)
    wanted = request.GET.get("fate", "")
    context = {
        "signed": signed,
        "name": plan.sheet.name,
        "unread": [show_bidi(heading) for heading in plan.table.unread],
        "monitors": person.is_triage,
        "totals": _totals(counts, wanted),
        "ready": len(plan.sendable()),
        "sent": counts[Fate.SENT],
        "refused": counts[Fate.REFUSED],
        **_page(request, [pair for pair in plan.rows if wanted in ("", pair[1].fate)], person),
    }
    return render(request, "intake/bulk_table.html", context)


@audience(*SPOTTERS, *STAFF)
@require_POST
def send(request: HttpRequest, signed: str) -> HttpResponse:
    """Send every row that can go: once, however often the button is pressed."""
    person = person_of(request)
    try:
        plan = _plan_of(person, signed)
    except Shut as shut:
        return _choose_again(request, shut)
    rows = [
        actions.TableRow(
            row.number, row.token, actions.Address(row.given.typed, row.given.found), actions.Words(**row.said)
        )
        for row in plan.sendable()
        if row.given is not None
    ]
    kept = actions.receive_table(rows, by=person, table=plan.sheet.sha256, now=timezone.now())
    if kept:
        thanks = ngettext("Thank you. Your report is kept.", "Thank you. Your %(n)d reports are kept.", kept)
        messages.success(request, thanks % {"n": kept})
    else:
        messages.info(request, _("Nothing was left to send: what can go from this file is with us."))
    return redirect("intake:bulk-table", signed)


@audience(*SPOTTERS, *STAFF)
@require_GET
def mend(request: HttpRequest, signed: str) -> HttpResponse:
    """The refused rows with their sentences, to mend and to send as a file of their own."""
    try:
        plan = _plan_of(person_of(request), signed)
    except Shut as shut:
        return _choose_again(request, shut)
    cells = {line.number: line.cells for line in plan.table.lines}
    width = len(plan.table.headings)
    rows = [
        (*(cells[row.number] + ("",) * width)[:width], row.refusal)
        for row, decided in plan.rows
        if decided.fate is Fate.REFUSED
    ]
    return served.attachment(
        written_csv([(*plan.table.headings, MEND), *rows]), media_type=CSV, name="reports-to-mend.csv"
    )


def _choose_again(request: HttpRequest, shut: Shut) -> HttpResponse:
    messages.warning(request, shut.sentence)
    return redirect("intake:bulk")


def _totals(counts: Counter[Fate], wanted: str) -> list[dict[str, Any]]:
    every = {"word": _("All rows"), "icon": "list", "count": counts.total(), "url": "?", "current": not wanted}
    return [every] + [
        {"word": word, "icon": icon, "count": counts[fate], "url": f"?fate={fate}", "current": wanted == fate}
        for fate, (word, icon, _tone) in FATES.items()
        if counts[fate]
    ]


def _page(request: HttpRequest, pairs: list[tuple[Row, Decided]], person: User) -> dict[str, Any]:
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 4 else 0
    shown, taxa = pairs[start : start + PAGE], dict(queries.taxa())
    last = start + len(shown)
    return {
        "rows": [_shown(row, decided, taxa, linked=not person.is_triage) for row, decided in shown],
        "words": _("%(first)d to %(last)d of %(all)d") % {"first": start + 1, "last": last, "all": len(pairs)},
        "previous_url": _at(request, max(0, start - PAGE)) if start else "",
        "next_url": _at(request, last) if last < len(pairs) else "",
    }


def _at(request: HttpRequest, start: int) -> str:
    return f"?{urlencode({'fate': request.GET.get('fate', ''), 'from': start})}"


def _shown(row: Row, decided: Decided, taxa: dict[str, str], *, linked: bool) -> dict[str, Any]:
    word, icon, tone = FATES[decided.fate]
    said = [taxa.get(row.said.get("taxon_key", ""), ""), *(words.WHY[why] for why in row.said.get("why", ()))]
    return {
        "number": row.number,
        "address": show_bidi(row.typed),
        "word": word,
        "icon": icon,
        "tone": tone,
        "sentence": _sentence(row, decided),
        "url": reverse("intake:one", args=[decided.code]) if decided.code and linked else "",
        "said": [part for part in (*said, row.said.get("search_word", "")) if part],
        "note": show_bidi(row.said.get("note", "")),
        "strangers": [show_bidi(stranger) for stranger in row.strangers],
    }


def _sentence(row: Row, decided: Decided) -> str:
    if decided.fate is Fate.DUPLICATE:
        return _("The same listing as row %(n)d.") % {"n": decided.twin}
    return row.refusal or (str(words.STATUS[decided.status]) if decided.status else "")
