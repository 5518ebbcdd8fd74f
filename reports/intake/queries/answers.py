"""Is a listing known already? Asked for one address or fifty with the same few questions to the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from coalition.models import Platform, User
from reports.intake.rules.addresses import Canonical
from reports.intake.rules.known import TOLD, Known, Moments, told
from reports.lifecycle import Status
from reports.models import Forward, Listing, Report

WORDS: Final[dict[Known, Any]] = {
    Known.NEW: gettext_lazy("New to us"),
    Known.WAITING: gettext_lazy("Waiting since %(day)s"),
    Known.LOOKED_AT: gettext_lazy("Looked at on %(day)s"),
    Known.FORWARDED: gettext_lazy("Forwarded on %(day)s"),
    Known.REMOVED: gettext_lazy("Removed, verified on %(day)s"),
    Known.RELISTED: gettext_lazy("Back again since %(day)s"),
}


# The same where no day is told.
WITHOUT_DAY: Final[dict[Known, Any]] = {
    Known.NEW: gettext_lazy("New to us"),
    Known.WAITING: gettext_lazy("Waiting"),
    Known.LOOKED_AT: gettext_lazy("Looked at"),
    Known.FORWARDED: gettext_lazy("Forwarded"),
    Known.REMOVED: gettext_lazy("Removed, verified"),
    Known.RELISTED: gettext_lazy("Back again"),
}
# Which chip shows it.
CHIPS: Final[dict[Known, str]] = {
    Known.NEW: "open",
    Known.WAITING: "waiting",
    Known.LOOKED_AT: "captured",
    Known.FORWARDED: "forwarded",
    Known.REMOVED: "removed",
    Known.RELISTED: "reappeared",
}


@dataclass(frozen=True, slots=True)
class Site:
    """The platform of an address, as far as we know it."""

    name: str
    is_member: bool
    is_example: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One's own report of a listing."""

    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one address; `site` is None where no platform of ours has the host."""

    found: Canonical
    site: Site | None
    known: Known
    word: str
    own: Own | None

    @property
    def is_new(self) -> bool:
        """Nobody has reported it."""
        return self.known is Known.NEW

    @property
    def chip(self) -> str:
        """The status that the chip is drawn for."""
        return CHIPS[self.known]


def look_up(addresses: Iterable[Canonical], *, to: User) -> list[Answer]:
    """One answer a listing, in order: a coarse word, a day, and one's own report; never whose else, nor how many."""
    unique = {found.key_hash: found for found in addresses}
    if not unique:
        return []
    sites = _sites({found.platform_key for found in unique.values() if found.platform_key})
    listings, own = _listings(list(unique)), _own(list(unique), to)
    nothing = (Known.NEW, None)
    return [
        Answer(
            found=found,
            site=sites.get(found.platform_key or ""),
            known=listings.get(key, nothing)[0],
            word=_word(*listings.get(key, nothing)),
            own=own.get(key),
        )
        for key, found in unique.items()
    ]


def said_of(status: Status) -> str:
    """The coarse word alone."""
    return str(WITHOUT_DAY[TOLD[status]])


def _sites(keys: set[str]) -> dict[str, Site]:
    rows = Platform.objects.filter(key__in=keys).values_list("key", "name", "member__is_member", "member__is_example")
    return {key: Site(name, is_member, is_example) for key, name, is_member, is_example in rows}


def _listings(keys: list[str]) -> dict[str, tuple[Known, datetime | None]]:
    forward = Forward.objects.filter(listing=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = Listing.objects.filter(key__in=keys).annotate(forwarded_at=Subquery(forward))
    facts = ("key", "status", "created_at", "status_at", "forwarded_at", "verified_at")
    return {key: told(Status(status), Moments(*moments)) for key, status, *moments in rows.values_list(*facts)}


def _own(keys: list[str], user: User) -> dict[str, Own]:
    mine = Report.objects.standing().filter(spotter=user, listing__key__in=keys).order_by("created_at", "id")
    return {key: Own(code, at) for key, code, at in mine.values_list("listing__key", "code", "created_at")}


def _word(known: Known, at: datetime | None) -> str:
    day = date_format(timezone.localtime(at), "DATE_FORMAT") if at else ""
    return str(WORDS[known]) % {"day": day}
