"""All that wait are weighed again: begun with a new lexicon, kept batch by batch, stopped and resumed by a lead."""

from datetime import datetime

from django.db.models import F

from coalition.models import Lexicon, User
from reports import line
from reports.models import Listing, QueueEntry, Score, Weighing
from reports.scoring.actions.scores import scores_of
from reports.scoring.rules.batches import Weighed
from spotter.audit.acts import Actor, act
from spotter.jobs import queue


def weigh_again(*, by: Actor | None, now: datetime) -> Weighing | None:
    """Begin, or begin anew where one is under way: half a queue under an old lexicon serves nobody.

    None when no listing waits.
    """
    with act(by=by, at=now, part="scoring") as done:
        total = Listing.objects.to_weigh_again().count()
        facts = {"lexicon": _lexicon(), "total": total, "weighed": 0, "moved": 0, "cursor": None, "state": "going"}
        facts |= {"began_at": now, "began_by": by.handle if by else "scoring"}
        under_way = Weighing.objects.unfinished().select_for_update().first()
        if under_way is None and not total:
            return None
        if under_way is not None:
            Weighing.objects.filter(pk=under_way.pk).update(**facts)
            weighing = Weighing.objects.get(pk=under_way.pk)
        else:
            weighing = Weighing.objects.create(**facts)
        if under_way is None or under_way.state == "stopped":
            queue.add_again(line.WEIGH_AGAIN, weighing.pk, due=now)
        done.record("begin", of="weighing", ref=weighing.pk, lexicon=weighing.lexicon, listings=total)
    return weighing


def _lexicon() -> str:
    """The lexicon that weighs now, as scores name it."""
    number = Lexicon.objects.order_by("-number").values_list("number", flat=True).first()
    return str(number) if number else "shipped"


def keep_batch(weighing: Weighing, batch: Weighed, *, now: datetime) -> bool:
    """Keep a batch's scores, bands and places in the queue, and how far it came. False: somebody else kept it.

    A listing that was decided or weighed meanwhile is left as it is.
    """
    with act(by=None, at=now, part=line.WEIGH_AGAIN) as done:
        here = Weighing.objects.filter(
            pk=weighing.pk, state="going", cursor=weighing.cursor, began_at=weighing.began_at
        )
        end = {"state": "done", "ended_at": now} if batch.cursor is None else {}
        if not here.update(weighed=F("weighed") + batch.seen, cursor=batch.cursor, **end):
            return False
        moved = _keep(batch, now=now)
        Weighing.objects.filter(pk=weighing.pk).update(moved=F("moved") + moved)
        done.record("weigh", of="weighing", ref=weighing.pk, lexicon=weighing.lexicon, listings=batch.seen, moved=moved)
    return True


def _keep(batch: Weighed, *, now: datetime) -> int:
    """The scores of those that still wait and that nobody weighed since they were read; how many bands moved."""
    still = dict(
        Listing.objects.to_weigh_again().filter(pk__in=[one.listing for one in batch.found]).values_list("pk", "band")
    )
    newest = Score.objects.filter(listing__in=list(still)).order_by("listing_id", "-at", "-id").distinct("listing_id")
    latest = dict(newest.values_list("listing_id", "pk"))
    found = [one for one in batch.found if one.listing in still and latest.get(one.listing) == one.score]
    Score.objects.bulk_create(scores_of([(one.listing, one.capture, one.verdict) for one in found], at=now))
    rows = [Listing(pk=one.listing, band=one.verdict.band, taxon_key=one.verdict.taxon) for one in found]
    Listing.objects.bulk_update(rows, ["band", "taxon_key"])
    QueueEntry.place([one.listing for one in found])
    return sum(still[one.listing] != one.verdict.band for one in found)


def stop(weighing: Weighing, *, by: User, now: datetime) -> bool:
    """No further batch begins; what is weighed stays weighed. False when it was not going."""
    return _turn(weighing, "going", "stopped", by=by, now=now)


def go_on(weighing: Weighing, *, by: User, now: datetime) -> bool:
    """On from where it stopped. False when it was not stopped."""
    with act(by=by, at=now):
        turned = _turn(weighing, "stopped", "going", by=by, now=now)
        if turned:
            queue.add_again(line.WEIGH_AGAIN, weighing.pk, due=now)
    return turned


def _turn(weighing: Weighing, before: str, after: str, *, by: User, now: datetime) -> bool:
    with act(by=by, at=now) as done:
        if not Weighing.objects.filter(pk=weighing.pk, state=before).update(state=after):
            return False
        done.record("stop" if after == "stopped" else "go-on", of="weighing", ref=weighing.pk)
    return True
