"""The admin site changes reference data, with an event each; it changes no status and shows no volunteer's address."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.models import Case, Ngo, Role, User
from reports.models import Listing, Report
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """A browser of somebody who administers the site."""
    client.force_login(builders.person(Role.COORDINATOR, "admin@coalition.example", is_staff=True, is_superuser=True))
    return client


def a_report() -> Report:
    now = timezone.now()
    listing = Listing.objects.create(
        key="k", canonical="c", address="https://pasar.test/1", host="pasar.test", status_at=now, created_at=now
    )
    return Report.objects.create(
        listing=listing,
        spotter=builders.spotter("zebedee@mail.example"),
        created_at=now,
        address_as_given="https://pasar.test/1?fbclid=zebedee",
    )


@pytest.mark.parametrize("model", sorted(admin.site._registry, key=str))
def test_every_list_of_the_admin_opens(desk: Client, model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]

    assert desk.get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")).status_code == 200


def test_changing_reference_data_leaves_one_event(desk: Client) -> None:
    ngo = builders.ngo()

    desk.post(f"/admin/coalition/ngo/{ngo.pk}/change/", {"name": "Forest Watch", "contact_email": "new@forest.example"})

    assert Ngo.objects.get().contact_email == "new@forest.example"
    assert list(Event.objects.order_by("number").values_list("what", "of", "ref", "facts__fields")) == [
        ("changed", "ngo", "Forest Watch", ["contact_email"])
    ]


def test_a_role_can_be_given(desk: Client) -> None:
    person = builders.spotter()

    desk.post(
        f"/admin/coalition/user/{person.pk}/change/",
        {"role": "analyst", "ngo": builders.ngo().pk, "member": "", "is_active": "on"},
    )

    person.refresh_from_db()
    assert person.role == Role.ANALYST


def test_a_company_role_without_a_company_is_refused(desk: Client) -> None:
    person = builders.spotter()

    answer = desk.post(f"/admin/coalition/user/{person.pk}/change/", {"role": "company-agent", "is_active": "on"})

    person.refresh_from_db()
    assert (answer.status_code, person.role) == (200, Role.SPOTTER)


def test_who_administers_does_not_read_who_volunteers_are(desk: Client) -> None:
    report = a_report()
    pages = [
        f"/admin/coalition/user/{report.spotter_id}/change/",
        "/admin/coalition/user/",
        "/admin/reports/report/",
        f"/admin/reports/report/{report.pk}/change/",
    ]

    assert [path for path in pages if b"zebedee" in desk.get(path).content] == []


def test_a_list_of_addresses_is_nowhere() -> None:
    assert admin.site.is_registered(EmailAddress) is False


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_people_are_neither_made_nor_deleted_here(desk: Client, page: str) -> None:
    person = builders.spotter()

    assert desk.get(f"/admin/coalition/user/{page.format(pk=person.pk)}").status_code == 403


def test_a_case_can_be_looked_at_and_not_changed(desk: Client) -> None:
    case = builders.case()
    address = f"/admin/coalition/case/{case.pk}/change/"

    assert (desk.get(address).status_code, desk.post(address, {"status": "void"}).status_code) == (200, 403)
    assert Case.objects.get().status == "queued"


def test_a_report_can_be_looked_at_and_not_changed(desk: Client) -> None:
    address = f"/admin/reports/report/{a_report().pk}/change/"

    assert (desk.get(address).status_code, desk.post(address, {"note": "x"}).status_code) == (200, 403)


@pytest.mark.parametrize("role", [Role.SPOTTER, Role.ANALYST, Role.LEAD_ANALYST, Role.COORDINATOR, Role.AUDITOR])
def test_without_the_keys_the_admin_is_shut(client: Client, role: Role) -> None:
    client.force_login(builders.person(role, "somebody@mail.example"))

    assert client.get("/admin/").status_code == 403


def test_somebody_found_by_their_exact_address(desk: Client) -> None:
    person = builders.spotter("zebedee@mail.example")
    builders.spotter("berta@mail.example")

    exact, part = (
        desk.get("/admin/coalition/user/", {"q": text}).context["cl"] for text in ("zebedee@mail.example", "zebedee@")
    )

    assert ([found.pk for found in exact.queryset], part.queryset.count()) == ([person.pk], 0)
    assert User.objects.count() == 3


@pytest.mark.parametrize(
    "asked",
    [
        "user/?email__startswith=zebedee",
        "user/?email__regex=^z",
        "user/?password__startswith=m",
        "user/?handle__startswith=s",
        "user/?last_login__isnull=1",
    ],
)
def test_a_list_is_not_narrowed_by_what_it_does_not_show(desk: Client, asked: str) -> None:
    builders.spotter("zebedee@mail.example")

    assert desk.get(f"/admin/coalition/{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked", ["address_as_given__contains=fbclid", "spotter__email__startswith=z", "note__contains=x"]
)
def test_the_list_of_reports_does_not_tell_what_was_left_out(desk: Client, asked: str) -> None:
    a_report()

    assert desk.get(f"/admin/reports/report/?{asked}").status_code == 400


@pytest.mark.parametrize(
    "asked", ["role__exact=coordinator", "is_active__exact=1&is_staff__exact=1", "o=1", "q=admin@coalition.example"]
)
def test_the_filters_beside_a_list_work(desk: Client, asked: str) -> None:
    builders.spotter()

    found = desk.get(f"/admin/coalition/user/?{asked}").context["cl"].queryset

    assert found.filter(role=Role.COORDINATOR).count() == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("coalition/user/?role__exact=%00", 400),
        ("coalition/user/?q=%00", 400),
        ("autocomplete/?app_label=coalition&model_name=term&field_name=taxon&term=%00", 200),
    ],
)
def test_a_byte_that_no_column_holds_is_no_fault(desk: Client, address: str, status: int) -> None:
    assert desk.get(f"/admin/{address}").status_code == status
