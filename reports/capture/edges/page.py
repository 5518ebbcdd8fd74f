"""Looks at one address for a worker: limited processes wait for the site, others read what came."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from reports.capture.edges.fetching import ALL_PICTURES, picture_policy
from reports.capture.edges.looks import Look, PictureFound, facts_from_message
from reports.capture.rules import reasons
from reports.capture.rules.states import Before, State
from spotter.lib.child import ChildDied, Children, Limits
from spotter.lib.crowd import Crowd
from spotter.lib.net import Fetched, Policy

__all__ = [
    "Before", "Eyes", "Look", "PictureFound", "look", "may_visit", "new_eyes", "page_policy", "robots_forbid",
    "robots_of",
]  # fmt: skip
FETCHING: Final = "reports.capture.edges.fetching"
READING: Final = "reports.capture.edges.reading"
# The door gives up after 20 seconds, reading after 8; pictures get what is left of 26.
FETCHING_LIMITS: Final = Limits(files=256, seconds=23.0, calls=2_000)
READING_LIMITS: Final = Limits(cpu=6, seconds=8.0, calls=2_000)
READERS: Final = 2
# When many pages come at the same moment, each waits for a reader; a look has a minute altogether.
PATIENCE: Final = 25.0
ALL_SECONDS: Final = 26.0
MOST_PICTURES: Final = 6
# The site answered, but with nothing that could be read: that says nothing about the listing.
ANSWERED: Final = frozenset({"too-large", "encoding", "content-type"})
ROBOTS_SIZE: Final = 500 * 1024
NOBODY: Final = b"User-agent: *\nDisallow: /\n"
SHOWN: Final = frozenset({State.LIVE, State.ENDED, State.CHANGED})


type Turn = Callable[[str, float], bool]


def no_turn(_host: str, _seconds: float) -> bool:
    """Nobody counts visits: for a look by hand."""
    return True


@dataclass(frozen=True)
class Eyes:
    """The processes that look."""

    fetching: Crowd
    reading: Children

    def close(self) -> None:
        """End them."""
        self.fetching.close()
        self.reading.close()


def new_eyes(
    n: int, *, fetching: Limits = FETCHING_LIMITS, reading: Limits = READING_LIMITS, readers: int = READERS
) -> Eyes:
    """Up to `n` processes that visit sites, 64 at once each, and the readers; each starts when it is needed."""
    return Eyes(Crowd(n, FETCHING, fetching), Children(readers, READING, reading, patience=PATIENCE))


def look(
    address: str,
    *,
    policy: Policy,
    pictures: int = 0,
    before: Before | None = None,
    by: Eyes | None = None,
    turn: Turn = no_turn,
) -> Look:
    """Fetch, read and judge one page, with at most `pictures` of its pictures. Never raises for what the page does:
    a child that died or ran out of time is a state. `before` is the earlier look that "changed" is measured against.
    `turn` waits until a picture may be asked for at its host, or says that this takes longer than the seconds left."""
    eyes, started, looked_at = by or _eyes(), time.monotonic(), datetime.now(UTC)
    try:
        came = eyes.fetching.call({"address": address, "policy": policy.to_message()})
        if "closed" in came:
            return _closed(address, looked_at, seconds=time.monotonic() - started, **came["closed"])
        return _read(
            Fetched.from_message(came), policy, pictures, before, eyes, turn, started=started, looked_at=looked_at
        )
    except ChildDied as died:
        return Look(
            address=address,
            looked_at=looked_at,
            state=State.CANNOT_TELL.value,
            reason=reasons.TOO_HEAVY,
            detail=str(died)[:300],
            failure="child",
        )


def robots_of(address: str, *, policy: Policy, by: Eyes | None = None) -> bytes:
    """The rules of a site's robots.txt. One that is not there forbids nothing; a server that fails to say, all."""
    try:
        came = (by or _eyes()).fetching.call({"address": address, "policy": policy.to_message()})
    except ChildDied:
        return b""
    if "closed" in came:
        return b""
    return NOBODY if came["status"] >= 500 else came["body"][:ROBOTS_SIZE] if came["status"] == 200 else b""


def may_visit(address: str, robots: bytes, *, agent: str, by: Eyes | None = None) -> bool:
    """Whether these rules let this agent visit the address; rules that cannot be read forbid nothing."""
    try:
        request = {"robots": robots, "agent": agent, "address": address}
        return not robots or bool((by or _eyes()).reading.call(request)["may"])
    except ChildDied:
        return True


def robots_forbid(address: str) -> Look:
    """The look that was not taken, since the site asks robots to stay away and we obey."""
    return Look(
        address=address,
        looked_at=datetime.now(UTC),
        state=State.CANNOT_TELL.value,
        reason=reasons.ROBOTS,
        failure="robots",
    )


def page_policy() -> Policy:
    """How this site visits pages: under its own name, and in a demo with its own hosts."""
    return Policy.page(user_agent=settings.FETCH_USER_AGENT, override=settings.RESOLVER_OVERRIDE)


@cache
def _eyes() -> Eyes:
    return new_eyes(settings.FETCH_CHILDREN)


def _closed(
    address: str, looked_at: datetime, *, seconds: float, code: str, sentence: str, detail: str, refused: bool
) -> Look:
    return Look(
        address=address,
        looked_at=looked_at,
        state=(State.CANNOT_TELL if code in ANSWERED else State.UNREACHABLE).value,
        reason=sentence,
        detail=detail,
        failure=code,
        refused=refused,
        seconds=round(seconds, 3),
    )


def _read(
    came: Fetched,
    policy: Policy,
    pictures: int,
    before: Before | None,
    eyes: Eyes,
    turn: Turn,
    *,
    started: float,
    looked_at: datetime,
) -> Look:
    read = eyes.reading.call(
        {
            "body": came.body,
            "asked": came.input,
            "final": came.final,
            "status": came.status,
            "headers": came.headers,
            "before": asdict(before) if before else None,
        }
    )
    facts = facts_from_message(read.pop("facts"))
    wanted = facts.pictures[: min(pictures, MOST_PICTURES)] if read["state"] in SHOWN else ()
    return Look(
        **read,
        address=came.input,
        looked_at=looked_at,
        final=came.final,
        status=came.status,
        headers=came.headers,
        redirects=came.redirects,
        peer=came.peer[0],
        request=came.request,
        head=came.head,
        raw=came.raw,
        truncated=came.truncated,
        facts=facts,
        pictures=_pictures(wanted, policy, eyes, turn, until=started + ALL_SECONDS),
        seconds=round(time.monotonic() - started, 3),
    )


def _pictures(
    addresses: tuple[str, ...], policy: Policy, eyes: Eyes, turn: Turn, *, until: float
) -> tuple[PictureFound, ...]:
    """What came of them; a picture that does not come is simply not there."""
    found: list[PictureFound] = []
    for address in addresses:
        left = until - time.monotonic()
        if left < 1 or sum(len(one.body) for one in found) > ALL_PICTURES:
            break
        if not turn(urlsplit(address).hostname or "", left - 1):
            continue
        own = picture_policy(policy, seconds=until - time.monotonic())
        with suppress(ChildDied):
            came = eyes.fetching.call({"address": address, "policy": own.to_message()})
            if came.get("status") == 200 and came["body"] and not came["truncated"]:
                found.append(PictureFound(address, came["body"]))
    return tuple(found)
