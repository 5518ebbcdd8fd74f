"""What became of a volunteer's work, for them alone: news, how often they were right, and all that we keep."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.people.edges import proves_again
from coalition.people.queries import person_of
from reports.followup import actions, queries
from reports.followup.forms import ForgetForm
from spotter.lib import served
from spotter.lib.doors import SPOTTERS, audience
from spotter.lib.text import clean_text


@audience(*SPOTTERS)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark everything new as read, or what is new about one report."""
    code = clean_text(request.POST.get("report", ""), limit=12)
    actions.mark_read(person_of(request), code=code, now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]  # set by django_htmx
        return render(request, "followup/read.html")
    messages.success(request, _("Marked as read."))
    return redirect("intake:mine")


@audience(*SPOTTERS)
@require_safe
def precision(request: HttpRequest) -> HttpResponse:
    """How often this person was right, by group of species; nobody else sees it, and nobody is compared."""
    total, lines = queries.own_precision(person_of(request))
    return render(request, "followup/precision.html", {"total": total, "lines": lines})


@audience("lead-spotter")
@require_safe
def group(request: HttpRequest) -> HttpResponse:
    """A lead spotter's group in the last seven days: who may need help, never who did most."""
    person = person_of(request)
    rows = queries.week_of(person.group, timezone.now()) if person.group else []
    return render(request, "followup/group.html", {"group": person.group, "rows": rows})


@audience(*SPOTTERS)
@require_safe
@proves_again
def own_data(request: HttpRequest) -> HttpResponse:
    """What we keep about this person: to take along, or to have deleted."""
    return render(request, "followup/own_data.html", {"form": ForgetForm()})


@audience(*SPOTTERS)
@require_POST
@proves_again
def export(request: HttpRequest) -> HttpResponse:
    """All that we keep about this person, as one JSON file."""
    person = person_of(request)
    data = json.dumps(queries.own_data(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()
    actions.note_export(person, now=timezone.now())
    return served.attachment(data, media_type="application/json", name="cyber-spotter-my-data.json")


@audience(*SPOTTERS)
@require_POST
@proves_again
def forget(request: HttpRequest) -> HttpResponse:
    """Delete the account: signed out everywhere, the reports stay under a handle that is nobody's."""
    form = ForgetForm(request.POST)
    if not form.is_valid():
        return render(request, "followup/own_data.html", {"form": form}, status=422)
    actions.forget(person_of(request), now=timezone.now())
    logout(request)
    return render(request, "followup/forgotten.html")
