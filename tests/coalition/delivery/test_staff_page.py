"""What did not arrive is on the staff's list, and can be sent again from it."""

import pytest
from django.test import Client
from django.urls import include, path

from coalition.models import Role
from spotter.jobs.models import Job
from spotter.urls import urlpatterns as site
from tests import builders as make

urlpatterns = [*site, path("", include("coalition.delivery.urls"))]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.coalition.delivery.test_staff_page")]

PAGE = "/staff/deliveries/"


def test_an_empty_list_says_that_all_has_arrived(client: Client) -> None:
    client.force_login(make.analyst())
    assert "Everything has arrived" in client.get(PAGE).content.decode()


def test_a_delivery_without_an_address_is_listed_and_can_be_sent_again(client: Client) -> None:
    client.force_login(make.analyst())
    delivery = make.case().deliveries.get()
    page = client.get(PAGE).content.decode()
    again = f"{PAGE}{delivery.event_id}/send-again/"
    Job.objects.update(state="done")
    assert client.post(again).headers["Location"] == PAGE
    assert (delivery.case.reference in page, again in page) == (True, True)
    assert Job.objects.open().filter(ref=delivery.event_id).count() == 1


def test_reading_sends_nothing(client: Client) -> None:
    client.force_login(make.analyst())
    delivery = make.case().deliveries.get()
    assert client.get(f"{PAGE}{delivery.event_id}/send-again/").status_code == 405


@pytest.mark.parametrize("role", [Role.SPOTTER, Role.LEAD_SPOTTER])
def test_volunteers_have_no_such_page(client: Client, role: Role) -> None:
    client.force_login(make.person(role, "somebody@mail.example"))
    assert client.get(PAGE).status_code == 403


def test_companies_have_no_such_page(client: Client) -> None:
    client.force_login(make.agent(make.member()))
    assert client.get(PAGE).status_code == 403


def test_an_auditor_reads_and_sends_nothing(client: Client) -> None:
    delivery = make.case().deliveries.get()
    client.force_login(make.person(Role.AUDITOR, "auditor@mail.example"))
    again = f"{PAGE}{delivery.event_id}/send-again/"
    page = client.get(PAGE)
    assert (page.status_code, again in page.content.decode(), client.post(again).status_code) == (200, False, 403)
