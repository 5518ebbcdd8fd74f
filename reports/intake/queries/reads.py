"""What a spotter sees: the form's lists, their reports, and the pictures of each."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import reduce
from operator import itemgetter, or_
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from coalition.models import Platform, Taxon, User
from reports.lifecycle import Status
from reports.models import Notice, Report, Screenshot
from spotter.lib.image_messages import sentence
from spotter.lib.paging import Page, page_of

PAGE_SIZE: Final = 25
ASKED_SHOWN: Final = 3


def test_hosts() -> frozenset[str]:
    """Hosts outside the public internet that DEBUG may name; empty in production."""
    return frozenset(settings.RESOLVER_OVERRIDE)


def taxa() -> list[tuple[str, str]]:
    """Taxa by name, for the form."""
    return _by_word(Taxon.objects.all())


def _by_word(found: QuerySet[Taxon]) -> list[tuple[str, str]]:
    return sorted(((taxon.key, taxon.word) for taxon in found), key=itemgetter(1))


@dataclass(frozen=True)
class Wanted:
    """Which of their own reports somebody asks for; None asks for all."""

    q: str | None = None
    status: str | None = None
    platform: str | None = None
    taxon: str | None = None
    since: date | None = None

    def is_everything(self) -> bool:
        """Nothing is left out."""
        return not any(asdict(self).values())


ROW: Final = (
    "id", "code", "created_at", "withdrawn_at", "is_new",
    "listing__title", "listing__address", "listing__status", "listing__status_at", "listing__platform__name",
    "listing__language", "listing__is_example", "listing__host",
)  # fmt: skip


def my_reports(user: User, wanted: Wanted, *, after: str | None, before: str | None) -> Page[dict[str, Any]]:
    """One page of a spotter's reports, the newest first."""
    rows = _mine(user).filter(_fits(wanted)).values(*ROW)
    return page_of(rows, keys=("-created_at", "-id"), after=after, before=before, size=PAGE_SIZE)


def asked_of(user: User) -> tuple[list[dict[str, Any]], int]:
    """The reports about which staff have waited longest for an answer, and how many there are: they stand above all."""
    asked = _mine(user).filter(listing__status=Status.ASKED, withdrawn_at__isnull=True)
    counted = asked.annotate(waiting=Window(Count("pk"))).order_by("listing__status_at", "id")
    rows = list(counted.values(*ROW, "waiting")[:ASKED_SHOWN])
    return rows, rows[0]["waiting"] if rows else 0


def _mine(user: User) -> QuerySet[Report]:
    new = Notice.objects.filter(report=OuterRef("pk"), seen_at__isnull=True)
    return Report.objects.filter(spotter=user).annotate(is_new=Exists(new))


def _fits(wanted: Wanted) -> Q:
    found = Q()
    if wanted.q:
        within = ("listing__title", "listing__address", "note", "search_word", "code")
        found &= reduce(or_, (Q(**{f"{field}__icontains": wanted.q}) for field in within))
    if wanted.status:
        found &= Q(withdrawn_at__isnull=wanted.status != "withdrawn")
    if wanted.status and wanted.status != "withdrawn":
        found &= Q(listing__status=wanted.status)
    if wanted.platform:
        found &= Q(listing__platform__key=wanted.platform)
    if wanted.taxon:
        found &= Q(listing__taxon_key=wanted.taxon) | Q(taxon_key=wanted.taxon)
    if wanted.since:
        found &= Q(created_at__gte=datetime.combine(wanted.since, time.min, tzinfo=UTC))
    return found


def platforms_of(user: User) -> list[tuple[str, str]]:
    """The platforms on which this person found something."""
    mine = Report.objects.filter(spotter=user, listing__platform__isnull=False)
    found = Platform.objects.filter(pk__in=mine.values("listing__platform"))
    return list(found.order_by("name").values_list("key", "name"))


def taxa_of(user: User) -> list[tuple[str, str]]:
    """What this person found: by their own word, and by what we understood."""
    mine = Report.objects.filter(spotter=user)
    keys = Q(key__in=mine.values("taxon_key")) | Q(key__in=mine.values("listing__taxon_key"))
    return _by_word(Taxon.objects.filter(keys))


@dataclass(frozen=True)
class Shot:
    """A spotter's own screenshot and what became of it."""

    row: Screenshot
    why_refused: str


def shots(report: Report) -> list[Shot]:
    """The screenshots of a report in their order."""
    found = report.screenshots.exclude(state="purged").order_by("number")
    return [Shot(shot, str(sentence(shot.why_refused)) if shot.why_refused else "") for shot in found]
