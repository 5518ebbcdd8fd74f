"""A company's key: what opens the API, what it may do, and when it ends."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from coalition.members.actions import revoke_key
from coalition.models import ApiKey, Scope
from tests import builders as make
from tests.coalition.cases.rest import LIST, answer, caller

pytestmark = pytest.mark.django_db


# -- keys -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer cst_live_x_y",
        f"Bearer cst_live_{'0' * 12}_{'0' * 64}",
        "Basic YTpi",
        "Bearer é",
        "Bearer \0",
    ],
)
def test_without_a_valid_key_the_answer_is_401_and_says_what_to_send(header: str) -> None:
    response = Client(headers={"Authorization": header}).get(LIST)
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert response.json()["detail"] == (
        "Send a valid key, neither expired nor revoked, in the header: Authorization: Bearer cst_live_…"
    )


def test_a_revoked_or_expired_key_is_refused_in_the_next_request() -> None:
    company = make.member()
    (revoked, first), (expired, second) = make.api_key(company), make.api_key(company)
    revoke_key(revoked, by=make.agent(company))
    ApiKey.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    assert [caller(text).get(LIST).status_code for text in (first, second)] == [401, 401]


def test_a_wrong_secret_under_a_right_id_is_refused() -> None:
    text = make.api_key(make.member())[1]
    assert caller(text[:-1] + ("0" if text[-1] != "0" else "1")).get(LIST).status_code == 401


def test_a_key_that_only_reads_cannot_write() -> None:
    case = make.case()
    reader = caller(make.api_key(make.member(), Scope.READ)[1])
    response = answer(reader, case, {"outcome": "removed"})
    assert (response.status_code, reader.get(LIST).status_code) == (403, 200)
    assert response.json()["detail"] == (
        "This key lacks the scope cases:write. Ask your company's admin for a key that has it."
    )


def test_a_session_is_no_key(client: Client) -> None:
    client.force_login(make.agent(make.member()))
    assert client.get(LIST).status_code == 401


def test_last_use_is_noted_at_most_once_a_minute() -> None:
    key, text = make.api_key(make.member())
    noted = []
    for second in (0, 30, 61):
        with time_machine.travel(dt.datetime(2026, 11, 20, tzinfo=dt.UTC) + dt.timedelta(seconds=second), tick=False):
            caller(text).get(LIST)
        key.refresh_from_db()
        assert key.last_used_at
        noted.append(key.last_used_at.minute * 60 + key.last_used_at.second)
    assert noted == [0, 0, 61]
