"""How often each word was right, by language and platform, as the page of the leads shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Max, QuerySet, Sum, Value

from reports.models import ReasonCount
from reports.reasons import Record
from reports.scoring.queries.records import kind_word
from reports.scoring.queries.shadow import REASON_OF
from spotter.lib.languages import language_name

EACH: Final = "each"
# More rows nobody reads; those with most decisions are kept.
MOST: Final = 2_000
PAGE: Final = 50
PROPOSABLE: Final = {reason: kind for kind, reason in REASON_OF.items()} | {
    "look-alike": "look-alike",
    "code-word": "code-word",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One reason on one platform (or all together) with its record; shares in per cent."""

    reason: str
    kind: str
    term: str
    code: str
    language: str
    platform: str
    record: Record

    @property
    def proposable(self) -> str:
        """The kind of word under which a shadow run may try the lexicon without it; "" where that cannot be."""
        return PROPOSABLE.get(self.reason, "")

    @property
    def low(self) -> int:
        """The lower end of where the truth likely lies."""
        return self.record.interval[0]

    @property
    def high(self) -> int:
        """The upper end."""
        return self.record.interval[1]

    @property
    def mark(self) -> int:
        """Where the share itself is marked on the bar, within its ends."""
        return min(99, self.record.share)

    @property
    def width(self) -> int:
        """How wide that is: few decisions, wide range."""
        return max(1, self.high - self.low)


def lines(wanted: Mapping[str, str]) -> list[Line]:
    """The reasons under these filters, in the order asked for."""
    counts = _filtered(wanted)
    platform = F("platform") if wanted.get("platform") else Value("")
    rows = (
        counts.annotate(where=platform)
        .values("reason", "term", "language", "where")
        .annotate(sum_right=Sum("right"), sum_of=Sum("of"), sum_struck=Sum("struck"))
        .order_by("-sum_of", "reason", "term", "language", "where")[:MOST]
    )
    found = [_line(row) for row in rows]
    order = ORDERS.get(wanted.get("sort", ""))
    return sorted(found, key=order) if order else found


def counted_at() -> datetime | None:
    """When the figures were last counted."""
    at: datetime | None = ReasonCount.objects.aggregate(at=Max("counted_at"))["at"]
    return at


def _least(line: Line) -> tuple[bool, int, int]:
    """Those of which enough is known first; among them the lowest likely best."""
    return not line.record.says_something, line.high, -line.record.of


def _struck(line: Line) -> int:
    return -line.record.struck


ORDERS: Final[dict[str, Callable[[Line], Any]]] = {"least": _least, "struck": _struck}


def _filtered(wanted: Mapping[str, str]) -> QuerySet[ReasonCount]:
    counts = ReasonCount.objects.filter(of__gt=0)
    if wanted.get("term"):
        counts = counts.filter(term__icontains=wanted["term"])
    if wanted.get("language"):
        counts = counts.filter(language=wanted["language"])
    if wanted.get("reason"):
        counts = counts.filter(reason=wanted["reason"])
    if wanted.get("version"):
        lexicon, _space, model = wanted["version"].partition(" ")
        counts = counts.filter(lexicon=lexicon, model=model)
    if wanted.get("platform") not in (None, "", EACH):
        counts = counts.filter(platform=wanted["platform"])
    return counts


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        row["reason"],
        kind_word(row["reason"]),
        row["term"],
        row["language"],
        language_name(row["language"]),
        row["where"],
        Record(row["sum_right"], row["sum_of"], row["sum_struck"]),
    )
