"""The OpenAPI file and its page."""

from typing import Any

from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response


class SchemaView(SpectacularJSONAPIView):
    """The OpenAPI 3.1 file; the words after a question mark change nothing about it."""

    api_version = "1"
    schema = None
    permission_classes = ()
    authentication_classes = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The file."""
        response: Response = self._get_schema_response(request)  # type: ignore[no-untyped-call]
        return response


class DocsView(SpectacularSwaggerSplitView):
    """The page on which a company's engineers read and try it; no inline script or style."""

    url_name = "cases:api-schema"
    template_name = "cases/api_docs.html"
    permission_classes = ()
    authentication_classes = ()
