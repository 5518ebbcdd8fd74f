"""What every page shows around its content, and the pages of last resort."""

import sys
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from spotter.lib.pace import is_break_due

RETRY_SECONDS: Final = 30


@dataclass(frozen=True)
class Place:
    """A part of the site that somebody may want to go to: the name of its address, its word, its icon."""

    name: str
    label: Any
    icon: str


@dataclass(frozen=True)
class Link:
    """A place as one page shows it."""

    name: str
    label: str
    url: str
    icon: str
    current: bool


REPORT: Final = Place("intake:report", _("Report"), "flag")
MINE: Final = Place("intake:mine", _("My reports"), "list")
GROUP: Final = Place("followup:group", _("My group"), "users")
QUEUE: Final = Place("triage:queue", _("Queue"), "list-checks")
SCORING: Final = Place("scoring:terms", _("Scoring"), "scale")
INBOX: Final = Place("cases:inbox", _("Cases"), "inbox")
FIGURES: Final = Place("impact:figures", _("Figures"), "chart-column")
GUIDE: Final = Place("learning:guide", _("Guide"), "book-open")
PROGRESS: Final = Place("progress:overview", _("Progress"), "activity")
HEALTH: Final = Place("progress:health", _("Health"), "heart-pulse")
SIGN_IN: Final = Place("account_login", _("Sign in"), "log-in")

ANYBODY: Final = (REPORT, GUIDE, FIGURES, SIGN_IN)
BY_ROLE: Final[dict[str, tuple[Place, ...]]] = {
    "spotter": (REPORT, MINE, GUIDE, FIGURES),
    "lead-spotter": (REPORT, MINE, GROUP, PROGRESS, GUIDE, FIGURES),
    "analyst": (QUEUE, SCORING, PROGRESS, GUIDE, FIGURES),
    "lead-analyst": (QUEUE, SCORING, PROGRESS, HEALTH, GUIDE, FIGURES),
    "company-agent": (INBOX, GUIDE, FIGURES),
    "company-admin": (INBOX, PROGRESS, GUIDE, FIGURES),
    "coordinator": (PROGRESS, HEALTH, GUIDE, FIGURES),
    "auditor": (QUEUE, SCORING, PROGRESS, HEALTH, FIGURES),
}
FOOTER: Final = (
    GUIDE,
    FIGURES,
    Place("members:list", _("Members"), "building-2"),
    Place("learning:safety", _("Staying safe"), "shield-check"),
    Place("learning:privacy", _("Privacy"), "lock"),
)
REFERENCE: Final = Place("admin:index", _("Reference data"), "building-2")
OWN_DATA: Final = Place("followup:own_data", _("My data"), "download")
ACCOUNT: Final = (
    Place("people:settings", _("Your settings"), "settings"),
    Place("account_email", _("E-mail address"), "mail"),
    Place("account_change_password", _("Password"), "key-round"),
    Place("mfa_index", _("Second step and passkeys"), "shield-check"),
    Place("usersessions_list", _("Where you are signed in"), "smartphone"),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; links are worked out only when a template shows them."""
    return {
        "site_nav": SimpleLazyObject(lambda: _links(_places(request), request.path)),
        "site_footer": SimpleLazyObject(lambda: _links(FOOTER, request.path)),
        "account_nav": SimpleLazyObject(lambda: _links(_account(request), request.path)),
        "HELP_ADDRESS": _help_address(),
        "DEMO": getattr(settings, "DEMO", False),
        "break_due": is_break_due(request),
    }


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: asks nothing of the database or the session, either of which may be what broke."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return unavailable()
    return HttpResponse(render_to_string("500.html", _bare()), status=500)


def unavailable() -> HttpResponse:
    """The answer while the database is away: nothing was taken in, try again."""
    page = render_to_string("503.html", _bare())
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})


def _bare() -> dict[str, Any]:
    return {"HELP_ADDRESS": _help_address(), "DEMO": getattr(settings, "DEMO", False)}


def _help_address() -> str:
    return str(getattr(settings, "CONTACT_EMAIL", ""))


def _places(request: HttpRequest) -> tuple[Place, ...]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ANYBODY
    return BY_ROLE.get(getattr(user, "role", ""), ANYBODY[:-1])


def _account(request: HttpRequest) -> tuple[Place, ...]:
    more = (OWN_DATA,) if MINE in _places(request) else ()
    return (*ACCOUNT, *more, REFERENCE) if getattr(request.user, "is_staff", False) else (*ACCOUNT, *more)


def _links(places: tuple[Place, ...], path: str) -> list[Link]:
    """The places that this site has, the one that the path lies deepest in marked as current."""
    known = [(place, url) for place in places if (url := _address(place.name))]
    here = max((url for _place, url in known if path.startswith(url)), key=len, default="")
    return [Link(place.name, str(place.label), url, place.icon, url == here) for place, url in known]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
