"""Once a day: sessions that ended, and what was noted about them, go."""

from django.utils import timezone

from coalition.people import actions
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased


@takes("forget-sessions")
def forget_sessions(job: Leased) -> None:
    """`ref` is the day."""
    now = timezone.now()
    with act(by=None, at=now, part=job.kind):
        job.finish(now)
        actions.forget_sessions(now=now)
