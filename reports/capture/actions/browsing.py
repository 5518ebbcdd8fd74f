"""What a look through a browser found is kept beside its capture."""

from dataclasses import dataclass, field
from datetime import datetime

from reports.capture.actions.looks import SafePicture, picture_row
from reports.models import BrowserCapture, Capture
from spotter.audit.acts import Act

WHOLE_PAGE = 0


@dataclass(frozen=True)
class BrowserRow:
    """The columns of a BrowserCapture, storable as they are: a failure, or evidence."""

    at: datetime
    failure: str = ""
    final_address: str = ""
    warc_sha256: str = ""
    dom_sha256: str = ""
    picture_sha256: str = ""
    refused: list[list[str]] = field(default_factory=list)


def keep_browser_look(done: Act, capture: Capture, row: BrowserRow, *, picture: SafePicture | None) -> None:
    """Keep it with one custody line. A capture that was purged in the meantime, or that has one, gets none.

    The picture of a whole page is never compared with others: all pages of a platform look alike.
    """
    mine = Capture.objects.select_for_update(no_key=True).filter(pk=capture.pk, purged_at__isnull=True)
    if not mine.exists() or BrowserCapture.objects.filter(capture=capture).exists():
        return
    BrowserCapture.objects.create(capture=capture, **vars(row))
    if picture is not None:
        picture_row(capture, WHOLE_PAGE, picture).save()
    done.record(
        "browse", of="capture", ref=f"{capture.listing.code}/{capture.pk}", failure=row.failure,
        warc_sha256=row.warc_sha256, dom_sha256=row.dom_sha256, picture_sha256=row.picture_sha256,
    )  # fmt: skip
