"""While PostgreSQL is away every page says so, kindly and at once, instead of breaking."""

from collections.abc import Callable
from typing import Any, Final

import structlog
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from spotter.lib.pages import unavailable

log = structlog.get_logger()
AWAY: Final = (OperationalError, InterfaceError)


class AwayMiddleware:
    """Answers 503 with Retry-After when the session or a view meets a database that is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Ask who it is here, where the answer "away" can still be given; everybody after us asks the same."""
        try:
            bool(request.user.is_authenticated)
        except AWAY as error:
            return self.process_exception(request, error)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a database that is away; any other error goes on."""
        if not isinstance(error, AWAY):
            return None
        log.error("database away", path=request.path, error=str(error))
        # Whoever looks at the person again on the way out would ask the database once more.
        request.user = AnonymousUser()
        return unavailable()
