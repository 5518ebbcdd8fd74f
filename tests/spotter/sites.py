"""Small sites on loopback for the tests of the door: each plays its answer byte by byte and remembers who came."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from spotter.lib.net import Policy, World

type Answer = bytes | Callable[[socket.socket, bytes], None]
HOST = "pasar.test"


@dataclass
class Site:
    """One listening socket; `requests` are the requests' bytes in the order of arrival."""

    port: int
    requests: list[bytes] = field(default_factory=list)

    def policy(self, **changes: object) -> Policy:
        """A page policy under which the test host leads here."""
        return Policy.page(**{"override": {HOST: ("127.0.0.1", self.port)}, "deadline": 5.0, "idle": 3.0} | changes)


@contextmanager
def site(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve the answers one after another, the last one for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    here = Site(port=listener.getsockname()[1])
    threading.Thread(target=_serve, args=(listener, here, answers, tls), daemon=True).start()
    try:
        yield here
    finally:
        listener.close()


def _serve(listener: socket.socket, here: Site, answers: tuple[Answer, ...], tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            visitor, _ = listener.accept()
        except OSError:
            return
        answer = answers[min(len(here.requests), len(answers) - 1)]
        with suppress(OSError):
            _play(tls.wrap_socket(visitor, server_side=True) if tls else visitor, here, answer)


def _play(visitor: socket.socket, here: Site, answer: Answer) -> None:
    with visitor:
        request = b""
        while b"\r\n\r\n" not in request and (piece := visitor.recv(65536)):
            request += piece
        here.requests.append(request)
        if isinstance(answer, bytes):
            visitor.sendall(answer)
            visitor.shutdown(socket.SHUT_WR)
            while visitor.recv(65536):
                pass
        else:
            answer(visitor, request)


def http(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with its length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def moved(location: str) -> bytes:
    """A redirect."""
    return http(b"", f"Location: {location}", status="302 Found")


def drip(start: bytes, forever: bytes = b"x", pause: float = 0.1) -> Answer:
    """An answer that never ends, in small drops."""

    def play(visitor: socket.socket, request: bytes) -> None:
        visitor.sendall(start)
        while True:
            visitor.sendall(forever)
            time.sleep(pause)

    return play


class Landed(socket.socket):
    """A connection to loopback that names the public peer which the test stands for."""

    named: tuple[str, int]

    def getpeername(self) -> tuple[str, int]:
        """The peer that was asked for."""
        return self.named


class Recorder:
    """A world in which names resolve as told and every connection is written down before it lands on loopback."""

    def __init__(self, names: dict[str, list[list[str]]], port: int = 9, peer: str = "") -> None:
        self.names = names
        self.lookups: list[str] = []
        self.connects: list[tuple[str, int]] = []
        self._port = port
        self._peer = peer

    def world(self, tls: ssl.SSLContext | None = None) -> World:
        """What the door takes instead of the real outside."""
        return World(self._resolve, self._connect, lambda: tls or ssl.create_default_context())

    def _resolve(self, host: str, port: int, timeout: float) -> list[str]:
        answers = self.names[host]
        self.lookups.append(host)
        return answers[min(self.lookups.count(host), len(answers)) - 1]

    def _connect(self, ip: str, port: int, timeout: float) -> socket.socket:
        self.connects.append((ip, port))
        landed = Landed(socket.AF_INET, socket.SOCK_STREAM)
        landed.named = (self._peer or ip, port)
        landed.settimeout(timeout)
        landed.connect(("127.0.0.1", self._port))
        return landed
