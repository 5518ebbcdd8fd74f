"""What becomes of a delivery: an attempt noted, the next one due, given up, sent again; and a company's addresses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from coalition.cases.actions import DELIVER, mark_travel
from coalition.delivery.rules import (
    ADDRESS_PAUSE,
    BOTH_SECRETS_FOR,
    Sent,
    Verdict,
    error_of,
    next_attempt,
    verdict,
)
from coalition.models import Attempt, Channel, Delivery, DeliveryStatus, Endpoint, Member
from spotter.audit.acts import Act, Actor, act
from spotter.jobs import queue
from spotter.jobs.models import Job, State


@dataclass(frozen=True)
class Tried:
    """One attempt at a delivery: where it went, and what came of it."""

    delivery: Delivery
    endpoint: Endpoint
    sent: Sent

    @property
    def number(self) -> int:
        """1 for the first attempt."""
        return self.delivery.attempts_made + 1

    def facts(self) -> dict[str, Any]:
        """For the audit line."""
        return {"case": self.delivery.case.reference, "attempt": self.number, "error": error_of(self.sent)}


def note_attempt(done: Act, tried: Tried, *, generation: int, chance: float) -> None:
    """Write down what one attempt led to, and leave the next one; `generation` is that of the Job that ends here."""
    delivery, sent = tried.delivery, tried.sent
    Attempt.objects.create(
        delivery=delivery,
        number=tried.number,
        at=done.at,
        status_code=sent.status_code,
        error=sent.error,
        answer=sent.answer,
        milliseconds=sent.milliseconds,
    )
    _change(delivery, attempts_made=tried.number, endpoint=tried.endpoint, last_error=error_of(sent)[:300])
    result = verdict(sent)
    mark_travel(delivery.case, delivered=result is Verdict.ARRIVED, at=done.at)
    if result is Verdict.ARRIVED:
        _arrived(done, tried)
    elif result is Verdict.ADDRESS_CLOSED:
        _address_closed(done, tried, generation=generation)
    else:
        _failed(done, tried, generation=generation, chance=chance)


def _change(delivery: Delivery, **changes: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**changes)


def _arrived(done: Act, tried: Tried) -> None:
    _change(tried.delivery, status=DeliveryStatus.DELIVERED, delivered_at=done.at)
    Endpoint.objects.filter(pk=tried.endpoint.pk, failing_since__isnull=False).update(failing_since=None)
    done.record("delivered", of="delivery", ref=tried.delivery.event_id, **tried.facts())


def _address_closed(done: Act, tried: Tried, *, generation: int) -> None:
    Endpoint.objects.filter(pk=tried.endpoint.pk).update(is_active=False)
    done.record("closed", of="endpoint", ref=tried.endpoint.pk, **tried.facts())
    wait_for_address(done, tried.delivery, generation=generation)


def _failed(done: Act, tried: Tried, *, generation: int, chance: float) -> None:
    delivery = tried.delivery
    Endpoint.objects.filter(pk=tried.endpoint.pk, failing_since__isnull=True).update(failing_since=done.at)
    made = tried.number - delivery.retries_from
    due = next_attempt(made, now=done.at, chance=chance, retry_after=tried.sent.retry_after)
    if due is None:
        _change(delivery, status=DeliveryStatus.DEAD)
        done.record("given-up", of="delivery", ref=delivery.event_id, **tried.facts())
        return
    _change(delivery, due=due)
    queue.add(DELIVER, delivery.event_id, due=due, generation=generation + 1)
    done.record("failed", of="delivery", ref=delivery.event_id, **tried.facts())


def wait_for_address(done: Act, delivery: Delivery, *, generation: int) -> None:
    """There is no active address: look again later; staff see it meanwhile, and a new address hastens it."""
    due = done.at + ADDRESS_PAUSE
    _change(delivery, due=due)
    queue.add(DELIVER, delivery.event_id, due=due, generation=generation + 1)


def send_again(delivery: Delivery, *, by: Actor, at: datetime) -> bool:
    """Try now, with the whole table of retries before it; False when it has arrived meanwhile."""
    with act(by=by, at=at) as done:
        open_again = Delivery.objects.filter(pk=delivery.pk).exclude(status=DeliveryStatus.DELIVERED)
        if not open_again.update(status=DeliveryStatus.WAITING, due=at, retries_from=F("attempts_made")):
            return False
        _hasten(delivery.event_id, at=at)
        done.record("sent-again", of="delivery", ref=delivery.event_id)
    return True


def _hasten(event_id: str, *, at: datetime) -> None:
    """Its waiting Job is due now; a second Job beside it would bring it twice."""
    jobs = Job.objects.open().filter(kind=DELIVER, ref=event_id)
    if not jobs.exists():
        queue.add_again(DELIVER, event_id, due=at)
    else:
        jobs.filter(state=State.QUEUED, due__gt=at).update(due=at)


# -- a company's addresses --------------------------------------------------------------------------------------------
def add_endpoint(member: Member, address: str, *, by: Actor, at: datetime) -> Endpoint:
    """A new address for a company's cases; what waits for one goes there at once."""
    with act(by=by, at=at) as done:
        endpoint = Endpoint.objects.create(member=member, channel=Channel.WEBHOOK.value, address=address, created_at=at)
        for delivery in Delivery.objects.waiting().filter(case__member=member):
            _hasten(delivery.event_id, at=at)
        done.record("added", of="endpoint", ref=endpoint.pk, company=member.slug)
    return endpoint


def rotate_secret(endpoint: Endpoint, *, by: Actor, at: datetime) -> None:
    """A new secret signs from now on; for a day the one before signs too."""
    with act(by=by, at=at) as done:
        Endpoint.objects.filter(pk=endpoint.pk).update(
            generation=F("generation") + 1, rotating_until=at + BOTH_SECRETS_FOR
        )
        done.record("rotated", of="endpoint", ref=endpoint.pk)
    endpoint.refresh_from_db(fields=["generation", "rotating_until"])
