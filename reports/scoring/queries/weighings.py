"""What a weighing reads: the listings that wait, batch by batch, and what they weigh under the lexicon of now."""

from collections import defaultdict
from typing import Any, Final

from reports.models import Capture, Listing, Report, Score, Weighing
from reports.scoring.queries.history import with_history_of
from reports.scoring.queries.weighing import SAID, lexicon_now, model_now, subject_from
from reports.scoring.rules.batches import One, Weighed
from reports.scoring.rules.weighing import weigh

BATCH: Final = 200


def next_batch(weighing: Weighing) -> Weighed:
    """Weigh the next listings, the newest first, in as many queries as for one."""
    rows = Listing.objects.to_weigh_again().order_by("-pk")
    if weighing.cursor is not None:
        rows = rows.filter(pk__lt=weighing.cursor)
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    said: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for report in Report.objects.filter(listing__in=ids).standing().order_by("id").values("listing_id", *SAID):
        said[report["listing_id"]].append(report)
    looks = Capture.objects.filter(listing__in=ids).order_by("listing_id", "-at", "-id").distinct("listing_id")
    captures = {capture.listing_id: capture for capture in looks}
    newest = Score.objects.filter(listing__in=ids).order_by("listing_id", "-at", "-id").distinct("listing_id")
    scores = {pk: (score, receipt) for pk, score, receipt in newest.values_list("listing_id", "pk", "receipt")}
    lexicon, model = lexicon_now(), model_now()
    found = []
    for pk in ids:
        if pk in scores:
            capture, (score, receipt) = captures.get(pk), scores[pk]
            subject = with_history_of(subject_from(capture, said[pk]), receipt)
            found.append(One(pk, capture.pk if capture else None, score, weigh(subject, lexicon, model)))
    return Weighed(tuple(found), len(ids), ids[-1] if len(ids) == BATCH else None)


def weighing_now() -> Weighing | None:
    """The one under way, else the last one."""
    return Weighing.objects.unfinished().first() or Weighing.objects.order_by("-pk").first()
