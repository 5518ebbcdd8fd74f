"""One line in the log for each request: what was called, never what was asked for or proved in its address."""

import re
from typing import Final

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

# Whoever reads such a part can end somebody's letters, or set their password; a table's names its owner and its file.
PROOFS: Final = re.compile(
    r"(?<=^/letters/)[^/]+|(?<=^/accounts/password/reset/key/)[^/]+|(?<=^/report/bulk/)(?!template\.)[^/]+"
)


class RequestLog(RequestMiddleware):
    """Words after the question mark hold addresses of people (a search) and of listings (a share): they stay out."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and path."""
        return f"{request.method} {PROOFS.sub('…', request.path)}"
