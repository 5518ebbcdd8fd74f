"""What a volunteer does with news: reads it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.people.queries import person_of
from reports.followup import actions
from spotter.lib.doors import SPOTTERS, audience


@audience(*SPOTTERS)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything new as read, or what is new about one report."""
    code = request.POST.get("report", "")[:12]
    actions.mark_read(person_of(request), code=code, now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]  # set by django_htmx
        return HttpResponse(status=204)
    messages.success(request, _("Marked as read."))
    return redirect("intake:mine")
