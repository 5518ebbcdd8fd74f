"""A shadow run is asked for, grows batch by batch and with each new listing, and is published or dropped by a lead."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from coalition.knowledge.actions import adopt, take_in
from coalition.knowledge.edges.shipped import shipped_rows
from coalition.models import User
from reports import line
from reports.models import Listing, ShadowChange, ShadowRun, TrainedModel
from reports.scoring.actions.models import publish as publish_model
from reports.scoring.actions.weighings import weigh_again
from reports.scoring.rules.shadow import Shift
from spotter.audit.acts import act
from spotter.jobs import queue
from spotter.jobs.queue import Leased

# Each open run weighs every new listing once more.
MOST_OPEN: Final = 5


def ask(
    *,
    by: User,
    now: datetime,
    word: Mapping[str, Any] | None = None,
    model: TrainedModel | None = None,
    table: Mapping[str, Any] | None = None,
) -> ShadowRun | None:
    """Begin a shadow run of one word, one table or one model; None when as many are open as may be."""
    with act(by=by, at=now) as done:
        if ShadowRun.objects.open().count() >= MOST_OPEN:
            return None
        run = ShadowRun.objects.create(
            word=dict(word) if word else None,
            model=model,
            table=dict(table) if table else None,
            asked_at=now,
            asked_by=by.handle,
        )
        queue.add(line.SHADOW, run.pk, due=now)
        tried = model.version if model else (word or {}).get("text", "") or (table or {}).get("file", "")
        done.record("try", of="shadow-run", ref=run.pk, tried=tried)
    return run


def keep_batch(
    job: Leased, run: ShadowRun, shifts: Iterable[tuple[int, Shift]], *, weighed: int, cursor: int | None, now: datetime
) -> None:
    """Keep what a batch of past listings showed, and go on with the next; what was ended meanwhile stays as it is."""
    with act(by=None, at=now, part=job.kind):
        job.finish(now)
        here = ShadowRun.objects.filter(pk=run.pk, state="past", weighed=run.weighed)
        state = "new" if cursor is None else "past"
        if here.update(weighed=run.weighed + weighed, cursor=cursor, state=state):
            _keep([(run.pk, listing, shift) for listing, shift in shifts], is_new=False, now=now)
            if cursor is not None:
                queue.add_again(line.SHADOW, run.pk, due=now)


def note_new(job: Leased, listing: Listing, shifts: Iterable[tuple[int, Shift | None]], *, now: datetime) -> None:
    """What the open runs would make of a listing that was weighed a moment ago."""
    found = list(shifts)
    with act(by=None, at=now, part=job.kind):
        job.finish(now)
        for pk, _shift in found:
            ShadowRun.objects.open().filter(pk=pk).update(weighed_new=F("weighed_new") + 1)
        _keep([(pk, listing.pk, shift) for pk, shift in found if shift], is_new=True, now=now)


def _keep(found: Iterable[tuple[int, int, Shift]], *, is_new: bool, now: datetime) -> None:
    rows = [
        ShadowChange(
            run_id=run,
            listing_id=listing,
            before=shift.before,
            before_band=shift.before_band,
            after=shift.after,
            after_band=shift.after_band,
            is_new=is_new,
            at=now,
        )
        for run, listing, shift in found
    ]
    ShadowChange.objects.bulk_create(rows, ignore_conflicts=True)


def publish(run: ShadowRun, *, by: User, now: datetime) -> bool:
    """From now on it counts: the model weighs, or a lexicon with the word is published. False when it had ended."""
    with act(by=by, at=now) as done:
        if not _end(run, "published", by=by, now=now):
            return False
        if run.model is not None:
            publish_model(run.model, by=by, now=now)
        elif run.table is not None:
            take_in(run.table["table"], run.table["rows"], shipped_rows(), by=by, now=now)
        else:
            adopt(run.word or {}, shipped_rows(), source=f"shadow run {run.pk}", by=by, now=now)
        if run.model is None:
            weigh_again(by=by, now=now)
        done.record("publish", of="shadow-run", ref=run.pk)
    return True


def drop(run: ShadowRun, *, by: User, now: datetime) -> bool:
    """It will not count; what it showed stays. False when it had ended."""
    with act(by=by, at=now) as done:
        if not _end(run, "dropped", by=by, now=now):
            return False
        done.record("drop", of="shadow-run", ref=run.pk)
    return True


def _end(run: ShadowRun, state: str, *, by: User, now: datetime) -> bool:
    return bool(
        ShadowRun.objects.open().filter(pk=run.pk).update(state=state, ended_at=now, ended_by=by.handle, cursor=None)
    )
