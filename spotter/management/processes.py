"""The demo's processes: started by name, logged to a file each, waited for, and ended without a trace."""

import contextlib
import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from spotter.lib import tied
from spotter.lib.tied import Child


class EndedError(RuntimeError):
    """A process that should run has ended; the message names it and ends with the last lines of its log."""


class NotReadyError(RuntimeError):
    """A process runs but does not answer in time; the message names it and ends with the last lines of its log."""


class Processes:
    """Named children that live at most as long as this block: `with Processes(logs) as processes: …`.

    They end in reverse order when the block ends, by Ctrl-C and SIGTERM too; by kill -9 of ours the kernel ends them.
    """

    def __init__(self, logs: Path, *, env: Mapping[str, str] | None = None, grace: float = 10) -> None:
        """Each child writes to `logs`/NAME.log and sees `env` (ours unless given) and has `grace` seconds to end."""
        self.logs = logs
        self.env = dict(os.environ if env is None else env)
        self.grace = grace
        self._children: dict[str, Child] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop_all()

    def start(
        self, name: str, command: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> int:
        """Start `command` as `name` and return its process number; `env` is added to what all children see."""
        if name in self._children:
            raise ValueError(f"{name} is already started")
        child = tied.launch(
            command,
            log=self.log(name),
            ends_with=signal.SIGTERM,
            env=self.env | dict(env or {}),
            cwd=cwd or Path.cwd(),
        )
        self._children[name] = child
        return child.pid

    def log(self, name: str) -> Path:
        """The file that `name` writes to."""
        return self.logs / f"{name}.log"

    def pid(self, name: str) -> int:
        """The process number of `name`."""
        return self._children[name].pid

    def alive(self, name: str) -> bool:
        """Whether `name` still runs."""
        return self._children[name].poll() is None

    def stop(self, name: str, *, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """End `name` and all it started; the name is free again. Returns its code, minus the signal that ended it."""
        return tied.end(self._children.pop(name), with_signal, grace=self.grace)

    def stop_all(self) -> None:
        """End all in reverse order; an impatient second Ctrl-C does not leave half of them behind."""
        with _deaf_to_interrupts():
            for name in reversed(list(self._children)):
                self.stop(name)

    def wait_for_url(self, name: str, url: str, *, seconds: float = 30) -> None:
        """Return once a GET of `url`, which `name` serves, is answered with 200."""
        self._wait(name, url, lambda: _answers(url), seconds)

    def wait_for_port(self, name: str, port: int, *, seconds: float = 30) -> None:
        """Return once `name` takes connections on the loopback `port`."""
        self._wait(name, f"port {port}", lambda: _connects(port), seconds)

    def has(self, name: str) -> bool:
        """Whether `name` was started and not stopped."""
        return name in self._children

    def check(self) -> None:
        """Raise EndedError when one has ended by itself."""
        for name in self._children:
            self._must_run(name)

    def run(self, name: str, command: Sequence[str], *, cwd: Path | None = None) -> None:
        """Run `command` to its end while all the others must go on running; EndedError when it fails."""
        self.start(name, command, cwd=cwd)
        others = [other for other in self._children if other != name]
        while self.alive(name):
            for other in others:
                self._must_run(other)
            time.sleep(0.02)
        if self._children[name].returncode:
            self._must_run(name)
        self.stop(name)

    def watch(self) -> None:
        """Block while all run; the first one to end by itself raises EndedError. Ctrl-C and SIGTERM end the block."""
        with _sigterm_as_ctrl_c():
            while True:
                self.check()
                time.sleep(0.2)

    def _wait(self, name: str, what: str, ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ready():
            self._must_run(name)
            if time.monotonic() > deadline:
                raise NotReadyError(f"{name}: no answer from {what} within {seconds:g} s: {tied.tail(self.log(name))}")
            time.sleep(0.05)

    def _must_run(self, name: str) -> None:
        if not self.alive(name):
            code = self._children[name].returncode
            raise EndedError(f"{name} ended with code {code}: {tied.tail(self.log(name))}")


def _answers(url: str) -> bool:
    address = urlsplit(url)
    # Not urllib: it would ask the environment's proxy for our own loopback address.
    connection = http.client.HTTPConnection(address.hostname or "127.0.0.1", address.port, timeout=2)
    with contextlib.closing(connection):
        try:
            connection.request("GET", address.path or "/")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _connects(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """Let SIGTERM (a service manager, `kill`) leave by the same door as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C and SIGTERM; only the main thread may say so, and only it gets them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
