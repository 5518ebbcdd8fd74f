"""Evidence as WARC/1.1: the request and the answer byte for byte, and what we made of it."""

import base64
import io
import json
import uuid
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders

from reports.capture.edges.browser import BrowserLook
from reports.capture.edges.looks import Look

# Level 1 takes a quarter of the time; evidence is written once and seldom read.
LEVEL = 1
VERSION = "WARC/1.1"


@dataclass(frozen=True)
class Record:
    """One record as read back; `block` is all that follows the WARC header."""

    kind: str
    address: str
    headers: tuple[tuple[str, str], ...]
    block: bytes
    digest_holds: bool


def to_warc(look: Look) -> bytes:
    """A gzipped WARC of one look: response, request and metadata, or metadata alone when nothing came."""
    address = look.final or look.address
    common = {
        "WARC-Date": f"{look.looked_at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z",
        "WARC-Target-URI": address,
    }
    parts = []
    if look.head:
        response_id = _new_id()
        own = {**common, "WARC-Record-ID": response_id}
        own |= {"WARC-IP-Address": look.peer} if look.peer else {}
        own |= {"WARC-Truncated": "unspecified"} if look.truncated else {}
        parts.append(_record("response", look.response, "application/http; msgtype=response", own, payload=look.raw))
        common["WARC-Concurrent-To"] = response_id
        asked = {**common, "WARC-Record-ID": _new_id()}
        parts.append(_record("request", look.request, "application/http; msgtype=request", asked, payload=b""))
    told = json.dumps(_told(look), ensure_ascii=False, sort_keys=True).encode()
    parts.append(_record("metadata", told, "application/json", {**common, "WARC-Record-ID": _new_id()}, payload=told))
    return b"".join(parts)


def to_browser_warc(look: BrowserLook) -> bytes:
    """A gzipped WARC of one look through a browser: its final markup, its picture, and where the page wanted to go."""
    common = {"WARC-Date": look.looked_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    told = {"asked": look.address, "final": look.final, "status": look.status, "title": look.title}
    told |= {"opened": look.opened, "refused": look.refused, "carried": look.carried, "is_cut": look.is_cut}
    told |= {"is_alone": look.is_alone, "is_sandboxed": look.is_sandboxed}
    blocks = (
        ("resource", f"urn:dom:{look.final}", look.dom, "text/html; charset=utf-8"),
        ("resource", f"urn:picture:{look.final}", look.picture, "image/jpeg"),
        ("metadata", look.final, json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), "application/json"),
    )
    return b"".join(
        _record(kind, block, form, {**common, "WARC-Target-URI": where, "WARC-Record-ID": _new_id()}, payload=block)
        for kind, where, block, form in blocks
    )


def read_warc(data: bytes) -> Iterator[Record]:
    """The records of a WARC, each with whether its block has the digest that it was written with."""
    # warcio's readers hold each other: closed, at least the bytes go at once.
    with io.BytesIO(data) as source:
        for record in ArchiveIterator(source, no_record_parse=True):
            block = record.raw_stream.read()
            yield Record(
                kind=record.rec_type,
                address=record.rec_headers.get_header("WARC-Target-URI") or "",
                headers=tuple(record.rec_headers.headers),
                block=block,
                digest_holds=record.rec_headers.get_header("WARC-Block-Digest") == _digest(block),
            )


def _record(kind: str, block: bytes, content_type: str, headers: Mapping[str, str], *, payload: bytes) -> bytes:
    """One packed record. warcio's own builder would write the HTTP header anew, not as it came."""
    digest = _digest(block)
    lines = {
        "WARC-Type": kind,
        "WARC-Payload-Digest": digest if payload is block else _digest(payload),
        **headers,
        "WARC-Block-Digest": digest,
        "Content-Type": content_type,
        "Content-Length": str(len(block)),
    }
    head = StatusAndHeaders("", list(lines.items()), protocol=VERSION).to_bytes()
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return b"".join((packer.compress(head), packer.compress(block), packer.compress(b"\r\n\r\n"), packer.flush()))


def _digest(data: bytes) -> str:
    return f"sha256:{base64.b32encode(sha256(data).digest()).decode()}"


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _told(look: Look) -> dict[str, object]:
    return {
        "asked": look.address,
        "final": look.final,
        "status": look.status,
        "state": look.state,
        "reason": look.reason,
        "detail": look.detail,
        "redirects": [asdict(hop) for hop in look.redirects],
        "body_sha256": look.body_sha256,
        "seconds": look.seconds,
    }
