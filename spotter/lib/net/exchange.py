"""One request and its answer over an open connection, within the policy's limits."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from socket import socket
from typing import cast

from spotter.lib.net.admission import Address
from spotter.lib.net.errors import Unreachable
from spotter.lib.net.policy import Policy
from spotter.lib.net.reply import first
from spotter.lib.net.wire import PIECE, Deadline, Wire, World, reach

Headers = tuple[tuple[str, str], ...]
MOVED = (301, 302, 303, 307, 308)
OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True)
class Reply:
    """One answer; `body` is empty for a redirect that is to be followed."""

    status: int
    reason: str
    headers: Headers
    head: bytes
    raw: bytes
    body: bytes
    peer: tuple[str, int]
    truncated: bool

    @property
    def location(self) -> str:
        """Where a redirect leads, or an empty string."""
        return first(self.headers, "location") if self.status in MOVED else ""


def request_bytes(method: str, address: Address, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """The request as sent. Raises ValueError for a header that would start another line or is ours to set."""
    lines = [f"{method} {address.target} HTTP/1.1", f"Host: {address.host_header}"]
    for name, value in headers.items():
        if name.lower() in OURS or not name or not set(name + value).isdisjoint("\r\n\0") or ":" in name:
            raise ValueError(f"header {name!r} cannot be sent")
        lines.append(f"{name}: {value}")
    if body or method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def exchange(
    address: Address, request: bytes, *, policy: Policy, world: World, deadline: Deadline, follow: bool
) -> Reply:
    """Connect, send, read the head, and read the body unless it is a redirect that will be followed."""
    connection, peer = reach(address, policy=policy, world=world, deadline=deadline)
    wire = Wire(connection, policy=policy, deadline=deadline)
    try:
        wire.send(request)
        response = HTTPResponse(cast(socket, wire), method=request.split(b" ", 1)[0].decode())
        response.begin()
        return _read(response, wire, policy=policy, peer=peer, follow=follow)
    except (HTTPException, ValueError) as error:
        raise Unreachable("bad-response", repr(error)) from error
    except TimeoutError as error:
        raise Unreachable("timeout", "nothing came for too long") from error
    except OSError as error:
        raise Unreachable("connect", str(error)) from error
    finally:
        wire.close()


def _read(response: HTTPResponse, wire: Wire, *, policy: Policy, peer: tuple[str, int], follow: bool) -> Reply:
    head = wire.head_ends_here()
    headers: Headers = tuple((name, " ".join(value.split())) for name, value in response.getheaders())
    if response.status < 200:
        raise Unreachable("bad-response", f"status {response.status}")
    body, truncated = b"", False
    if not (follow and response.status in MOVED and first(headers, "location")):
        _check_type(response.status, headers, policy)
        body, truncated = _body(response, headers, policy)
    return Reply(
        status=response.status,
        reason=response.reason[:200],
        headers=headers,
        head=head,
        raw=wire.raw_body(),
        body=body,
        peer=peer,
        truncated=truncated,
    )


def _check_type(status: int, headers: Headers, policy: Policy) -> None:
    kind = first(headers, "content-type").lower()
    if kind and status < 300 and policy.content_types and not kind.startswith(policy.content_types):
        raise Unreachable("content-type", kind)


def _body(response: HTTPResponse, headers: Headers, policy: Policy) -> tuple[bytes, bool]:
    """The unpacked body, and whether it is less than what was promised."""
    packed = bytearray()
    try:
        whole = _receive(response, packed)
        body, unpacked = unpack(bytes(packed), _encoding(headers), policy.max_decoded)
        return body, not (whole and unpacked)
    except (Unreachable, OSError):
        if not policy.status_is_enough:
            raise
        return bytes(packed) if not _encoding_is_set(headers) else b"", True


def _receive(response: HTTPResponse, packed: bytearray) -> bool:
    """Append the body without its chunk marks; True when all of it came."""
    try:
        while piece := response.read(PIECE):
            packed += piece
    except IncompleteRead as error:
        packed += error.partial + getattr(error.__cause__, "partial", b"")  # and what came of the last chunk
        return False
    return not response.length


def _encoding_is_set(headers: Headers) -> bool:
    return any(value and name.lower() == "content-encoding" for name, value in headers)


def _encoding(headers: Headers) -> str:
    """The one content encoding. Raises Unreachable for several, or for one that was not asked for."""
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding").lower().strip()
    if named not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Unreachable("encoding", named)
    return named


def unpack(packed: bytes, encoding: str, limit: int) -> tuple[bytes, bool]:
    """Unpack at most `limit` bytes; the flag says whether the packed stream was whole and nothing came after it."""
    if encoding in ("", "identity") or not packed:
        if len(packed) > limit:
            raise Unreachable("too-large", f"more than {limit} bytes")
        return packed, True
    stream = zlib.decompressobj(_window(encoding, packed))
    try:
        body = stream.decompress(packed, limit + 1)
    except zlib.error as error:
        raise Unreachable("encoding", str(error)) from error
    if len(body) > limit:
        raise Unreachable("too-large", f"more than {limit} bytes unpacked")
    return body, stream.eof and not stream.unused_data


def _window(encoding: str, packed: bytes) -> int:
    """Servers say "deflate" for two formats: with zlib's two-byte header (a multiple of 31) or bare."""
    if encoding != "deflate":
        return 16 + zlib.MAX_WBITS
    wrapped = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2]) % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
