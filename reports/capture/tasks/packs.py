"""An evidence pack is made: read, written to a file of its own, kept under its hash."""

import tempfile

from django.template.loader import render_to_string
from django.utils import timezone, translation

from reports import line
from reports.capture.actions.custody import keep_pack
from reports.capture.edges.packs import write_pack
from reports.capture.queries.packs import captures_for, content_of
from reports.capture.queries.retention import held_elsewhere
from reports.capture.queries.sheets import sheet_of
from reports.capture.rules.packs import PackContent
from reports.models import Pack
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased
from spotter.lib import store


@takes(line.PACK)
def pack(job: Leased) -> None:
    """One pack: `ref` is its number. The same evidence gives the same bytes: a second attempt, too."""
    whole = Pack.objects.select_related("listing__platform__member", "case__ngo", "asked_by__ngo")
    found = whole.get(pk=int(job.ref))
    if found.purged_at is not None:
        job.finish(timezone.now())
        return
    content = content_for(found)
    with tempfile.TemporaryFile() as file:
        write_pack(file, content)
        sha256, size = store.put_file("packs", file)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        kept = keep_pack(done, found, sha256=sha256, size=size)
    if not kept and sha256 not in held_elsewhere(found.listing, [sha256]):
        store.delete("packs", sha256)


def content_for(found: Pack) -> PackContent:
    """All that goes into this pack."""
    captures, left_out = captures_for(found)
    with translation.override(found.language):
        sheet = render_to_string("capture/sheet.html", {"sheet": sheet_of(found, captures, left_out=left_out)})
    return content_of(found, captures, sheet=sheet)
