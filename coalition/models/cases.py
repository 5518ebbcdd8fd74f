"""The Case: a self-contained parcel that a company gets, its exhibits, and the company's answers."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coalition.models.members import Member, Platform
from coalition.models.people import ALPHABET, Ngo, User


class CaseStatus(models.TextChoices):
    """Where a case stands on our side."""

    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    VOID = "void", _("Void")


class Outcome(models.TextChoices):
    """A company's answer."""

    REMOVED = "removed", _("Removed")
    DISABLED = "disabled", _("Disabled")
    RESTRICTED = "restricted", _("Restricted")
    SELLER_WARNED = "seller-warned", _("Seller warned")
    SELLER_SUSPENDED = "seller-suspended", _("Seller suspended")
    SELLER_TERMINATED = "seller-terminated", _("Seller's account closed")
    ALREADY_GONE = "already-gone", _("Already gone")
    NO_VIOLATION = "no-violation", _("No violation")
    LEGAL_PERMIT_SEEN = "legal-permit-seen", _("Legal, permit seen")
    NOT_OURS = "not-ours", _("Not ours")
    NEED_INFORMATION = "need-information", _("Need information")
    DUPLICATE = "duplicate", _("Duplicate")
    REFERRED = "referred-to-enforcement", _("Referred to enforcement")


def new_reference() -> str:
    """Unguessable (57 bits) and speakable: `CS-7fk2-q9xw-m3hd`."""
    return "CS-" + "-".join("".join(secrets.choice(ALPHABET) for _i in range(4)) for _j in range(3))


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases exist for whom."""

    def visible_to(self, user: User) -> Self:
        """A company's people see their own company's cases that were sent; staff and auditors see all."""
        if user.is_company:
            return self.of_member(user.member_id)
        if user.role in ("analyst", "lead-analyst", "coordinator", "auditor"):
            return self
        return self.none()

    def of_member(self, member: Member | int | None) -> Self:
        """What this company may see: its own, not void, not waiting in our outbox."""
        return self.filter(member=member, member__isnull=False).exclude(status=CaseStatus.VOID)

    def newest_first(self) -> Self:
        """Latest first, in an order that never ties."""
        return self.order_by("-created_at", "-id")


class Case(models.Model):
    """One listing, one company: everything needed to act, and nothing about who reported it."""

    reference = models.CharField(max_length=20, unique=True, default=new_reference, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="cases")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="cases")
    ngo = models.ForeignKey(Ngo, models.PROTECT, related_name="cases")
    status = models.CharField(max_length=12, default=CaseStatus.QUEUED.value)
    outcome = models.CharField(max_length=24, blank=True, default="", help_text="the company's latest answer")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    listing_address = models.CharField(max_length=2000)
    listing_key = models.CharField(
        max_length=64, help_text="SHA-256 of the canonical address: one case a listing and company"
    )
    occurrence = models.PositiveSmallIntegerField(default=1, help_text="2 when the listing came back, and so on")
    item = models.CharField(max_length=120, blank=True, default="")
    title = models.CharField(max_length=300, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    price = models.CharField(max_length=60, blank=True, default="")
    seller = models.CharField(
        max_length=120, blank=True, default="", help_text="the seller's public handle on this platform"
    )
    taxon_key = models.CharField(max_length=60, blank=True, default="")
    taxon_name = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=30)
    basis = models.CharField(max_length=10)
    explanation = models.TextField(help_text="why, in words, in the NGO's name")
    policy = models.TextField(blank=True, default="")
    marked_words = models.JSONField(default=list)
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="")
    pack_sha256 = models.CharField(
        max_length=64, blank=True, default="", help_text="of its evidence pack, in the area of packs"
    )
    pack_size = models.PositiveBigIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    independent_reports = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "listing_key", "occurrence"], name="a_listing_is_forwarded_once_to_a_company"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="an_answered_case_has_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["member", "-created_at", "-id"], name="case_inbox")]

    def __str__(self) -> str:
        return self.reference


class Exhibit(models.Model):
    """One picture or file chosen for a case: the safe copy, never the volunteer's original."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="exhibits")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, help_text="screenshot, picture")
    sha256 = models.CharField(max_length=64, help_text="of the copy in the area of copies")
    tile_sha256 = models.CharField(max_length=64, help_text="of its blurred tile")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="exhibits_are_numbered")]

    def __str__(self) -> str:
        return f"{self.case_id} exhibit {self.number}"


class Answer(models.Model):
    """What a company said about a case, by whom of theirs, and through which door."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=24)
    note = models.TextField(blank=True, default="")
    through = models.CharField(max_length=12, help_text="rest, portal, mail")
    by = models.CharField(max_length=60, help_text="the seat's handle or the key's id")
    at = models.DateTimeField()
    applied = models.BooleanField(default=True)
    why_not_applied = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class IdempotencyKey(models.Model):
    """A write that came before: the same key gets the same answer and no second effect."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    request_sha256 = models.CharField(max_length=64)
    status_code = models.PositiveSmallIntegerField()
    body: Any = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="a_key_has_one_effect")]

    def __str__(self) -> str:
        return self.key
