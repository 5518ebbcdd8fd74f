"""WACZ 1.1.1 around WARCs as they lie in the store: the same WARCs give the same bytes."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from warcio.archiveiterator import ArchiveIterator

# The oldest moment that a ZIP can name: when the pack was made is no part of the evidence.
EPOCH = (1980, 1, 1, 0, 0, 0)
PAGES_HEAD = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}


@dataclass(frozen=True)
class Warc:
    """One WARC, and the page that it shows."""

    number: int
    data: bytes
    title: str
    address: str
    at: str

    @property
    def name(self) -> str:
        """What it is called in the archive."""
        return f"{self.number:04d}.warc.gz"


@dataclass(frozen=True)
class _Part:
    """One file of the WACZ as `datapackage.json` names it."""

    path: str
    sha256: str
    size: int

    def resource(self) -> dict[str, Any]:
        name = self.path.rsplit("/", 1)[-1].lower()
        return {"name": name, "path": self.path, "hash": f"sha256:{self.sha256}", "bytes": self.size}


def write_wacz(target: IO[bytes], warcs: Iterable[Warc], *, title: str, at: str) -> None:
    """Write the WARCs one after the other, then the index, the pages and the package; holds one WARC at a time."""
    parts, lines, pages = [], [], [json.dumps(PAGES_HEAD)]
    with zipfile.ZipFile(target, "w") as archive:
        for warc in warcs:
            parts.append(_put(archive, f"archive/{warc.name}", warc.data))
            lines += index_lines(warc)
            pages.append(_page(warc))
        parts.append(_put(archive, "indexes/index.cdx.gz", _packed("".join(sorted(lines)))))
        parts.append(_put(archive, "pages/pages.jsonl", ("\n".join(pages) + "\n").encode()))
        package = _package(parts, title=title, at=at)
        whole = _put(archive, "datapackage.json", package)
        digest = {"path": "datapackage.json", "hash": f"sha256:{whole.sha256}"}
        _put(archive, "datapackage-digest.json", json.dumps(digest, indent=2).encode())


def index_lines(warc: Warc) -> list[str]:
    """The CDXJ lines of a WARC's answers: where each lies in the file."""
    # warcio's readers hold each other: closed, at least the bytes go at once.
    with io.BytesIO(warc.data) as source:
        return _index_lines(warc, source)


def _index_lines(warc: Warc, source: IO[bytes]) -> list[str]:
    lines, records = [], ArchiveIterator(source)
    for record in records:
        if record.rec_type != "response":
            continue
        headers = record.rec_headers
        moment = "".join(char for char in headers.get_header("WARC-Date") if char.isdigit())[:14]
        address, status = headers.get_header("WARC-Target-URI"), record.http_headers.get_statuscode()
        kind = (record.http_headers.get_header("Content-Type") or "unk").split(";")[0].strip()
        fields = {"url": address, "mime": kind, "status": status, "digest": headers.get_header("WARC-Payload-Digest")}
        at = records.get_record_offset()
        fields |= {"length": str(records.get_record_length()), "offset": str(at), "filename": warc.name}
        lines.append(f"{surt(address)} {moment} {json.dumps(fields)}\n")
    return lines


def surt(address: str) -> str:
    """The address as players of web archives sort and look it up: `test,pasar)/item/1?a=1`."""
    parts = urlsplit(address)
    host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{port}){parts.path.rstrip('/') or '/'}{'?' + query if query else ''}".lower()


def stored(name: str) -> zipfile.ZipInfo:
    """An entry that is stored as it is, under no time and no machine: plain to read, and the same everywhere."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    return entry


def _put(archive: zipfile.ZipFile, path: str, data: bytes) -> _Part:
    archive.writestr(stored(path), data)
    return _Part(path, sha256(data).hexdigest(), len(data))


def _page(warc: Warc) -> str:
    return json.dumps({"id": f"{warc.number}", "url": warc.address, "ts": warc.at, "title": warc.title})


def _package(parts: list[_Part], *, title: str, at: str) -> bytes:
    package = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "created": at,
        "software": "Cyber Spotter",
        "resources": [part.resource() for part in parts],
    }
    return json.dumps(package, indent=2).encode()


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)
