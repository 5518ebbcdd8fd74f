"""A listing's page is looked at: the first time, and again after a company's answer."""

from dataclasses import asdict

from django.utils import timezone

from reports import line
from reports.capture.actions import ABOUT_SOMETHING_ELSE, AGAIN, FIRST, SafePicture, keep_look
from reports.capture.edges.looks import Look
from reports.capture.edges.page import Before, look, page_policy
from reports.capture.edges.warc import to_warc
from reports.capture.rules.rows import CaptureRow
from reports.models import Capture, Listing
from spotter.audit.acts import act
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased
from spotter.lib import store
from spotter.lib.images import BadPicture
from spotter.lib.pictures import make_safe_in_child
from spotter.lib.text import clean_text

FIRST_PICTURES = 2


@takes(line.CAPTURE)
def capture(job: Leased) -> None:
    """The first look: whatever the page does, the report goes on."""
    listing = Listing.objects.get(code=job.ref)
    seen = look(listing.address, policy=page_policy(), pictures=FIRST_PICTURES)
    _keep(job, listing, seen, purpose=FIRST, pictures=made_safe(seen))


@takes(line.LOOK_AGAIN)
def look_again(job: Leased) -> None:
    """A later look, for followup to judge."""
    listing = Listing.objects.get(code=job.ref)
    first = Capture.objects.filter(listing=listing, purpose=FIRST).order_by("-at", "-id").first()
    was_read = first is not None and first.state not in ABOUT_SOMETHING_ELSE
    before = Before(title=first.title, seller=first.seller) if first and was_read else None
    seen = look(listing.address, policy=page_policy(), before=before)
    _keep(job, listing, seen, purpose=AGAIN, pictures=[])


def _keep(job: Leased, listing: Listing, seen: Look, *, purpose: str, pictures: list[SafePicture]) -> None:
    # Files first: a file without a row is found by reconciliation, a row without a file would be a lie.
    warc_sha256 = store.put("evidence", to_warc(seen)) if seen.response else ""
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        keep_look(done, listing, row_of(seen), purpose=purpose, warc_sha256=warc_sha256, pictures=pictures)


def row_of(look: Look) -> CaptureRow:
    """A look as its row keeps it: whatever a stranger wrote is cleaned and cut here."""
    facts = look.facts
    return CaptureRow(
        at=look.looked_at,
        state=look.state,
        reason=clean_text(f"{look.reason}: {look.detail}" if look.detail else look.reason, limit=300),
        status_code=look.status,
        final_address=clean_text(look.final, limit=2000),
        redirects=[asdict(hop) for hop in look.redirects],
        title=clean_text(facts.title, limit=300),
        price=clean_text(facts.price, limit=60),
        currency=clean_text(facts.currency, limit=3),
        seller=clean_text(facts.seller, limit=120),
        place=clean_text(facts.place, limit=120),
        language=clean_text(facts.language, limit=12),
        text=clean_text(facts.text, limit=200_000, lines=True),
        sources=dict(facts.sources),
        body_sha256=look.body_sha256,
        body_size=look.body_size,
    )


def made_safe(seen: Look) -> list[SafePicture]:
    """The page's pictures as safe copies; one that is bad is left out, the page is evidence all the same."""
    kept = []
    for picture in seen.pictures:
        try:
            safe = make_safe_in_child(picture.body)
        except BadPicture:
            continue
        kept.append(
            SafePicture(
                safe,
                store.put("copies", safe.jpeg),
                store.put("copies", safe.thumbnail),
                store.put("copies", safe.tile),
            )
        )
    return kept
