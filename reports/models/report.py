"""The Report: one spotter's submission about one listing, and what the spotter was told."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from coalition.models import SPOTTERS, STAFF, Role, User
from reports.models.listing import Listing, new_code
from reports.models.said import Said


class ReportQuerySet(models.QuerySet["Report"]):
    """Which reports exist for whom."""

    def visible_to(self, user: User) -> Self:
        """A spotter sees their own; staff and auditors see all; companies none."""
        if user.role in SPOTTERS:
            return self.filter(spotter=user)
        if user.role in STAFF or user.role == Role.AUDITOR:
            return self
        return self.none()

    def newest_first(self) -> Self:
        """Latest first, in an order that never ties."""
        return self.order_by("-created_at", "-id")

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Report(Said):
    """What one volunteer sent about one listing."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="reports")
    spotter = models.ForeignKey(User, models.PROTECT, related_name="reports")
    token = models.UUIDField(default=uuid.uuid4, help_text="made by the form: a repeated POST is the same report")
    address_as_given = models.TextField(help_text="custody only: share ids in it can name the volunteer")
    source = models.CharField(max_length=12, default="spotter", help_text="spotter, me-too, monitoring")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="when the spotter last heard of it")

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spotter", "token", "listing"], name="a_repeated_post_is_one_report"),
            models.CheckConstraint(
                condition=Q(source__in=["spotter", "me-too", "monitoring"]), name="report_source_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(quantity__isnull=True) | Q(quantity__gt=0)) & (Q(price__isnull=True) | Q(price__gt=0)),
                name="what_a_report_counts_is_above_zero",
            ),
        ]
        indexes = [models.Index(fields=["spotter", "-created_at", "-id"], name="report_mine")]

    def __str__(self) -> str:
        return self.code


class ReportVersion(Said):
    """What a report said before its spotter corrected it: the trail stays."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} until {self.until}"


class Reply(models.Model):
    """A spotter's answer to a question of staff."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="replies")
    text = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} reply"


class Notice(models.Model):
    """What a spotter was told about a report: in the site, and by mail when they wish."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="notices")
    status = models.CharField(max_length=12, help_text="the listing's status that it tells of")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "status", "at"], name="a_step_is_told_once")]
        indexes = [
            models.Index(fields=["report", "at"], name="notice_timeline"),
            # Asked on every page of a volunteer: how many reports have news.
            models.Index(fields=["report"], name="notice_unread", condition=Q(seen_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.status}"
