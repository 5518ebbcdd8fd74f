"""The page of learned models: what each is worth beside the one before it, and the button that publishes it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.models import Role
from coalition.people.queries import person_of
from reports.models import TrainedModel
from reports.scoring.actions import models as actions
from reports.scoring.queries import models as queries
from reports.scoring.queries.alarms import ringing
from spotter.lib.doors import AUDITOR, STAFF, audience


@audience(*STAFF, AUDITOR)
@require_GET
def models(request: HttpRequest) -> HttpResponse:
    """Candidates and published models, with their figures by language and taxon."""
    context = {
        "rows": queries.models(),
        "ringing": ringing(),
        "may_publish": person_of(request).role == Role.LEAD_ANALYST,
    }
    return render(request, "scoring/models.html", context)


@audience(Role.LEAD_ANALYST)
@require_POST
def publish(request: HttpRequest, version: str) -> HttpResponse:
    """Scores are weighed by this model from now on."""
    candidate = get_object_or_404(TrainedModel, version=version)
    if actions.publish(candidate, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Published. Scores from now on are weighed by it, and name it."))
    return redirect("scoring:models")


@audience(Role.LEAD_ANALYST)
@require_POST
def withdraw(request: HttpRequest, version: str) -> HttpResponse:
    """The model before it weighs again."""
    model = get_object_or_404(TrainedModel, version=version)
    if actions.withdraw(model, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Taken back. The model before it weighs again, or the rules alone."))
    return redirect("scoring:models")
