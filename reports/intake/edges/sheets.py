"""A table's file becomes rows: CSV at once, XLSX in a limited child; and tables that we hand out."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reports.intake.rules.sheets import COLUMNS, BadSheet, Line, kind_of, read_csv
from spotter.lib.child import ChildDied, Children, Limits
from spotter.lib.spawn import MB
from spotter.lib.text import csv_cell

MODULE: Final = "reports.intake.edges.sheet_child"
# Somebody waits for the page meanwhile.
CHILDREN: Final = Children(1, MODULE, Limits(cpu=5, seconds=20.0, message=48 * MB))


def read_sheet(data: bytes, *, by: Children | None = None) -> list[Line]:
    """The rows that hold something. Raises BadSheet for the file's fault, ChildDied for ours (try again later)."""
    if kind_of(data) == "csv":
        return read_csv(data)
    children = by or CHILDREN
    try:
        reply = children.call({"data": data})
    except ChildDied as died:
        # If a fresh child does not stand either, the file is not to blame: this call raises ChildDied again.
        children.call({})
        raise BadSheet("too-heavy") from died
    if "refused" in reply:
        raise BadSheet(reply["refused"])
    return [Line(number, tuple(cells)) for number, cells in reply["rows"]]


def written_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that every spreadsheet reads as text, with the mark that makes Excel read it as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def template_csv() -> bytes:
    """The headings and one example."""
    return written_csv(_template())


def template_xlsx() -> bytes:
    """The same as a workbook, its columns wide enough to read."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Reports"
    for row in _template():
        sheet.append(row)
    for number, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 28
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _template() -> tuple[list[str], list[str]]:
    return [column.name for column in COLUMNS], [column.example for column in COLUMNS]
