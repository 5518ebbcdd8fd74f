"""Shadow runs: what a proposed word, table or model would change, seen before it counts."""

from typing import Self

from django.db import models
from django.db.models import Q

from reports.models.listing import Listing
from reports.models.score import TrainedModel


class ShadowRunQuerySet(models.QuerySet["ShadowRun"]):
    """The words for shadow runs."""

    def open(self) -> Self:
        """Neither published nor dropped: they see each new listing."""
        return self.filter(state__in=("past", "new")).order_by("pk")


class ShadowRun(models.Model):
    """One proposal, weighed silently: first on past listings, then on new ones, until it is published or dropped."""

    word = models.JSONField(null=True, help_text="the proposed row of the lexicon")
    model = models.ForeignKey(TrainedModel, models.PROTECT, null=True, related_name="shadow_runs")
    table = models.JSONField(null=True, help_text="the proposed table: file, table, rows, how it differs, warnings")
    state = models.CharField(max_length=10, default="past", help_text="past, new, published, dropped")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=40, help_text="handle")
    cursor = models.BigIntegerField(null=True, help_text="past listings below this number are still to be weighed")
    weighed = models.PositiveIntegerField(default=0, help_text="past listings")
    weighed_new = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="", help_text="handle")

    objects = ShadowRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["past", "new", "published", "dropped"]), name="shadow_run_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(word__isnull=True, model__isnull=False, table__isnull=True)
                | Q(word__isnull=False, model__isnull=True, table__isnull=True)
                | Q(word__isnull=True, model__isnull=True, table__isnull=False),
                name="a_shadow_run_tries_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["past", "new"], ended_at__isnull=True, ended_by="")
                | (Q(state__in=["published", "dropped"], ended_at__isnull=False) & ~Q(ended_by="")),
                name="an_ended_shadow_run_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"shadow run {self.pk}"


class ShadowChange(models.Model):
    """One listing that the proposal would weigh otherwise."""

    run = models.ForeignKey(ShadowRun, models.CASCADE, related_name="changes")
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="+")
    before = models.FloatField()
    before_band = models.CharField(max_length=10)
    after = models.FloatField()
    after_band = models.CharField(max_length=10)
    is_new = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "listing"], name="a_shadow_run_tells_of_a_listing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.before_band} to {self.after_band}"
