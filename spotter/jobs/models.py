"""The Job: something that must still be done, written in the transaction of what it serves."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """Where a Job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class JobQuerySet(models.QuerySet["Job"]):
    """The words for Jobs."""

    def open(self) -> Self:
        """Neither done nor dead."""
        return self.filter(state__in=(State.QUEUED, State.RUNNING))

    def due(self, now: datetime) -> Self:
        """Due, and in nobody's lease: an expired lease is simply due again."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
        return self.open().filter(free, due__lte=now)

    def dead(self) -> Self:
        """Given up after too many attempts: on somebody's list."""
        return self.filter(state=State.DEAD)


class Job(models.Model):
    """One thing to do: the (kind, ref, generation) says what, the lease says who is at it now."""

    kind = models.CharField(max_length=30)
    ref = models.CharField(max_length=80)
    generation = models.IntegerField(default=0, help_text="0 the first time; higher when the same is to be done again")
    state = models.CharField(max_length=10, default=State.QUEUED.value)
    due = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    publications = models.IntegerField(
        default=0, help_text="how often it was handed to the queue; the fence of a zombie"
    )
    attempts = models.IntegerField(default=0, help_text="how often a worker began it")
    last_error = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "ref", "generation"], name="a_thing_is_to_be_done_once"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "dead"]), name="job_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due"], name="job_open_by_due", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["kind", "ref"], name="job_by_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}/{self.generation} {self.state}"
