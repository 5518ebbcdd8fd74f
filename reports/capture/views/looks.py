"""Where looking at pages fails, for whoever decides without us having seen the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.capture.queries.looks import DAYS, sites_that_fail
from spotter.lib.doors import AUDITOR, COORDINATOR, STAFF, audience


@audience(COORDINATOR, AUDITOR, *STAFF)
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """The platforms where walls and failures are the rule, and those where they happen."""
    rows = sites_that_fail(timezone.now())
    context = {"rows": rows, "routine": sum(row.is_routine for row in rows), "days": DAYS}
    return render(request, "capture/looks.html", context)
