"""The decisions of a month, reason by reason, which months have changed since they were counted, and reasons' words."""

from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from reports.models import ReasonCount
from reports.reasons import WORDED, ReasonKey
from reports.scoring.rules.records import Decided, Shelf

# Each listing's last standing decision, the receipt that stood there at that moment, and what was struck on it. The
# key of a line is that of reports.reasons.key_of.
DECIDED: Final = """
SELECT line.reason, line.term, line.language, line.grp, coalesce(p.name, ''), s.lexicon, s.model, line.points,
       d.verdict, d.reason, k.id IS NOT NULL, count(DISTINCT d.listing_id)
FROM reports_decision d
JOIN reports_listing l ON l.id = d.listing_id LEFT JOIN coalition_platform p ON p.id = l.platform_id
CROSS JOIN LATERAL (
    SELECT s.lexicon, s.model, s.receipt FROM reports_score s
    WHERE s.listing_id = d.listing_id AND s.at <= d.at ORDER BY s.at DESC, s.id DESC LIMIT 1
) s
CROSS JOIN LATERAL (
    SELECT raw->>'reason' AS reason, sign((raw->>'points')::float) AS points,
           CASE WHEN worded THEN left(coalesce(raw->>'term', ''), 200) ELSE '' END AS term,
           CASE WHEN worded THEN coalesce(raw->>'language', '') ELSE '' END AS language,
           CASE WHEN worded THEN '' ELSE coalesce(raw->>'group', '') END AS grp
    FROM jsonb_array_elements(s.receipt) AS raw, LATERAL (SELECT raw->>'reason' = ANY(%s) AS worded) AS kind
) line
LEFT JOIN reports_strike k ON k.listing_id = d.listing_id AND k.undone_at IS NULL AND k.reason = line.reason
    AND k.term = line.term AND k.language = line.language AND k."group" = line.grp
WHERE d.undone_at IS NULL AND d.verdict IN ('confirmed', 'dismissed')
  AND d.at >= %s::date AT TIME ZONE 'UTC' AND d.at < (%s::date + interval '1 month') AT TIME ZONE 'UTC'
  AND NOT EXISTS (
    SELECT 1 FROM reports_decision e WHERE e.listing_id = d.listing_id AND e.undone_at IS NULL
      AND e.verdict IN ('confirmed', 'dismissed') AND (e.at, e.id) > (d.at, d.id))
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"""
CHANGED: Final = """
SELECT DISTINCT date_trunc('month', d.at AT TIME ZONE 'UTC')::date FROM reports_decision d
WHERE d.at > %(since)s OR d.undone_at > %(since)s OR EXISTS (
    SELECT 1 FROM reports_strike k WHERE k.listing_id = d.listing_id AND (k.at > %(since)s OR k.undone_at > %(since)s))
ORDER BY 1"""
# What was being written while the last count looked is seen by the next one.
SLACK: Final = timedelta(minutes=5)

KINDS: Final[dict[str, Any]] = {
    "product-term": _("Product of wildlife"),
    "animal-term": _("Animal"),
    "ambiguous-term": _("Wildlife or something else"),
    "substitute-term": _("Substitute"),
    "name-term": _("Name of an animal"),
    "code-word": _("Code word"),
    "code-word-hint": _("Code word, unverified"),
    "part-nearby": _("Body part, near a name"),
    "live-nearby": _("Alive, near a name"),
    "genuine-nearby": _("Says that it is real"),
    "sale-cue": _("Words of a sale"),
    "look-alike": _("Look-alike"),
    "negative-cue": _("Speaks for something harmless"),
    "not-a-sale": _("Not the words of a sale"),
    "price": _("A price is shown"),
    "quantity": _("A quantity is named"),
    "masked-spelling": _("Masked spelling"),
    "learned-words": _("Learned words"),
    "page-state": _("The page is no longer open"),
    "picture-confirmed": _("Picture confirmed before"),
    "picture-dismissed": _("Picture dismissed before"),
    "seller-confirmed": _("Seller confirmed before"),
    "seller-dismissed": _("Seller dismissed before"),
    "spotter-taxon": _("Spotter named the taxon"),
    "spotter-reason": _("Spotter gave a reason"),
    "spotter-kind": _("Spotter said what it is"),
    "spotter-offer": _("Spotter saw an offer"),
    "spotter-often-right": _("Spotter was mostly right"),
    "spotter-seldom-right": _("Spotters were seldom right"),
}


def kind_word(reason: str) -> str:
    """What kind of reason it is, in the reader's words."""
    return str(KINDS.get(reason, reason))


def decided_in(month: date) -> list[Decided]:
    """The month's decided listings in groups; `month` is its first day, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute(DECIDED, [sorted(WORDED), month, month])
        return [
            Decided(Shelf(ReasonKey(*row[:4]), *row[4:7]), row[7], row[8], row[9], row[10], row[11])
            for row in cursor.fetchall()
        ]


def changed_months() -> list[date]:
    """The first days of the months with a decision or strike that no count has seen."""
    last = ReasonCount.objects.aggregate(last=Max("counted_at"))["last"]
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": last - SLACK if last else "-infinity"})
        return [row[0] for row in cursor.fetchall()]
