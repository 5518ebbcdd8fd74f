"""Has one page opened in a real browser, for a worker: its picture, what it became, and where it wanted to go."""

import resource
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from django.conf import settings

from spotter.lib.child import Child, ChildDied, Limits
from spotter.lib.net import Policy
from spotter.lib.spawn import MB

CELL, OPEN = "cell", "open"
BROWSING: Final = "reports.capture.edges.browsing"
# The process bounds its own memory and watches the browser's; a fresh one for each page leaves nothing to the next.
LIMITS: Final = Limits(
    memory=resource.RLIM_INFINITY, cpu=60, files=1024, seconds=50.0, message=48 * MB, calls=1, written=64 * MB
)


@dataclass(frozen=True, kw_only=True)
class BrowserLook:
    """One look through a browser; `failure` says why there is none, and then nothing else is set.

    `picture` is a JPEG of the whole page as it came from the browser, `dom` its final markup in UTF-8. `refused` are
    (where, the door's code), `opened` (where, which address): all that the page wanted. `is_alone`: it had a network
    of its own with nothing in it; `is_sandboxed`: Chromium's own sandbox was on.
    """

    address: str
    looked_at: datetime
    failure: str = ""
    final: str = ""
    status: int = 0
    title: str = ""
    dom: bytes = b""
    picture: bytes = b""
    is_cut: bool = False
    is_alone: bool = False
    is_sandboxed: bool = False
    refused: tuple[tuple[str, str], ...] = ()
    opened: tuple[tuple[str, str], ...] = ()
    carried: int = 0
    memory: int = 0

    @property
    def dom_sha256(self) -> str:
        """Of the final markup."""
        return sha256(self.dom).hexdigest()

    @property
    def picture_sha256(self) -> str:
        """Of the picture as it came."""
        return sha256(self.picture).hexdigest()


def browse(address: str, *, policy: Policy, room: str = CELL, limits: Limits = LIMITS) -> BrowserLook:
    """Open one page in a browser of its own. Never raises for what page or browser do: that is a failure to record.

    `room`: CELL, a network of its own where the kernel makes one; OPEN as where it makes none.
    """
    looked_at, child = datetime.now(UTC), Child(BROWSING, limits)
    try:
        asked = {"address": address, "browser": program(), "policy": policy.to_message(), "room": room}
        seen: dict[str, Any] = child.call(asked)
    except ChildDied as died:
        return BrowserLook(address=address, looked_at=looked_at, failure=str(died)[:300])
    finally:
        child.close()
    for name in ("refused", "opened"):
        seen[name] = tuple((str(where), str(said)) for where, said in seen[name])
    return BrowserLook(address=address, looked_at=looked_at, **seen)


def program() -> str:
    """The system's Chromium; empty when there is none."""
    return settings.BROWSER or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def browser_policy() -> Policy:
    """How a browser of ours visits: under our own name, and in a demo with its own hosts."""
    return Policy.browser(user_agent=settings.FETCH_USER_AGENT, override=settings.RESOLVER_OVERRIDE)
