"""The cases of the company whose key is calling: list, read, exhibits, acknowledge, answer."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from coalition.cases import actions, queries
from coalition.cases.api.keys import KeyAuthentication, NeedsScope, key_of
from coalition.cases.api.pace import KeyPace, headers_of
from coalition.cases.api.problems import MEDIA_TYPE, Mixed, SmallJSON
from coalition.cases.serializers import AcknowledgedOut, AnswerIn, AnswerOut, CaseList, CaseOut, ListQuery, ProblemOut
from coalition.models import Case
from spotter.lib import served, store

PROBLEMS = {(code, MEDIA_TYPE): ProblemOut for code in (400, 401, 403, 404, 405, 429, 503)}
WRITE_PROBLEMS = PROBLEMS | {(code, MEDIA_TYPE): ProblemOut for code in (413, 415, 422)}
REFERENCE = OpenApiParameter("reference", str, OpenApiParameter.PATH, description="For example CS-7fk2-q9xw-m3hd.")
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Up to 128 visible characters; a repeat has no effect."
)
VISIBLE = re.compile(r"[!-~]{1,128}")


class AlwaysJSON(BaseContentNegotiation):
    """Whatever a client says it accepts, an answer in JSON serves it better than a refusal."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The parser for the media type that was sent."""
        return next((parser for parser in parsers if (request.content_type or "").startswith(parser.media_type)), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The first renderer."""
        return renderers[0], renderers[0].media_type


class CompanyView(APIView):
    """What all views of the API share."""

    authentication_classes: Sequence[type[BaseAuthentication]] = (KeyAuthentication,)
    permission_classes = (NeedsScope,)
    throttle_classes = (KeyPace,)
    parser_classes = (SmallJSON,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJSON
    metadata_class = None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Every answer says how many requests are left."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        for name, value in headers_of(request).items():
            answer.headers[name] = value
        return answer

    def case(self, request: Request, reference: str) -> Case:
        """The case, if it is this company's; else 404."""
        return queries.case_of_member(key_of(request).member, reference)

    def written(self, request: Request, asked: dict[str, Any], write: Callable[[], actions.Written]) -> Response:
        """Do a write, once for each Idempotency-Key if there is one."""
        key = request.headers.get("Idempotency-Key")
        if key is not None and not VISIBLE.fullmatch(key):
            raise ValidationError({"Idempotency-Key": _("Use 1 to 128 visible ASCII characters, such as a UUID.")})
        result = write() if key is None else self._once(request, key, asked, write)
        return Response(result.body, status=result.status_code)

    def _once(
        self, request: Request, key: str, asked: dict[str, Any], write: Callable[[], actions.Written]
    ) -> actions.Written:
        text = json.dumps([request.method, request.path, asked], sort_keys=True)
        once = actions.Once(key_of(request).member, key, hashlib.sha256(text.encode()).hexdigest())
        try:
            return actions.write_once(once, write, by=caller(request), at=timezone.now())
        except actions.KeyReused as error:
            raise Mixed(_("This Idempotency-Key came with another request before. Use a new one.")) from error


def caller(request: Request) -> actions.Software:
    """The acting software, for events and answers."""
    return actions.Software(key_of(request).key_id)


class CaseListView(CompanyView):
    """All cases of the company, oldest first."""

    @extend_schema(operation_id="list_cases", parameters=[ListQuery], responses={200: CaseList} | PROBLEMS)
    def get(self, request: Request) -> Response:
        """One page of cases; go on with `next_cursor` until it is null."""
        asked = ListQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        cursor = values.get("cursor", "")
        page = queries.api_page(
            key_of(request).member,
            since=values.get("since"),
            status=values.get("status", ""),
            cursor=cursor,
            limit=values["limit"],
        )
        if cursor and page.previous_cursor is None:  # it was none of ours, and the first page would start a loop
            raise ValidationError({"cursor": _("Use next_cursor of the page before, unchanged, or leave it out.")})
        rows = [queries.payload_of(case) for case in page.rows]
        ordering = ",".join(queries.API_ORDER)
        return Response({"cases": rows, "next_cursor": page.next_cursor, "ordering": ordering})


class CaseView(CompanyView):
    """One case."""

    @extend_schema(operation_id="get_case", parameters=[REFERENCE], responses={200: CaseOut} | PROBLEMS)
    def get(self, request: Request, reference: str) -> Response:
        """The case with all its facts."""
        return Response(queries.payload_of(self.case(request, reference)))


class ExhibitView(CompanyView):
    """One exhibit of a case."""

    @extend_schema(
        operation_id="get_exhibit",
        parameters=[REFERENCE, OpenApiParameter("number", int, OpenApiParameter.PATH)],
        responses={(200, "image/jpeg"): OpenApiTypes.BINARY} | PROBLEMS,
    )
    def get(self, request: Request, reference: str, number: int) -> HttpResponse:
        """The file, always as an attachment."""
        exhibit = queries.exhibit_of(self.case(request, reference), number)
        try:
            data = store.read("copies", exhibit.sha256)
        except FileNotFoundError as error:
            raise NotFound from error
        return served.attachment(data, media_type=exhibit.media_type, name=f"{reference}-{number}.jpg")


class PackView(CompanyView):
    """The evidence pack of a case."""

    @extend_schema(
        operation_id="get_evidence_pack",
        parameters=[REFERENCE],
        responses={(200, "application/zip"): OpenApiTypes.BINARY} | PROBLEMS,
    )
    def get(self, request: Request, reference: str) -> HttpResponseBase:
        """The ZIP, always as an attachment; that it was fetched stands in the custody log."""
        found = self.case(request, reference)
        answer = queries.pack_of(found)
        actions.note_pack_fetched(found, by=caller(request), at=timezone.now())
        return answer


class AcknowledgeView(CompanyView):
    """The company has seen the case."""

    @extend_schema(
        operation_id="acknowledge_case",
        parameters=[REFERENCE, IDEMPOTENCY_KEY],
        request=None,
        responses={200: AcknowledgedOut} | WRITE_PROBLEMS,
    )
    def post(self, request: Request, reference: str) -> Response:
        """Say that it was seen; saying it again changes nothing."""
        case = self.case(request, reference)

        def write() -> actions.Written:
            actions.acknowledge(case, by=caller(request), at=timezone.now())
            return actions.Written(200, queries.acknowledged_of(case))

        return self.written(request, {}, write)


class AnswerView(CompanyView):
    """The company's answer to a case."""

    @extend_schema(
        operation_id="answer_case",
        parameters=[REFERENCE, IDEMPOTENCY_KEY],
        request=AnswerIn,
        responses={200: AnswerOut} | WRITE_PROBLEMS,
    )
    def post(self, request: Request, reference: str) -> Response:
        """Answer it; the same answer again changes nothing, another one corrects it."""
        case = self.case(request, reference)
        asked = AnswerIn(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data

        def write() -> actions.Written:
            answer = actions.answer(
                case, values["outcome"], values["note"], through="rest", by=caller(request), at=timezone.now()
            )
            return actions.Written(200, queries.receipt_of(answer))

        return self.written(request, dict(values), write)


class NothingHere(CompanyView):
    """Any other address under /api/v1/: a problem in JSON, not a page."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Not found, whatever the method."""
        raise NotFound
