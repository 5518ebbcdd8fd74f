"""A learned model is proposed by the machine, published by a lead analyst, and taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from coalition.models import User
from reports.models import TrainedModel
from reports.scoring.rules.learned import Learned, written
from spotter.audit.acts import act


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
        # Of two leads who press at once the second waits here, and then sees what the first did.
        here = TrainedModel.objects.select_for_update().filter(pk=candidate.pk)
        if not here.exists() or TrainedModel.objects.in_use().first() == candidate:
            return False
        here.update(published_at=now, published_by=by.handle, withdrawn_at=None)
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
