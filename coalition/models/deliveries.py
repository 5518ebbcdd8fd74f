"""The outbox: where a company's cases go, and every attempt to bring one there."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models

from coalition.models.cases import Case
from coalition.models.members import Member


class Channel(models.TextChoices):
    """The ways in which a case travels; each is a folder in delivery/edges."""

    WEBHOOK = "webhook"


class Endpoint(models.Model):
    """A company's address for cases; its signing secret is derived, never stored."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="endpoints")
    channel = models.CharField(max_length=12, default=Channel.WEBHOOK.value)
    address = models.CharField(max_length=500)
    is_active = models.BooleanField(default=True)
    generation = models.PositiveIntegerField(
        default=1, help_text="which secret signs now; the one before signs too while it rotates"
    )
    rotating_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.member_id} {self.channel}"


class DeliveryStatus(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """The words for deliveries."""

    def waiting(self) -> Self:
        """Not yet there and not given up."""
        return self.filter(status=DeliveryStatus.WAITING)

    def late(self, now: datetime) -> Self:
        """Waiting although it was due some time ago."""
        return self.waiting().filter(due__lt=now)


class Delivery(models.Model):
    """One event on its way to one company: a stable id, so that a repeated arrival has one effect."""

    event_id = models.CharField(max_length=40, unique=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, null=True, related_name="deliveries")
    event = models.CharField(max_length=40, default="case.sent")
    status = models.CharField(max_length=12, default=DeliveryStatus.WAITING.value)
    attempts_made = models.PositiveSmallIntegerField(default=0)
    retries_from = models.PositiveSmallIntegerField(
        default=0, help_text="attempts made before it was sent again; the table of retries counts from here"
    )
    created_at = models.DateTimeField()
    due = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "event", "endpoint"],
                name="an_event_of_a_case_is_delivered_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.event_id

    @staticmethod
    def new_event_id() -> str:
        """The `webhook-id` of Standard Webhooks, the same in every attempt."""
        return f"msg_{uuid.uuid4().hex}"


class Attempt(models.Model):
    """One try to bring a delivery: what was sent and what came back."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True, default="")
    answer = models.TextField(blank=True, default="", help_text="the first 2,000 characters of what came back")
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="attempts_are_numbered")]

    def __str__(self) -> str:
        return f"{self.delivery_id} attempt {self.number}"
