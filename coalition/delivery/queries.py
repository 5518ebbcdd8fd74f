"""A delivery ready to travel, and those that somebody of staff must look at."""

import datetime as dt
import json
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coalition.cases.queries import payload_of, whole_case
from coalition.delivery.rules import ALARM_AFTER, signing_secret, signing_secrets
from coalition.models import CaseStatus, Delivery, DeliveryStatus, Endpoint
from spotter.lib.net import Policy

MOST_SHOWN = 200
WHY_WORDS = {"dead": _("Given up"), "late": _("Late"), "no-address": _("No address")}


@dataclass(frozen=True)
class Letter:
    """One delivery with all that an edge needs; taken before the journey, so that no row is held during it."""

    delivery: Delivery
    endpoint: Endpoint
    body: bytes
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class NoAddress:
    """A delivery whose company has no active address."""

    delivery: Delivery


def letter(event_id: str, *, now: dt.datetime) -> Letter | NoAddress | None:
    """What to send; None when there is nothing to do any more."""
    delivery = Delivery.objects.waiting().filter(event_id=event_id).select_related("case", "endpoint").first()
    if delivery is None or delivery.case.status == CaseStatus.VOID:
        return None
    endpoint = _address(delivery)
    if endpoint is None:
        return NoAddress(delivery)
    secrets = signing_secrets(
        settings.WEBHOOK_KEY, endpoint.pk, endpoint.generation, rotating_until=endpoint.rotating_until, now=now
    )
    return Letter(delivery, endpoint, _body(delivery), secrets)


def _address(delivery: Delivery) -> Endpoint | None:
    """Its own address, or the company's newest other one: a corrected address serves the open cases too."""
    if delivery.endpoint is not None and delivery.endpoint.is_active:
        return delivery.endpoint
    taken = Delivery.objects.filter(case_id=delivery.case_id, event=delivery.event, endpoint__isnull=False)
    others = Endpoint.objects.filter(member_id=delivery.case.member_id, is_active=True)
    return others.exclude(pk__in=taken.values("endpoint_id")).order_by("-id").first()


def _body(delivery: Delivery) -> bytes:
    message = {
        "type": delivery.event,
        "timestamp": delivery.created_at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "data": payload_of(whole_case(delivery.case_id)),
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def policy() -> Policy:
    """How we go to a company: https only, but for the hosts that DEBUG maps to loopback."""
    return Policy.webhook(user_agent=settings.FETCH_USER_AGENT, override=settings.RESOLVER_OVERRIDE)


def secret_of(endpoint: Endpoint) -> str:
    """The secret that signs now, to be shown to the company's admin."""
    return signing_secret(settings.WEBHOOK_KEY, endpoint.pk, endpoint.generation)


# -- for staff --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Stuck:
    """A delivery that is late, dead, or has no address to go to."""

    event_id: str
    reference: str
    company: str
    why: str
    attempts: int
    error: str
    since: dt.datetime
    due: dt.datetime

    @property
    def chip(self) -> str:
        """The drawing of its state."""
        return "dead" if self.why == "dead" else "failed"

    @property
    def word(self) -> str:
        """Its state in words."""
        return str(WHY_WORDS[self.why])


def _stuck(now: dt.datetime) -> QuerySet[Delivery]:
    late = Q(status=DeliveryStatus.WAITING, created_at__lt=now - ALARM_AFTER)
    homeless = Q(status=DeliveryStatus.WAITING) & (Q(endpoint__isnull=True) | Q(endpoint__is_active=False))
    wrong = Delivery.objects.filter(late | homeless | Q(status=DeliveryStatus.DEAD))
    # What its company answered in the portal is with it, whatever became of the letter.
    return wrong.exclude(case__status=CaseStatus.VOID).filter(case__answered_at__isnull=True)


def stuck(now: dt.datetime) -> list[Stuck]:
    """Late and dead deliveries, and those without an address, oldest first."""
    found = _stuck(now).select_related("case__member", "endpoint").order_by("created_at", "id")[:MOST_SHOWN]
    return [
        Stuck(
            event_id=delivery.event_id,
            reference=delivery.case.reference,
            company=delivery.case.member.name,
            why=_why(delivery),
            attempts=delivery.attempts_made,
            error=delivery.last_error,
            since=delivery.created_at,
            due=delivery.due,
        )
        for delivery in found
    ]


def stuck_count(now: dt.datetime) -> int:
    """How many somebody must look at."""
    return _stuck(now).count()


def _why(delivery: Delivery) -> str:
    if delivery.status == DeliveryStatus.DEAD:
        return "dead"
    return "late" if delivery.endpoint is not None and delivery.endpoint.is_active else "no-address"
