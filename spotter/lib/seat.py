"""The session of somebody above spotter: opened with two factors, ended early, and what was typed into it kept."""

import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

OPENED: Final = "seat.opened"
SEEN: Final = "seat.seen"
UNSENT: Final = "seat.unsent"
# The last look need not be written down more exactly.
GRAIN: Final = 60
# A form that is longer was no form of ours.
LONGEST: Final = 64 * 1024
FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Where somebody without any second factor may go: to get one, or to leave.
TO_GET_ONE: Final = ("/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/accounts/login/", "/i18n/")
# Where somebody may go who has one and has not shown it in this session: there, or out.
TO_SHOW_IT: Final = (
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/reauthenticate/",
    "/accounts/logout/",
    "/i18n/",
)


@dataclass(frozen=True)
class Unsent:
    """A form that came when its session had ended: where to, from which page, and what stood in it."""

    path: str
    page: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]


def is_over(opened: float, seen: float, *, now: float) -> bool:
    """Whether a session ends that was opened and last seen then: idle for too long, or open for too long."""
    return now - seen > settings.STAFF_IDLE or now - opened > settings.STAFF_ABSOLUTE


# -- how long ---------------------------------------------------------------------------------------------------------
def still_sits(request: HttpRequest) -> bool:
    """Whether this session goes on; then its look is noted."""
    now, session = time.time(), request.session
    opened, seen = session.setdefault(OPENED, now), session.setdefault(SEEN, now)
    if is_over(opened, seen, now=now):
        return False
    if now - seen >= GRAIN:
        session[SEEN] = now
    if request.method == "POST" and session.get(UNSENT, {}).get("path") == request.get_full_path():
        del session[UNSENT]  # it is being sent
    return True


def end(request: HttpRequest, *, inside: bool) -> HttpResponseBase | None:
    """Sign out whoever sat too long, and ask them in again where the page is not for everybody; no word is lost."""
    unsent = _unsent(request) if inside and request.method == "POST" else None
    logout(request)
    messages.info(request, _("You were signed out, as a safety measure after a pause. Sign in again to go on."))
    if unsent is not None:
        request.session[UNSENT] = unsent
        return redirect_to_login(reverse("people:unsent"))
    if not inside:
        return None
    return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else reverse("people:start"))


def _unsent(request: HttpRequest) -> dict[str, Any] | None:
    """What the next session of this person may send again; files are not kept, and secrets neither."""
    if request.path.startswith("/accounts/") or any("password" in name for name in request.POST):
        return None
    fields = [[name, values] for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    if sum(len(name) + sum(map(len, values)) for name, values in fields) > LONGEST:
        return None
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    page = urlsplit(came_from).path if ours else ""
    return {
        "by": request.user.pk,
        "at": time.time(),
        "path": request.get_full_path(),
        # Two slashes at its start would lead from a link of ours to another site.
        "page": "" if page.startswith("//") else page,
        "fields": fields,
    }


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What this person typed when their last session had ended; another person finds nothing."""
    kept = request.session.get(UNSENT)
    if not kept or kept["by"] != request.user.pk or time.time() - kept["at"] > settings.STAFF_ABSOLUTE:
        return None
    fields = tuple((name, tuple(values)) for name, values in kept["fields"])
    return Unsent(kept["path"], kept["page"], fields)


def forget_unsent(request: HttpRequest) -> None:
    """It was sent, or is not wanted any more."""
    request.session.pop(UNSENT, None)


# -- the second factor ------------------------------------------------------------------------------------------------
def ask_for_second_factor(request: HttpRequest) -> HttpResponseBase | None:
    """Where somebody must go who has no second factor, or has one and has not shown it in this session."""
    types = factors_of(request)
    if not types:
        request.without_factor = True  # type: ignore[attr-defined]
        if request.path.startswith(TO_GET_ONE):
            return None
        messages.info(request, _("Your role needs a second factor. Set one up here, then go on."))
        return redirect("mfa_index")
    shown = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    if shown or request.path.startswith(TO_SHOW_IT):
        return None
    door = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"
    onward = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("people:start")
    return redirect(f"{reverse(door)}?{urlencode({'next': onward})}")


def factors_of(request: HttpRequest) -> set[str]:
    """Which kinds of second factor this account has."""
    return set(Authenticator.objects.filter(user_id=request.user.pk, type__in=FACTORS).values_list("type", flat=True))


def note_first_factor(request: HttpRequest) -> None:
    """Whoever had none before this request and has one now has just shown it: no code is asked for twice."""
    if request.method == "POST" and getattr(request, "without_factor", False):
        for kind in factors_of(request):
            record_authentication(request, request.user, "mfa", type=kind)
