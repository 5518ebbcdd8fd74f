"""Signing up by a code in two screens; signing in by a code or a password; where each role begins."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.models import Role, User
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "new@mail.example"


def code_in_letter() -> str:
    """The code in the last letter."""
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", str(mail.outbox[-1].body), flags=re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def known_spotter() -> User:
    """A spotter whose address was verified when they signed up."""
    person = builders.spotter("ana@mail.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_up(client: Client, address: str = ADDRESS) -> str:
    """Both screens of signing up; the address where the browser ends."""
    client.post(reverse("account_signup"), {"email": address})
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in_letter()}, follow=True)
    return str(answer.redirect_chain[-1][0])


def test_an_address_and_its_code_make_a_spotter_who_is_shown_the_pledge(client: Client) -> None:
    ends_at = sign_up(client)

    person = User.objects.get()
    assert (ends_at, person.email, person.role) == (reverse("people:pledge"), ADDRESS, Role.SPOTTER)
    assert person.has_usable_password() is False


@pytest.mark.parametrize(
    ("asks", "confirms"),
    [
        ("account_signup", "account_email_verification_sent"),
        ("account_request_login_code", "account_confirm_login_code"),
    ],
)
def test_whoever_waits_in_vain_has_another_code_sent(client: Client, asks: str, confirms: str) -> None:
    address = ADDRESS if asks == "account_signup" else known_spotter().email
    client.post(reverse(asks), {"email": address})
    first = code_in_letter()
    assert 'name="action" value="resend"' in client.get(reverse(confirms)).text

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        client.post(reverse(confirms), {"action": "resend"})
        assert code_in_letter() != first
        answer = client.post(reverse(confirms), {"code": code_in_letter()}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("people:pledge" if asks == "account_signup" else "intake:mine")


def test_joining_leaves_its_event_under_the_handle(client: Client) -> None:
    sign_up(client)

    joined = Event.objects.get(what="joined")
    assert (joined.by, joined.ref) == (User.objects.get().handle, User.objects.get().handle)


def test_an_address_is_kept_in_small_letters(client: Client) -> None:
    sign_up(client, "New.Person@Mail.Example")

    assert User.objects.get().email == "new.person@mail.example"


def test_somebody_is_spoken_to_in_the_language_they_signed_up_in(client: Client) -> None:
    client.cookies["django_language"] = "id"
    sign_up(client)

    assert User.objects.get().language == "id"


def test_where_somebody_comes_from_is_kept_roughly(client: Client) -> None:
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    sign_up(client)

    assert UserSession.objects.get().ip == "203.0.113.0"


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.SPOTTER, "/reports/"),
        (Role.LEAD_SPOTTER, "/reports/"),
        (Role.ANALYST, "/queue/"),
        (Role.LEAD_ANALYST, "/queue/"),
        (Role.COMPANY_AGENT, "/company/"),
        (Role.COMPANY_ADMIN, "/company/"),
        (Role.COORDINATOR, "/progress/"),
        (Role.AUDITOR, "/progress/"),
    ],
)
def test_everybody_begins_where_their_work_lies(client: Client, role: Role, first: str) -> None:
    of = {"member": builders.member()} if role.startswith("company") else {}
    pledged = {"pledge_version": "1", "pledged_at": "2026-01-01T00:00Z"}
    client.force_login(builders.person(role, "somebody@mail.example", **of, **pledged))

    assert client.get("/start/")["Location"] == first


def test_a_password_lets_in_who_has_one(client: Client) -> None:
    known_spotter()

    answer = client.post(
        reverse("account_login"), {"login": "Ana@Mail.Example", "password": "a long enough password"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == "/reports/"


def test_a_wrong_password_lets_nobody_in(client: Client) -> None:
    known_spotter()

    client.post(reverse("account_login"), {"login": "ana@mail.example", "password": "a wrong long password"})

    assert "_auth_user_id" not in client.session


def test_without_a_password_a_code_is_sent_and_lets_in(client: Client) -> None:
    known_spotter()

    client.post(reverse("account_login"), {"login": "ana@mail.example", "password": ""})
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in_letter()}, follow=True)

    assert answer.redirect_chain[-1][0] == "/reports/"


@pytest.mark.parametrize("page", ["account_login", "account_signup", "account_request_login_code"])
def test_the_pages_of_the_entrance_stand(client: Client, page: str) -> None:
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", ["account_email", "mfa_index", "usersessions_list"])
def test_the_pages_of_the_account_stand(client: Client, page: str) -> None:
    client.force_login(builders.spotter())

    assert client.get(reverse(page)).status_code == 200
