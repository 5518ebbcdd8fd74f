"""For monitors and load balancers: is the process up, can it work, and is everything where it should be."""

from collections.abc import Mapping

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from spotter.jobs.reconcile import counts
from spotter.lib.doors import PUBLIC, audience
from spotter.lib.pages import RETRY_SECONDS


@audience(PUBLIC)
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@audience(PUBLIC)
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The database answers, so work can be taken in; the broker is told of, but intake lives without it."""
    database = _database_answers()
    state = {"ready": database, "database": database, "broker": _broker_answers()}
    return _json(state, good=database)


@audience(PUBLIC)
@never_cache
@require_safe
def deep(request: HttpRequest) -> JsonResponse:
    """How often each invariant is broken: numbers only, for this page is public."""
    if not _database_answers():
        return _json({"ok": False, "database": False}, good=False)
    found = counts()
    good = all(count == 0 for count in found.values())
    return _json({"ok": good, "database": True, "invariants": found}, good=good)


def _json(state: Mapping[str, object], *, good: bool) -> JsonResponse:
    headers = {} if good else {"Retry-After": str(RETRY_SECONDS)}
    return JsonResponse(dict(state), status=200 if good else 503, headers=headers)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True


def _broker_answers() -> bool:
    try:
        with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as broker:
            return bool(broker.ping())
    except (RedisError, OSError):
        return False
