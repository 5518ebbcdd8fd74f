"""What capture reads back: earlier looks at a listing, and where looking routinely fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, F, Max, Q, Value
from django.db.models.functions import Coalesce, NullIf

from reports.capture.rules.changes import Sight
from reports.capture.rules.rows import FIRST
from reports.lifecycle import PageState
from reports.models import Capture, Listing

SHOWN: Final = (PageState.LIVE, PageState.ENDED, PageState.CHANGED)
FAILED: Final = (PageState.LOGIN_WALL, PageState.ROBOT_WALL, PageState.UNREACHABLE, PageState.CANNOT_TELL)
DAYS: Final = 30
# Fewer looks than this say nothing about a site; from this share of failures on, it routinely fails.
ENOUGH: Final = 3
ROUTINE: Final = 0.5
MOST_ROWS: Final = 100


@dataclass(frozen=True)
class Earlier:
    """The first look that showed the listing, and what the last one saw, with the facts of the last that showed it."""

    first: Capture | None
    last: Sight | None


def earlier_looks(listing: Listing) -> Earlier:
    """What a new look is held against."""
    looks = Capture.objects.filter(listing=listing)
    shown = looks.filter(state__in=SHOWN)
    last = looks.order_by("-at", "-id").first()
    last_shown = shown.order_by("-at", "-id").prefetch_related("pictures").first()
    return Earlier(
        first=shown.filter(purpose=FIRST).order_by("-at", "-id").first(),
        last=sight_of_row(last, last_shown) if last else None,
    )


def sight_of_row(last: Capture, shown: Capture | None) -> Sight:
    """A kept look as it is compared with the next one."""
    if shown is None:
        return Sight(state=last.state, shows=False)
    return Sight(
        state=last.state,
        shows=True,
        title=shown.title,
        price=f"{shown.price} {shown.currency}".strip(),
        seller=shown.seller,
        text=shown.text,
        pictures=tuple((one.received_sha256, one.phash) for one in shown.pictures.all() if one.number),
    )


SITE: Final = ("name", "looks", "shown", "gone", "login", "robot", "unreachable", "unclear", "last_at")


@dataclass(frozen=True)
class Site:
    """How looking went at one platform, or at one host of nobody's: counts of looks; `share` is in per cent."""

    name: str
    looks: int
    shown: int
    gone: int
    login: int
    robot: int
    unreachable: int
    unclear: int
    last_at: datetime

    @property
    def failed(self) -> int:
        """Looks that said nothing about the listing."""
        return self.login + self.robot + self.unreachable + self.unclear

    @property
    def share(self) -> int:
        """How many of a hundred looks failed."""
        return round(100 * self.failed / self.looks)

    @property
    def is_routine(self) -> bool:
        """Whether a robot should not be relied on there."""
        return self.looks >= ENOUGH and self.failed >= ROUTINE * self.looks


def sites_that_fail(now: datetime) -> list[Site]:
    """Where a look failed within the last 30 days, the worst first."""
    recent = Capture.objects.filter(at__gt=now - timedelta(days=DAYS))
    name = Coalesce(NullIf("listing__platform__name", Value("")), F("listing__host"))
    counted = recent.values(name=name).annotate(
        looks=Count("id"),
        shown=Count("id", filter=Q(state__in=SHOWN)),
        gone=Count("id", filter=Q(state=PageState.GONE)),
        login=Count("id", filter=Q(state=PageState.LOGIN_WALL)),
        robot=Count("id", filter=Q(state=PageState.ROBOT_WALL)),
        unreachable=Count("id", filter=Q(state=PageState.UNREACHABLE)),
        unclear=Count("id", filter=Q(state=PageState.CANNOT_TELL)),
        last_at=Max("at"),
        failed=Count("id", filter=Q(state__in=FAILED)),
    )
    worst = counted.filter(failed__gt=0).order_by("-failed", "name")[:MOST_ROWS]
    found = [Site(*row) for row in worst.values_list(*SITE)]
    return sorted(found, key=lambda site: (not site.is_routine, -site.share, site.name))
