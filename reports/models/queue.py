"""The queue: a narrow row for each listing that waits for staff, deleted when it no longer waits."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, QuerySet

from coalition.models import Member, Platform, Taxon, User
from reports.urgency import Witness, independent, risk, urgency

if TYPE_CHECKING:
    from reports.models.listing import Listing

# Columns that repeat the listing's, so that every filter of the queue has an index that ends in its order.
COPIED = ("status", "band", "taxon_key", "language", "platform")


class QueueEntryQuerySet(models.QuerySet["QueueEntry"]):
    """The words for the queue."""

    def most_urgent_first(self) -> Self:
        """By priority, the newest first within it, in an order that never ties."""
        return self.order_by("-priority", "-id")

    def free_for(self, user: User, now: datetime) -> Self:
        """Claimed by nobody, by this person, or by somebody whose claim ran out."""
        return self.filter(Q(claimed_by__isnull=True) | Q(claimed_by=user) | Q(claimed_until__lte=now))


def _in_order(name: str, *columns: str) -> models.Index:
    return models.Index(fields=[*columns, "-priority", "-id"], name=name)


class QueueEntry(models.Model):
    """A listing that waits for staff, where its urgency places it."""

    listing = models.OneToOneField("reports.Listing", models.CASCADE, related_name="queue_entry")
    priority = models.IntegerField(default=0, help_text="reports.urgency: a thousand steps are twice as urgent")
    reports = models.PositiveIntegerField(default=1, help_text="independent reports")
    entered_at = models.DateTimeField()
    claimed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    claimed_until = models.DateTimeField(null=True)

    status = models.CharField(max_length=12, default="")
    band = models.CharField(max_length=10, blank=True, default="")
    taxon_key = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    platform = models.ForeignKey(Platform, models.PROTECT, null=True, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", db_index=False)

    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_until__isnull=True)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="a_claim_has_a_person_and_an_end",
            ),
        ]
        indexes = [
            _in_order("queue_order"),
            _in_order("queue_by_status", "status"),
            _in_order("queue_by_band", "band"),
            _in_order("queue_by_taxon", "taxon_key"),
            _in_order("queue_by_language", "language"),
            _in_order("queue_by_platform", "platform"),
            _in_order("queue_by_member", "member"),
            _in_order("queue_by_claim", "claimed_by"),
            models.Index(fields=["entered_at", "id"], name="queue_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} at {self.priority}"

    @staticmethod
    def put(listing: "Listing", at: datetime) -> None:
        """Let a listing wait for staff; one that waits already keeps its claim and its time."""
        entry = QueueEntry(listing=listing, entered_at=at)
        QueueEntry.objects.bulk_create([entry], ignore_conflicts=True)
        QueueEntry.place([listing.pk])

    @staticmethod
    def place(listings: Sequence[int]) -> None:
        """Write down anew where these listings stand, by their numbers, after a score, a report or a step.

        Locked in one order, so that two who do it never wait in a ring.
        """
        entries = QueueEntry.objects.filter(listing__in=listings)
        locked = entries.order_by("pk").select_for_update(of=("self",))
        found = list(locked.select_related("listing__platform__member"))
        if not found:
            return
        scores, witnesses = _scores(entries), _witnesses(entries)
        stakes = _stakes({entry.listing.taxon_key for entry in found})
        for entry in found:
            listing = entry.listing
            for name in COPIED:
                setattr(entry, name, getattr(listing, name))
            entry.member = listing.platform.member if listing.platform else None
            appendix, is_live = stakes.get(listing.taxon_key, ("", False))
            entry.reports = max(1, len(independent(witnesses[listing.pk])))
            at_risk = risk(scores.get(listing.pk, 0.0), appendix=appendix, is_live=is_live)
            entry.priority = urgency(at_risk, entry.reports, listing.created_at)
        QueueEntry.objects.bulk_update(
            found, ["priority", "reports", "member", *(n.removesuffix("_id") for n in COPIED)]
        )

    @staticmethod
    def claim(listing: "Listing", *, by: User, now: datetime, until: datetime) -> bool:
        """One conditional UPDATE: True for exactly one of two people who press at the same moment."""
        entry = QueueEntry.objects.filter(listing=listing).free_for(by, now)
        return entry.update(claimed_by=by, claimed_until=until) == 1


def _scores(entries: QuerySet[QueueEntry]) -> dict[int, float]:
    """The latest score of each listing."""
    latest = entries.filter(listing__scores__isnull=False).order_by(
        "listing", "-listing__scores__at", "-listing__scores__id"
    )
    return dict(latest.distinct("listing").values_list("listing", "listing__scores__value"))


def _witnesses(entries: QuerySet[QueueEntry]) -> defaultdict[int, list[Witness]]:
    """Who reported each listing, and when; withdrawn reports no longer count."""
    standing = entries.filter(listing__reports__isnull=False, listing__reports__withdrawn_at__isnull=True)
    found: defaultdict[int, list[Witness]] = defaultdict(list)
    for listing, at, person in standing.values_list(
        "listing", "listing__reports__created_at", "listing__reports__spotter"
    ):
        found[listing].append(Witness(at, person))
    return found


def _stakes(taxa: set[str]) -> dict[str, tuple[str, bool]]:
    """The CITES appendix of each taxon, and whether it is traded alive."""
    known = Taxon.objects.filter(key__in=taxa).values_list("key", "cites_appendix", "group")
    return {key: (appendix, group.startswith("live")) for key, appendix, group in known}
