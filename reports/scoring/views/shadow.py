"""Shadow runs: a lead proposes a word or a model, sees what would change, and publishes or drops it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.models import Role
from coalition.people.queries import person_of
from reports.models import ShadowRun, TrainedModel
from reports.scoring.actions import shadow as actions
from reports.scoring.forms.words import WordForm
from reports.scoring.queries import shadow as queries
from reports.scoring.queries.alarms import ringing
from spotter.lib.doors import AUDITOR, STAFF, audience


def may_try(request: HttpRequest) -> bool:
    """Leads propose, publish and drop; others look."""
    return person_of(request).role == Role.LEAD_ANALYST


def runs_page(request: HttpRequest, form: WordForm, *, status: int = 200) -> HttpResponse:
    """All runs and the form for a new one."""
    context = {"runs": queries.runs(), "form": form, "ringing": ringing(), "may_try": may_try(request)}
    return render(request, "scoring/shadow_runs.html", context, status=status)


@audience(*STAFF, AUDITOR)
@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """What was tried so far."""
    return runs_page(request, WordForm(initial=WordForm.initial_of(request.GET)))


@audience(*STAFF, AUDITOR)
@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What one proposal would change."""
    found = get_object_or_404(ShadowRun.objects.select_related("model"), pk=pk)
    context = {"run": queries.page(found), "ringing": ringing(), "may_try": may_try(request)}
    return render(request, "scoring/shadow_run.html", context)


@audience(Role.LEAD_ANALYST)
@require_POST
def try_word(request: HttpRequest) -> HttpResponse:
    """A word is tried; a wrong form comes back as it was typed."""
    form = WordForm(request.POST)
    if not form.is_valid():
        return runs_page(request, form, status=422)
    made = actions.ask(by=person_of(request), now=timezone.now(), word=form.row)
    if made is None:
        form.add_error(None, _("Five shadow runs are open. Publish or drop one of them first."))
        return runs_page(request, form, status=422)
    return redirect("scoring:shadow-run", made.pk)


@audience(Role.LEAD_ANALYST)
@require_POST
def try_model(request: HttpRequest, version: str) -> HttpResponse:
    """A learned model is tried."""
    model = get_object_or_404(TrainedModel, version=version)
    made = actions.ask(by=person_of(request), now=timezone.now(), model=model)
    if made is None:
        messages.error(request, _("Five shadow runs are open. Publish or drop one of them first."))
        return redirect("scoring:shadow-runs")
    return redirect("scoring:shadow-run", made.pk)


@audience(Role.LEAD_ANALYST)
@require_POST
def publish_run(request: HttpRequest, pk: int) -> HttpResponse:
    """From now on it counts."""
    found = get_object_or_404(ShadowRun.objects.select_related("model"), pk=pk)
    if actions.publish(found, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Published. It counts in every score from now on."))
    return redirect("scoring:shadow-run", pk)


@audience(Role.LEAD_ANALYST)
@require_POST
def drop_run(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not count."""
    if actions.drop(get_object_or_404(ShadowRun, pk=pk), by=person_of(request), now=timezone.now()):
        messages.success(request, _("Dropped. It never counted; what it showed stays here."))
    return redirect("scoring:shadow-run", pk)
