"""What becomes of evidence: held, given out as a pack, and in the end purged by two people."""

from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import F, Q

from coalition.models import Case, User
from reports import line
from reports.models.listing import Listing
from spotter.audit.acts import Act
from spotter.jobs import queue

OPEN_PURGE = ("due", "proposed", "agreed")
EDITIONS = ("company", "enforcement")


class Hold(models.Model):
    """Evidence of this listing must be kept, whatever its age: a court, an investigation, a dispute."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="holds")
    why = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(released_at__isnull=True), name="one_hold_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="a_release_has_a_person_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} held"


class PurgeQuerySet(models.QuerySet["Purge"]):
    """The words for purges."""

    def open(self) -> Self:
        """Not purged yet, and not stopped."""
        return self.filter(state__in=OPEN_PURGE)


class Purge(models.Model):
    """The end of a listing's evidence: due by the policy, proposed by one person, agreed by another, then done."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="purges")
    why = models.CharField(max_length=20, help_text="the rule: dismissed, confirmed")
    state = models.CharField(max_length=10, default="due", help_text="due, proposed, agreed, done, stopped")
    found_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was done or stopped")

    objects = PurgeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing"], condition=Q(state__in=OPEN_PURGE), name="one_purge_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done"])
                | (Q(proposed_by__isnull=False, agreed_by__isnull=False) & ~Q(proposed_by=F("agreed_by"))),
                name="two_people_purge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} purge {self.state}"


class Pack(models.Model):
    """An evidence pack: a ZIP that anybody can check without us, made once and kept under its own hash."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="packs")
    edition = models.CharField(max_length=12)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    screenshots = models.JSONField(default=list, help_text="the numbers of the screenshots that a person chose")
    language = models.CharField(max_length=12, default="en")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True, default="", help_text="in the area of packs")
    size = models.PositiveBigIntegerField(default=0)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(edition__in=EDITIONS), name="pack_edition_is_known"),
            models.CheckConstraint(
                condition=~Q(edition="company") | Q(case__isnull=False), name="a_companys_pack_has_its_case"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, sha256="") | (Q(made_at__isnull=False) & ~Q(sha256="")),
                name="a_made_pack_has_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.edition}"

    @classmethod
    def ask(
        cls,
        act: Act,
        listing: Listing,
        *,
        edition: str,
        by: User,
        case: Case | None = None,
        screenshots: Sequence[int] = (),
        language: str = "en",
    ) -> Self:
        """Have a pack made: its row, its custody line and its Job."""
        pack = cls.objects.create(
            listing=listing,
            edition=edition,
            case=case,
            screenshots=list(screenshots),
            language=language,
            asked_by=by,
            asked_at=act.at,
        )
        act.record("ask-pack", of="listing", ref=listing.code, by=by, edition=edition)
        queue.add(line.PACK, pack.pk, due=act.at)
        return pack
