"""The limited process that unpacks spreadsheets from strangers: `python -m reports.intake.edges.sheet_child`."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, time
from math import isfinite
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.xml import DEFUSEDXML

from reports.intake.rules.sheets import MAX_COLUMNS, MAX_LINES, MAX_ROWS, BadSheet
from spotter.lib.child import serve
from spotter.lib.frames import Message

# A thousand full rows are two or three megabytes of XML.
MAX_UNPACKED: Final = 32 * 1024 * 1024
MAX_PARTS: Final = 500
# Of all cells together: some four times what the columns may hold.
MAX_LETTERS: Final = 8_000_000
CELL: Final = 32_767


def answer(request: Message) -> Message:
    """`{"data": bytes}` gives `{"rows": [[number, [cell, …]], …]}`, or `{"refused": code}`; `{}` gives `{}`."""
    if "data" not in request:
        return {}
    try:
        return {"rows": read_xlsx(request["data"])}
    except BadSheet as bad:
        return {"refused": bad.code}
    except MemoryError:
        raise
    except Exception:
        # Whatever a broken file breaks inside openpyxl, it is the file that is broken.
        return {"refused": "broken"}


def read_xlsx(data: bytes) -> list[list[Any]]:
    """The rows of its first sheet that hold something; formulas come as their text. Raises BadSheet and what breaks."""
    if not DEFUSEDXML:
        raise RuntimeError("entities would be expanded without defusedxml")
    _glance(data)
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    found: list[list[Any]] = []
    letters = 0
    for number, cells in _rows(book):
        letters += sum(map(len, cells))
        if letters > MAX_LETTERS:
            raise BadSheet("too-large")
        if len(found) > MAX_ROWS or number > MAX_LINES:
            raise BadSheet("too-many-rows")
        found.append([number, cells])
    return found


def _glance(data: bytes) -> None:
    """What the list of its parts tells; zipfile never unpacks more than it says there."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise BadSheet("broken") from error
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadSheet("not-a-sheet")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise BadSheet("macros")
    if any(part.flag_bits & 1 for part in parts):
        raise BadSheet("locked")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadSheet("too-large")


def _rows(book: Any) -> Iterator[tuple[int, list[str]]]:
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise BadSheet("no-rows")
    # What the file says of its own size need not be true.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        cells = [_text(value) for value in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells or number > MAX_LINES:
            yield number, cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and isfinite(value):
        # No figure here has more than two decimals, and 1.234 as words would be 1,234.
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, date | time):
        return value.isoformat()
    # The formula of a whole range is an object that holds its text.
    return str(getattr(value, "text", None) or value)[:CELL]


if __name__ == "__main__":
    serve(answer)
