"""Runs in a limited process, once for each page: keeps the door for a browser in a cell, and watches what it takes."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from typing import Any, Final

from spotter.lib import frames
from spotter.lib.child import serve
from spotter.lib.net import OUTSIDE, Policy, Proxy, World, listener_from, window
from spotter.lib.spawn import MB, number

PAGE: Final = "reports.capture.edges.chromium"
# Of its own memory all processes of the browser together may take so much; a big page takes 400 MB.
MOST_MEMORY: Final = 1_200 * MB
SECONDS: Final = 40.0
STARTING: Final = 10.0
MESSAGE: Final = 40 * MB
# This process only carries bytes: like any other that meets strangers, it needs little itself.
OWN_MEMORY: Final = 512 * MB
STACK: Final = 512 * 1024


def answer(request: Mapping[str, Any], world: World = OUTSIDE) -> dict[str, Any]:
    """{"address", "browser", "policy", "room": "cell" or "open"} in.

    Out come what `chromium.shown` says, what the proxy refused and opened, and what it all took.
    """
    policy, secret = Policy.from_message(request["policy"]), token_urlsafe(24)
    with TemporaryDirectory(prefix="cyber-spotter-browser-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o700)
        with _browser(folder, str(request["room"])) as (process, kept):
            watch = _Watch(process)
            proxy = Proxy(listener_from(kept, seconds=STARTING), secret=secret, policy=policy, world=world)
            asked = {"address": request["address"], "browser": request["browser"], "agent": policy.user_agent}
            seen = _ask(process, {**asked, "secret": secret, "folder": folder}, watch)
            proxy.close()
    refused, opened = sorted(proxy.refused.items()), sorted(proxy.opened.items())
    return {**seen, "refused": refused, "opened": opened, "carried": proxy.carried, "memory": watch.peak}


@contextmanager
def _browser(folder: str, room: str) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
    kept, given = window()
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", PAGE, str(given.fileno()), room],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=[given.fileno()],
        env={**os.environ, "HOME": folder, "TMPDIR": folder},
        preexec_fn=_unbound,
        cwd="/",
    )
    given.close()
    try:
        yield process, kept
    finally:
        process.kill()
        process.wait()
        kept.close()


def _unbound() -> None:
    """Chromium reserves far more addresses than it uses, so that what it really takes is counted from outside."""
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _ask(process: subprocess.Popen[bytes], request: Mapping[str, Any], watch: "_Watch") -> dict[str, Any]:
    try:
        frames.send(number(process.stdin), frames.pack(request))
        seen, fault = frames.receive(number(process.stdout), limit=MESSAGE)
        return {"failure": fault} if fault else seen
    except (EOFError, OSError, frames.Broken) as error:
        return {"failure": watch.why or f"the browser ended: {type(error).__name__}"}


@dataclass
class _Watch:
    """Ends the browser when it takes too long or too much."""

    process: subprocess.Popen[bytes]
    why: str = ""
    peak: int = 0

    def __post_init__(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        until = time.monotonic() + SECONDS
        while self.process.poll() is None and not self.why:
            self.peak = max(self.peak, own_memory(self.process.pid))
            if self.peak > MOST_MEMORY:
                self.why = f"more than {MOST_MEMORY // MB} MB of memory"
            elif time.monotonic() > until:
                self.why = f"more than {SECONDS:g} seconds"
            time.sleep(0.2)
        self.process.kill()


def own_memory(pid: int) -> int:
    """What a process and all that it started hold for themselves, in bytes."""
    held = 0
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        held = sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "RssShmem:"))) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                held += sum(own_memory(int(child)) for child in (task / "children").read_text().split())
    return held


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (OWN_MEMORY, resource.RLIM_INFINITY))
    threading.stack_size(STACK)
    serve(answer)
