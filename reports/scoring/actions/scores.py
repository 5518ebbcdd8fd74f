"""A verdict of the scoring rules becomes a Score row, and the listing is ready for staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reports.lifecycle import Verb
from reports.models import Capture, Listing, ReasonCount, Score
from reports.reasons import Record, key_of
from reports.scoring.rules.receipt import Reason, Verdict
from spotter.audit.acts import Act


def keep_score(done: Act, listing: Listing, capture: Capture | None, verdict: Verdict) -> Score:
    """Keep the score with its receipt and put the listing into the staff's queue at its place."""
    (score,) = scores_of([(listing.pk, capture.pk if capture else None, verdict)], at=done.at)
    score.save()
    facts = {"score": f"{verdict.score:.3f}", "band": verdict.band, "lexicon": verdict.lexicon}
    # The score orders the queue (see QueueEntry.put) and does nothing else.
    listing.step(done, Verb.SCORE, facts=facts, band=verdict.band, taxon_key=verdict.taxon)
    return score


def scores_of(found: Sequence[tuple[int, int | None, Verdict]], *, at: datetime) -> list[Score]:
    """Scores that are not kept yet, from (listing, capture, verdict); each line with how often it was right so far."""
    receipts = [[_line(reason) for reason in verdict.receipt] for _listing, _capture, verdict in found]
    known = ReasonCount.objects.records(key_of(line) for lines in receipts for line in lines)
    return [
        Score(
            listing_id=listing,
            capture_id=capture,
            value=verdict.score,
            band=verdict.band,
            taxon_key=verdict.taxon,
            product=verdict.product,
            receipt=[line | _so_far(known[key_of(line)]) for line in lines],
            intercept=verdict.intercept,
            lexicon=verdict.lexicon,
            model=verdict.model,
            at=at,
        )
        for (listing, capture, verdict), lines in zip(found, receipts, strict=True)
    ]


def _line(reason: Reason) -> dict[str, Any]:
    return {
        "reason": reason.code,
        "points": reason.points,
        "term": reason.term,
        "gloss": reason.gloss,
        "language": reason.language,
        "field": reason.field,
        "start": reason.start,
        "end": reason.end,
        "group": reason.group,
    }


def _so_far(record: Record) -> dict[str, int]:
    """What was known of a reason when it was told."""
    return {"right": record.right, "of": record.of}
