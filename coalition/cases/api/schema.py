"""The OpenAPI file and its page."""

from typing import Any

from django.conf import settings
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
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


# The page's own style sheet draws its icons from data: addresses; everything else stays as on every page.
DOCS_CSP: dict[str, list[str]] = {name: [*sources] for name, sources in settings.SECURE_CSP.items()}
DOCS_CSP["img-src"] = [CSP.SELF, "data:"]


@method_decorator(csp_override(DOCS_CSP), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The page on which a company's engineers read and try it; no inline script or style."""

    url_name = "cases:api-schema"
    template_name = "cases/api_docs.html"
    permission_classes = ()
    authentication_classes = ()
