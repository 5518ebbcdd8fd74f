"""Figures that companies report about themselves, kept beside what we verified."""

from django.db import models

from coalition.models.members import Member


class ReportedFigure(models.Model):
    """How many listings a company says it removed or blocked in a month."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="reported_figures")
    month = models.DateField(help_text="its first day")
    removed = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "month"], name="a_month_is_reported_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.month:%Y-%m}"
