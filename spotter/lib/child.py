"""A warm process with little memory, time and knowledge, in which what strangers wrote is fetched and parsed."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock
from typing import IO, Any, Final
from weakref import WeakSet

from spotter.lib import frames
from spotter.lib.frames import Message

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = "CHILD_CPU_SECONDS"
MB = 1024 * 1024


class ChildDied(Exception):
    """The child ended, or its answer could not be used; the next call meets a fresh one."""


class ChildTimeout(ChildDied):
    """The child was ended because its time was over, or none was free in time."""


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds; `cpu` and `seconds` count for each call, `calls` is a child's working life."""

    memory: int = 512 * MB
    cpu: int = 10
    files: int = 64
    seconds: float = 30.0
    message: int = 64 * MB
    calls: int = 200


class Child:
    """One limited process, started at the first call and again whenever it has ended.

    `module` is run with `python -m` and calls `serve`. Calls from several threads wait for each other.
    """

    def __init__(self, module: str, limits: Limits | None = None) -> None:
        self._module = module
        self._limits = limits or Limits()
        self.forget()
        _ALL.add(self)

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
            frames.send(_number(process.stdin), frames.pack(request), until=until)
            answer, fault = frames.receive(_number(process.stdout), limit=self._limits.message, until=until)
        except TimeoutError as error:
            raise ChildTimeout(f"{self._module} took more than {self._limits.seconds} s") from error
        except frames.Broken as error:
            raise ChildDied(f"{self._module}: {error}") from error
        except (EOFError, OSError) as error:
            raise ChildDied(f"{self._module} {_last_words(process)}") from error
        if fault:
            raise ChildDied(f"{self._module}: {fault}")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        self._process = _starter().submit(_spawn, self._module, self._limits).result()
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
    """Up to `n` equal children for the threads of one process; the last one used is the next one taken."""

    def __init__(self, n: int, module: str, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._members = tuple(Child(module, self._limits) for _ in range(n))
        self.forget()
        _ALL.add(self)

    def call(self, request: Mapping[str, Any]) -> Message:
        """Send one request to a free child, as `Child.call`; ChildTimeout when none becomes free in time."""
        free = self._free
        try:
            child = free.get(timeout=self._limits.seconds)
        except Empty:
            raise ChildTimeout("no child became free") from None
        try:
            return child.call(request)
        finally:
            free.put(child)

    def close(self) -> None:
        """End all processes."""
        for child in self._members:
            child.close()

    def forget(self) -> None:
        """Count all as free, as after a fork."""
        self._free: LifoQueue[Child] = LifoQueue()
        for child in self._members:
            self._free.put(child)


_ALL: WeakSet[Child | Children] = WeakSet()
_STARTERS: dict[int, ThreadPoolExecutor] = {}


def _forget_all() -> None:
    """A forked worker must not share pipes or locks with its parent's children."""
    for known in tuple(_ALL):
        known.forget()


os.register_at_fork(after_in_child=_forget_all)


def _starter() -> ThreadPoolExecutor:
    """One lasting thread per process starts all children: they are killed when the thread that started them ends."""
    return _STARTERS.setdefault(os.getpid(), ThreadPoolExecutor(1, thread_name_prefix="child-starter"))


def _spawn(module: str, limits: Limits) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd="/",
        env=_environment(limits),
        start_new_session=True,  # Ctrl-C is for the parent, which lets a running call end
    )
    for kind, limit in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_FSIZE, 0),  # it writes no file
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(process.pid, kind, (limit, limit))
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (limits.cpu, resource.RLIM_INFINITY))
    for pipe in (process.stdin, process.stdout, process.stderr):
        os.set_blocking(_number(pipe), False)
    return process


def _number(pipe: IO[bytes] | None) -> int:
    """The descriptor of a pipe that was asked for."""
    if pipe is None:
        raise ValueError("no pipe")
    return pipe.fileno()


# A Python outside the system's folders may need it to start at all; it names folders, no secret.
FOR_PYTHON: Final = ("LD_LIBRARY_PATH",)


def _environment(limits: Limits) -> dict[str, str]:
    """Nearly nothing: no database, no key. One arena, since each thread's own would take 64 MB of address space."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "1",
        CPU_SECONDS: str(limits.cpu),
    } | {name: os.environ[name] for name in FOR_PYTHON if name in os.environ}


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """How it ended, and the last line of what it said while starting."""
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "closed its pipes"
    said = (process.stderr.read() or b"").decode(errors="replace").strip().splitlines() if process.stderr else []
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    return f"ended with {how}" + (f": {said[-1][:200]}" if said else "")


def serve(answer: Callable[[Message], Mapping[str, Any]]) -> None:
    """Be the child: answer requests one after another until the parent is gone.

    An exception is told to the parent and ends this process, for nobody knows what state it leaves.
    """
    frames.die_with_parent()
    inbox, outbox = os.dup(0), os.dup(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # a stray print must not look like an answer
        os.dup2(silence, standard)
    while True:
        try:
            request, _ = frames.receive(inbox)
        except EOFError:
            return
        _allow_cpu(int(os.environ[CPU_SECONDS]))
        try:
            reply = frames.pack(answer(request))
        except Exception as error:
            frames.send(outbox, frames.pack({}, fault=f"{type(error).__name__}: {str(error)[:300]}"))
            return
        frames.send(outbox, reply)


def _allow_cpu(seconds: int) -> None:
    """The kernel counts over the whole life of a process, so each call moves the limit on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
