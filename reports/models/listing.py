"""The Listing: the thing reported, one per canonical address; its decisions and forward."""

import hashlib
import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q

from coalition.models import Case, Platform, Role, User
from coalition.models.people import ALPHABET
from reports import line
from reports.lifecycle import OPEN, WAITING_FOR_STAFF, Standing, Status, Verb, after
from reports.models.queue import QueueEntry
from spotter.audit.acts import Act
from spotter.jobs import queue


class NotLegal(Exception):
    """This step is not in the table for the status the listing has now (somebody else was faster, say)."""


def new_code() -> str:
    """A random public code such as `7fk2q9xwm3`: unguessable, speakable, never counting."""
    return "".join(secrets.choice(ALPHABET) for _i in range(10))


def key_of(canonical: str) -> str:
    """The 64 hex digits under which a canonical address is looked up."""
    return hashlib.sha256(canonical.encode()).hexdigest()


class ListingQuerySet(models.QuerySet["Listing"]):
    """Which listings exist for whom, and the words for them."""

    def visible_to(self, user: User) -> Self:
        """Staff and auditors see all; a spotter sees what they reported; companies see none (they have cases)."""
        if user.role in (Role.ANALYST, Role.LEAD_ANALYST, Role.COORDINATOR, Role.AUDITOR):
            return self
        if user.role in (Role.SPOTTER, Role.LEAD_SPOTTER):
            return self.filter(reports__spotter=user).distinct()
        return self.none()

    def open(self) -> Self:
        """Still in our hands."""
        return self.filter(status__in=OPEN)

    def to_weigh_again(self) -> Self:
        """Weighed before and not done with: what is closed keeps the score that was seen when it was decided."""
        return self.filter(status__in=(*WAITING_FOR_STAFF, Status.ASKED), band__gt="")


class Listing(models.Model):
    """One offer at one canonical address; many Reports may name it."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the canonical key")
    canonical = models.CharField(max_length=2100, help_text="`platform:item`, or the cleaned address")
    address = models.CharField(max_length=2000, help_text="what we fetch and forward: share ids stripped")
    host = models.CharField(max_length=253)
    item = models.CharField(max_length=120, blank=True, default="")
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=12, default=Status.RECEIVED.value)
    status_at = models.DateTimeField()
    created_at = models.DateTimeField()

    title = models.CharField(max_length=300, blank=True, default="")
    price = models.CharField(max_length=60, blank=True, default="")
    seller = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    page_state = models.CharField(max_length=14, blank=True, default="")
    band = models.CharField(max_length=10, blank=True, default="")
    taxon_key = models.CharField(max_length=60, blank=True, default="")

    verified_at = models.DateTimeField(null=True, help_text="when we last saw for ourselves, after a forward")
    is_example = models.BooleanField(default=False)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="listing_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "status_at"], name="listing_by_status"),
            models.Index(fields=["host", "seller"], condition=~Q(seller=""), name="listing_by_seller"),
        ]

    def __str__(self) -> str:
        return self.code

    def standing_for(self, user: User) -> Standing:
        """What the rules ask of this listing when this person wants to do something with it."""
        entry = QueueEntry.objects.filter(listing=self).first()
        decided = self.decisions.filter(undone_at__isnull=True).order_by("-at").values_list("at", flat=True).first()
        platform = self.platform
        return Standing(
            status=Status(self.status),
            claimed_by_other=entry is not None and entry.claimed_by_id not in (None, user.pk),
            claim_ends=entry.claimed_until if entry else None,
            platform_known=platform is not None,
            company_is_member=platform is not None and platform.member.is_member,
            decided_at=decided,
        )

    def step(
        self, act: Act, verb: Verb, *, by: User | None = None, facts: dict[str, Any] | None = None, **changes: Any
    ) -> None:
        """One step of the table: a conditional UPDATE as the lock, its event, and the Job that follows.

        Raises NotLegal when the table has no such step, or when somebody was faster than what this row remembers.
        """
        source = Status(self.status)
        target = after(source, verb)
        here = Listing.objects.filter(pk=self.pk, status=source)
        if target is None or not here.update(status=target, status_at=act.at, **changes):
            raise NotLegal(f"{verb} {self.code}")
        self._follow(act, verb, source, target, by=by, facts=facts or {}, changes=changes)

    def _follow(
        self,
        act: Act,
        verb: Verb,
        source: Status,
        target: Status,
        *,
        by: User | None,
        facts: dict[str, Any],
        changes: dict[str, Any],
    ) -> None:
        act.record(verb.value, of="listing", ref=self.code, by=by, frm=source.value, to=target.value, **facts)
        kind = line.AFTER.get(verb)
        if kind == line.TELL:
            queue.add(kind, f"{self.code}:{target.value}:{act.at.timestamp():.6f}", due=act.at)
        elif kind is not None:
            queue.add_again(kind, self.code, due=act.at)
        if target in WAITING_FOR_STAFF:
            QueueEntry.put(self, act.at)
        else:
            QueueEntry.objects.filter(listing=self).delete()
        self.status, self.status_at = target.value, act.at
        for name, value in changes.items():
            setattr(self, name, value)


class Decision(models.Model):
    """What a person decided about a listing, and on what it rests; undone decisions stay."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=12, help_text="confirmed, dismissed, asked")
    reason = models.CharField(max_length=30, blank=True, default="")
    basis = models.CharField(max_length=10, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict="asked") | ~Q(reason=""), name="a_decision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.verdict}"


class Forward(models.Model):
    """This listing went to this company in this case: once, by constraint."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="forwards")
    case = models.OneToOneField(Case, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.case_id}"
