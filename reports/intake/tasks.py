"""Pictures as received become the safe copies that people see; those that were never sent go."""

from itertools import batched
from typing import Final

from django.utils import timezone

from reports import line
from reports.intake import actions
from reports.intake.queries.short_links import end_of
from reports.intake.queries.uploads import named
from reports.models import Listing, Screenshot
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased
from spotter.lib import store
from spotter.lib.images import BadPicture, Safe
from spotter.lib.pictures import make_safe_in_child


@takes(line.PICTURES)
def pictures(job: Leased) -> None:
    """One screenshot: decoded in the limited child, its copies kept, or the reason why not."""
    shot = Screenshot.objects.select_related("report").get(pk=int(job.ref))
    try:
        safe = make_safe_in_child(store.read("quarantine", shot.received_sha256))
    except BadPicture as bad:
        now = timezone.now()
        with act(by=None, at=now, part=job.kind) as done:
            job.finish(now)
            actions.refuse_picture(done, shot, bad.code)
        return
    copy, thumb, tile = _store(safe)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        actions.keep_copies(done, shot, safe, copy=copy, thumb=thumb, tile=tile)


def _store(safe: Safe) -> tuple[str, str, str]:
    return store.put("copies", safe.jpeg), store.put("copies", safe.thumbnail), store.put("copies", safe.tile)


# The word by which a form carries a picture is good for a day; the hour is for whoever presses the button just then.
UNSENT_FOR: Final = 25 * 3_600
AT_ONCE: Final = 500


@takes(line.FOLLOW)
def follow(job: Leased) -> None:
    """A short link led somewhere: where that is a listing's own address, both are one."""
    listing = Listing.objects.get(code=job.ref)
    found = end_of(listing)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        if found:
            actions.lead_on(done, listing, found)


@takes(line.SWEEP)
def sweep_uploads(job: Leased) -> None:
    """What was uploaded and never sent goes: `ref` is the day and the first digit of the hashes to look at."""
    before, gone = timezone.now().timestamp() - UNSENT_FOR, 0
    for some in batched(store.aged("quarantine", before=before, within=job.ref[-1]), AT_ONCE, strict=False):
        orphans = set(some) - named(some)
        gone += sum(store.sweep("quarantine", sha256, before=before) for sha256 in orphans)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        if gone:
            done.record("sweep", of="upload", ref=job.ref, files=gone)
