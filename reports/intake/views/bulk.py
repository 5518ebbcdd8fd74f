"""Many reports at once: a table is chosen, its rows' fates are shown, and one button sends those that can go."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coalition.learning.queries import must_read_first
from coalition.models import User
from coalition.people.queries import person_of
from reports.intake import actions, queries
from reports.intake.edges.limits import Sending, may_send, room
from reports.intake.edges.look_ups import may_open_table
from reports.intake.edges.sheets import template_csv, template_xlsx, written_csv
from reports.intake.forms.rows import Row, help_of, rows_of
from reports.intake.forms.sheet import Sheet, SheetForm, Shut, sheet_of, table_in
from reports.intake.queries import limits
from reports.intake.rules.fates import SENDABLE, Decided, Fate, fates
from reports.intake.rules.sheets import COLUMNS, MAX_ROWS, MEND, RESULTS, Table
from reports.intake.views import shown
from spotter.lib import served
from spotter.lib.allowance import in_a_while, limited, network_of
from spotter.lib.buckets import DAY, MINUTE, Bucket
from spotter.lib.doors import SPOTTERS, STAFF, audience
from spotter.lib.text import show_bidi

# Each look opens the file anew.
LOOKS: Final = Bucket(120, 10 * MINUTE)
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    keys = {one.key for one in asked if one.key}
    if keys and not person.is_triage:
        too_fast = may_open_table(person.pk, sha256=sheet.sha256, count=len(keys), now=timezone.now())
        if too_fast:
            raise Shut(too_fast)
    known = queries.known(person, keys)
    return Plan(sheet, table, tuple(zip(rows, fates(asked, known), strict=True)))


@audience(*SPOTTERS, *STAFF)
@limited("tables", LOOKS)
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
@limited("tables", LOOKS)
@require_GET
def table(request: HttpRequest, signed: str) -> HttpResponse:
    """The dry run: what would become of each row now; after sending, what became of it."""
    person = person_of(request)
    try:
        plan = _plan_of(person, signed)
    except Shut as shut:
        return _choose_again(request, shut)
    counts, ready = Counter(decided.fate for _row, decided in plan.rows), len(plan.sendable())
    wanted = request.GET.get("fate", "")
    context = {
        "signed": signed,
        "name": plan.sheet.name,
        "unread": [show_bidi(heading) for heading in plan.table.unread],
        "monitors": person.is_triage,
        "totals": shown.totals(counts, wanted),
        "ready": ready,
        "now": min(ready, _room(request, person)),
        "sent": counts[Fate.SENT],
        "refused": counts[Fate.REFUSED],
        **shown.page(request, [pair for pair in plan.rows if wanted in ("", pair[1].fate)]),
    }
    return render(request, "intake/bulk_table.html", context)


@audience(*SPOTTERS, *STAFF)
@limited("tables", LOOKS)
@require_POST
def send(request: HttpRequest, signed: str) -> HttpResponse:
    """Send every row that can go: once, however often the button is pressed."""
    person = person_of(request)
    try:
        plan = _plan_of(person, signed)
    except Shut as shut:
        return _choose_again(request, shut)
    going = plan.sendable()[: max(1, _room(request, person))]
    when = _when(request, person, going)
    if when:
        full = _("As many reports as fit into a day have gone. Nothing is lost: come back %(when)s and go on here.")
        messages.warning(request, full % {"when": when})
        return redirect("intake:bulk-table", signed)
    rows = [
        actions.TableRow(row.number, row.token, actions.Address(row.given.typed, row.given.found), row.said)
        for row in going
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
@limited("tables", LOOKS)
@require_GET
def mend(request: HttpRequest, signed: str) -> HttpResponse:
    """The refused rows with their sentences, to mend and to send as a file of their own."""
    try:
        plan = _plan_of(person_of(request), signed)
    except Shut as shut:
        return _choose_again(request, shut)
    refused = [(row.number, row.refusal) for row, decided in plan.rows if decided.fate is Fate.REFUSED]
    cells = _cells(plan.table)
    rows = [(*cells[number], refusal) for number, refusal in refused]
    return served.attachment(
        written_csv([(*plan.table.headings, MEND), *rows]), media_type=CSV, name="reports-to-mend.csv"
    )


@audience(*SPOTTERS, *STAFF)
@limited("tables", LOOKS)
@require_GET
def results(request: HttpRequest, signed: str) -> HttpResponse:
    """Every row as it was given, with what became of it by now and the code of its report."""
    try:
        plan = _plan_of(person_of(request), signed)
    except Shut as shut:
        return _choose_again(request, shut)
    found = shown.results(list(plan.rows))
    cells = _cells(plan.table)
    rows = [(*cells[number], str(number), *said) for number, said in found.items()]
    return served.attachment(
        written_csv([(*plan.table.headings, *RESULTS), *rows]), media_type=CSV, name="what-became-of-it.csv"
    )


def _cells(table: Table) -> dict[int, tuple[str, ...]]:
    """The cells of each row by its number, as many as there are headings."""
    width = len(table.headings)
    return {line.number: (*line.cells, *[""] * width)[:width] for line in table.lines}


def _room(request: HttpRequest, person: User) -> int:
    """How many rows fit into this person's day; what staff monitor is not counted."""
    if person.is_triage:
        return MAX_ROWS
    now = timezone.now()
    bucket, network = limits.bucket_of(person, now), network_of(request, now=now)
    return room(person.pk, network, bucket, sent=lambda: limits.sent_lately(person, now), now=now)


def _when(request: HttpRequest, person: User, going: list[Row]) -> str:
    """When these rows fit, in words; "" when they do."""
    if person.is_triage or not going:
        return ""
    now = timezone.now()
    sending = Sending(
        person=person.pk,
        network=network_of(request, now=now),
        # Pressed twice, the rows are the same: they are paid for once.
        token=going[0].token,
        bucket=limits.bucket_of(person, now),
        count=len(going),
    )
    verdict = may_send(sending, kept=lambda: 0, sent=lambda: limits.sent_lately(person, now), now=now)
    return "" if verdict.allowed else in_a_while(verdict.wait or DAY)


def _choose_again(request: HttpRequest, shut: Shut) -> HttpResponse:
    messages.warning(request, shut.sentence)
    return redirect("intake:bulk")
