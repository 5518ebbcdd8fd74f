"""The evidence pack as a ZIP that anybody can check offline; holds one file at a time in memory."""

import json
import re
import tempfile
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from reports.capture.edges.wacz import Warc, stored, write_wacz
from reports.capture.edges.warc import read_warc
from reports.capture.rules.packs import CaptureFile, PackContent
from spotter.lib import store

DATA: Final = Path(__file__).resolve().parent.parent / "data"
PIECE: Final = 1 << 20
README: Final = """An evidence pack of Cyber Spotter.

case.html        what this is about, in plain words: open it in a browser, or print it
evidence.wacz    the page as it was received; opens in any player of web archives, such as ReplayWeb.page
browser/         the same page as a real browser showed it: its final markup and its picture, as WARC
captures.json    every look at the page: when, what state, which redirects
captures/        the headers that the page's server sent
pictures/        safe copies of the listing's pictures
screenshots/     safe copies of the screenshots that a person chose
custody.json     the custody log: some fields are open, others are shut behind their hash
roots/           the daily roots over the custody log, and what an outside authority stamped
manifest.json    every file with its SHA-256

To check that nothing was changed, with no software of ours and no network: open verify.html in a browser, or run

    python3 verify.py
"""


@dataclass
class _Writer:
    """The ZIP under way, and what its manifest will say."""

    archive: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def put(self, path: str, data: bytes) -> None:
        """One file from memory."""
        self.archive.writestr(stored(path), data)
        self.files.append({"path": path, "size": len(data), "sha256": sha256(data).hexdigest()})

    def pour(self, path: str, source: IO[bytes]) -> None:
        """One file of any size, piece by piece."""
        digest, size = sha256(), 0
        source.seek(0)
        with self.archive.open(stored(path), "w", force_zip64=True) as entry:
            while piece := source.read(PIECE):
                digest.update(piece)
                size += len(piece)
                entry.write(piece)
        self.files.append({"path": path, "size": size, "sha256": digest.hexdigest()})


def write_pack(target: IO[bytes], content: PackContent) -> None:
    """Write the whole pack. Raises FileNotFoundError or store.Damaged when evidence is not what it was."""
    with zipfile.ZipFile(target, "w") as archive:
        writer = _Writer(archive)
        writer.put("README.txt", README.encode())
        writer.put("case.html", content.sheet.encode())
        writer.put("captures.json", _json([_told(one) for one in content.captures]))
        for number, head in _heads(content):
            writer.put(f"captures/{number}-headers.txt", head)
        for picture in content.pictures:
            writer.put(picture.path, store.read("copies", picture.sha256))
        writer.put("custody.json", _json(content.custody))
        for root in content.roots:
            writer.put(f"roots/{root.number}.json", root.statement)
            if root.answer:
                writer.put(f"roots/{root.number}.tsr", root.answer)
        with tempfile.TemporaryFile() as wacz:
            write_wacz(wacz, _warcs(content), title=content.title, at=content.at)
            writer.pour("evidence.wacz", wacz)
        for warc in _browser_warcs(content):
            writer.put(f"browser/{warc.name}", warc.data)
        writer.put("verify.html", verify_page())
        writer.put("verify.py", (DATA / "verify.py").read_bytes())
        _seal(writer, content)


def verify_page() -> bytes:
    """The page that checks a pack in a browser; its own policy lets nothing run but its own script."""
    page = (DATA / "verify.html").read_text(encoding="utf-8")
    for tag in ("script", "style"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        inside = found[1] if found else ""
        page = page.replace(f"{{{tag}-hash}}", b64encode(sha256(inside.encode()).digest()).decode())
    return page.encode()


def _seal(writer: _Writer, content: PackContent) -> None:
    """The manifest, and its own hash beside it in the form that `sha256sum -c` reads."""
    manifest = _json({"version": 1, "edition": content.edition, "reference": content.reference, "files": writer.files})
    writer.archive.writestr(stored("manifest.json"), manifest)
    line = f"{sha256(manifest).hexdigest()}  manifest.json\n"
    writer.archive.writestr(stored("manifest.sha256"), line.encode())


def _told(one: CaptureFile) -> dict[str, Any]:
    return {"number": one.number, **one.facts, "warc_sha256": one.warc_sha256}


def _warcs(content: PackContent) -> Iterator[Warc]:
    for one in content.captures:
        if one.warc_sha256:
            data = store.read("evidence", one.warc_sha256)
            address = str(one.facts["final"] or one.facts["asked"])
            yield Warc(one.number, data, str(one.facts["title"]), address, str(one.facts["at"]))


def _browser_warcs(content: PackContent) -> Iterator[Warc]:
    for one in content.captures:
        if one.browser_sha256:
            told = one.facts["browser"]
            yield Warc(one.number, store.read("evidence", one.browser_sha256), "", str(told["final"]), str(told["at"]))


def _heads(content: PackContent) -> Iterator[tuple[int, bytes]]:
    """The head of each answer as it came, before the first empty line."""
    for one in content.captures:
        records = read_warc(store.read("evidence", one.warc_sha256)) if one.warc_sha256 else iter(())
        for record in records:
            if record.kind == "response":
                yield one.number, record.block.split(b"\r\n\r\n", 1)[0] + b"\r\n"
                break


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
