"""What one look at a page found becomes a Capture with its evidence, and the listing goes on."""

from dataclasses import dataclass
from typing import Any

from reports import line
from reports.capture.rules.rows import FIRST, CaptureRow
from reports.lifecycle import PageState, Verb
from reports.models import Capture, Listing, Picture, PictureHash
from spotter.audit.acts import Act
from spotter.jobs import queue
from spotter.lib.images import Safe

# What such a page says is about the log-in or the robot, not about the listing.
ABOUT_SOMETHING_ELSE = frozenset({PageState.GONE, PageState.LOGIN_WALL, PageState.ROBOT_WALL, PageState.UNREACHABLE})


@dataclass(frozen=True)
class SafePicture:
    """A picture of the page, made safe, and where its copies are."""

    safe: Safe
    copy_sha256: str
    thumb_sha256: str
    tile_sha256: str


def keep_look(
    act: Act,
    listing: Listing,
    seen: CaptureRow,
    *,
    purpose: str,
    warc_sha256: str,
    pictures: list[SafePicture],
    browse: bool = False,
) -> Capture:
    """Keep what was seen, with one custody line; the first look also takes the listing a step on.

    `browse`: a real browser is to open the page as well.
    """
    capture = Capture.objects.create(listing=listing, purpose=purpose, warc_sha256=warc_sha256, **vars(seen))
    kept = Picture.objects.bulk_create(picture_row(capture, number, one) for number, one in enumerate(pictures, 1))
    for row, one in zip(kept, pictures, strict=True):
        PictureHash.objects.remember(listing.pk, phash=row.phash, detail=one.safe.detail, picture=row)
    act.record(
        "preserve", of="capture", ref=f"{listing.code}/{capture.pk}", state=seen.state, warc_sha256=warc_sha256,
        body_sha256=seen.body_sha256,
    )  # fmt: skip
    if browse:
        queue.add(line.BROWSE, capture.pk, due=act.at)
    if purpose == FIRST:
        listing.step(
            act,
            Verb.CAPTURE,
            facts={"state": seen.state},
            page_state=capture.state,
            **_facts(capture),
        )
    else:
        queue.add(line.JUDGE, capture.pk, due=act.at)
    return capture


def _facts(capture: Capture) -> dict[str, Any]:
    """What the listing takes over from its page; a wall leaves it under its address."""
    if capture.state in ABOUT_SOMETHING_ELSE:
        return {}
    return {
        "title": capture.title,
        "price": price_text(capture),
        "seller": capture.seller,
        "language": capture.language,
    }


def price_text(capture: Capture) -> str:
    """The price as a person reads it."""
    return f"{capture.price} {capture.currency}".strip()


def picture_row(capture: Capture, number: int, one: SafePicture) -> Picture:
    """A safe copy as the row that people see it by."""
    return Picture(
        capture=capture,
        number=number,
        received_sha256=one.safe.sha256,
        copy_sha256=one.copy_sha256,
        thumb_sha256=one.thumb_sha256,
        tile_sha256=one.tile_sha256,
        phash=one.safe.phash,
        width=one.safe.width,
        height=one.safe.height,
    )
