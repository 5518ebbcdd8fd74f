"""Who may open which door: every view declares its audience, and a view without one is shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from spotter.lib import seat

PUBLIC = "public"
SIGNED_IN = "signed-in"
KEY = "key"  # the view itself checks a company's key: the REST API

SPOTTERS = ("spotter", "lead-spotter")
STAFF = ("analyst", "lead-analyst")
COMPANY = ("company-agent", "company-admin")
COORDINATOR = "coordinator"
AUDITOR = "auditor"

# Doors of other people's packages, by the name of their view or its module, the longest that fits; everything else
# must declare itself.
FOREIGN = {
    "allauth.account": PUBLIC,
    "allauth.account.views.EmailView": SIGNED_IN,
    "allauth.account.views.PasswordChangeView": SIGNED_IN,
    "allauth.account.views.PasswordSetView": SIGNED_IN,
    "allauth.account.views.ReauthenticateView": SIGNED_IN,
    "allauth.mfa": SIGNED_IN,
    "allauth.mfa.base.views.AuthenticateView": PUBLIC,  # the second step of a log-in
    "allauth.mfa.webauthn.views.LoginWebAuthnView": PUBLIC,
    "allauth.socialaccount": PUBLIC,
    "allauth.socialaccount.views.ConnectionsView": SIGNED_IN,
    "allauth.usersessions": SIGNED_IN,
    "django.views.generic.base.RedirectView": PUBLIC,  # where it leads to is a door of its own
    "django.views.i18n": PUBLIC,
    "django.views.static": PUBLIC,
    "django.contrib.admin": "admin",
    "django.contrib.auth": "admin",
    "django.contrib.contenttypes": "admin",
    "django.contrib.staticfiles": PUBLIC,
}

View = Callable[..., HttpResponseBase]


class Person(Protocol):
    """What a door asks of a user."""

    is_authenticated: bool
    is_active: bool
    is_staff: bool
    role: str
    pk: int


def audience(*roles: str) -> Callable[[View], View]:
    """Declare who may open this door: PUBLIC, SIGNED_IN, KEY, or the names of roles."""

    def declare(view: View) -> View:
        @wraps(view)
        def open_door(*args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(*args, **kwargs)

        open_door.audience = frozenset(roles)  # type: ignore[attr-defined]
        return open_door

    return declare


def audience_of(view: View) -> frozenset[str] | None:
    """The declared audience of a view; None when nobody declared one."""
    declared = getattr(view, "audience", None)
    if declared is not None:
        return cast(frozenset[str], declared)
    inner = getattr(view, "view_class", None) or view
    name = f"{getattr(inner, '__module__', '')}.{getattr(inner, '__name__', '')}"
    best = max((known for known in FOREIGN if f"{name}.".startswith(f"{known}.")), key=len, default=None)
    return frozenset({FOREIGN[best]}) if best else None


def may_open(person: Person, allowed: frozenset[str]) -> bool:
    """Whether this person belongs to the audience."""
    if PUBLIC in allowed or KEY in allowed:
        return True
    if not person.is_authenticated:
        return False
    if SIGNED_IN in allowed:
        return True
    return person.role in allowed or ("admin" in allowed and person.is_staff)


def needs_second_factor(person: Person) -> bool:
    """Every role above spotter signs in with two factors."""
    above = person.is_authenticated and (person.role != SPOTTERS[0] or person.is_staff)
    return above and bool(settings.SECOND_FACTOR_REQUIRED)


def sits_shortly(person: Person) -> bool:
    """Volunteers stay signed in on their own phones; who works with what others reported does not."""
    return person.is_authenticated and (person.role not in SPOTTERS or person.is_staff)


class DoorsMiddleware:
    """Shuts every door that nobody declared, ends a session that is too old, and asks for the second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            seat.note_first_factor(request)
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        """Before every view: how long this session has lasted, the audience, then the second factor."""
        allowed = audience_of(view)
        if allowed is None:
            raise PermissionDenied("this page declares no audience")
        inside = PUBLIC not in allowed and KEY not in allowed
        if sits_shortly(cast(Person, request.user)) and not seat.still_sits(request):
            ended = seat.end(request, inside=inside)
            if ended is not None:
                return ended
        person = cast(Person, request.user)
        if not may_open(person, allowed):
            if person.is_authenticated:
                raise PermissionDenied
            return redirect_to_login(request.get_full_path())
        return seat.ask_for_second_factor(request) if inside and needs_second_factor(person) else None
