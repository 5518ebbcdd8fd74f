"""A listing's evidence as the content of a pack: from explicit lists, so that nothing of a volunteer slips in."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from coalition.models import SPOTTERS, PlatformHost, User
from reports.capture.rules.packs import (
    COMPANY,
    CaptureFile,
    PackContent,
    PictureFile,
    RootFile,
    fields_open,
    stays_on,
    ways,
)
from reports.models import BrowserCapture, Capture, Listing, Pack, Picture, Screenshot
from spotter.audit.models import Event, Root
from spotter.audit.opening import open_event
from spotter.audit.roots import Proof, prove

# More would be a pack that nobody reads; the newest count.
MOST_CAPTURES = 50


def content_of(pack: Pack, captures: Sequence[Capture], *, sheet: str) -> PackContent:
    """Everything in the pack but what is the same in all of them."""
    events = _events(pack)
    proofs = prove(events)
    roots = {proof.root.number: proof.root for proof in proofs.values()}
    return PackContent(
        edition=pack.edition,
        reference=reference_of(pack),
        title=f"Evidence {reference_of(pack)}",
        at=moment(pack.asked_at),
        sheet=sheet,
        captures=tuple(_capture(pack, number, one) for number, one in enumerate(captures, 1)),
        pictures=(*_pictures(pack, captures), *_screenshots(pack)),
        custody=tuple(_lines(pack, events, proofs)),
        roots=tuple(_root(roots[number]) for number in sorted(roots)),
    )


def reference_of(pack: Pack) -> str:
    """What the receiver calls it: the case, or for enforcement the listing."""
    return pack.case.reference if pack.case else pack.listing.code


def captures_for(pack: Pack) -> tuple[list[Capture], int]:
    """The looks that this edition may hold, the oldest first, and how many others there are.

    A company gets no look that led to another platform, not even through a redirect.
    """
    listing = pack.listing
    every = Capture.objects.filter(listing=listing, at__lte=pack.asked_at, purged_at__isnull=True)
    newest = every.order_by("-at", "-id").select_related("browser").prefetch_related("pictures")
    found = list(newest[:MOST_CAPTURES])[::-1]
    if pack.edition != COMPANY:
        return found, every.count() - len(found)
    hosts = set(PlatformHost.objects.filter(platform=listing.platform).values_list("host", flat=True))
    kept = [one for one in found if stays_on(hosts, ways(listing.address, one.final_address, one.redirects))]
    return kept, every.count() - len(kept)


def moment(at: datetime) -> str:
    """ISO 8601 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _capture(pack: Pack, number: int, one: Capture) -> CaptureFile:
    facts: dict[str, Any] = {
        "at": moment(one.at),
        "state": one.state,
        "reason": one.reason,
        "status": one.status_code,
        "asked": one.listing.address,
        "final": one.final_address,
        "redirects": one.redirects,
        "title": one.title,
        "price": f"{one.price} {one.currency}".strip(),
        "seller": one.seller,
        "place": one.place,
        "body_sha256": one.body_sha256,
        "body_size": one.body_size,
    }
    through_browser = _through_browser(pack, one)
    if through_browser is None:
        return CaptureFile(number, facts, one.warc_sha256)
    facts["browser"] = {
        "at": moment(through_browser.at),
        "final": through_browser.final_address,
        "failure": through_browser.failure,
        "warc_sha256": through_browser.warc_sha256,
        "dom_sha256": through_browser.dom_sha256,
        "picture_sha256": through_browser.picture_sha256,
    }
    return CaptureFile(number, facts, one.warc_sha256, through_browser.warc_sha256)


def _through_browser(pack: Pack, one: Capture) -> BrowserCapture | None:
    """The same page through a browser. A company gets the picture that somebody chose, and no more."""
    found: BrowserCapture | None = getattr(one, "browser", None)
    return found if found and pack.edition != COMPANY and found.at <= pack.asked_at else None


def _pictures(pack: Pack, captures: Sequence[Capture]) -> list[PictureFile]:
    """The page's own pictures, each once; a company gets those that were chosen for its case."""
    found: list[Picture] = [picture for one in captures for picture in one.pictures.all()]
    hashes = list(dict.fromkeys(picture.copy_sha256 for picture in found))
    if pack.case is not None:
        chosen = set(pack.case.exhibits.filter(kind="picture").values_list("sha256", flat=True))
        hashes = [sha256 for sha256 in hashes if sha256 in chosen]
    return [PictureFile(f"pictures/{number}.jpg", sha256) for number, sha256 in enumerate(hashes, 1)]


def _screenshots(pack: Pack) -> list[PictureFile]:
    """Those that a person chose, after looking that they name nobody."""
    if pack.case is not None:
        hashes = list(pack.case.exhibits.filter(kind="screenshot").order_by("number").values_list("sha256", flat=True))
    else:
        chosen = Screenshot.objects.filter(report__listing=pack.listing, state="safe", pk__in=pack.screenshots)
        hashes = list(chosen.order_by("pk").values_list("copy_sha256", flat=True))
    return [PictureFile(f"screenshots/{number}.jpg", sha256) for number, sha256 in enumerate(hashes, 1)]


def _events(pack: Pack) -> list[Event]:
    listing = pack.listing
    captures = [f"{listing.code}/{pk}" for pk in listing.captures.values_list("pk", flat=True)]
    shots = Screenshot.objects.filter(report__listing=listing).values_list("report__code", "number")
    reports = listing.reports.values_list("code", flat=True)
    about = (
        Q(of="listing", ref=listing.code)
        | Q(of="capture", ref__in=captures)
        | Q(of="report", ref__in=list(reports))
        | Q(of="screenshot", ref__in=[f"{code}/{number}" for code, number in shots])
    )
    return list(Event.objects.filter(about, at__lte=pack.asked_at).order_by("number"))


def _lines(pack: Pack, events: Sequence[Event], proofs: Mapping[int, Proof]) -> list[dict[str, Any]]:
    volunteers = _volunteers(events)
    lines: list[dict[str, Any]] = []
    for event in events:
        fields = fields_open(pack.edition, event.of, event.what, by_volunteer=event.by in volunteers)
        if fields:
            lines.append(_line(len(lines) + 1, event, fields, proofs.get(event.number)))
    return lines


def _line(number: int, event: Event, fields: Sequence[str], proof: Proof | None) -> dict[str, Any]:
    opened = open_event(event, fields, key=settings.AUDIT_KEY.encode())
    return {
        "line": number,
        "says": {name: json.loads(text) for name, (_salt, text) in opened.open.items()},
        "open": opened.open,
        "shut": opened.shut,
        "root": proof.root.number if proof else None,
        "path": [(side, neighbour.hex()) for side, neighbour in proof.path] if proof else [],
    }


def _volunteers(events: Sequence[Event]) -> set[str]:
    """Who of the actors is a volunteer, or somebody whom nobody knows any more."""
    actors = {event.by for event in events}
    roles = dict(User.objects.filter(handle__in=actors).values_list("handle", "role"))
    return {by for by in actors if roles.get(by) in SPOTTERS or (by not in roles and by.startswith("spotter-"))}


def _root(root: Root) -> RootFile:
    stamp = getattr(root, "stamp", None)
    return RootFile(root.number, root.statement, bytes(stamp.answer) if stamp else b"")


def witnesses(listing: Listing) -> int:
    """How many people reported it independently of each other: a number is all that is told of them."""
    return listing.reports.filter(withdrawn_at__isnull=True).values("spotter").distinct().count()
