"""The page of alarms: terms that suddenly fire more, with examples, acknowledged by a lead analyst."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.models import Role
from coalition.people.queries import person_of
from reports.models import DriftAlarm
from reports.scoring.actions import alarms as actions
from reports.scoring.queries import alarms as queries
from spotter.lib.doors import AUDITOR, STAFF, audience


@audience(*STAFF, AUDITOR)
@require_GET
def alarms(request: HttpRequest) -> HttpResponse:
    """What rings, and what a lead has seen."""
    context = {
        "rows": queries.alarms(),
        "ringing": queries.ringing(),
        "days": queries.DAYS.days,
        "weeks": queries.BEFORE.days // 7,
        "may_acknowledge": person_of(request).role == Role.LEAD_ANALYST,
    }
    return render(request, "scoring/alarms.html", context)


@audience(Role.LEAD_ANALYST)
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has looked into it."""
    alarm = get_object_or_404(DriftAlarm, pk=pk)
    if actions.acknowledge(alarm, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Noted. It stays silent for a week, then it may ring again."))
    return redirect("scoring:alarms")
