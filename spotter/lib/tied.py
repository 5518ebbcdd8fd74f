"""Child processes tied to ours: they end when we end, even by kill -9, and leave no grandchild behind."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

type Child = subprocess.Popen[bytes]

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def launch(
    command: Sequence[str],
    *,
    log: Path,
    ends_with: signal.Signals,
    env: Mapping[str, str],
    cwd: Path = Path("/"),
    before_exec: Callable[[], None] = lambda: None,
) -> Child:
    """Start `command` in a session of its own (Ctrl-C reaches only us), its output added to `log`.

    It gets `ends_with` when the thread that called this ends; call it from one that lives as long.
    """
    parent = os.getpid()

    def tie() -> None:
        before_exec()
        if sys.platform == "linux":
            LIBC.prctl(PR_SET_PDEATHSIG, int(ends_with), 0, 0, 0)  # last, since a change of user clears it
        if os.getppid() != parent:
            os._exit(1)  # we ended before the line above

    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=env,
            start_new_session=True,
            preexec_fn=tie,  # only system calls in it; there is no other way to set the death signal
        )


def end(child: Child, with_signal: signal.Signals, *, grace: float = 10) -> int:
    """Ask the child to end, insist after `grace` seconds, take its whole process group along. Returns its code."""
    child.send_signal(with_signal)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(timeout=grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)  # launch() made the child its group's leader
    return child.wait()


def end_stranger(pid: int, began: str, with_signal: signal.Signals, *, grace: float = 10) -> None:
    """The same for a process that somebody else started and left; `began` guards against a reused number."""
    deadline = time.monotonic() + grace
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, with_signal)
        while started_at(pid) == began:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)


def started_at(pid: int) -> str:
    """When process `pid` began, in clock ticks since boot, or "" when it is gone: tells a reused number apart."""
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state in "ZX" else rest[18]


def tail(log: Path, *, characters: int = 2000) -> str:
    """The end of a log, for the sentence that tells why a process ended."""
    return log.read_text(errors="replace")[-characters:].strip() if log.exists() else "it wrote no log"
