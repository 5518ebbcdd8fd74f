"""Guessing is slow: passwords, codes and sign-ups are limited, with Redis and without, whatever a header claims."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests import builders
from tests.valkey import Valkey

pytestmark = pytest.mark.django_db
LOG_IN = "/accounts/login/"
WRONG = {"login": "spotter@mail.example", "password": "a wrong long password"}


@pytest.fixture(autouse=True)
def nothing_counted(db: None) -> None:
    cache.clear()


def words(client: Client, said: dict[str, str] = WRONG, **headers: str) -> str:
    return client.post(LOG_IN, said, headers=headers).text


def test_after_five_wrong_passwords_the_right_one_does_not_let_in_either(client: Client) -> None:
    builders.spotter()
    for _n in range(5):
        words(client)

    client.post(LOG_IN, WRONG | {"password": "a long enough password"})

    assert "_auth_user_id" not in client.session
    assert "Too many failed login attempts" in words(client)


def test_a_forged_address_or_another_browser_begins_no_new_count(client: Client) -> None:
    builders.spotter()
    for number in range(5):
        words(Client(), X_Forwarded_For=f"203.0.113.{number}")

    assert "Too many failed login attempts" in words(Client(), X_Forwarded_For="203.0.113.99")


def test_somebody_else_may_sign_in_meanwhile(client: Client) -> None:
    builders.spotter()
    other = builders.spotter("other@mail.example")
    for _n in range(6):
        words(client)

    client.post(LOG_IN, {"login": other.email, "password": "a long enough password"})

    assert "Too many" not in client.get(LOG_IN, follow=True).text


def test_codes_by_mail_are_three_a_minute_for_one_address(client: Client) -> None:
    builders.spotter()
    for _n in range(6):
        Client().post("/accounts/login/code/", {"email": "spotter@mail.example"})

    assert len(mail.outbox) <= 3


def test_sign_ups_from_one_network_are_twenty_a_minute(client: Client) -> None:
    answers = [Client().post("/accounts/signup/", {"email": f"{n}@mail.example"}).status_code for n in range(21)]

    assert answers == [302] * 20 + [429]


def test_all_this_is_counted_while_redis_is_away(client: Client, valkey: Valkey) -> None:
    valkey.kill()
    builders.spotter()
    for _n in range(5):
        words(client)

    assert "Too many failed login attempts" in words(client)
