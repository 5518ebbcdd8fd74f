"""A weighing: all listings that wait are weighed again under a new lexicon, in batches; it can stop and go on."""

from typing import Self

from django.db import models
from django.db.models import Q


class WeighingQuerySet(models.QuerySet["Weighing"]):
    """The words for weighings."""

    def unfinished(self) -> Self:
        """Going on, or stopped half-way."""
        return self.filter(state__in=("going", "stopped"))


class Weighing(models.Model):
    """How far it has come: everything at or above the cursor is done, the newest listings first."""

    lexicon = models.CharField(max_length=20, help_text="number of the lexicon that was published")
    state = models.CharField(max_length=10, default="going", help_text="going, stopped, done")
    total = models.PositiveIntegerField(help_text="listings that waited when it began")
    weighed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0, help_text="listings whose band is another now")
    cursor = models.BigIntegerField(null=True, help_text="listings below this number are still to be weighed")
    began_at = models.DateTimeField()
    began_by = models.CharField(max_length=40, help_text="handle")
    ended_at = models.DateTimeField(null=True)

    objects = WeighingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["going", "stopped", "done"]), name="weighing_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False) | (~Q(state="done") & Q(ended_at__isnull=True)),
                name="only_a_done_weighing_has_ended",
            ),
            models.UniqueConstraint(
                models.Value(1), condition=Q(state__in=["going", "stopped"]), name="one_weighing_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"weighing {self.pk}, {self.weighed} of {self.total}"
