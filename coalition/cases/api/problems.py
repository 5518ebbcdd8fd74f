"""Every error of the API as `application/problem+json` (RFC 9457): what went wrong, and what to do."""

from collections.abc import Iterator
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from spotter.lib.text import clean_text

MOST_BYTES = 64 * 1024
MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 30


class TooLarge(exceptions.APIException):
    """The body is longer than any request of ours needs."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class Mixed(exceptions.APIException):
    """An Idempotency-Key came a second time with another request."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "key_reused"


class SmallJSON(JSONParser):
    """JSON of at most 64 KB; what nests too deep is malformed, not a crash."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The parsed body."""
        body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge
        try:
            return super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError as error:
            raise exceptions.ParseError(_("The JSON is nested too deep.")) from error


def problem(error: Exception, context: Any) -> Response | None:
    """The answer for an error; None for one of ours, which is logged and answered with a 500."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    elif isinstance(error, OperationalError | InterfaceError):
        return _answer(503, _("Nothing was changed. Try again in half a minute."), {"Retry-After": str(RETRY_SECONDS)})
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {"WWW-Authenticate": error.auth_header} if hasattr(error, "auth_header") else {}
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(_pause(error))
    if isinstance(error, exceptions.ValidationError):
        return _answer(400, _("Correct the values named in errors and send it again."), headers, _fields(error.detail))
    return _answer(error.status_code, _advice(error), headers)


def _pause(error: exceptions.Throttled) -> int:
    """In how many seconds the next request is taken; DRF's types do not tell of it."""
    return int(getattr(error, "wait", None) or 1)


def _advice(error: exceptions.APIException) -> str:
    match error:
        case TooLarge():
            return _("The body is longer than 64 KB. Send one answer per request.")
        case exceptions.Throttled():
            return _("This key sends more requests than a minute allows. Nothing was changed. Wait %(n)d seconds.") % {
                "n": _pause(error)
            }
        case exceptions.NotFound():
            return _(
                "Your company has nothing at this address. Check the reference, and that the address ends with a slash."
            )
        case exceptions.ParseError():
            return _("The body is not JSON. Send one JSON object in UTF-8.")
        case exceptions.UnsupportedMediaType():
            return _("Send the body as JSON, with the header Content-Type: application/json.")
        case exceptions.MethodNotAllowed():
            return _("This address does not take this method. The header Allow names those it takes.")
    return str(error.detail)


def _answer(code: int, detail: str, headers: dict[str, str], errors: list[dict[str, str]] | None = None) -> Response:
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "detail": detail}
    if errors:
        body["errors"] = errors
    return Response(body, status=code, headers=headers, content_type=MEDIA_TYPE)


def _fields(detail: Any, path: str = "") -> list[dict[str, str]]:
    return [{"field": field, "detail": clean_text(text, limit=300)} for field, text in _leaves(detail, path)]


def _leaves(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _leaves(inner, path)
    else:
        yield path, str(detail)
