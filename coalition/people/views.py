"""The pages about oneself: where to begin, the pledge, the settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coalition.models import Rhythm
from coalition.people import actions
from coalition.people.edges import STATE, send_code, takes_code
from coalition.people.forms import CodeForm, PledgeForm, settings_form
from coalition.people.queries import holder_of, person_of
from coalition.people.rules import first_page, has_pledged
from spotter.lib import pace
from spotter.lib.doors import PUBLIC, SIGNED_IN, SPOTTERS, STAFF, audience
from spotter.lib.seat import forget_unsent, unsent_of
from spotter.lib.text import clean_text


@audience(SIGNED_IN)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """After signing in: on to the page where this person's work lies, in their language."""
    person = person_of(request)
    newcomer = person.role in SPOTTERS and not has_pledged(person.pledge_version)
    return _speak(person.language, redirect("people:pledge" if newcomer else first_page(person.role)))


@audience(*SPOTTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest) -> HttpResponse:
    """The pledge, and then straight to the first report."""
    person = person_of(request)
    form = PledgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.take_pledge(person, now=timezone.now())
        messages.success(request, _("Thank you for your promise."))
        return redirect("intake:report")
    taken = person.pledged_at if has_pledged(person.pledge_version) else None
    status = 422 if form.errors else 200
    return render(request, "people/pledge.html", {"form": form, "taken": taken}, status=status)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def own_settings(request: HttpRequest) -> HttpResponse:
    """How the site speaks to this person, and what their handle is."""
    person = person_of(request)
    form = settings_form(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        wished = form.wishes(actions.wishes_of(person))
        actions.change_settings(person, wished, now=timezone.now())
        with translation.override(wished.language):
            messages.success(request, _("Kept."))
        return _speak(wished.language, redirect("people:settings"))
    status = 422 if form.errors else 200
    context = {"form": form, "handle": person.handle, "group": person.group}
    return render(request, "people/settings.html", context, status=status)


@audience(PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The end of letters: looking at it stops nothing (mail scanners look); a POST does, also one of a mail program.

    RFC 8058: the mail program posts without a cookie, so the token in the address is what proves it.
    """
    person = holder_of(token)
    if request.method == "POST":
        actions.stop_letters(person, now=timezone.now())
        person.refresh_from_db()
    with translation.override(person.language):
        return render(request, "people/stop.html", {"stopped": person.told_when == Rhythm.NEVER})


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Prove by a code in a letter that it is you, before something that can't be taken back."""
    person = person_of(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    onward = _here(request, request.POST.get("next") or request.GET.get("next", "")) or reverse("people:settings")
    if form.is_valid():
        if takes_code(request, person, form.cleaned_data["code"]):
            actions.note_proof(person, now=timezone.now())
            return HttpResponseRedirect(onward)
        form.add_error("code", _("This is not the code, or it is too old. Have a new one sent."))
    elif request.method == "POST" and not form.is_bound and not send_code(request, person):
        messages.info(request, _("A code was sent a moment ago. Wait a minute before you ask for another."))
    context = {"form": form, "next": onward, "sent": STATE in request.session}
    return render(request, "people/again.html", context, status=422 if form.errors else 200)


@audience(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def unsent(request: HttpRequest) -> HttpResponse:
    """What was typed when the session had ended: looking sends nothing, one button does, another lets it go."""
    kept = unsent_of(request)
    if kept is None or request.method == "POST":
        forget_unsent(request)
        return redirect("people:start")
    return render(request, "people/unsent.html", {"kept": kept})


@audience(*SPOTTERS, *STAFF)
@require_POST
def rest(request: HttpRequest) -> HttpResponse:
    """The suggestion of a pause was read: the next one comes after as long again."""
    pace.restart(request)
    return HttpResponseRedirect(_here(request, request.POST.get("next", "")) or reverse("people:start"))


def _here(request: HttpRequest, typed: str) -> str:
    """The page of this site that a form names; nothing when it is none."""
    path = clean_text(typed, limit=2_000)
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if is_ours else ""


def _speak(language: str, response: HttpResponse) -> HttpResponse:
    """From this answer on the pages come in this language."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
