"""Somebody without password and second factor proves by a code that it is them."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from coalition.models import User
from coalition.people.edges import STATE
from coalition.people.rules import CODE_LIVES, CODE_TRIES, plain_code
from spotter.audit.models import Event
from tests import builders

DATA = "/me/data/"


@pytest.fixture
def tab(client: Client, db: None) -> Client:
    """A browser of a volunteer who signs in by codes alone."""
    person = builders.spotter()
    person.set_unusable_password()
    person.save()
    client.force_login(person)
    return client


def asks(tab: Client) -> str:
    """Have a code sent; the code in the letter."""
    assert tab.post("/me/again/", {"next": DATA}).status_code == 200
    return sent_code()


def sent_code() -> str:
    """The code in the last letter."""
    found = re.search(r"^\w{4}-\w{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found is not None
    return found.group()


def says(tab: Client, code: str, onward: str = DATA) -> HttpResponse:
    answer: HttpResponse = tab.post("/me/again/", {"next": onward, "code": code})  # type: ignore[assignment]
    return answer


def test_ones_data_wait_for_the_code(tab: Client) -> None:
    assert tab.get(DATA)["Location"] == "/me/again/?next=%2Fme%2Fdata%2F"

    assert says(tab, asks(tab))["Location"] == DATA

    assert tab.get(DATA).status_code == 200
    assert list(Event.objects.order_by("number").values_list("what", flat=True)) == ["prove"]


def test_the_code_may_be_typed_as_people_type(tab: Client) -> None:
    assert says(tab, f" {asks(tab).upper().replace('-', ' ')} ").status_code == 302


def test_spaces_dashes_and_capitals_do_not_matter() -> None:
    assert plain_code(" AB2c-d3 ") == "ab2cd3"


def test_looking_sends_no_letter(tab: Client) -> None:
    tab.get("/me/again/")

    assert mail.outbox == []


def test_a_code_works_once(tab: Client) -> None:
    code = asks(tab)
    says(tab, code)

    assert says(tab, code).status_code == 422


def test_who_guesses_too_often_needs_another_code(tab: Client) -> None:
    code = asks(tab)
    answers = [says(tab, "zzzz-zzzz").status_code for _try in range(CODE_TRIES)]

    assert (answers, says(tab, code).status_code) == ([422] * CODE_TRIES, 422)


def test_an_old_code_is_no_proof(tab: Client) -> None:
    code = asks(tab)
    session = tab.session
    session[STATE] = session[STATE] | {"sent": (timezone.now() - timedelta(seconds=CODE_LIVES + 1)).timestamp()}
    session.save()

    assert says(tab, code).status_code == 422


def test_a_second_letter_waits_a_minute(tab: Client) -> None:
    asks(tab)

    tab.post("/me/again/")

    assert len(mail.outbox) == 1


def test_it_leads_nowhere_but_to_this_site(tab: Client) -> None:
    assert says(tab, asks(tab), "https://evil.example/")["Location"] == "/me/"


def test_who_has_a_password_is_asked_for_that(client: Client, db: None) -> None:
    client.force_login(builders.spotter())

    assert client.get(DATA)["Location"] == "/accounts/reauthenticate/?next=%2Fme%2Fdata%2F"
    answer = client.post("/accounts/reauthenticate/?next=/me/data/", {"password": "a long enough password"})
    assert answer["Location"] == DATA
    assert client.get(DATA).status_code == 200


def test_the_letter_goes_to_the_person_alone_and_the_session_holds_no_code(tab: Client) -> None:
    code = plain_code(asks(tab))

    assert mail.outbox[0].to == [User.objects.get().email]
    assert code not in str(dict(tab.session))
