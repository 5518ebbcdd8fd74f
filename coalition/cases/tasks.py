"""Once a day: writes of the REST API that nobody repeats any more are forgotten."""

from django.utils import timezone

from coalition.cases import actions
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased


@takes("forget-keys")
def forget_keys(job: Leased) -> None:
    """`ref` is the day."""
    now = timezone.now()
    with act(by=None, at=now, part=job.kind):
        job.finish(now)
        actions.forget_writes(now=now)
