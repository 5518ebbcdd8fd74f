"""Messages over a pipe: a length, JSON for the plain values, and each top-level bytes value as a blob beside it."""

import ctypes
import json
import os
import select
import signal
import struct
import time
from collections.abc import Mapping
from typing import Any

type Message = dict[str, Any]

LENGTH = struct.Struct(">I")
PIECE = 1024 * 1024
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


class Broken(Exception):
    """What came is longer than allowed, or is no message."""


def pack(message: Mapping[str, Any], *, fault: str = "") -> bytes:
    """Turn values and top-level bytes into one frame; TypeError for what JSON does not know."""
    blobs = {name: value for name, value in message.items() if isinstance(value, bytes)}
    values = {name: value for name, value in message.items() if name not in blobs}
    sizes = {name: len(blob) for name, blob in blobs.items()}
    head = json.dumps({"values": values, "blobs": sizes, "fault": fault}).encode()
    body = b"".join([LENGTH.pack(len(head)), head, *blobs.values()])
    return LENGTH.pack(len(body)) + body


def unpack(body: bytes) -> tuple[Message, str]:
    """Read back a frame's body: the message, and the fault if the other side had one. Raises Broken."""
    try:
        (size,) = LENGTH.unpack_from(body)
        at = LENGTH.size + size
        head = json.loads(body[LENGTH.size : at])
        message: Message = dict(head["values"])
        for name, length in head["blobs"].items():
            message[name] = body[at : at + length]
            at += length
        fault = str(head["fault"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error) as error:
        raise Broken(f"unreadable message: {error}") from error
    if at != len(body):
        raise Broken("a message of the wrong length")
    return message, fault


def send(pipe: int, frame: bytes, *, until: float | None = None) -> None:
    """Write all of a frame. Raises TimeoutError at `until` (monotonic clock), OSError when nobody reads any more."""
    left = memoryview(frame)
    while left:
        try:
            left = left[os.write(pipe, left[:PIECE]) :]
        except BlockingIOError:
            _wait(pipe, select.POLLOUT, until)


def receive(pipe: int, *, limit: int | None = None, until: float | None = None) -> tuple[Message, str]:
    """Read one frame. Raises EOFError at the end, TimeoutError at `until`, Broken for more than `limit` bytes."""
    (size,) = LENGTH.unpack(_exactly(pipe, LENGTH.size, until))
    if limit is not None and size > limit:
        raise Broken(f"a message of {size} bytes, more than {limit}")
    return unpack(_exactly(pipe, size, until))


def _exactly(pipe: int, size: int, until: float | None) -> bytes:
    got = bytearray()
    while len(got) < size:
        try:
            piece = os.read(pipe, min(PIECE, size - len(got)))
        except BlockingIOError:
            _wait(pipe, select.POLLIN, until)
            continue
        if not piece:
            raise EOFError
        if len(piece) == size:
            return piece
        got += piece
    return bytes(got)


def _wait(pipe: int, event: int, until: float | None) -> None:
    """Wait until the pipe is ready; `poll`, since `select` knows no descriptor above 1,023."""
    poll = select.poll()
    poll.register(pipe, event)
    rest = None if until is None else max(0.0, until - time.monotonic()) * 1000
    if not poll.poll(rest):
        raise TimeoutError


def die_with_parent() -> None:
    """Ask the kernel to end us with our parent, and never to give us more rights than now."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
