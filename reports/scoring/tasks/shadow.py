"""Shadow runs go through past listings, batch by batch, and through new ones as they are weighed."""

from django.utils import timezone

from reports import line
from reports.models import Listing, ShadowRun
from reports.scoring.actions.shadow import keep_batch, note_new
from reports.scoring.queries.shadow import past_batch, shifts_of
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased


@takes(line.SHADOW)
def shadow(job: Leased) -> None:
    """Weigh the next past listings by what weighs now and by the proposal; `ref` is the run's number."""
    run = ShadowRun.objects.select_related("model").get(pk=int(job.ref))
    if run.state != "past":
        job.finish(timezone.now())
        return
    batch = past_batch(run)
    keep_batch(job, run, batch.shifts, weighed=batch.weighed, cursor=batch.cursor, now=timezone.now())


@takes(line.SHADOW_NEW)
def shadow_new(job: Leased) -> None:
    """Weigh a new listing by the proposal of each open run; `ref` is its code."""
    listing = Listing.objects.get(code=job.ref)
    note_new(job, listing, shifts_of(listing), now=timezone.now())
