"""A listing's page is looked at: the first time, and again after a company's answer."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import timedelta
from threading import BoundedSemaphore
from typing import Final
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from coalition.models import PlatformHost
from reports import line
from reports.capture.actions import SafePicture, keep_look
from reports.capture.edges.looks import Look
from reports.capture.edges.page import Before, look, may_visit, page_policy, robots_forbid, robots_of
from reports.capture.edges.warc import to_warc
from reports.capture.queries.looks import SHOWN, earlier_looks
from reports.capture.rules.changes import Sight, what_changed
from reports.capture.rules.rows import AGAIN, FIRST, CaptureRow, is_for_a_browser
from reports.models import Listing
from spotter.audit.acts import act
from spotter.jobs import queue
from spotter.jobs.hands import let_go, takes
from spotter.jobs.queue import Leased
from spotter.lib import store
from spotter.lib.images import BadPicture
from spotter.lib.pictures import make_safe_in_child
from spotter.lib.text import clean_text
from spotter.lib.turns import count_visit, turn_within, wait_for_turn

PICTURES: Final = 6
ROBOTS_KEPT: Final = 3600
# Two pictures at a time are made safe, however many looks run at once: the others wait here, not for a child.
MAKING_SAFE: Final = BoundedSemaphore(2)


@takes(line.CAPTURE)
def capture(job: Leased) -> None:
    """The first look: whatever the page does, the report goes on."""
    _look(job, purpose=FIRST)


@takes(line.LOOK_AGAIN)
def look_again(job: Leased) -> None:
    """A later look, beside the first for what is offered and beside the last for what changed; followup judges it."""
    _look(job, purpose=AGAIN)


def _look(job: Leased, *, purpose: str) -> None:
    listing = Listing.objects.select_related("platform").get(code=job.ref)
    obeys = bool(listing.platform and listing.platform.obeys_robots)
    # Asking for robots.txt is a visit too.
    needs_rules = obeys and cache.get(_rules_of(listing.address)) is None
    wait = wait_for_turn(listing.host, f"{job.id}/robots") if needs_rules else 0
    may = not obeys or (wait <= 0 and _robot_may(listing.address))
    wait = wait or wait_for_turn(listing.host, str(job.id))
    if wait > 0:
        job.put_off(timezone.now() + timedelta(seconds=wait))
        return
    earlier = earlier_looks(listing)
    let_go()
    if not may:
        seen = robots_forbid(listing.address)
    else:
        before = Before(title=earlier.first.title, seller=earlier.first.seller) if earlier.first else None
        seen = look(listing.address, policy=page_policy(), pictures=PICTURES, before=before, turn=turn_within)
        for hop in seen.redirects:  # each was a visit more, to whoever it led to
            count_visit(urlsplit(urljoin(hop.address, hop.location)).hostname or "")
    pictures = made_safe(one.body for one in seen.pictures)
    changes = what_changed(earlier.last, sight_of(seen, pictures))
    _keep(job, listing, replace(row_of(seen), changes=[asdict(one) for one in changes]), seen, purpose, pictures)


def _robot_may(address: str) -> bool:
    """Whether the site's robots.txt lets us visit the address; it is asked for once an hour."""
    rules = cache.get(_rules_of(address))
    if rules is None:
        rules = robots_of(urljoin(address, "/robots.txt"), policy=page_policy())
        cache.set(_rules_of(address), rules, ROBOTS_KEPT)
    return may_visit(address, rules, agent=page_policy().user_agent)


def _rules_of(address: str) -> str:
    """Under which name the rules of an address's site are kept."""
    return f"robots:{urljoin(address, '/robots.txt')}"


def _keep(
    job: Leased, listing: Listing, row: CaptureRow, seen: Look, purpose: str, pictures: list[SafePicture]
) -> None:
    # Files first: a file without a row is found by reconciliation, a row without a file would be a lie.
    warc_sha256 = store.put("evidence", to_warc(seen)) if seen.response else ""
    browse = settings.BROWSER_CAPTURE and is_for_a_browser(row, purpose)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        keep_look(done, listing, row, purpose=purpose, warc_sha256=warc_sha256, pictures=pictures, browse=browse)
        if purpose == FIRST and row.redirects and _is_short(listing):
            queue.add(line.FOLLOW, listing.code, due=now)


def _is_short(listing: Listing) -> bool:
    """Whether it was reported by a platform's short link."""
    return PlatformHost.objects.filter(host=listing.host, is_short=True).exists()


def sight_of(seen: Look, pictures: list[SafePicture]) -> Sight:
    """A look as it is compared with the one before."""
    row = row_of(seen)
    return Sight(
        state=row.state,
        shows=row.state in SHOWN,
        title=row.title,
        price=f"{row.price} {row.currency}".strip(),
        seller=row.seller,
        text=row.text,
        pictures=tuple((one.safe.sha256, one.safe.phash) for one in pictures),
    )


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


def made_safe(pictures: Iterable[bytes]) -> list[SafePicture]:
    """A page's pictures as safe copies; one that is bad is left out, the page is evidence all the same."""
    kept = []
    for picture in pictures:
        try:
            with MAKING_SAFE:
                safe = make_safe_in_child(picture)
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
