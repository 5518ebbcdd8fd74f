"""How the companies answer, and how the machine does."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.people.queries import person_of
from coalition.progress import actions
from coalition.progress.queries import companies, dead_jobs, late_deliveries, latest_roots, swept
from spotter.jobs.reconcile import run_all
from spotter.lib.doors import AUDITOR, COORDINATOR, STAFF, audience


@audience(COORDINATOR, AUDITOR, *STAFF, "lead-spotter", "company-admin")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Each company's cases and answers, our count beside its own."""
    person = person_of(request)
    return render(request, "progress/overview.html", {"rows": companies(person), "is_company": person.is_company})


@audience(COORDINATOR, AUDITOR, "lead-analyst")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """What must be 0, what was given up, what has not arrived."""
    now = timezone.now()
    findings = run_all()
    dead_count, dead = dead_jobs()
    late_count, late = late_deliveries(now)
    context = {
        "findings": findings,
        "broken": sum(not finding.holds for finding in findings),
        "dead_count": dead_count,
        "dead": dead,
        "late_count": late_count,
        "late": late,
        "roots": latest_roots(),
        "swept": swept(now),
        "at": now,
        "may_retry": person_of(request).role != AUDITOR,
    }
    return render(request, "progress/health.html", context)


@audience(COORDINATOR, "lead-analyst")
@require_POST
def try_again(request: HttpRequest, job_id: int) -> HttpResponse:
    """Begin a piece of work anew that was given up."""
    if actions.try_again(job_id, by=person_of(request), now=timezone.now()):
        messages.success(request, _("It begins anew now."))
    else:
        messages.info(request, _("It was no longer given up: somebody was faster."))
    return redirect("progress:health")
