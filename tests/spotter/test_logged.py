"""A log line says which page was called, and nothing that names a person or could be used in their name."""

import pytest
from django.test import RequestFactory

from spotter.lib.logged import RequestLog
from spotter.settings import MIDDLEWARE


@pytest.mark.parametrize(
    ("called", "said"),
    [
        ("/admin/coalition/user/?q=zebedee@mail.example", "GET /admin/coalition/user/"),
        ("/report/?address=https://pasar.test/1?fbclid=zebedee", "GET /report/"),
        ("/letters/17:c2VjcmV0/", "GET /letters/…/"),
        ("/accounts/password/reset/key/1a-c2VjcmV0/", "GET /accounts/password/reset/key/…/"),
        ("/reports/bcdfghjkmn/", "GET /reports/bcdfghjkmn/"),
        ("/report/bulk/WyJzcG90dGVyLTEiXQ:1a:c2VjcmV0/send/", "GET /report/bulk/…/send/"),
        ("/report/bulk/template.csv", "GET /report/bulk/template.csv"),
    ],
)
def test_a_line_says_what_was_called_and_not_what_was_asked(called: str, said: str) -> None:
    assert RequestLog.format_request(RequestFactory().get(called)) == said


def test_it_is_this_log_that_is_written() -> None:
    assert [path for path in MIDDLEWARE if "RequestMiddleware" in path or "RequestLog" in path] == [
        "spotter.lib.logged.RequestLog"
    ]
