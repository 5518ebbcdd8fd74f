"""When to try again, what counts as arrived, and signatures that the official library accepts."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from coalition.delivery.rules import (
    PAUSES,
    Sent,
    Verdict,
    error_of,
    next_attempt,
    signed_headers,
    signing_secret,
    signing_secrets,
    verdict,
    wished_pause,
)

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
BODY = '{"type":"case.sent","data":{"title":"象牙"}}'.encode()


def test_the_table_of_retries_is_the_published_one() -> None:
    seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    assert [pause.total_seconds() for pause in PAUSES] == seconds
    assert [next_attempt(made, now=NOW, chance=0.5) for made in range(1, 10)] == [
        NOW + timedelta(seconds=each) for each in seconds
    ]


def test_after_the_tenth_attempt_there_is_none() -> None:
    assert next_attempt(10, now=NOW, chance=0.5) is None


def test_the_pause_is_scattered_by_a_fifth() -> None:
    assert next_attempt(2, now=NOW, chance=0.0) == NOW + timedelta(seconds=240)
    assert next_attempt(2, now=NOW, chance=1.0) == NOW + timedelta(seconds=360)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("Fri, 20 Nov 2026 12:10:00 GMT", 600),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("999999999999999999999", 86_400),
        ("Fri, 20 Nov 9999 11:00:00 GMT", 86_400),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("1.5", 0),
        ("١٢", 0),
        ("Fri, 99 Nov 2026 12:10:00 GMT", 0),
    ],
)
def test_retry_after_is_obeyed_up_to_a_day(header: str, seconds: int) -> None:
    assert wished_pause(header, now=NOW) == timedelta(seconds=seconds)


def test_retry_after_lengthens_a_pause_and_never_shortens_it() -> None:
    assert next_attempt(1, now=NOW, chance=0.5, retry_after="60") == NOW + timedelta(seconds=60)
    assert next_attempt(3, now=NOW, chance=0.5, retry_after="60") == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [(200, "arrived"), (204, "arrived"), (299, "arrived"), (199, "again"), (301, "again"), (400, "again"),
     (404, "again"), (410, "address-closed"), (429, "again"), (500, "again"), (None, "again")],
)  # fmt: skip
def test_only_2xx_is_success(status: int | None, meaning: str) -> None:
    assert verdict(Sent(status)) is Verdict(meaning)


def test_a_failure_has_a_line_and_a_success_has_none() -> None:
    lines = [error_of(sent) for sent in (Sent(500), Sent(None, "timeout: too long"), Sent(200))]
    assert lines == ["HTTP 500", "timeout: too long", ""]


def test_the_official_library_accepts_our_signature() -> None:
    secret = signing_secret("key", 7, 1)
    headers = signed_headers("msg_1", BODY, (secret,), at=datetime.now(UTC))
    assert Webhook(secret).verify(BODY, headers)["type"] == "case.sent"


def test_the_official_library_refuses_a_changed_body() -> None:
    secret = signing_secret("key", 7, 1)
    headers = signed_headers("msg_1", BODY, (secret,), at=datetime.now(UTC))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + b" ", headers)


def test_we_sign_as_the_official_library_does() -> None:
    secret = signing_secret("key", 7, 1)
    ours = signed_headers("msg_1", BODY, (secret,), at=NOW)
    assert ours["webhook-signature"] == Webhook(secret).sign("msg_1", NOW, BODY.decode())


def test_while_a_secret_rotates_both_are_accepted() -> None:
    now = datetime.now(UTC)
    both = signing_secrets("key", 7, 2, rotating_until=now + timedelta(hours=1), now=now)
    headers = signed_headers("msg_1", BODY, both, at=now)
    for generation in (1, 2):
        assert Webhook(signing_secret("key", 7, generation)).verify(BODY, headers)["type"] == "case.sent"


def test_after_the_rotation_only_the_new_secret_signs() -> None:
    assert signing_secrets("key", 7, 2, rotating_until=NOW, now=NOW) == (signing_secret("key", 7, 2),)
    assert signing_secrets("key", 7, 1, rotating_until=None, now=NOW) == (signing_secret("key", 7, 1),)


def test_every_address_and_generation_and_site_has_its_own_secret() -> None:
    secrets = {signing_secret(*of) for of in (("key", 7, 1), ("key", 7, 2), ("key", 8, 1), ("other", 7, 1))}
    assert len(secrets) == 4
    assert {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in secrets} == {32}
