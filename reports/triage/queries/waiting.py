"""What waits for staff: one page of the queue under a person's filters, and the names that it needs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from coalition.models import Member, Platform, Taxon, User, taxon_word
from reports.models import QueueEntry
from spotter.lib.paging import DEFAULT_KEYS, Page, page_of

PAGE_SIZE: Final = 50
COUNT_CAP: Final = 1000
OLDEST_FIRST: Final = ("entered_at", "id")
ROW: Final = (
    "id", "priority", "reports", "entered_at", "claimed_by_id", "claimed_until", "status", "band", "taxon_key",
    "language", "platform_id", "listing__code", "listing__title", "listing__address", "listing__host",
    "listing__is_example",
)  # fmt: skip
# How long a listing waits already, at least.
AGES: Final = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
# Filters that are a column of the queue, each with an index that ends in its order.
COLUMNS: Final = {
    "status": "status",
    "band": "band",
    "taxon": "taxon_key",
    "language": "language",
    "platform": "platform_id",
    "company": "member_id",
}


@dataclass(frozen=True)
class Names:
    """What is offered to filter by: keys of taxa, numbers of platforms and companies, each with its name."""

    taxa: dict[str, str]
    platforms: dict[str, str]
    companies: dict[str, str]


def names() -> Names:
    """All three in one query: small tables, read once a page."""
    rows = (
        _named("taxon", Taxon.objects.all(), "key")
        .union(
            _named("platform", Platform.objects.all(), "pk"), _named("company", Member.objects.all(), "pk"), all=True
        )
        .order_by("label")
    )
    found: dict[str, dict[str, str]] = {"taxon": {}, "platform": {}, "company": {}}
    for kind, key, name in rows:
        found[kind][key] = taxon_word(name) if kind == "taxon" else name
    return Names(found["taxon"], found["platform"], found["company"])


def taxon_names() -> dict[str, str]:
    """The names of all taxa by key."""
    return {key: taxon_word(name) for key, name in Taxon.objects.values_list("key", "name")}


def _named(kind: str, of: QuerySet[Any], key: str) -> Any:
    # A union has one type a column, and the names differ in how long they may be.
    text = CharField()
    columns: dict[str, Any] = {"kind": Value(kind), "of": Cast(key, text), "label": Cast(F("name"), text)}
    return of.annotate(**columns).values_list(*columns)


def waiting(user: User, wanted: dict[str, Any], *, now: datetime) -> QuerySet[QueueEntry]:
    """The queue under a person's filters."""
    entries = QueueEntry.objects.filter(**{COLUMNS[name]: wanted[name] for name in COLUMNS if wanted.get(name)})
    if wanted.get("age") in AGES:
        entries = entries.filter(entered_at__lte=now - AGES[wanted["age"]])
    match wanted.get("claimed"):
        case "mine":
            entries = entries.filter(claimed_by=user)
        case "nobody":
            entries = entries.filter(Q(claimed_by__isnull=True) | Q(claimed_until__lte=now))
        case "others":
            entries = entries.filter(claimed_by__isnull=False, claimed_until__gt=now).exclude(claimed_by=user)
    return entries


def queue_page(
    user: User, wanted: dict[str, Any], *, now: datetime, after: str | None = None, before: str | None = None
) -> Page[dict[str, Any]]:
    """One page of the queue: the most urgent first, or what waits longest."""
    keys = OLDEST_FIRST if wanted.get("order") == "oldest" else DEFAULT_KEYS
    rows = waiting(user, wanted, now=now).values(*ROW)
    return page_of(rows, keys=keys, after=after, before=before, size=PAGE_SIZE)


def capped_count(user: User, wanted: dict[str, Any], *, now: datetime) -> str:
    """How many wait, counted no further than a thousand."""
    count = waiting(user, wanted, now=now).values("id")[: COUNT_CAP + 1].count()
    return f"{COUNT_CAP:,}+" if count > COUNT_CAP else str(count)


def title_of(row: dict[str, Any]) -> str:
    """The listing's title, or where it stands when no title was read."""
    return row["listing__title"] or row["listing__address"] or _("Untitled listing")
