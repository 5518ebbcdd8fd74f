"""A verdict of the scoring rules becomes a Score row, and the listing is ready for staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coalition.models import User
from reports.lifecycle import Verb
from reports.models import Capture, Listing, Score, TrainedModel
from reports.scoring.rules.learned import Learned, written
from reports.scoring.rules.receipt import Reason, Verdict
from spotter.audit.acts import Act, act


def keep_score(done: Act, listing: Listing, capture: Capture | None, verdict: Verdict) -> Score:
    """Keep the score with its receipt and put the listing into the staff's queue at its place."""
    score = Score.objects.create(
        listing=listing,
        capture=capture,
        value=verdict.score,
        band=verdict.band,
        taxon_key=verdict.taxon,
        product=verdict.product,
        receipt=[_line(reason) for reason in verdict.receipt],
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


def propose(model: Learned, figures: Mapping[str, Any], *, now: datetime) -> TrainedModel:
    """Keep a candidate, which weighs nothing until a person publishes it. The same decisions give the same one."""
    with act(by=None, at=now, part="scoring") as done:
        candidate, is_new = TrainedModel.objects.get_or_create(
            version=model.version, defaults={"weights": written(model), "figures": dict(figures), "trained_at": now}
        )
        if is_new:
            done.record("propose", of="model", ref=candidate.version)
    return candidate


def publish(candidate: TrainedModel, *, by: User, now: datetime) -> bool:
    """From now on scores are weighed by it, and name it. False when it is in use already."""
    with act(by=by, at=now) as done:
        if TrainedModel.objects.in_use().first() == candidate:
            return False
        TrainedModel.objects.filter(pk=candidate.pk).update(published_at=now, published_by=by.handle, withdrawn_at=None)
        done.record("publish", of="model", ref=candidate.version)
    return True


def withdraw(model: TrainedModel, *, by: User, now: datetime) -> bool:
    """Take a published model back: the one before it weighs again, or the rules alone. False when nothing changed."""
    with act(by=by, at=now) as done:
        published = TrainedModel.objects.filter(pk=model.pk, published_at__isnull=False, withdrawn_at__isnull=True)
        if not published.update(withdrawn_at=now):
            return False
        done.record("withdraw", of="model", ref=model.version)
    return True
