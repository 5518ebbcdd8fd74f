"""The lexicon as tables: taken along, brought back, tried, published; and weighing all that wait again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.knowledge.actions import note_export
from coalition.knowledge.edges.tables import written_table
from coalition.knowledge.queries.tables import headings_of, rows_of
from coalition.models import Role
from coalition.people.queries import person_of
from reports.models import Weighing
from reports.scoring.actions import shadow, weighings
from reports.scoring.forms.tables import COLUMN_NAMES, SHOWN, ExportForm, TableForm
from reports.scoring.queries import lexicon as queries
from reports.scoring.queries.alarms import ringing
from spotter.lib.doors import AUDITOR, STAFF, audience


def lexicon_page(request: HttpRequest, form: TableForm, *, status: int = 200) -> HttpResponse:
    """The lexicon with the form that brings a table."""
    context = {
        "lexicon": queries.lexicon_page(),
        "form": form,
        "export": ExportForm(),
        "told": form.told[:SHOWN],
        "more_told": max(0, len(form.told) - SHOWN),
        "columns": COLUMN_NAMES,
        "ringing": ringing(),
        "may_change": person_of(request).role == Role.LEAD_ANALYST,
    }
    return render(request, "scoring/lexicon.html", context, status=status)


@audience(*STAFF, AUDITOR)
@require_GET
def lexicon(request: HttpRequest) -> HttpResponse:
    """What the lexicon holds, and how far a weighing has come."""
    return lexicon_page(request, TableForm())


@audience(Role.LEAD_ANALYST)
@require_POST
def try_table(request: HttpRequest) -> HttpResponse:
    """A table is read and tried; a bad one comes back with a sentence for each row."""
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return lexicon_page(request, form, status=422)
    made = shadow.ask(by=person_of(request), now=timezone.now(), table=form.proposal)
    if made is None:
        form.add_error(None, _("Five shadow runs are open. Publish or drop one of them first."))
        return lexicon_page(request, form, status=422)
    return redirect("scoring:shadow-run", made.pk)


@audience(Role.LEAD_ANALYST)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """A table as CSV; headings are names for programs, the same in every language."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        return redirect("scoring:lexicon")
    table, restricted = form.cleaned_data["table"], form.cleaned_data["restricted"]
    rows = rows_of(table, restricted=restricted)
    note_export(table, restricted=restricted, rows=len(rows), by=person_of(request), now=timezone.now())
    response = HttpResponse(written_table(headings_of(table), rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="cyber-spotter-{table}.csv"'
    return response


@audience(Role.LEAD_ANALYST)
@require_POST
def weigh_again(request: HttpRequest) -> HttpResponse:
    """All that wait are weighed by the lexicon of now."""
    if weighings.weigh_again(by=person_of(request), now=timezone.now()) is None:
        messages.info(request, _("No listing waits, so there is nothing to weigh."))
    return redirect("scoring:lexicon")


@audience(Role.LEAD_ANALYST)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """No further batch begins."""
    if weighings.stop(get_object_or_404(Weighing, pk=pk), by=person_of(request), now=timezone.now()):
        messages.success(request, _("Stopped. What is weighed stays weighed."))
    return redirect("scoring:lexicon")


@audience(Role.LEAD_ANALYST)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """On from where it stopped."""
    weighings.go_on(get_object_or_404(Weighing, pk=pk), by=person_of(request), now=timezone.now())
    return redirect("scoring:lexicon")
