"""A verdict of the scoring rules becomes a Score row, and the listing is ready for staff."""

from typing import Any

from reports.lifecycle import Verb
from reports.models import Capture, Listing, ReasonCount, Score
from reports.reasons import Record, key_of
from reports.scoring.rules.receipt import Reason, Verdict
from spotter.audit.acts import Act


def keep_score(done: Act, listing: Listing, capture: Capture | None, verdict: Verdict) -> Score:
    """Keep the score with its receipt and put the listing into the staff's queue at its place."""
    lines = [_line(reason) for reason in verdict.receipt]
    known = ReasonCount.objects.records(key_of(line) for line in lines)
    score = Score.objects.create(
        listing=listing,
        capture=capture,
        value=verdict.score,
        band=verdict.band,
        taxon_key=verdict.taxon,
        product=verdict.product,
        receipt=[line | _so_far(known[key_of(line)]) for line in lines],
        intercept=verdict.intercept,
        lexicon=verdict.lexicon,
        model=verdict.model,
        at=done.at,
    )
    facts = {"score": f"{verdict.score:.3f}", "band": verdict.band, "lexicon": verdict.lexicon}
    # The score orders the queue (see QueueEntry.put) and does nothing else.
    listing.step(done, Verb.SCORE, facts=facts, band=verdict.band, taxon_key=verdict.taxon)
    return score


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
