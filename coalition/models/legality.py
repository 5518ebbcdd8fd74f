"""What may make an offer legal, what a platform forbids, and what tells a look-alike apart: data that people check."""

from django.db import models
from django.db.models import Q

from coalition.models.knowledge import Taxon
from coalition.models.members import Member


def checked(name: str) -> models.CheckConstraint:
    """Whoever has checked a row says so with their name and the day."""
    return models.CheckConstraint(
        condition=Q(verified_on__isnull=True, verified_by="") | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
        name=name,
    )


class Checkable(models.Model):
    """A row of knowledge with its source; unverified until somebody says when and by whom."""

    taxon = models.ForeignKey(
        Taxon, models.CASCADE, null=True, blank=True, related_name="+", help_text="none: every taxon"
    )
    product = models.CharField(max_length=60, blank=True, default="", help_text="class of product; none: every one")
    source = models.CharField(max_length=300)
    link = models.URLField(blank=True, default="")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        abstract = True


class Exemption(Checkable):
    """A case in which the trade is legal, and the paper that proves it."""

    place = models.CharField(max_length=60, help_text="country or law: EU, UK, CITES …")
    rule = models.TextField(help_text="what is exempt, in plain words")
    paper = models.TextField(help_text="the document that proves it")

    class Meta:
        constraints = [
            checked("a_verified_exemption_says_when_and_by_whom"),
            models.UniqueConstraint(
                fields=["taxon", "product", "place", "paper"], name="an_exemption_stands_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.paper}"[:80]


class PolicyLine(Checkable):
    """One line of a company's policy; without a company, of the policy that the Coalition asks its members for."""

    member = models.ForeignKey(Member, models.CASCADE, null=True, blank=True, related_name="policy_lines")
    forbids = models.BooleanField(default=True, help_text="no: allowed, with the papers named")
    rule = models.TextField(help_text="the line, in plain words")
    papers = models.TextField(blank=True, default="", help_text="which papers make it allowed there, if any do")

    class Meta:
        constraints = [
            checked("a_verified_policy_line_says_when_and_by_whom"),
            models.UniqueConstraint(
                fields=["member", "taxon", "product", "rule"], name="a_policy_line_stands_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.rule[:80]


class Distinction(Checkable):
    """Something that looks like a product of a taxon, and what tells the two apart."""

    look_alike = models.CharField(max_length=120)
    tells_apart = models.TextField()

    class Meta:
        constraints = [
            checked("a_verified_distinction_says_when_and_by_whom"),
            models.UniqueConstraint(
                fields=["taxon", "product", "look_alike"], name="a_distinction_stands_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.look_alike
