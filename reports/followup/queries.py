"""What is new for a volunteer, how often they were right, and all that we keep about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from coalition.learning.queries import CHAPTERS
from coalition.learning.rules import group_of
from coalition.models import SPOTTERS, Group, Role, Taxon, User
from reports.followup.rules import Precision, is_wanted, precisions
from reports.lifecycle import AGREED, UNDECIDED, Status
from reports.models import SAID, Decision, Notice, Report, Screenshot
from spotter.audit.models import Event


def news_for_letter(person: User) -> list[Notice]:
    """What this person has neither read nor had a letter about, and wants to hear of, in the order it happened."""
    fresh = Notice.objects.filter(report__spotter=person, seen_at__isnull=True, mailed_at__isnull=True)
    found = fresh.select_related("report").order_by("at", "id")
    return [notice for notice in found if is_wanted(Status(notice.status), person.silent_on)]


def unread(person: User) -> int:
    """How many of this person's reports have news."""
    new = Notice.objects.filter(report__spotter=person, seen_at__isnull=True)
    return new.values("report").distinct().count()


def news(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of every page: how many reports have news, asked only when a volunteer sees it."""
    person = getattr(request, "user", None)
    if not isinstance(person, User) or person.role not in SPOTTERS:
        return {}
    return {"news": SimpleLazyObject(lambda: unread(person))}


@dataclass(frozen=True)
class Line:
    """One group of species as its spotter reads it; shares in per cent."""

    title: str
    found: Precision
    share: int
    low: int
    high: int

    @property
    def width(self) -> int:
        """Of the bar."""
        return max(1, self.high - self.low)


def own_precision(person: User) -> tuple[Line | None, list[Line]]:
    """All together, and each group of species: from standing decisions on what this person reported."""
    decided = (
        Decision.objects.filter(
            undone_at__isnull=True,
            verdict__in=("confirmed", "dismissed"),
            listing__reports__spotter=person,
            listing__reports__withdrawn_at__isnull=True,
        )
        .order_by("listing", "-at")
        .distinct("listing")
        .values_list("listing__taxon_key", "listing__reports__taxon_key", "reason")
    )
    groups = {key: group_of(group) for key, group in Taxon.objects.values_list("key", "group")}
    found = [(groups.get(ours or theirs, ""), reason) for ours, theirs, reason in decided]
    total = precisions(("", reason) for _group, reason in found)
    return (_line(total[0], _("All together")) if total else None), [
        _line(one, _title(one.group)) for one in precisions(found)
    ]


def _title(group: str) -> str:
    return str(CHAPTERS[group][0]) if group else _("Not named yet")


def _line(found: Precision, title: str) -> Line:
    share = round(100 * found.right / found.of)
    return Line(title, found, share, round(100 * found.low), round(100 * found.high))


def held_by_others(hashes: list[str]) -> set[str]:
    """Those of these pictures that somebody sent as well who is still here."""
    others = Screenshot.objects.filter(received_sha256__in=hashes, report__spotter__erased_at__isnull=True)
    return set(others.values_list("received_sha256", flat=True))


def tables_of(handle: str) -> set[str]:
    """The tables of reports that this person sealed, and nobody else who is still here."""
    sealed = Event.objects.filter(what="seal", of="table")
    mine = set(sealed.filter(by=handle).values_list("ref", flat=True))
    gone = User.objects.filter(erased_at__isnull=False).values("handle")
    others = sealed.filter(ref__in=mine).exclude(by=handle).exclude(by__in=gone)
    return mine - set(others.values_list("ref", flat=True))


WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """One volunteer's last seven days as their lead sees them: counts under a handle, and nothing of what was sent."""

    handle: str
    is_lead: bool
    sent: int
    looked_at: int
    agreed: int
    asked: int


def week_of(group: Group, now: datetime) -> list[Week]:
    """Everybody of the group by handle, never by count: who reported most is nobody's question here.

    What was dismissed is not told: a lead helps, and does not grade. A question of staff counts until it is answered.
    """
    lately = Q(reports__withdrawn_at__isnull=True, reports__created_at__gt=now - WEEK)
    counted = {
        "sent": lately,
        "looked_at": lately & ~Q(reports__listing__status__in=(*UNDECIDED - {Status.ASKED},)),
        "agreed": lately & Q(reports__listing__status__in=AGREED),
        "asked": Q(reports__withdrawn_at__isnull=True, reports__listing__status=Status.ASKED),
    }
    people = group.people.filter(role__in=SPOTTERS, is_active=True).order_by("handle")
    counts = {name: Count("reports", filter=wanted) for name, wanted in counted.items()}
    rows = people.annotate(**counts).values("handle", "role", *counts)
    return [Week(row.pop("handle"), row.pop("role") == Role.LEAD_SPOTTER, **row) for row in map(dict, rows)]


def own_data(person: User) -> dict[str, Any]:
    """All that we keep about somebody, as plain values: who they are, what they sent, what they were told."""
    reports = Report.objects.filter(spotter=person).select_related("listing__platform")
    with_parts = reports.prefetch_related("versions", "replies", "screenshots", "notices").newest_first()
    return {"profile": _profile(person), "reports": [_report(report) for report in with_parts]}


PROFILE = (
    "handle", "email", "role", "language", "joined_at", "last_login", "pledge_version", "pledged_at",
    "told_when", "silent_on", "hides_live", "hides_gore",
)  # fmt: skip


def _profile(person: User) -> dict[str, Any]:
    rows = {
        "addresses": EmailAddress.objects.filter(user=person).values("email", "verified", "primary"),
        "second_factors": Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at"),
        "sessions": UserSession.objects.filter(user=person).values("created_at", "last_seen_at", "ip", "user_agent"),
        "lessons": person.lessons_read.values("lesson", "version", "read_at"),
    }
    known = {name: getattr(person, name) for name in PROFILE} | {"group": person.group and person.group.name}
    return known | {name: list(found) for name, found in rows.items()}


def _report(report: Report) -> dict[str, Any]:
    listing = report.listing
    return {
        "code": report.code,
        "address": listing.address,
        "address_as_given": report.address_as_given,
        "title": listing.title,
        "platform": listing.platform.name if listing.platform else "",
        "status": listing.status,
        "created_at": report.created_at,
        "withdrawn_at": report.withdrawn_at,
        "said": {name: getattr(report, name) for name in SAID},
        "said_before": [{name: getattr(before, name) for name in (*SAID, "until")} for before in report.versions.all()],
        "answers": [{"text": reply.text, "at": reply.at} for reply in report.replies.all()],
        "screenshots": [
            {"number": shot.number, "sha256": shot.received_sha256, "size": shot.size, "state": shot.state}
            for shot in report.screenshots.all()
        ],
        "told": [
            {"status": notice.status, "at": notice.at, "mailed_at": notice.mailed_at, "read_at": notice.seen_at}
            for notice in report.notices.all()
        ],
    }
