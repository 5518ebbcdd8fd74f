"""All that wait are weighed again, one batch a Job."""

from django.utils import timezone

from reports import line
from reports.models import Weighing
from reports.scoring.actions.weighings import keep_batch
from reports.scoring.queries.weighings import next_batch
from spotter.audit.acts import act
from spotter.jobs import queue
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased


@takes(line.WEIGH_AGAIN)
def weigh_again(job: Leased) -> None:
    """Weigh the next batch outside any transaction and keep it; `ref` is the weighing's number."""
    weighing = Weighing.objects.get(pk=int(job.ref))
    if weighing.state != "going":
        job.finish(timezone.now())
        return
    batch = next_batch(weighing)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind):
        job.finish(now)
        kept = keep_batch(weighing, batch, now=now)
        # Whoever kept it instead (the command, say) may end at any moment: this chain goes on.
        if not kept or batch.cursor is not None:
            queue.add_again(line.WEIGH_AGAIN, weighing.pk, due=now)
