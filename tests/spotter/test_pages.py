"""The frame of a page: which parts of the site each person is shown, and what stands when everything else is down."""

from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory

from spotter.lib import pages

pytestmark = pytest.mark.urls("tests.spotter.places")


def request_by(role: str, path: str = "/") -> HttpRequest:
    """A request by somebody in that role; without a role, by somebody not signed in."""
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=bool(role), role=role)  # type: ignore[assignment]
    return request


def addresses(request: HttpRequest) -> list[str]:
    return [link.url for link in pages.site(request)["site_nav"]]


def current(request: HttpRequest, part: str = "site_nav") -> list[str]:
    return [link.url for link in pages.site(request)[part] if link.current]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", ["/report/", "/guide/"]),
        ("spotter", ["/report/", "/guide/"]),
        ("analyst", ["/queue/", "/guide/"]),
        ("company-agent", ["/guide/"]),
        ("auditor", ["/queue/"]),
    ],
)
def test_everybody_is_shown_the_parts_that_are_theirs_and_exist(role: str, expected: list[str]) -> None:
    assert addresses(request_by(role)) == expected


def test_a_role_nobody_has_thought_of_sees_what_the_public_sees() -> None:
    assert addresses(request_by("gardener")) == ["/report/", "/guide/"]


def test_a_page_deep_inside_a_part_marks_that_part_only() -> None:
    assert current(request_by("analyst", "/queue/7fk2q9/")) == ["/queue/"]


def test_of_two_nested_places_the_deeper_one_is_current() -> None:
    assert current(request_by("", "/guide/safety/"), "site_footer") == ["/guide/safety/"]


def test_my_reports_is_not_mistaken_for_the_report_form() -> None:
    assert current(request_by("spotter", "/reports/")) == []


def test_the_page_for_our_own_faults_still_has_the_help_address(settings: object) -> None:
    settings.CONTACT_EMAIL = "help@example.org"  # type: ignore[attr-defined]
    answer = pages.broken(RequestFactory().get("/"))
    assert (answer.status_code, answer.content.count(b"mailto:help@example.org")) == (500, 2)


def test_being_away_says_when_to_come_back() -> None:
    answer = pages.unavailable()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_a_fault_of_the_database_is_being_away_not_being_broken() -> None:
    try:
        raise OperationalError("server closed the connection unexpectedly")
    except OperationalError:
        answer = pages.broken(RequestFactory().get("/"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("is_staff", [True, False])
def test_who_may_change_reference_data_finds_it_in_the_menu(is_staff: bool) -> None:
    request = request_by("coordinator")
    request.user = SimpleNamespace(is_authenticated=True, role="coordinator", is_staff=is_staff)  # type: ignore[assignment]

    assert [link.url for link in pages.site(request)["account_nav"]] == ["/admin/"] * is_staff
