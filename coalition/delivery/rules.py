"""When a delivery is tried again, what counts as arrived, and how it is signed: plain values only."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

# The pauses before the second, third … attempt: the table of Standard Webhooks, about 75 hours in all.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
SCATTER = 0.2  # so that a receiver that comes back does not get everything in one second
LONGEST_WISH = timedelta(hours=24)
ALARM_AFTER = timedelta(hours=1)
# A company without an active address: somebody of staff sees it meanwhile.
ADDRESS_PAUSE = timedelta(hours=6)
BOTH_SECRETS_FOR = timedelta(hours=24)
EXCERPT = 2000


# -- what came of one attempt -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Sent:
    """One attempt: the receiver's status, or the error why there is none; `retry_after` as the header said it."""

    status_code: int | None
    error: str = ""
    answer: str = ""
    retry_after: str = ""
    milliseconds: int = 0


class Verdict(StrEnum):
    """What an attempt means."""

    ARRIVED = "arrived"
    AGAIN = "again"
    ADDRESS_CLOSED = "address-closed"


def verdict(sent: Sent) -> Verdict:
    """Only 2xx is success, a redirect is none; 410 says that the address wants nothing any more."""
    if sent.status_code is not None and 200 <= sent.status_code <= 299:
        return Verdict.ARRIVED
    return Verdict.ADDRESS_CLOSED if sent.status_code == 410 else Verdict.AGAIN


def error_of(sent: Sent) -> str:
    """The failure in one short line."""
    return sent.error or (f"HTTP {sent.status_code}" if verdict(sent) is not Verdict.ARRIVED else "")


# -- the next attempt -------------------------------------------------------------------------------------------------
def next_attempt(made: int, *, now: datetime, chance: float, retry_after: str = "") -> datetime | None:
    """When to try again after `made` failed attempts; None after the last. `chance` in [0, 1) scatters by ± 20 %."""
    if made > len(PAUSES):
        return None
    pause = PAUSES[made - 1] * (1 - SCATTER + 2 * SCATTER * chance)
    return now + max(pause, wished_pause(retry_after, now=now))


def wished_pause(retry_after: str, *, now: datetime) -> timedelta:
    """The pause that a Retry-After header asks for (seconds or a date), at most a day; zero for anything else."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=min(int(text[:9]), 10**8)), LONGEST_WISH)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return timedelta()
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(timedelta(), min(at - now, LONGEST_WISH))


# -- signing (Standard Webhooks, version 1) ---------------------------------------------------------------------------
def signing_secret(key: str, endpoint_id: int, generation: int) -> str:
    """The secret of one address, derived from the site's key: no secret stands in the database."""
    digest = hmac.new(key.encode(), f"{endpoint_id}:{generation}".encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(digest).decode()


def signing_secrets(
    key: str, endpoint_id: int, generation: int, *, rotating_until: datetime | None, now: datetime
) -> tuple[str, ...]:
    """The secrets that sign now: the present one, and the one before while it rotates."""
    both = generation > 1 and rotating_until is not None and now < rotating_until
    generations = (generation, generation - 1) if both else (generation,)
    return tuple(signing_secret(key, endpoint_id, number) for number in generations)


def signed_headers(event_id: str, body: bytes, secrets: tuple[str, ...], *, at: datetime) -> dict[str, str]:
    """The three headers of Standard Webhooks, one signature for each secret."""
    stamp = str(int(at.timestamp()))
    signed = f"{event_id}.{stamp}.".encode() + body
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(_signature(signed, secret) for secret in secrets),
    }


def _signature(signed: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
