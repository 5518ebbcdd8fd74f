"""How fast a company's software may ask: told in every answer, counted by key, and never in the way of a report."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from coalition.models import Case
from tests import builders as make
from tests.valkey import Valkey

LIST = "/api/v1/cases/"


@pytest.fixture(autouse=True)
def slow(settings: Settings, valkey: Valkey) -> None:
    """Three requests a minute."""
    settings.API_REQUESTS = 3


def caller(company: str = "Pasar") -> Client:
    return with_key(make.api_key(make.member(company))[1])


def with_key(text: str) -> Client:
    return Client(headers={"Authorization": f"Bearer {text}"})


@pytest.mark.django_db
def test_every_answer_says_how_many_requests_are_left() -> None:
    answer = caller().get(LIST)

    assert answer["RateLimit-Policy"] == '"key";q=3;w=60'
    assert answer["RateLimit"] == '"key";r=2;t=20'


@pytest.mark.django_db
def test_one_more_is_a_problem_that_says_when_to_come_back() -> None:
    api = caller()

    answers = [api.get(LIST) for _n in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert refused["Content-Type"] == "application/problem+json"
    assert 0 < int(refused["Retry-After"]) <= 20
    assert refused["RateLimit"].startswith('"key";r=0;')
    assert refused.json()["title"] == "Too Many Requests"
    assert refused.json()["detail"].startswith(
        "This key sends more requests than a minute allows. Nothing was changed."
    )


@pytest.mark.django_db
def test_a_write_over_the_limit_changes_nothing() -> None:
    case, api = make.case(), caller()
    for _n in range(3):
        api.get(LIST)

    refused = api.post(f"{LIST}{case.reference}/answer/", {"outcome": "removed"}, content_type="application/json")

    assert (refused.status_code, Case.objects.get().outcome) == (429, "")


@pytest.mark.django_db
def test_another_key_has_a_bucket_of_its_own() -> None:
    api = caller()
    for _n in range(4):
        api.get(LIST)

    assert caller().get(LIST).status_code == 200
    assert caller("Gerai").get(LIST).status_code == 200


@pytest.mark.django_db
def test_a_wrong_key_learns_nothing_of_limits() -> None:
    answer = Client(headers={"Authorization": "Bearer cst_live_no"}).get(LIST)

    assert (answer.status_code, "RateLimit" in answer.headers) == (401, False)


@pytest.mark.django_db
def test_while_redis_is_away_companies_go_on(valkey: Valkey) -> None:
    api = caller()
    api.get(LIST)
    valkey.kill()

    answers = [api.get(LIST) for _n in range(9)]

    assert [answer.status_code for answer in answers] == [200] * 9
    assert "RateLimit" not in answers[0].headers


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_no_more_than_there_is() -> None:
    _row, text = make.api_key(make.member())

    def ask(_n: int) -> int:
        try:
            return with_key(text).get(LIST).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as hands:
        answers = list(hands.map(ask, range(10)))

    assert sorted(answers) == [200] * 3 + [429] * 7
