"""What staff do about work that the machine gave up."""

from datetime import datetime

from spotter.audit.acts import Actor, act
from spotter.jobs import queue


def try_again(job_id: int, *, by: Actor, now: datetime) -> bool:
    """Let a piece of work begin anew; False when it was not given up, or somebody was faster."""
    with act(by=by, at=now) as done:
        what = queue.revive(job_id, now=now)
        if what is not None:
            done.record("try-again", of="job", ref=what[:80])
    return what is not None
