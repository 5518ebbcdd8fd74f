"""A CSV file becomes rows and rows become a CSV file, in letters that every spreadsheet reads."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from coalition.knowledge.rules.tables import MAX_BYTES, BadTable, Checked, Known, checked, heading
from spotter.lib.text import clean_text, csv_cell, plain_cell

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LONGEST_CELL: Final = 20_000


def read_table(data: bytes, known: Known) -> Checked:
    """What stands in the file. Raises BadTable."""
    lines = _lines(_decoded(data))
    try:
        _number, headings = next(lines, (1, []))
        return checked(headings, lines, known)
    except csv.Error as error:
        raise BadTable("broken") from error


def written_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file whose cells no spreadsheet takes for a formula, with the mark that makes Excel read it as UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(headings)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise BadTable("too-large")
    if not data.strip():
        raise BadTable("empty-file")
    if data.startswith(_NOT_TEXT):
        raise BadTable("workbook")
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadTable("old-encoding") from error
    if "\0" in text:
        raise BadTable("workbook")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, counted as a spreadsheet counts them; the headings are the first."""
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=lambda mark: len({heading(cell) for cell in first.split(mark)}))
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        if any(len(cell) > _LONGEST_CELL for cell in cells):
            raise csv.Error("field too long")
        if any(map(str.strip, cells)):
            yield number, [clean_text(plain_cell(cell), limit=_LONGEST_CELL) for cell in cells]
