"""How long somebody has been looking without a pause, so that the pages can suggest one; kept in a signed cookie."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from spotter.lib.doors import SPOTTERS, STAFF

COOKIE: Final = "pace"
SALT: Final = "spotter.lib.pace"
# Away for so long is a pause; after so much without one, the pages suggest it.
PAUSE: Final = 15 * 60
LONG: Final = 45 * 60
# The cookie need not be fresher than this.
GRAIN: Final = 60


@dataclass(frozen=True)
class Pace:
    """Since when somebody has been looking, and when they last did: seconds of the clock."""

    since: int
    seen: int

    def after(self, now: int) -> "Pace":
        """As it is at one more look; a pause, or a clock that went backwards, begins anew."""
        return Pace(self.since, now) if 0 <= now - self.seen <= PAUSE else Pace(now, now)

    def is_long(self) -> bool:
        """Whether a pause would be good."""
        return self.seen - self.since >= LONG


def read(cookie: str, now: int) -> Pace:
    """What the cookie tells; a forged or unreadable one tells that somebody has just begun."""
    try:
        since, seen = signing.loads(cookie, salt=SALT)
        return Pace(int(since), int(seen))
    except (signing.BadSignature, ValueError, TypeError):
        return Pace(now, now)


def restart(request: HttpRequest) -> None:
    """They know; count from now."""
    now = int(time.time())
    request.pace = Pace(now, now)  # type: ignore[attr-defined]


def is_break_due(request: HttpRequest) -> bool:
    """Whether this page should suggest a pause."""
    pace = getattr(request, "pace", None)
    return isinstance(pace, Pace) and pace.is_long()


class PaceMiddleware:
    """Notes the looks of those who see evidence. No row is written: looking changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        pace = getattr(request, "pace", None)
        if isinstance(pace, Pace) and _is_worth_writing(request, pace):
            said = signing.dumps([pace.since, pace.seen], salt=SALT)
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, said, httponly=True, samesite="Lax", secure=secure)
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> None:
        """Here, where who it is has been asked already."""
        if getattr(cast(Any, request.user), "role", "") in (*SPOTTERS, *STAFF):
            now = int(time.time())
            request.pace = read(request.COOKIES.get(COOKIE, ""), now).after(now)  # type: ignore[attr-defined]


def _is_worth_writing(request: HttpRequest, pace: Pace) -> bool:
    if COOKIE not in request.COOKIES:
        return True
    before = read(request.COOKIES[COOKIE], pace.seen)
    return before.since != pace.since or pace.seen - before.seen >= GRAIN
