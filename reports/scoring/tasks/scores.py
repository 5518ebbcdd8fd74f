"""A captured listing is weighed."""

from django.utils import timezone

from reports import line
from reports.lifecycle import Status
from reports.models import Listing, ShadowRun
from reports.scoring.actions.scores import keep_score
from reports.scoring.queries.history import with_history
from reports.scoring.queries.weighing import lexicon_now, model_now, subject_of
from reports.scoring.rules.weighing import weigh
from spotter.audit.acts import act
from spotter.jobs import queue
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased


@takes(line.SCORE)
def score(job: Leased) -> None:
    """Weigh the latest capture outside any transaction, then keep the score."""
    listing = Listing.objects.get(code=job.ref)
    if listing.status == Status.JOINED:
        # Its reports are another listing's by now, and that one is weighed.
        job.finish(timezone.now())
        return
    capture = listing.captures.order_by("-at", "-id").first()
    subject = with_history(subject_of(listing, capture), listing)
    verdict = weigh(subject, lexicon_now(), model_now())
    watched = ShadowRun.objects.open().exists()
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        keep_score(done, listing, capture, verdict)
        if watched:
            queue.add_again(line.SHADOW_NEW, listing.code, due=now)
