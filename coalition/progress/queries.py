"""How each company answers, what it says of itself, and what the machine has left undone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from coalition.models import Case, CaseStatus, Delivery, DeliveryStatus, Member, Outcome, ReportedFigure, User
from coalition.progress.rules import whole_hours, without_addresses
from spotter.audit.models import Event, Root, Stamp
from spotter.jobs.models import Job

SHOWN: Final = 50
SWEPT_SHOWN: Final = timedelta(days=7)
# A delivery that should have gone this long ago is on somebody's list.
LATE: Final = timedelta(minutes=15)
ROOTS_SHOWN: Final = 7


class Median(Aggregate):
    """The middle one of all values, as PostgreSQL counts it."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)%(filter)s"
    output_field = DurationField()


@dataclass(frozen=True)
class OutcomeCount:
    """How often a company gave one answer."""

    code: str
    word: str
    count: int


@dataclass(frozen=True)
class CompanyRow:
    """One company: our count of its cases, beside its own count of what it removed."""

    name: str
    is_example: bool
    sent: int
    delivered: int
    answered: int
    hours: int | None
    outcomes: tuple[OutcomeCount, ...]
    reported: int | None
    reported_months: int


@dataclass(frozen=True)
class DeadJob:
    """A piece of work that was given up."""

    id: int
    kind: str
    ref: str
    attempts: int
    error: str
    at: datetime | None


@dataclass(frozen=True)
class LateDelivery:
    """A case that has not reached its company."""

    reference: str
    company: str
    is_dead: bool
    has_address: bool
    attempts: int
    error: str
    due: datetime


@dataclass(frozen=True)
class DailyRoot:
    """One root over the audit line, and the authority's word for it."""

    number: int
    events: int
    root: str
    made_at: datetime
    authority: str
    stamped_at: datetime | None


def companies(user: User) -> list[CompanyRow]:
    """The companies that this person may compare, by name; a company's own people see their own alone."""
    outcomes = _outcomes()
    reported = _reported()
    return [_company(member, outcomes[member.pk], reported.get(member.pk, (None, 0))) for member in _counted(user)]


def _counted(user: User) -> QuerySet[Member, Any]:
    not_void = ~Q(cases__status=CaseStatus.VOID)
    # A company that has no address yet answers in the portal: it got the case all the same.
    reached = Q(cases__sent_at__isnull=False) | Q(cases__answered_at__isnull=False)
    found = Member.objects.annotate(
        sent=Count("cases", filter=not_void & reached),
        delivered=Count("cases", filter=not_void & Q(cases__delivered_at__isnull=False)),
        answered=Count("cases", filter=not_void & Q(cases__answered_at__isnull=False)),
        took=Median(
            F("cases__answered_at") - Coalesce(F("cases__sent_at"), F("cases__created_at")),
            filter=not_void & Q(cases__answered_at__isnull=False),
        ),
        opened=Count("cases", filter=not_void),
    ).order_by("name")
    if user.is_company:
        return found.filter(seats=user)
    with_figures = ReportedFigure.objects.values("member_id")
    return found.filter(Q(opened__gt=0) | Q(pk__in=with_figures))


def _outcomes() -> dict[int, list[OutcomeCount]]:
    found: dict[int, list[OutcomeCount]] = defaultdict(list)
    answered = Case.objects.exclude(outcome="").exclude(status=CaseStatus.VOID)
    counted = answered.values("member_id", "outcome").annotate(count=Count("id")).order_by("-count", "outcome")
    for row in counted:
        code = row["outcome"]
        word = str(Outcome(code).label) if code in Outcome.values else code
        found[row["member_id"]].append(OutcomeCount(code, word, row["count"]))
    return found


def _reported() -> dict[int, tuple[int, int]]:
    counted = ReportedFigure.objects.values("member_id").annotate(whole=Sum("removed"), months=Count("id")).order_by()
    return {row["member_id"]: (row["whole"], row["months"]) for row in counted}


def _company(member: Any, outcomes: list[OutcomeCount], reported: tuple[int | None, int]) -> CompanyRow:
    return CompanyRow(
        name=member.name,
        is_example=member.is_example,
        sent=member.sent,
        delivered=member.delivered,
        answered=member.answered,
        hours=whole_hours(member.took),
        outcomes=tuple(outcomes),
        reported=reported[0],
        reported_months=reported[1],
    )


def dead_jobs() -> tuple[int, list[DeadJob]]:
    """How many were given up, and the latest of them."""
    dead = Job.objects.dead()
    latest = dead.order_by("-done_at", "-id")[:SHOWN]
    return dead.count(), [
        DeadJob(job.pk, job.kind, job.ref, job.attempts, without_addresses(job.last_error), job.done_at)
        for job in latest
    ]


def swept(now: datetime) -> int:
    """How many uploads were taken away in the last week because nobody sent the report that they belonged to."""
    lately = Event.objects.filter(what="sweep", of="upload", at__gt=now - SWEPT_SHOWN)
    return sum(facts.get("files", 0) for facts in lately.values_list("facts", flat=True))


def late_deliveries(now: datetime) -> tuple[int, list[LateDelivery]]:
    """How many cases have not arrived though they should have, or have nowhere to go; and the oldest of them.

    A case that its company answered in the portal is with the company, whatever became of the letter.
    """
    missing = (
        Delivery.objects.exclude(status=DeliveryStatus.DELIVERED)
        .exclude(case__status=CaseStatus.VOID)
        .filter(case__answered_at__isnull=True)
        .filter(Q(status=DeliveryStatus.DEAD) | Q(due__lt=now - LATE) | Q(endpoint__isnull=True))
        .select_related("case__member")
    )
    return missing.count(), [_late(delivery) for delivery in missing.order_by("created_at", "id")[:SHOWN]]


def _late(delivery: Delivery) -> LateDelivery:
    return LateDelivery(
        reference=delivery.case.reference,
        company=delivery.case.member.name,
        is_dead=delivery.status == DeliveryStatus.DEAD,
        has_address=delivery.endpoint_id is not None,
        attempts=delivery.attempts_made,
        error=without_addresses(delivery.last_error),
        due=delivery.due,
    )


def latest_roots() -> list[DailyRoot]:
    """The newest roots of the audit line, the latest first."""
    found = Root.objects.select_related("stamp").order_by("-number")[:ROOTS_SHOWN]
    return [_root(root, getattr(root, "stamp", None)) for root in found]


def _root(root: Root, stamp: Stamp | None) -> DailyRoot:
    return DailyRoot(
        number=root.number,
        events=root.last - root.first + 1,
        root=root.root,
        made_at=root.made_at,
        authority=stamp.authority if stamp else "",
        stamped_at=stamp.at if stamp else None,
    )
