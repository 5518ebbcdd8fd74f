"""The guides and the first lesson: what to look for, how to stay safe, what we keep."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from coalition.learning import actions
from coalition.learning.forms import CheckForm
from coalition.learning.queries import chapters, must_read_first
from coalition.learning.rules import RIGHT
from coalition.people.queries import person_of
from spotter.lib.doors import COORDINATOR, PUBLIC, SPOTTERS, STAFF, audience


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


@audience(*SPOTTERS, *STAFF, COORDINATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest) -> HttpResponse:
    """The lesson before the first report: three questions with their why, as often as it takes."""
    person = person_of(request)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and len(form.right()) == len(RIGHT):
        actions.finish_first_lesson(person, now=timezone.now())
        messages.success(request, _("That is all. Thank you for reading."))
        return redirect("intake:report" if person.role in SPOTTERS else "home")
    context = {"form": form, "questions": form.explained(), "is_read": not must_read_first(person)}
    return render(request, "learning/lesson.html", context, status=422 if form.errors else 200)
