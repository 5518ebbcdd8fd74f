"""Limited processes that each answer many calls at once, for work that is mostly waiting."""

import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from typing import Any, Final

from spotter.lib import frames
from spotter.lib.frames import Message
from spotter.lib.spawn import (
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

CALL: Final = "call"
# A thread that waits for a socket needs little, and all stacks together count as memory of the child.
STACK: Final = 512 * 1024
SENDING: Final = 5.0


class _Running:
    """One process and the calls that wait for its answers; when it ends, they all hear of it."""

    def __init__(self, module: str, limits: Limits) -> None:
        self._module, self._limits = module, limits
        self._process: subprocess.Popen[bytes] = start(module, limits)
        self._waiting: dict[int, Future[Message]] = {}
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._is_over = self._is_stuck = False
        threading.Thread(target=self._listen, name="crowd-listener", daemon=True).start()

    @property
    def busy(self) -> int:
        """How many calls wait."""
        return len(self._waiting)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def takes_calls(self) -> bool:
        """Alive, and not yet at the end of its working life."""
        return not self._is_over

    def ask(self, request: Mapping[str, Any]) -> tuple[int, Future[Message]]:
        """Hand a call over; its number, and where its answer, or ChildDied, comes."""
        future: Future[Message] = Future()
        with self._lock:
            if self._is_over:
                raise ChildDied(f"{self._module} has ended")
            which = next(self._numbers)
            self._waiting[which] = future
            try:
                frame = frames.pack({CALL: which, **request})
                frames.send(number(self._process.stdin), frame, until=time.monotonic() + SENDING)
            except (OSError, ValueError) as error:  # a TimeoutError is an OSError
                del self._waiting[which]
                self._process.kill()
                raise ChildDied(f"{self._module} takes no calls") from error
            if which >= self._limits.calls:
                self._retire()
        return which, future

    def give_up(self, which: int) -> None:
        """Wait no longer for this call. Its process takes no others, answers its neighbours, and is ended then."""
        with self._lock:
            self._waiting.pop(which, None)
            self._is_stuck = True
            if not self._is_over:
                self._retire()
        self._end_if_stuck()

    def _end_if_stuck(self) -> None:
        if self._is_stuck and not self._waiting:
            self._process.kill()

    def end(self) -> None:
        """Kill it; the listener tells whoever still waits."""
        self._is_over = True
        self._process.kill()

    def _retire(self) -> None:
        """No further calls; it answers those that it has and ends by itself."""
        self._is_over = True
        if self._process.stdin:
            self._process.stdin.close()

    def _listen(self) -> None:
        try:
            while True:
                answer, fault = frames.receive(number(self._process.stdout), limit=self._limits.message)
                future = self._waiting.pop(answer.pop(CALL), None)
                if future is None:  # it came too late
                    continue
                if fault:
                    future.set_exception(ChildDied(f"{self._module}: {fault}"))
                else:
                    future.set_result(answer)
                self._end_if_stuck()
        except (EOFError, OSError, KeyError, ValueError, frames.Broken) as error:
            self._bury(f"{self._module}: {error}" if isinstance(error, frames.Broken) else "")

    def _bury(self, why: str) -> None:
        if why:
            self._process.kill()
        why = why or f"{self._module} {last_words(self._process)}"
        with self._lock:
            self._is_over = True
            self._process.kill()
            self._process.wait()
            left, self._waiting = list(self._waiting.values()), {}
        for future in left:
            future.set_exception(ChildDied(why))
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                with suppress(OSError):
                    pipe.close()


class Crowd:
    """Up to `n` limited processes, each started when the others are busier; a call goes to the least busy one.

    `module` is run with `python -m` and calls `serve_many`. A call whose process dies is made once more in a fresh one,
    so that nobody pays for a neighbour; nor for one that takes too long: its process answers the others first.
    """

    def __init__(self, n: int, module: str, limits: Limits | None = None) -> None:
        self._module, self._limits, self._n = module, limits or Limits(), n
        self._lock = threading.Lock()
        self._running: list[_Running] = []
        owned_by(self)

    def call(self, request: Mapping[str, Any]) -> Message:
        """Send one request and wait for its answer; raises ChildTimeout, or ChildDied for any other end."""
        try:
            return self._try(request)
        except ChildTimeout:
            raise
        except ChildDied:
            return self._try(request)

    def close(self) -> None:
        """End all processes; whoever waits hears that they died."""
        with self._lock:
            for one in self._running:
                one.end()
            self._running = []

    def forget(self) -> None:
        """Know of no process, as after a fork."""
        self._lock = threading.Lock()
        self._running = []

    @property
    def pids(self) -> tuple[int, ...]:
        """The running processes."""
        return tuple(one.pid for one in self._running)

    def _try(self, request: Mapping[str, Any]) -> Message:
        with self._lock:
            chosen = self._least_busy()
            which, future = chosen.ask(request)
        try:
            return future.result(timeout=self._limits.seconds)
        except TimeoutError:
            chosen.give_up(which)
            raise ChildTimeout(f"{self._module} took more than {self._limits.seconds} s") from None

    def _least_busy(self) -> _Running:
        self._running = [one for one in self._running if one.takes_calls()]
        chosen = min(self._running, key=lambda one: one.busy, default=None)
        if chosen is None or (chosen.busy and len(self._running) < self._n):
            chosen = _Running(self._module, self._limits)
            self._running.append(chosen)
        return chosen


def serve_many(answer: Callable[[Message], Mapping[str, Any]], *, at_once: int) -> None:
    """Be the child: answer up to `at_once` requests at the same time until the parent is gone.

    An exception is told to the parent and ends that call alone; without memory the whole process ends.
    """
    inbox, outbox = pipes_of_this()
    threading.stack_size(STACK)
    sending = threading.Lock()

    def one(request: Message) -> None:
        which = request.pop(CALL)
        try:
            frame = frames.pack({CALL: which, **answer(request)})
        except Exception as error:
            fault = f"{type(error).__name__}: {str(error)[:300]}"
            frame = frames.pack({CALL: which}, fault=fault)
        with sending:
            frames.send(outbox, frame)

    with ThreadPoolExecutor(at_once) as threads:
        while True:
            try:
                request, _ = frames.receive(inbox)
            except EOFError:
                return
            allow_cpu()
            threads.submit(one, request)
