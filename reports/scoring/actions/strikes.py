"""One reason of a receipt is struck, and the strike taken back; the score itself stays as it was told."""

from datetime import datetime

from coalition.models import User
from reports.models import Score, Strike
from reports.reasons import ReasonKey
from spotter.audit.acts import act


def strike(score: Score, key: ReasonKey, *, by: User, now: datetime) -> bool:
    """Say that this reason is wrong on this listing, whatever is decided of it. False when it is struck already."""
    with act(by=by, at=now) as done:
        made, is_new = Strike.objects.standing().get_or_create(
            listing_id=score.listing_id,
            reason=key.reason,
            term=key.term,
            language=key.language,
            group=key.group,
            defaults={"score": score, "by": by, "at": now},
        )
        if is_new:
            done.record("strike", of="score", ref=score.pk, reason=made.reason, term=made.term, language=made.language)
    return is_new


def take_back(score: Score, key: ReasonKey, *, by: User, now: datetime) -> bool:
    """The reason stands again. False when nobody had struck it."""
    with act(by=by, at=now) as done:
        standing = Strike.objects.standing().filter(
            listing_id=score.listing_id, reason=key.reason, term=key.term, language=key.language, group=key.group
        )
        if not standing.update(undone_at=now):
            return False
        done.record("unstrike", of="score", ref=score.pk, reason=key.reason, term=key.term, language=key.language)
    return True
