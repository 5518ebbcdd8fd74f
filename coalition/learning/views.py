"""The public guides: what to look for, how to stay safe, what we keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from coalition.learning.queries import chapters
from spotter.lib.doors import PUBLIC, audience


@audience(PUBLIC)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What to look for, what is mistaken for it, and how to report it."""
    return render(request, "learning/guide.html", {"chapters": chapters(get_language() or "en")})


@audience(PUBLIC)
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """How to stay safe, and well."""
    return render(request, "learning/safety.html")


@audience(PUBLIC)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, and who sees it."""
    return render(request, "learning/privacy.html")
