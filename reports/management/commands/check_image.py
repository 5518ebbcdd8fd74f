"""`manage.py check_image` tells of each file whether its picture can be made safe, without keeping anything."""

import os
import stat
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from reports.management.lines import LinesCommand, Row
from spotter.lib.child import ChildDied, Children
from spotter.lib.images import MAX_BYTES, BadPicture
from spotter.lib.pictures import MODULE, make_safe_in_child


class Command(LinesCommand):
    """Every file goes through the same limited children as an upload; no database is needed."""

    help = "Check picture files; write for each its format, size in pixels and hashes, or why it is refused, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files."""
        parser.add_argument("paths", nargs="+", metavar="PATH")

    def rows(self, options: Mapping[str, Any]) -> Iterator[Row]:
        """One answer a path, in order."""
        at_once = min(os.process_cpu_count() or 1, len(options["paths"]))
        children = Children(at_once, MODULE)
        try:
            with ThreadPoolExecutor(at_once) as threads:
                yield from threads.map(partial(_answer, children=children), options["paths"])
        finally:
            children.close()


def _answer(path: str, *, children: Children) -> Row:
    try:
        safe = make_safe_in_child(_read(Path(path)), by=children)
    except BadPicture as bad:
        return {"path": path, "ok": False, "error": f"{bad.code}: {bad.sentence}"}
    except (OSError, ValueError) as error:
        return {"path": path, "ok": False, "error": f"unreadable: {error}"}
    except ChildDied as died:
        return {"path": path, "ok": False, "error": f"not-checked: {died}"}
    return {
        "path": path,
        "ok": True,
        "format": safe.format,
        "size": [safe.width, safe.height],
        "sha256": safe.sha256,
        "phash": safe.phash,
    }


def _read(path: Path) -> bytes:
    """The bytes of an ordinary file: a device or a pipe might never end."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("not an ordinary file")
    if about.st_size > MAX_BYTES:
        raise BadPicture("too-large")
    # What the kernel shows as a file (/proc/kmsg) may wait for more, or hold more than its size says.
    with open(path, "rb", opener=_without_waiting) as file:
        return file.read(MAX_BYTES + 1) or b""


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)
