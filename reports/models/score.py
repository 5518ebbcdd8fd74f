"""The Score: a pre-score of a listing with its receipt; it orders the queue and explains, nothing else."""

from typing import Self

from django.db import models
from django.db.models import Q

from reports.models.evidence import Capture
from reports.models.listing import Listing


class Score(models.Model):
    """One weighing of a listing by one lexicon and one model."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="scores")
    capture = models.ForeignKey(Capture, models.PROTECT, null=True, related_name="scores")
    value = models.FloatField(help_text="a probability, 0 to 1")
    band = models.CharField(max_length=10)
    taxon_key = models.CharField(max_length=60, blank=True, default="")
    product = models.CharField(max_length=60, blank=True, default="")
    receipt = models.JSONField(help_text="every reason with its points; they add up to the score")
    intercept = models.FloatField(help_text="the points of an empty page, log-odds")
    lexicon = models.CharField(max_length=20, help_text="number of the lexicon")
    model = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=1), name="a_score_is_a_probability"),
            models.CheckConstraint(
                condition=Q(band__in=["low", "possible", "likely", "top"]), name="score_band_is_known"
            ),
        ]
        indexes = [models.Index(fields=["listing", "-at", "-id"], name="score_latest")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.value:.2f}"


class TrainedModelQuerySet(models.QuerySet["TrainedModel"]):
    """Candidates, and the one that weighs."""

    def in_use(self) -> Self:
        """The one that was published last, unless it was taken back."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True).order_by("-published_at", "-id")


class TrainedModel(models.Model):
    """Weights learned from decisions: a candidate until a lead analyst publishes it, and never changed."""

    version = models.CharField(max_length=40, unique=True)
    weights = models.TextField(help_text="the model as JSON, as train_scorer writes it")
    figures = models.JSONField(help_text="its quality beside the model before it, on listings it had not seen")
    trained_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=40, blank=True, default="", help_text="handle")
    withdrawn_at = models.DateTimeField(null=True)

    objects = TrainedModelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by="")
                | (Q(published_at__isnull=False) & ~Q(published_by="")),
                name="a_published_model_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.version
