"""A lead spotter's group in its week: counts under handles, in no ranking, and nothing of what was sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from coalition.models import Group, Role, User
from reports.followup.queries import Week, own_data, week_of
from reports.lifecycle import Status
from reports.models import Report
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/group/"


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Surabaya, evenings")


@pytest.fixture
def lead(group: Group) -> User:
    pledged = {"pledge_version": "1", "pledged_at": timezone.now()}
    return builders.person(Role.LEAD_SPOTTER, "lead@mail.example", group=group, **pledged)


def member(group: Group | None, email: str = "ana@mail.example") -> User:
    return builders.spotter(email, group=group)


def sent(by: User, status: Status, *, days: float = 1, **fields: object) -> Report:
    return builders.report(builders.listing(status), by, created_at=timezone.now() - timedelta(days=days), **fields)


def row_of(person: User) -> Week:
    assert person.group is not None
    return next(row for row in week_of(person.group, timezone.now()) if row.handle == person.handle)


# -- what is counted --------------------------------------------------------------------------------------------------
def test_a_week_counts_what_was_sent_looked_at_and_agreed_with(group: Group) -> None:
    ana = member(group)
    for status in (Status.RECEIVED, Status.READY, Status.DISMISSED, Status.CONFIRMED, Status.GONE):
        sent(ana, status)

    assert row_of(ana) == Week(ana.handle, False, sent=5, looked_at=3, agreed=2, asked=0)


def test_what_was_sent_before_or_taken_back_is_not_counted(group: Group) -> None:
    ana = member(group)
    sent(ana, Status.CONFIRMED, days=8)
    sent(ana, Status.CONFIRMED, withdrawn_at=timezone.now())

    assert row_of(ana) == Week(ana.handle, False, sent=0, looked_at=0, agreed=0, asked=0)


def test_a_question_counts_until_it_is_answered_however_old_it_is(group: Group) -> None:
    ana = member(group)
    sent(ana, Status.ASKED, days=40)

    assert row_of(ana).asked == 1


def test_everybody_stands_in_the_order_of_their_handles_also_with_nothing(group: Group, lead: User) -> None:
    people = [lead, *(member(group, f"{n}@mail.example") for n in range(3))]
    sent(people[1], Status.READY)

    assert [row.handle for row in week_of(group, timezone.now())] == sorted(one.handle for one in people)


def test_nobody_of_another_group_or_role_or_who_left_is_in_it(group: Group) -> None:
    member(Group.objects.create(name="Another"), "b@mail.example")
    member(None, "c@mail.example")
    User.objects.filter(pk=member(group, "d@mail.example").pk).update(is_active=False)
    builders.analyst(group=group)

    assert week_of(group, timezone.now()) == []


@pytest.mark.parametrize("people", [1, 3])
def test_a_group_is_one_question_to_the_database_however_large(group: Group, people: int) -> None:
    for number in range(people):
        one = member(group, f"{number}@mail.example")
        for _n in range(people):
            sent(one, Status.READY)

    with assertNumQueries(1):
        week_of(group, timezone.now())


# -- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_names_nobody_and_shows_nothing_of_what_was_sent(client: Client, group: Group, lead: User) -> None:
    ana = member(group)
    found = sent(ana, Status.DISMISSED, note="a private note", search_word="a private word")
    client.force_login(lead)

    page = client.get(PAGE).text

    assert ana.handle in page
    for secret in (ana.email, found.code, found.listing.code, found.listing.title, found.listing.host, "a private"):
        assert secret not in page


def test_a_lead_without_a_group_learns_how_to_get_one(client: Client) -> None:
    client.force_login(builders.person(Role.LEAD_SPOTTER, "lead@mail.example"))

    assert "A coordinator puts groups together" in client.get(PAGE).text


def test_only_a_lead_sees_it(client: Client, group: Group) -> None:
    client.force_login(member(group))

    assert client.get(PAGE).status_code == 403


def test_whoever_is_in_a_group_reads_what_their_lead_sees(client: Client, group: Group) -> None:
    client.force_login(member(group))
    assert "The lead of your group sees how many reports you sent" in client.get("/me/").text

    client.force_login(member(None, "alone@mail.example"))
    assert "The lead of your group" not in client.get("/me/").text


def test_the_group_stands_in_ones_own_data(group: Group) -> None:
    assert own_data(member(group))["profile"]["group"] == "Surabaya, evenings"


# -- putting it together ----------------------------------------------------------------------------------------------
def test_a_coordinator_makes_a_group_and_puts_people_into_it(client: Client) -> None:
    office = builders.person(Role.COORDINATOR, "office@coalition.example", is_staff=True, is_superuser=True)
    client.force_login(office)
    client.post("/admin/coalition/group/add/", {"name": "Bandung"})
    made, ana = Group.objects.get(), member(None)

    said = {"role": "spotter", "group": made.pk, "is_active": "on", "ngo": "", "member": ""}
    client.post(f"/admin/coalition/user/{ana.pk}/change/", said)

    assert User.objects.get(pk=ana.pk).group == made
    assert list(Event.objects.filter(by=office.handle).order_by("number").values_list("what", "of")) == [
        ("added", "group"),
        ("changed", "user"),
    ]


def test_a_group_that_goes_takes_nobody_along(client: Client, group: Group) -> None:
    ana = member(group)

    group.delete()

    assert User.objects.get(pk=ana.pk).group is None
