"""Starts processes with little memory, time and knowledge, and lets each be one from the inside."""

import fcntl
import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol
from weakref import WeakSet

from spotter.lib import frames

ROOT = Path(__file__).resolve().parents[2]
CPU_SECONDS = "CHILD_CPU_SECONDS"
MB = 1024 * 1024
# A page in one piece: at the usual 64 kB both sides wake each other several times for each.
PIPE = 256 * 1024


class ChildDied(Exception):
    """The child ended, or its answer could not be used; the next call meets a fresh one."""


class ChildTimeout(ChildDied):
    """The child was ended because its time was over, or none was free in time."""


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds; `cpu` and `seconds` count for each call, `calls` is a child's working life.

    `written` is the largest file that it may write.
    """

    memory: int = 512 * MB
    cpu: int = 10
    files: int = 64
    seconds: float = 30.0
    message: int = 64 * MB
    calls: int = 200
    written: int = 0


class Forgets(Protocol):
    """Something that owns processes."""

    def forget(self) -> None:
        """Know of none, as after a fork."""


_OWNERS: WeakSet[Forgets] = WeakSet()
_STARTERS: dict[int, ThreadPoolExecutor] = {}


def owned_by(owner: Forgets) -> None:
    """A forked worker must not share pipes or locks with its parent's children: it makes this owner forget them."""
    _OWNERS.add(owner)


def _forget_all() -> None:
    for owner in tuple(_OWNERS):
        owner.forget()


os.register_at_fork(after_in_child=_forget_all)


def start(module: str, limits: Limits) -> subprocess.Popen[bytes]:
    """Run `python -m module` under these limits, with pipes that never block."""
    # One lasting thread per process starts all children: they are killed when the thread that started them ends.
    starter = _STARTERS.setdefault(os.getpid(), ThreadPoolExecutor(1, thread_name_prefix="child-starter"))
    return starter.submit(_spawn, module, limits).result()


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
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.prlimit(process.pid, kind, (limit, limit))
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (limits.cpu, resource.RLIM_INFINITY))
    for pipe in (process.stdin, process.stdout, process.stderr):
        os.set_blocking(number(pipe), False)
        with suppress(OSError):  # a user may have used up what the kernel allows for all pipes together
            fcntl.fcntl(number(pipe), fcntl.F_SETPIPE_SZ, PIPE)
    return process


def number(pipe: IO[bytes] | None) -> int:
    """The descriptor of a pipe that was asked for."""
    if pipe is None:
        raise ValueError("no pipe")
    return pipe.fileno()


# A Python outside the system's folders may need it to start at all; it names folders, no secret.
FOR_PYTHON: Final = ("LD_LIBRARY_PATH",)
# One arena, since each thread's own would take 64 MB of address space. And what a page took is kept for the next one:
# given back to the kernel after each, it comes as a hundred page faults, as much work as the parsing.
MEMORY: Final = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": str(16 * MB),
    "MALLOC_MMAP_THRESHOLD_": str(MB),
}


def _environment(limits: Limits) -> dict[str, str]:
    """Nearly nothing: no database, no key."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **MEMORY,
        CPU_SECONDS: str(limits.cpu),
    } | {name: os.environ[name] for name in FOR_PYTHON if name in os.environ}


def last_words(process: subprocess.Popen[bytes]) -> str:
    """How it ended, and the last line of what it said while starting."""
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return "closed its pipes"
    said = (process.stderr.read() or b"").decode(errors="replace").strip().splitlines() if process.stderr else []
    how = signal.Signals(-code).name if code < 0 else f"code {code}"
    return f"ended with {how}" + (f": {said[-1][:200]}" if said else "")


def pipes_of_this() -> tuple[int, int]:
    """Be the child: end with the parent, and keep the two pipes where no stray print reaches them."""
    frames.die_with_parent()
    inbox, outbox = os.dup(0), os.dup(1)
    silence = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(silence, standard)
    return inbox, outbox


def allow_cpu() -> None:
    """The kernel counts over the whole life of a process, so each call moves the limit on."""
    seconds = int(os.environ[CPU_SECONDS])
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))
