"""How companies answer: counts, the middle time, and their own figures beside."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coalition.models import Case, Member, ReportedFigure, Role, User
from coalition.progress.queries import CompanyRow, OutcomeCount, companies
from coalition.progress.rules import whole_hours
from tests import builders

pytestmark = pytest.mark.django_db


def coordinator() -> User:
    return builders.person(Role.COORDINATOR, "coordinator@coalition.example")


def sent_case(of: Member, item: str, *, hours: int | None = None, outcome: str = "removed", **fields: Any) -> Case:
    """A delivered case, answered after so many hours or not at all."""
    now = timezone.now()
    case = builders.case(builders.platform(of), item=item)
    answer = {"answered_at": now, "outcome": outcome, "sent_at": now - dt.timedelta(hours=hours)} if hours else {}
    facts: dict[str, Any] = {"sent_at": now, "delivered_at": now} | answer | fields
    Case.objects.filter(pk=case.pk).update(**facts)
    return case


def test_a_company_is_counted_with_its_middle_time() -> None:
    pasar = builders.member()
    sent_case(pasar, "1", hours=2)
    sent_case(pasar, "2", hours=4)
    sent_case(pasar, "3", hours=90, outcome="no-violation")
    sent_case(pasar, "4")

    assert companies(coordinator()) == [
        CompanyRow(
            name="Pasar",
            is_example=False,
            sent=4,
            delivered=4,
            answered=3,
            hours=4,
            outcomes=(OutcomeCount("removed", "Removed", 2), OutcomeCount("no-violation", "No violation", 1)),
            reported=None,
            reported_months=0,
        )
    ]


def test_a_void_case_counts_nowhere() -> None:
    sent_case(builders.member(), "1", hours=2, status="void")

    assert companies(coordinator()) == []


def test_what_a_company_says_of_itself_stands_beside() -> None:
    pasar = builders.member()
    for month, removed in ((1, 100), (2, 250)):
        ReportedFigure.objects.create(member=pasar, month=dt.date(2026, month, 1), removed=removed, source="letter")

    row = companies(coordinator())[0]
    assert (row.sent, row.reported, row.reported_months) == (0, 350, 2)


def test_a_company_sees_its_own_row_alone_however_many_seats_it_has() -> None:
    pasar, gerai = builders.member(), builders.member("Gerai")
    sent_case(pasar, "1")
    sent_case(gerai, "2")
    builders.agent(gerai)
    admin = builders.agent(gerai, "admin@gerai.example", Role.COMPANY_ADMIN)

    assert [(row.name, row.sent) for row in companies(admin)] == [("Gerai", 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_companies(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        sent_case(builders.member(f"Market {number}"), "1", hours=1)
    person = coordinator()

    with django_assert_num_queries(3):
        companies(person)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.SPOTTER, 403),
        (Role.LEAD_SPOTTER, 200),
        (Role.ANALYST, 200),
        (Role.LEAD_ANALYST, 200),
        (Role.COMPANY_AGENT, 403),
        (Role.COMPANY_ADMIN, 200),
        (Role.COORDINATOR, 200),
        (Role.AUDITOR, 200),
    ],
)
def test_who_may_see_the_overview(client: Client, role: Role, status: int) -> None:
    of = {"member": builders.member()} if role.startswith("company") else {}
    client.force_login(builders.person(role, "somebody@mail.example", **of))

    assert client.get("/progress/").status_code == status


@pytest.mark.parametrize(
    ("span", "hours"),
    [
        (None, None),
        (dt.timedelta(seconds=5), 0),
        (dt.timedelta(minutes=59), 0),
        (dt.timedelta(hours=1), 1),
        (dt.timedelta(hours=2), 2),
        (dt.timedelta(hours=2, minutes=1), 3),
    ],
)
def test_hours_are_rounded_up(span: dt.timedelta | None, hours: int | None) -> None:
    assert whole_hours(span) == hours


def test_a_case_answered_in_the_portal_before_it_left_was_sent_all_the_same() -> None:
    sent_case(builders.member(), "1", hours=2, sent_at=None, delivered_at=None)

    [row] = companies(coordinator())

    assert (row.sent, row.answered) == (1, 1)
