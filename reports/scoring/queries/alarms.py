"""How often each term fires, in the last days and in the weeks before; and the alarms as their page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from coalition.models import Role, User
from reports.models import DriftAlarm, Listing, Score
from reports.reasons import WORDED, ReasonKey
from reports.scoring.queries.records import kind_word
from reports.scoring.queries.weighing import lexicon_numbered
from reports.scoring.rules.drift import Firing, is_sudden
from spotter.lib.languages import language_name

DAYS: Final = timedelta(days=7)
BEFORE: Final = timedelta(weeks=8)
EXAMPLES: Final = 5
# The strongest; with more of them the page is of no use, and something else is wrong.
MOST: Final = 30

# Only the first weighing of a listing counts: a new lexicon weighs old listings again, and nothing has happened.
FIRED: Final = """
WITH weighed AS (
    SELECT s.listing_id, s.receipt, s.at >= %(since)s AS late FROM reports_score s
    WHERE s.at >= %(start)s AND s.at < %(now)s AND NOT EXISTS (
        SELECT 1 FROM reports_score e WHERE e.listing_id = s.listing_id AND (e.at, e.id) < (s.at, s.id))
), total AS (SELECT count(*) FILTER (WHERE late) AS of, count(*) FILTER (WHERE NOT late) AS of_before FROM weighed)
SELECT line->>'reason', left(line->>'term', 200), coalesce(line->>'language', ''),
       count(DISTINCT listing_id) FILTER (WHERE late), (SELECT of FROM total),
       count(DISTINCT listing_id) FILTER (WHERE NOT late), (SELECT of_before FROM total)
FROM weighed, jsonb_array_elements(receipt) AS line WHERE line->>'reason' = ANY(%(worded)s)
GROUP BY 1, 2, 3 HAVING bool_or(late)"""


@dataclass(frozen=True, slots=True)
class Sudden:
    """A term that suddenly fires more, where most of it is, and its newest listings by their codes."""

    key: ReasonKey
    firing: Firing
    platform: str
    on_platform: int
    listings: tuple[str, ...]


def sudden_terms(*, now: datetime) -> list[Sudden]:
    """The terms that fire much more often in the last DAYS than in the weeks before, the rarest by chance first."""
    since = now - DAYS
    times: dict[str, Any] = {"start": since - BEFORE, "since": since, "now": now, "worded": sorted(WORDED)}
    with connection.cursor() as cursor:
        cursor.execute(FIRED, times)
        fired = [(ReasonKey(*row[:3]), Firing(*row[3:])) for row in cursor.fetchall()]
    found = sorted(((key, one) for key, one in fired if is_sudden(one)), key=lambda pair: pair[1].chance)
    return [_sudden(key, one, since) for key, one in _not_new(found, since)[:MOST]]


def _not_new(found: list[tuple[ReasonKey, Firing]], since: datetime) -> list[tuple[ReasonKey, Firing]]:
    """Without the words that the lexicon of the weeks before did not have: those could not fire."""
    if all(firing.fired_before for _key, firing in found):
        return found
    last = Score.objects.filter(at__lt=since).order_by("-at", "-id").values_list("lexicon", flat=True).first() or ""
    known = lexicon_numbered(int(last) if last.isdecimal() else 0)
    words = {(term.text, term.language) for term in known.terms}
    return [(key, one) for key, one in found if one.fired_before or (key.term, key.language) in words]


def _sudden(key: ReasonKey, firing: Firing, since: datetime) -> Sudden:
    line = {"reason": key.reason, "term": key.term, "language": key.language}
    here = Listing.objects.filter(scores__at__gte=since, scores__receipt__contains=[line]).distinct()
    counts = here.values_list("platform__name").annotate(n=Count("pk", distinct=True))
    platform, times = counts.order_by("-n", "platform__name").first() or ("", 0)
    newest = tuple(here.order_by("-created_at", "-pk").values_list("code", flat=True)[:EXAMPLES])
    return Sudden(key, firing, platform or "", times, newest)


def ringing() -> int:
    """How many alarms nobody has acknowledged."""
    return DriftAlarm.objects.filter(acknowledged_at__isnull=True).count()


def rings(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of every page: how many alarms wait, asked only when a lead analyst sees it."""
    person = getattr(request, "user", None)
    if not isinstance(person, User) or person.role != Role.LEAD_ANALYST:
        return {}
    return {"rings": SimpleLazyObject(ringing)}


def alarms(limit: int = 50) -> list[dict[str, Any]]:
    """Those that ring, then those that a lead has seen, the newest first; with the titles of their examples."""
    rows = sorted(
        DriftAlarm.objects.order_by("-raised_at", "-pk")[:limit], key=lambda row: row.acknowledged_at is not None
    )
    codes = {code for row in rows for code in row.listings}
    titles = dict(Listing.objects.filter(code__in=codes).values_list("code", "title"))
    return [_shown(row, titles) for row in rows]


def _shown(row: DriftAlarm, titles: dict[str, str]) -> dict[str, Any]:
    firing = Firing(row.fired, row.of, row.fired_before, row.of_before)
    return {
        "row": row,
        "kind": kind_word(row.reason),
        "language": language_name(row.language),
        "times": round(firing.times),
        "rings": row.acknowledged_at is None,
        "examples": list(_examples(row.listings, titles)),
    }


def _examples(codes: Iterable[str], titles: dict[str, str]) -> Iterable[dict[str, str]]:
    for code in codes:
        yield {"title": titles.get(code) or code, "url": reverse("triage:listing", args=[code])}
