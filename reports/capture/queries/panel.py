"""The evidence of one listing as staff see it: every look with its hashes, its packs, and who touched it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.models import Role, User
from reports.capture.rules.packs import COMPANY
from reports.models import BrowserCapture, Capture, Hold, Listing, Pack, Purge, Screenshot, words
from spotter.audit.models import Event, Root

TOUCHES: Final[dict[str, Any]] = {
    "preserve": gettext_lazy("The page was kept"),
    "browse": gettext_lazy("The page was opened in a browser"),
    "view": gettext_lazy("Looked at"),
    "download": gettext_lazy("Downloaded"),
    "ask-pack": gettext_lazy("A pack was asked for"),
    "make-pack": gettext_lazy("A pack was made"),
    "fetch-pack": gettext_lazy("The company took its pack"),
    "hold": gettext_lazy("Put on hold"),
    "release": gettext_lazy("The hold ended"),
    "purge-due": gettext_lazy("Need not be kept any longer"),
    "propose-purge": gettext_lazy("Purge proposed"),
    "agree-purge": gettext_lazy("Purge agreed by a second person"),
    "stop-purge": gettext_lazy("Purge stopped"),
    "purge": gettext_lazy("Purged; the hashes stay"),
}
SHOWN: Final = 100


@dataclass(frozen=True)
class LookLine:
    """One look at the page."""

    id: int
    at: datetime
    state: str
    reason: str
    warc_sha256: str
    body_sha256: str
    pictures: int
    is_purged: bool
    browser: BrowserCapture | None


@dataclass(frozen=True)
class PackLine:
    """One pack, made or under way."""

    id: int
    edition: str
    asked_at: datetime
    sha256: str
    size: int
    is_purged: bool


@dataclass(frozen=True)
class Touch:
    """One custody line: what, by which role, when; `stamped_at` is when an authority vouched for it."""

    number: int
    word: str
    who: str
    at: datetime
    is_rooted: bool
    stamped_at: datetime | None


@dataclass(frozen=True)
class Panel:
    """Everything on the page of a listing's evidence."""

    looks: list[LookLine]
    packs: list[PackLine]
    hold: Hold | None
    purge: Purge | None
    touches: list[Touch]
    shots: list[tuple[int, str]]


def panel(listing: Listing) -> Panel:
    """Read in a bounded number of queries."""
    captures = listing.captures.annotate(found=Count("pictures")).select_related("browser").order_by("-at", "-id")
    packs = Pack.objects.filter(listing=listing).order_by("-asked_at", "-pk")[:SHOWN]
    shots = Screenshot.objects.filter(report__listing=listing, state="safe").order_by("pk")[:SHOWN]
    return Panel(
        looks=[_look(one) for one in captures[:SHOWN]],
        packs=[_pack(pack) for pack in packs],
        hold=Hold.objects.filter(listing=listing, released_at__isnull=True).first(),
        purge=Purge.objects.filter(listing=listing).order_by("-pk").first(),
        touches=_touches(listing),
        shots=[(shot.pk, _("Screenshot %(number)d") % {"number": number}) for number, shot in enumerate(shots, 1)],
    )


def _look(one: Any) -> LookLine:
    return LookLine(
        id=one.pk,
        at=one.at,
        state=str(words.PAGE_STATE.get(one.state, one.state)),
        reason=one.reason,
        warc_sha256=one.warc_sha256,
        body_sha256=one.body_sha256,
        pictures=one.found,
        is_purged=one.purged_at is not None,
        browser=getattr(one, "browser", None),
    )


def _pack(pack: Pack) -> PackLine:
    edition = _("For the company") if pack.edition == COMPANY else _("For enforcement")
    return PackLine(pack.pk, edition, pack.asked_at, pack.sha256, pack.size, pack.purged_at is not None)


def _touches(listing: Listing) -> list[Touch]:
    captures = [f"{listing.code}/{pk}" for pk in Capture.objects.filter(listing=listing).values_list("pk", flat=True)]
    cases = list(listing.forwards.values_list("case__reference", flat=True))
    about = Q(of="listing", ref=listing.code) | Q(of="capture", ref__in=captures) | Q(of="case", ref__in=cases)
    events = list(Event.objects.filter(about, what__in=TOUCHES).order_by("-number")[:SHOWN])
    roles = dict(User.objects.filter(handle__in={event.by for event in events}).values_list("handle", "role"))
    roots = _roots(events)
    return [_touch(event, roles, roots) for event in events]


def _roots(events: Sequence[Event]) -> list[Root]:
    if not events:
        return []
    covering = Root.objects.filter(last__gte=events[-1].number, first__lte=events[0].number)
    return list(covering.select_related("stamp"))


def _touch(event: Event, roles: dict[str, str], roots: Sequence[Root]) -> Touch:
    root = next((root for root in roots if root.first <= event.number <= root.last), None)
    stamp = getattr(root, "stamp", None) if root else None
    who = str(Role(roles[event.by]).label) if event.by in roles else _("The site")
    return Touch(event.number, str(TOUCHES[event.what]), who, event.at, root is not None, stamp.at if stamp else None)
