"""A warm process with little memory, time and knowledge, in which what strangers wrote is fetched and parsed."""

import subprocess
import time
from collections.abc import Callable, Mapping
from queue import Empty, LifoQueue
from threading import Lock
from typing import Any

from spotter.lib import frames
from spotter.lib.frames import Message
from spotter.lib.spawn import (
    MB,
    ChildDied,
    ChildTimeout,
    Limits,
    allow_cpu,
    last_words,
    number,
    owned_by,
    pipes_of_this,
    start,
)

__all__ = ["MB", "Child", "ChildDied", "ChildTimeout", "Children", "Limits", "serve"]


class Child:
    """One limited process, started at the first call and again whenever it has ended.

    `module` is run with `python -m` and calls `serve`. Calls from several threads wait for each other.
    """

    def __init__(self, module: str, limits: Limits | None = None) -> None:
        self._module = module
        self._limits = limits or Limits()
        self.forget()
        owned_by(self)

    def call(self, request: Mapping[str, Any]) -> Message:
        """Send one request and wait for its answer; bytes may stand at the top level of both.

        Raises ChildTimeout, or ChildDied for any other end (out of memory, an exception inside, an answer too long).
        """
        with self._lock:
            process = self._process if self._process and self._process.poll() is None else self._start()
            self._calls += 1
            try:
                return self._ask(process, request)
            except BaseException:
                self._end()
                raise
            finally:
                if self._calls >= self._limits.calls:
                    self._end()

    def close(self) -> None:
        """End the process; a later call starts another."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """Know of no process, as after a fork: the one there was belongs to the parent."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0

    @property
    def pid(self) -> int | None:
        """The running process, if there is one."""
        return self._process.pid if self._process else None

    def _ask(self, process: subprocess.Popen[bytes], request: Mapping[str, Any]) -> Message:
        until = time.monotonic() + self._limits.seconds
        try:
            frames.send(number(process.stdin), frames.pack(request), until=until)
            answer, fault = frames.receive(number(process.stdout), limit=self._limits.message, until=until)
        except TimeoutError as error:
            raise ChildTimeout(f"{self._module} took more than {self._limits.seconds} s") from error
        except frames.Broken as error:
            raise ChildDied(f"{self._module}: {error}") from error
        except (EOFError, OSError) as error:
            raise ChildDied(f"{self._module} {last_words(process)}") from error
        if fault:
            raise ChildDied(f"{self._module}: {fault}")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        self._process = start(self._module, self._limits)
        return self._process

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe:
                    pipe.close()
        self._process, self._calls = None, 0


class Children:
    """Up to `n` equal children for the threads of one process; the last one used is the next one taken.

    `patience` is how many seconds a call waits for one that is free; as long as it may take, unless told otherwise.
    """

    def __init__(self, n: int, module: str, limits: Limits | None = None, *, patience: float | None = None) -> None:
        self._limits = limits or Limits()
        self._patience = self._limits.seconds if patience is None else patience
        self._members = tuple(Child(module, self._limits) for _ in range(n))
        self.forget()
        owned_by(self)

    def call(self, request: Mapping[str, Any]) -> Message:
        """Send one request to a free child, as `Child.call`; ChildTimeout when none becomes free in time."""
        free = self._free
        try:
            child = free.get(timeout=self._patience)
        except Empty:
            raise ChildTimeout("no child became free") from None
        try:
            return child.call(request)
        finally:
            free.put(child)

    @property
    def pids(self) -> tuple[int, ...]:
        """The running processes."""
        return tuple(child.pid for child in self._members if child.pid is not None)

    def close(self) -> None:
        """End all processes."""
        for child in self._members:
            child.close()

    def forget(self) -> None:
        """Count all as free, as after a fork."""
        self._free: LifoQueue[Child] = LifoQueue()
        for child in self._members:
            self._free.put(child)


def serve(answer: Callable[[Message], Mapping[str, Any]]) -> None:
    """Be the child: answer requests one after another until the parent is gone.

    An exception is told to the parent and ends this process, for nobody knows what state it leaves.
    """
    inbox, outbox = pipes_of_this()
    while True:
        try:
            request, _ = frames.receive(inbox)
        except EOFError:
            return
        allow_cpu()
        try:
            reply = frames.pack(answer(request))
        except Exception as error:
            frames.send(outbox, frames.pack({}, fault=f"{type(error).__name__}: {str(error)[:300]}"))
            return
        frames.send(outbox, reply)
