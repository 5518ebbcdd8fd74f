"""A cell for a browser: no network but a loopback of its own, on which one listener waits whose keeper is outside."""

import fcntl
import os
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM, create_server, recv_fds, send_fds, socket, socketpair
from typing import Final

from spotter.lib.frames import die_with_parent

SIOCSIFFLAGS: Final = 0x8914
UP: Final = 0x1 | 0x40  # up and running
NOBODY: Final = 65534
ALONE: Final = os.CLONE_NEWUSER | os.CLONE_NEWNET | os.CLONE_NEWPID


@dataclass(frozen=True)
class Entered:
    """Where the proxy listens, and whether the kernel gave a network of our own."""

    port: int
    is_alone: bool


def window() -> tuple[socket, socket]:
    """The two ends through which the listener is handed out: one stays with the keeper, one goes into the cell."""
    return socketpair(AF_UNIX, SOCK_STREAM)


def listener_from(kept: socket, *, seconds: float) -> socket:
    """The keeper's side: the listener that stands in the cell. Raises OSError when none comes."""
    kept.settimeout(seconds)
    _said, handles, _flags, _from = recv_fds(kept, 1, 1)
    if not handles:
        raise OSError("the cell opened no listener")
    return socket(fileno=handles[0])


def enter(handle: int, *, alone: bool = True) -> Entered:
    """The browser's side, before any thread: go where no network is, listen there, and hand the listener out.

    What goes on from here dies with its parent, and in a cell all that it ever starts dies with it. Where the kernel
    makes no cell (containers often forbid it), and without `alone`, the listener stands on the machine's own loopback,
    behind its secret.
    """
    is_alone = alone and _leave_the_network()
    listener = create_server(("127.0.0.1", 0), backlog=64)
    port = int(listener.getsockname()[1])
    with socket(fileno=handle) as through:
        send_fds(through, [b"!"], [listener.fileno()])
    listener.close()
    if is_alone:
        _become_the_first()
    return Entered(port, is_alone)


def _leave_the_network() -> bool:
    user, group = os.geteuid(), os.getegid()
    try:
        os.unshare(ALONE)
    except OSError:
        return False
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{NOBODY} {group} 1")
    die_with_parent()  # the kernel forgets it when somebody becomes somebody else
    with socket(AF_INET, SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh22x", b"lo", UP))
    return True


def _become_the_first() -> None:
    """The next child is the first process of the cell: when it ends, the kernel ends all others there."""
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    die_with_parent()
