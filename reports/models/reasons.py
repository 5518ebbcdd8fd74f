"""How often each reason was right, the reasons that people struck, and the terms that suddenly fire more."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q, Sum

from coalition.models import User
from reports.models.listing import Listing
from reports.models.score import Score
from reports.reasons import ReasonKey, Record


class Keyed(models.Model):
    """A row about one reason, under the columns of its ReasonKey."""

    reason = models.CharField(max_length=30)
    term = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    group = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def key(self) -> ReasonKey:
        """Which reason it is about."""
        return ReasonKey(self.reason, self.term, self.language, self.group)


class ReasonCountQuerySet(models.QuerySet["ReasonCount"]):
    """The counts as records."""

    def records(self, keys: Iterable[ReasonKey]) -> dict[ReasonKey, Record]:
        """How often each of these reasons was right, over all months, platforms and versions; in one query."""
        wanted = set(keys)
        found = self.filter(reason__in={key.reason for key in wanted}, term__in={key.term for key in wanted})
        sums = found.values("reason", "term", "language", "group").annotate(
            sum_right=Sum("right"), sum_of=Sum("of"), sum_struck=Sum("struck")
        )
        counted = {
            ReasonKey(row["reason"], row["term"], row["language"], row["group"]): Record(
                row["sum_right"], row["sum_of"], row["sum_struck"]
            )
            for row in sums
        }
        return {key: counted.get(key, Record()) for key in wanted}


class ReasonCount(Keyed):
    """How often one reason was right in the decisions of one month, on one platform, under one lexicon and model."""

    month = models.DateField(help_text="its first day, of the decisions")
    platform = models.CharField(max_length=60, blank=True, default="", help_text="its name; empty when nobody knows it")
    lexicon = models.CharField(max_length=20)
    model = models.CharField(max_length=40)
    right = models.PositiveIntegerField()
    of = models.PositiveIntegerField(help_text="decided listings that it stood on")
    struck = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    objects = ReasonCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "term", "language", "group", "platform", "lexicon", "model", "month"],
                name="a_reason_is_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(right__lte=F("of")) & Q(struck__lte=F("of") - F("right")),
                name="right_and_struck_are_of_the_counted",
            ),
        ]
        indexes = [models.Index(fields=["month"], name="reason_counts_of_a_month")]

    def __str__(self) -> str:
        return f"{self.reason} {self.term}: {self.right} of {self.of}"


class StrikeQuerySet(models.QuerySet["Strike"]):
    """The words for strikes."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at__isnull=True)

    def keys_on(self, listing: Listing) -> frozenset[ReasonKey]:
        """The reasons that somebody struck on this listing."""
        return frozenset(strike.key for strike in self.standing().filter(listing=listing))


class Strike(Keyed):
    """Somebody of the staff says that one reason is wrong on one listing, whatever else is true of it."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="strikes")
    score = models.ForeignKey(Score, models.PROTECT, related_name="+", help_text="the receipt that they saw")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects = StrikeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "reason", "term", "language", "group"],
                condition=Q(undone_at__isnull=True),
                name="a_reason_is_struck_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} not {self.reason} {self.term}"


class DriftAlarm(Keyed):
    """A term suddenly fires more than it used to; it rings until a lead analyst has looked."""

    since = models.DateTimeField(help_text="beginning of the days that were looked at")
    at = models.DateTimeField(help_text="last counted")
    raised_at = models.DateTimeField()
    fired = models.PositiveIntegerField(help_text="listings in these days")
    of = models.PositiveIntegerField(help_text="listings weighed in these days")
    fired_before = models.PositiveIntegerField()
    of_before = models.PositiveIntegerField()
    platform = models.CharField(max_length=60, blank=True, default="", help_text="where most of them are")
    on_platform = models.PositiveIntegerField(default=0)
    listings = models.JSONField(default=list, help_text="codes of the newest")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=40, blank=True, default="", help_text="handle")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "term", "language", "group"],
                condition=Q(acknowledged_at__isnull=True),
                name="a_term_rings_once",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by="")
                | (Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by="")),
                name="an_acknowledged_alarm_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}: {self.fired} of {self.of}"
