"""A proxy for one browser on one visit: each of its connections is admitted and checked like any other visit."""

import hmac
import re
from base64 import b64encode
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from socket import socket
from threading import BoundedSemaphore, Lock, Thread
from typing import Final

from spotter.lib.net.admission import Address, admit
from spotter.lib.net.errors import Closed, Refused, Unreachable
from spotter.lib.net.policy import Policy
from spotter.lib.net.wire import OUTSIDE, PIECE, Deadline, World, plain

AT_ONCE: Final = 48
MOST: Final = 600  # connections of one visit
USER: Final = "visit"
END: Final = b"\r\n\r\n"
ASK: Final = re.compile(r"([A-Z]{1,20}) (\S{1,4000}) HTTP/1\.[01]")
# What a connection says to its next neighbour alone, and what could smuggle a second request along.
OURS: Final = frozenset({
    "host", "connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "trailer", "upgrade",
    "transfer-encoding", "content-length", "expect",
})  # fmt: skip
LOOKS: Final = ("GET", "HEAD", "OPTIONS")
OPEN: Final = b"HTTP/1.1 200 Open\r\n\r\n"
NO_MORE: Final = b"Content-Length: 0\r\nConnection: close\r\n\r\n"
WHO: Final = b'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm="visit"\r\n' + NO_MORE
SHUT: Final = b"HTTP/1.1 403 Shut\r\n" + NO_MORE


class Proxy:
    """Serves whoever knows `secret` on `listener`, until it is closed or the policy's deadline or size is used up.

    `policy.max_raw` counts all bytes of the visit, in both directions. `refused` tells what it did not open, with the
    door's code; `opened` where it went: both as "host:port" and at most MOST of each.
    """

    def __init__(self, listener: socket, *, secret: str, policy: Policy, world: World = OUTSIDE) -> None:
        self._listener, self._policy, self._world = listener, policy, world
        self._secret = b64encode(f"{USER}:{secret}".encode()).decode()
        self._deadline = Deadline(policy.deadline)
        self._room, self._lock = BoundedSemaphore(AT_ONCE), Lock()
        self._carried = self._connections = 0
        self.refused: dict[str, str] = {}
        self.opened: dict[str, str] = {}
        Thread(target=self._listen, daemon=True).start()

    @property
    def carried(self) -> int:
        """How many bytes went through, in both directions."""
        return self._carried

    def close(self) -> None:
        """Take no further connections; those that are open end with the deadline."""
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError, Unreachable):
            while self._connections < MOST:
                browser, _peer = self._listener.accept()
                self._connections += 1
                self._room.acquire(timeout=self._deadline.left(self._policy.deadline))
                Thread(target=self._serve, args=(browser,), daemon=True).start()
        self._listener.close()

    def _serve(self, browser: socket) -> None:
        try:
            with browser, suppress(OSError, ValueError, Closed):
                self._answer(browser, *self._head(browser))
        finally:
            self._room.release()

    def _head(self, browser: socket) -> tuple[str, list[tuple[str, str]], bytes]:
        """The first line and the headers of what the browser asks, and what came behind them."""
        head = b""
        while END not in head:
            if len(head) > self._policy.max_header_bytes:
                raise Unreachable("bad-response", "a request without end")
            browser.settimeout(self._deadline.left(self._policy.idle))
            piece = browser.recv(PIECE)
            if not piece:
                raise Unreachable("bad-response", "half a request")
            head += piece
        head, _end, rest = head.partition(END)
        first, *lines = head.decode("latin-1").split("\r\n")
        split = [line.partition(":") for line in lines]
        return first, [(name.strip(), value.strip()) for name, _colon, value in split], rest

    def _answer(self, browser: socket, first: str, headers: list[tuple[str, str]], rest: bytes) -> None:
        given = next((value for name, value in headers if name.lower() == "proxy-authorization"), "")
        if not hmac.compare_digest(given.encode(), f"Basic {self._secret}".encode()):
            browser.sendall(WHO)
            return
        asked = ASK.fullmatch(first)
        method, target = (asked[1], asked[2]) if asked else ("", "")
        try:
            address = self._admitted(method, target)
            site, (ip, port) = plain(address, policy=self._policy, world=self._world, deadline=self._deadline)
        except Closed as closed:
            self._note(self.refused, _place(target), closed.code)
            if method == "CONNECT":  # an answer to anything else would stand as the page
                browser.sendall(SHUT)
            return
        self._note(self.opened, f"{address.host}:{address.port}", f"{ip}:{port}")
        with site:
            if method == "CONNECT":
                browser.sendall(OPEN)
                self._send(site, rest)
            else:
                self._send(site, _request(method, address, headers))
            self._carry(browser, site, both=method == "CONNECT")

    def _admitted(self, method: str, target: str) -> Address:
        """What was asked for as an address that may be visited; a plain request only looks."""
        if method == "CONNECT":
            scheme = "http" if target.endswith(":80") else "https"
            return admit(f"{scheme}://{target}/", self._policy)
        if method not in LOOKS or not target.startswith("http://"):
            raise Refused("scheme", method)
        return admit(target, self._policy)

    def _carry(self, browser: socket, site: socket, *, both: bool) -> None:
        """Bytes from the site to the browser, and back in a tunnel, until one of them ends."""
        other = {site: browser} | ({browser: site} if both else {})
        with DefaultSelector() as ready:
            for one in other:
                ready.register(one, EVENT_READ, other[one])
            while found := ready.select(self._deadline.left(self._policy.idle)):
                for key, _event in found:
                    piece = key.fileobj.recv(PIECE)  # type: ignore[union-attr]
                    if not piece:
                        return
                    self._send(key.data, piece)

    def _send(self, to: socket, piece: bytes) -> None:
        with self._lock:
            self._carried += len(piece)
            if self._carried > self._policy.max_raw:
                raise Unreachable("too-large", f"more than {self._policy.max_raw} bytes")
        to.settimeout(self._deadline.left(self._policy.idle))
        to.sendall(piece)

    def _note(self, book: dict[str, str], place: str, said: str) -> None:
        with self._lock:
            if len(book) < MOST:
                book[place] = said


def _place(target: str) -> str:
    """Which machine was asked for, without what was asked of it."""
    return re.sub(r"^[a-z]{1,10}://", "", target).partition("/")[0][:300]


def _request(method: str, address: Address, headers: list[tuple[str, str]]) -> bytes:
    """The browser's request as the site gets it: one, to the admitted address, and then the end."""
    kept = [f"{name}: {value}" for name, value in headers if name and name.lower() not in OURS]
    lines = [f"{method} {address.target} HTTP/1.1", f"Host: {address.host_header}", *kept, "Connection: close"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
