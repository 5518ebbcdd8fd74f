"""Files that are to be tables: what can be read is read, what cannot is refused with what to do, and none harms us."""

import csv as csv_module
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from openpyxl import Workbook

from reports.intake.edges.sheet_child import MAX_UNPACKED
from reports.intake.edges.sheets import MODULE, read_sheet, template_csv, template_xlsx, written_csv
from reports.intake.forms.rows import FIELDS, HELP
from reports.intake.forms.sheet import BAD_SHEET
from reports.intake.rules.sheets import COLUMNS, MAX_BYTES, MAX_COLUMNS, MAX_LINES, BadSheet, table_of
from reports.models import Report
from spotter.lib.child import MB, ChildDied, Children, Limits
from spotter.lib.text import plain_cell
from tests.reports.intake.table import address, addresses, choose, csv, dry_run, refusal, send, xlsx
from tests.spotter.picture_files import drawing, saved

TEXT = f"address;note\r\n{address(1)};Gading – 象牙 é"


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_sheet(data)]


def code(data: bytes) -> str:
    """Why it is refused."""
    with pytest.raises(BadSheet) as refused:
        table_of(read_sheet(data))
    return refused.value.code


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A good workbook with one part changed."""
    whole = zipfile.ZipFile(io.BytesIO(xlsx([address(1)])))
    return zipped({part: change(whole.read(part)) if part == name else whole.read(part) for part in whole.namelist()})


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def excel(cell: str = '<c r="A2" t="s"><v>1</v></c>', words: str = "", before: str = "") -> bytes:
    """A workbook as Excel writes it: the words of its cells stand in a part of their own."""
    plain = zipfile.ZipFile(io.BytesIO(xlsx()))
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}"/></Types>'
    listed = words or f"<si><t>address</t></si><si><t>{address(1)}</t></si>"
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>address</t></is></c></row>'
    return zipped(
        {part: plain.read(part) for part in plain.namelist()}
        | {
            "[Content_Types].xml": plain.read("[Content_Types].xml").replace(b"</Types>", types.encode()),
            "xl/sharedStrings.xml": f'{before}<sst xmlns="{MAIN}">{listed}</sst>'.encode(),
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{head}<row r="2">{cell}</row>'
            "</sheetData></worksheet>".encode(),
        }
    )


def added(name: str, data: bytes) -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(xlsx([address(1)])))
    return zipped({part: whole.read(part) for part in whole.namelist()} | {name: data})


# -- CSV --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_file_is_read_in_every_unicode_encoding(encoding: str) -> None:
    assert cells(TEXT.encode(encoding)) == [("address", "note"), (address(1), "Gading – 象牙 é")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_the_headings_tell_what_separates_the_columns(mark: str) -> None:
    data = f'"note"{mark}address{mark}x,y;z\n"one, two; three"{mark}{address(1)}{mark}'.encode()

    assert cells(data)[1][:2] == ("one, two; three", address(1))


def test_rows_are_numbered_as_a_spreadsheet_counts_them() -> None:
    lines = read_sheet(b'\r\naddress,note\r\n\r\na,"two\r\nlines"\r\n ,\r\nb,')

    assert [(line.number, line.cells[0]) for line in lines] == [(2, "address"), (4, "a"), (6, "b")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (TEXT.encode("cp1252", "replace"), "old-encoding"),
        (b"address\n\xff\xfe", "old-encoding"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "old-encoding"),
        (b"MZ\x90\0\x03\0\0\0\x04", "not-a-sheet"),
        (saved(drawing((8, 8)), "PNG"), "not-a-sheet"),
        (b"<html><table><tr><td>address</td></tr></table>", "no-address-column"),
        (b"https://www.gerai-market.com/item/1\n", "no-address-column"),
        (b"note\nx", "no-address-column"),
        (b"address\n", "no-rows"),
        (b"address\n" + b"x\n" * 1_001, "too-many-rows"),
        (b'address\n"' + b"a" * 200_000, "broken"),
        (b"a" * (MAX_BYTES + 1), "too-large"),
        (b"\xff\xfe\x00\xd8", "old-encoding"),
    ],
    ids=["0 bytes", "blank", "Windows-1252", "no UTF-8", "a PDF", "a program", "a PNG", "HTML", "no headings",
         "no address column", "no rows", "1,001 rows", "an open quote", "5 MB", "half a character"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    assert code(data) == why
    assert BAD_SHEET[why]


def test_more_columns_than_anybody_needs_are_not_read() -> None:
    assert [len(row) for row in cells(b"address" + b",x" * 16_000 + b"\n" + b"a" + b",y" * 16_000)] == [MAX_COLUMNS] * 2


# -- XLSX -------------------------------------------------------------------------------------------------------------
def test_a_workbook_says_what_its_cells_say() -> None:
    row = [address(1), 5, 2.0, 1.5, True, date(2026, 11, 23), None, " spaced "]

    assert cells(xlsx(row))[1] == (address(1), "5", "2", "1.5", "TRUE", "2026-11-23T00:00:00", "", " spaced ")


def test_only_the_first_sheet_that_can_be_seen_is_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["address"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("seen").append(["note"])
    file = io.BytesIO()
    book.save(file)

    assert cells(file.getvalue()) == [("note",)]


def test_formulas_are_text_and_nothing_is_worked_out() -> None:
    assert cells(xlsx(["=1+1", '=HYPERLINK("https://a.com","b")']))[1] == ("=1+1", '=HYPERLINK("https://a.com","b")')


def test_rows_far_below_have_their_own_number_and_gaps_cost_nothing() -> None:
    far = changed("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'r="2"', b'r="40000"').replace(b"A2", b"A40000"))

    assert [line.number for line in read_sheet(far)] == [1, 40_000]


ENTITIES = f"<!DOCTYPE x [<!ENTITY a '{'ha' * 50}'><!ENTITY b '{'&a;' * 50}'>]>"


def test_a_workbook_of_excel_itself_is_read() -> None:
    assert cells(excel()) == [("address",), (address(1),)]


def _bomb() -> bytes:
    return added("xl/media/image1.png", b"\0" * (MAX_UNPACKED + 1))


def _bomb_that_lies() -> bytes:
    """The list of parts says 1 KB where 64 MB unpack."""
    data = bytearray(excel(words=" " * 64 * MB))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.find(b"xl/sharedStrings.xml")
        while start >= 0:
            head = data.rfind(mark, 0, start)
            if head >= 0 and start - head in (46, 30):
                data[head + at : head + at + 4] = (1024).to_bytes(4, "little")
            start = data.find(b"xl/sharedStrings.xml", start + 1)
    return bytes(data)


def _many_parts() -> bytes:
    return zipped({"xl/workbook.xml": b"", **{f"{n}": b"" for n in range(501)}})


def _encrypted_part() -> bytes:
    """The flag that a part is encrypted, in the list of parts."""
    data = bytearray(xlsx([address(1)]))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def _sheet(change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    return lambda: changed("xl/worksheets/sheet1.xml", change)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a zip bomb": (_bomb, "too-large"),
    "a zip bomb that lies about its size": (_bomb_that_lies, "broken"),
    "five hundred parts": (_many_parts, "too-large"),
    "cut off": (lambda: xlsx([address(1)])[:2_000], "broken"),
    "a zip that is no workbook": (lambda: zipped({"a.txt": b"x"}), "not-a-sheet"),
    "an empty workbook part": (lambda: zipped({"xl/workbook.xml": b""}), "broken"),
    "macros": (lambda: added("xl/vbaProject.bin", b"x"), "macros"),
    "an encrypted part": (_encrypted_part, "locked"),
    "an old Excel file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-excel"),
    "a workbook with a password": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked",
    ),
    "entities in a sheet": (_sheet(lambda xml: ENTITIES.encode() + xml.replace(b"address", b"&b;")), "broken"),
    "an outer entity": (
        _sheet(lambda xml: b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + xml), "broken",
    ),
    "entities in the words": (lambda: excel(words="<si><t>&b;</t></si>" * 2, before=ENTITIES), "broken"),
    "no XML": (_sheet(lambda _xml: b"\0\0 no xml"), "broken"),
    "a row beyond all rows": (_sheet(lambda xml: xml.replace(b'r="2"', b'r="99999999999"')), "too-many-rows"),
    "a row of a bad number": (_sheet(lambda xml: xml.replace(b'r="2"', b'r="-5"').replace(b"A2", b"A0")), "no-rows"),
    "a word that is not there": (lambda: excel('<c r="A2" t="s"><v>99999999</v></c>'), "broken"),
    "a number of 5,000 digits": (lambda: excel(f'<c r="A2"><v>{"9" * 5_000}</v></c>'), "broken"),
    "more text than a thousand rows need": (
        lambda: xlsx(*([address(n), "a" * 10_000] for n in range(900)), head=("address", "note")), "too-large",
    ),
    "1,001 rows": (lambda: xlsx(*([address(n)] for n in range(1_001))), "too-many-rows"),
    "no rows": (lambda: xlsx(), "no-rows"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<v>1e999</v>", "inf"),
        ("<f>1+1</f><v>2</v>", "=1+1"),
        ("<f>WEBSERVICE(1)</f>", "=WEBSERVICE(1)"),
        ('<f t="array" ref="A2">SUM(1)</f><v>1</v>', "=SUM(1)"),
        ("", None),
    ],
)
def test_an_odd_cell_is_only_a_text(cell: str, text: str | None) -> None:
    assert cells(excel(f'<c r="A2">{cell}</c>'))[1:] == ([(text,)] if text else [])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_from_hell_is_refused_with_what_to_do(name: str) -> None:
    make, why = HOSTILE[name]

    assert code(make()) == why


def test_a_workbook_that_takes_too_long_ends_the_child_and_not_the_site() -> None:
    slow = Children(1, MODULE, Limits(cpu=2))
    heavy = excel(words="<si/>" * 6_000_000)
    try:
        with pytest.raises(BadSheet) as refused:
            read_sheet(heavy, by=slow)
        assert refused.value.code == "too-heavy"
        assert read_sheet(xlsx([address(1)]), by=slow)[1].cells == (address(1),)
    finally:
        slow.close()


def test_a_child_that_never_stands_is_our_fault() -> None:
    missing = Children(1, "reports.intake.edges.nothing_here")

    with pytest.raises(ChildDied):
        read_sheet(xlsx([address(1)]), by=missing)


# -- at the page ------------------------------------------------------------------------------------------------------
def test_the_page_says_why_a_file_is_refused_and_keeps_nothing_of_it(db: None, tab: Client) -> None:
    page = choose(tab, _bomb(), "finds.xlsx")

    assert (page.status_code, refusal(page)) == (422, str(BAD_SHEET["too-large"]))


def test_without_a_file_the_page_asks_for_one(tab: Client) -> None:
    assert refusal(tab.post("/report/bulk/")) == "Choose a file."  # type: ignore[arg-type]


STARTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    " =1",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\u202egpj.exe",
)


@pytest.mark.parametrize("make", [csv, xlsx], ids=["csv", "xlsx"])
def test_hostile_cells_are_shown_and_kept_as_text(tab: Client, make: Callable[..., bytes]) -> None:
    where = dry_run(tab, make(*([address(n), start] for n, start in enumerate(STARTS)), head=("address", "note")))

    page = tab.get(where).text
    assert ("<script>alert(1)" in page, "{{ 7*7 }}" in page, "⟦RLO⟧gpj.exe" in page) == (False, True, True)
    tab.post(f"{where}send/")
    kept = dict(Report.objects.values_list("address_as_given", "note"))
    assert [kept[address(n)] for n in range(len(STARTS))] == [start.strip() for start in STARTS]


def test_bytes_that_no_text_has_are_dropped_and_the_row_is_kept(tab: Client) -> None:
    send(tab, csv([address(1) + "\x07", "old\x1b ivory\x7f"], head=("address", "note")))

    assert list(Report.objects.values_list("address_as_given", "note")) == [(address(1), "old ivory")]


def test_a_file_name_from_hell_is_only_a_name(tab: Client) -> None:
    page = tab.get(dry_run(tab, addresses(1), '"><script>\u202e' + "x" * 300 + ".csv"))

    assert "<script>\u202e" not in page.text


# -- what we hand out -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "＝1", " =1", "\u200b=1", "plain", "'tis", "'", ""])
def test_a_cell_that_we_made_harmless_comes_back_as_it_was(text: str) -> None:
    (row,) = csv_module.reader(io.StringIO(written_csv([[text]]).decode("utf-8-sig")))

    assert row[0][:1] not in tuple("=+-@＝")
    assert plain_cell(row[0]) == text


def test_both_templates_hold_every_column_with_an_example() -> None:
    expected = [tuple(column.name for column in COLUMNS), tuple(column.example for column in COLUMNS)]

    assert (cells(template_csv()), cells(template_xlsx())) == (expected, expected)


def test_every_column_is_explained_and_read() -> None:
    names = [column.name for column in COLUMNS]

    assert (list(HELP), ["address", *FIELDS]) == (names, names)


def test_no_heading_means_two_columns() -> None:
    headings = [heading for column in COLUMNS for heading in (column.name, *column.others)]

    assert len(headings) == len(set(headings))


def test_a_file_of_millions_of_rows_is_refused_before_they_are_all_in_memory() -> None:
    data = b"address\n" + b"a\n" * (MAX_BYTES // 2 - 8)
    tracemalloc.start()
    try:
        assert code(data) == "too-many-rows"
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    # Its text, twice at four bytes a letter; all its rows would take half a gigabyte.
    assert most < 80 * MB


def test_empty_lines_without_end_are_too_many_rows() -> None:
    assert code(b"address\n" + b"\n" * MAX_LINES + b"a\n") == "too-many-rows"
