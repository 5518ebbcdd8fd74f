"""The socket's side: one lookup, every answer judged, a connection to just that address, bytes against a clock."""

import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from socket import AF_INET, AF_INET6, IPPROTO_TCP, SOCK_STREAM, getaddrinfo, socket
from threading import Thread

import certifi

from spotter.lib.net.addresses import address_is_public
from spotter.lib.net.admission import Address
from spotter.lib.net.errors import Refused, Unreachable
from spotter.lib.net.policy import Policy

PIECE = 64 * 1024
TRIES = 4  # addresses of one name


class Deadline:
    """The wall clock of one visit: a sender of one byte a second never meets a read timeout, but meets this."""

    def __init__(self, seconds: float) -> None:
        self._started = time.monotonic()
        self._end = self._started + seconds

    def left(self, at_most: float) -> float:
        """Seconds that the next step may take; raises Unreachable when there are none."""
        rest = self._end - time.monotonic()
        if rest <= 0:
            raise Unreachable("timeout", "the visit took too long altogether")
        return min(rest, at_most)

    @property
    def elapsed(self) -> float:
        """Seconds since the visit began."""
        return time.monotonic() - self._started


def lookup(host: str, port: int, timeout: float) -> Sequence[str]:
    """Ask the system's resolver once, in a thread because it knows no time limit; numeric addresses come back."""
    answers: SimpleQueue[list[str] | OSError] = SimpleQueue()
    # The closing dot keeps a search list (as containers have) from trying the name inside our own network first.
    Thread(target=_ask, args=(f"{host}.", port, answers), daemon=True).start()
    try:
        found = answers.get(timeout=timeout)
    except Empty:
        raise Unreachable("dns", "no answer in time") from None
    if isinstance(found, OSError):
        raise Unreachable("dns", str(found))
    return found


def _ask(name: str, port: int, answers: SimpleQueue[list[str] | OSError]) -> None:
    try:
        found = getaddrinfo(name, port, type=SOCK_STREAM, proto=IPPROTO_TCP)
        answers.put([str(sockaddr[0]) for *_rest, sockaddr in found])
    except (OSError, UnicodeError) as error:
        answers.put(error if isinstance(error, OSError) else OSError(str(error)))


def dial(ip: str, port: int, timeout: float) -> socket:
    """Connect to this numeric address and no other."""
    connection = socket(AF_INET6 if ":" in ip else AF_INET, SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect((ip, port))
    except BaseException:
        connection.close()
        raise
    return connection


@cache
def trusted_roots() -> ssl.SSLContext:
    """The system's and certifi's roots, once per process; built by hand, so that no variable can have keys logged."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    context.load_default_certs()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class World:
    """The three things outside ourselves, so that a test can stand in for each."""

    resolve: Callable[[str, int, float], Sequence[str]] = lookup
    connect: Callable[[str, int, float], socket] = dial
    tls: Callable[[], ssl.SSLContext] = trusted_roots


OUTSIDE = World()


def reach(address: Address, *, policy: Policy, world: World, deadline: Deadline) -> tuple[socket, tuple[str, int]]:
    """Open the connection for an admitted address, with TLS where the scheme says so; give it with its peer."""
    connection, peer = plain(address, policy=policy, world=world, deadline=deadline)
    if address.scheme == "https" and address.host not in policy.override:
        connection = _secure(connection, address.host, policy=policy, world=world, deadline=deadline)
    return connection, peer


def plain(address: Address, *, policy: Policy, world: World, deadline: Deadline) -> tuple[socket, tuple[str, int]]:
    """The same without TLS: one lookup, every answer judged, and a connection to one of those very addresses."""
    if address.host in policy.override:
        ip, port = policy.override[address.host]
        return _connect(ip, port, policy=policy, world=world, deadline=deadline), (ip, port)
    answers = tuple(dict.fromkeys(world.resolve(address.host, address.port, deadline.left(policy.connect))))
    if not answers:
        raise Unreachable("dns", "no address under this name")
    if not all(address_is_public(answer) for answer in answers):
        raise Refused("not-public", f"{address.host} answers {', '.join(answers)}")
    connection, ip = _first_that_answers(answers, address.port, policy=policy, world=world, deadline=deadline)
    return connection, (ip, address.port)


def _first_that_answers(
    answers: Sequence[str], port: int, *, policy: Policy, world: World, deadline: Deadline
) -> tuple[socket, str]:
    for ip in answers[:TRIES]:
        try:
            return _connect(ip, port, policy=policy, world=world, deadline=deadline), ip
        except Unreachable as error:
            failure = error
    raise failure


def _connect(ip: str, port: int, *, policy: Policy, world: World, deadline: Deadline) -> socket:
    try:
        connection = world.connect(ip, port, deadline.left(policy.connect))
    except TimeoutError as error:
        raise Unreachable("timeout", f"no connection to {ip} in time") from error
    except OSError as error:
        raise Unreachable("connect", str(error)) from error
    peer = connection.getpeername()
    if ip_address(peer[0]) != ip_address(ip) or peer[1] != port:
        connection.close()
        raise Refused("not-public", f"asked for {ip}, reached {peer[0]}")
    return connection


def _secure(connection: socket, host: str, *, policy: Policy, world: World, deadline: Deadline) -> socket:
    try:
        connection.settimeout(deadline.left(policy.connect))
        return world.tls().wrap_socket(connection, server_hostname=host)
    except TimeoutError as error:
        connection.close()
        raise Unreachable("timeout", "TLS was not agreed in time") from error
    except (OSError, ValueError) as error:  # SSLError is an OSError; an unusable server name is a ValueError
        connection.close()
        raise Unreachable("tls", str(error)) from error


class Wire:
    """Reads a connection for `http.client`, remembers every byte, and stops at a limit of bytes or of time."""

    def __init__(self, connection: socket, *, policy: Policy, deadline: Deadline) -> None:
        self._connection = connection
        self._policy = policy
        self._deadline = deadline
        self._seen = bytearray()
        self._at = 0
        self._limit = policy.max_header_bytes
        self.code = "bad-response"  # what it means to pass the limit: first the head is too long, then the body

    def send(self, data: bytes) -> None:
        """Send the whole request."""
        self._connection.settimeout(self._deadline.left(self._policy.idle))
        self._connection.sendall(data)

    def head_ends_here(self) -> bytes:
        """Give the bytes of the head, and count the body's from here on."""
        self._start, self._limit, self.code = self._at, self._at + self._policy.max_raw, "too-large"
        return bytes(self._seen[: self._at])

    def raw_body(self) -> bytes:
        """All bytes of the body that were asked for so far, as received."""
        return bytes(self._seen[self._start : self._at])

    def makefile(self, mode: str) -> "Wire":
        """`http.client` asks a socket for a file; this is both."""
        return self

    def readline(self, limit: int = -1) -> bytes:
        """One line with its end, at most `limit` bytes."""
        searched = self._at
        while (end := self._seen.find(b"\n", searched) + 1) == 0:
            searched = len(self._seen)
            if 0 <= limit <= searched - self._at or not self._more():
                end = searched
                break
        return self._take(end if limit < 0 else min(end, self._at + limit))

    def read(self, size: int = -1) -> bytes:
        """`size` bytes, fewer only when the sender has closed."""
        while (size < 0 or len(self._seen) - self._at < size) and self._more():
            pass
        return self._take(len(self._seen) if size < 0 else min(len(self._seen), self._at + size))

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _more(self) -> bool:
        if len(self._seen) > self._limit:
            raise Unreachable(self.code, f"more than {self._limit} bytes")
        self._connection.settimeout(self._deadline.left(self._policy.idle))
        piece = self._connection.recv(PIECE)
        self._seen += piece
        return bool(piece)

    def _take(self, end: int) -> bytes:
        if end > self._limit:
            raise Unreachable(self.code, f"more than {self._limit} bytes")
        taken = bytes(self._seen[self._at : end])
        self._at = end
        return taken
