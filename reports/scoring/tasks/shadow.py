"""A shadow run goes through past listings, batch by batch."""

from django.utils import timezone

from reports import line
from reports.models import ShadowRun
from reports.scoring.actions.shadow import keep_batch
from reports.scoring.queries.shadow import past_batch
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
