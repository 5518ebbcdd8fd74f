"""A captured page is opened in a real browser too; whatever that does, the report is long on its way."""

from datetime import timedelta

from django.utils import timezone

from reports import line
from reports.capture.actions.browsing import BrowserRow, keep_browser_look
from reports.capture.actions.looks import SafePicture
from reports.capture.edges.browser import BrowserLook, browse, browser_policy
from reports.capture.edges.warc import to_browser_warc
from reports.capture.tasks.looks import made_safe
from reports.models import Capture
from spotter.audit.acts import act
from spotter.jobs.hands import let_go, takes
from spotter.jobs.queue import Leased
from spotter.lib import store
from spotter.lib.text import clean_text
from spotter.lib.turns import wait_for_turn


@takes(line.BROWSE)
def open_in_browser(job: Leased) -> None:
    """One capture's page: `ref` is the capture's number. A visit takes its turn at the host like any other."""
    found = Capture.objects.select_related("listing").get(pk=int(job.ref))
    if found.purged_at is not None:
        job.finish(timezone.now())
        return
    wait = wait_for_turn(found.listing.host, str(job.id))
    if wait > 0:
        job.put_off(timezone.now() + timedelta(seconds=wait))
        return
    let_go()
    seen = browse(found.listing.address, policy=browser_policy())
    row, pictures = _kept(seen)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        keep_browser_look(done, found, row, picture=pictures[0] if pictures else None)


def _kept(seen: BrowserLook) -> tuple[BrowserRow, list[SafePicture]]:
    """Files first, as with every look; the row says what they are."""
    refused = [[clean_text(where, limit=300), code] for where, code in seen.refused[:50]]
    if seen.failure:
        return BrowserRow(at=seen.looked_at, failure=clean_text(seen.failure, limit=300), refused=refused), []
    row = BrowserRow(
        at=seen.looked_at,
        final_address=clean_text(seen.final, limit=2000),
        warc_sha256=store.put("evidence", to_browser_warc(seen)),
        dom_sha256=seen.dom_sha256,
        picture_sha256=seen.picture_sha256,
        refused=refused,
    )
    return row, made_safe([seen.picture])
