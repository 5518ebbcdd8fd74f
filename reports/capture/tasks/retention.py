"""The timetable finds what need not be kept; two people agree; then it goes."""

import structlog
from celery import shared_task
from django.utils import timezone

from reports import line
from reports.capture.actions.custody import find_due, purge_rows
from reports.capture.queries.retention import files_of, held_elsewhere, keeping
from reports.models import Purge
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased
from spotter.lib import store

log = structlog.get_logger()


@shared_task(name="timetable.find_due_evidence")
def find_due_evidence() -> None:
    """Every hour: what the policy no longer asks to keep is put on the leads' list."""
    log.info("evidence found due", listings=find_due(keeping(), now=timezone.now()))


@takes(line.PURGE)
def purge(job: Leased) -> None:
    """Two people agreed: `ref` is the purge's number. Rows first, then files: cut short, it simply does the rest."""
    found = Purge.objects.select_related("listing").get(pk=int(job.ref))
    files = files_of(found.listing)
    if found.state in ("agreed", "done"):
        with act(by=None, at=timezone.now(), part=job.kind) as done:
            hashes = sorted({sha256 for _area, sha256 in files})
            goes = found.state == "done" or purge_rows(done, found, keeping(), hashes=hashes)
        if goes:
            # A pack that was finished while the rows went.
            files |= files_of(found.listing)
            kept = held_elsewhere(found.listing, [sha256 for _area, sha256 in files])
            for area, sha256 in sorted(files):
                if sha256 not in kept:
                    store.delete(area, sha256)
    job.finish(timezone.now())
