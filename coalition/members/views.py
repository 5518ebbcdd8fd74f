"""The public list of members."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coalition.members.queries import members
from spotter.lib.doors import PUBLIC, audience


@audience(PUBLIC)
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    """Which companies belong, and how another one joins."""
    rows = members()
    return render(request, "members/list.html", {"rows": rows, "has_examples": any(row.is_example for row in rows)})
