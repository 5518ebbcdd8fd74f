"""A table that somebody sends: which letters its bytes are, which column means what, and nothing is looked up here."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

MAX_ROWS: Final = 1_000
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_COLUMNS: Final = 50
LONGEST_CELL: Final = 100_000
# Rows that only a format stands in count too: nobody scrolls so far.
MAX_LINES: Final = 50_000

Kind = Literal["csv", "xlsx"]
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class BadSheet(ValueError):
    """A file that cannot be read as a table; `code` names the sentence that says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Column:
    """One thing that a row may say: its heading in the template, and other headings that mean the same."""

    name: str
    example: str
    others: frozenset[str]


def _column(name: str, example: str, others: str) -> Column:
    return Column(name, example, frozenset(other.strip() for other in others.split("·")))


# What is read, in the order of the template. Headings are for people in many languages; a name is for the code.
COLUMNS: Final = (
    _column(
        "address",
        "https://www.example.com/item/123",
        "url · link · web address · listing · address of the listing · alamat · alamat iklan · tautan · adresse · lien "
        "· dirección · enlace · endereço · địa chỉ · liên kết · ที่อยู่ · ลิงก์ · 地址 · 网址 · 链接 · 網址 "
        "· アドレス · リンク · الرابط",
    ),
    _column("why", "The material looks real; No papers are shown", "reason · reasons · alasan · mengapa · 原因 · 理由"),
    _column(
        "offered",
        "gading",
        "what is offered · item · goods · article · barang · yang ditawarkan · producto ofrecido · objet · artículo "
        "· artikel · mặt hàng · สินค้า · 商品 · 物品",
    ),
    _column(
        "taxon",
        "elephant",
        "species · animal · animal or plant · spesies · satwa · hewan · espèce · especie · espécie · art · tierart "
        "· loài · ชนิด · 物种 · 物種 · 種 · نوع",
    ),
    _column("product", "Ivory", "product class · kind of product · produk · produit · producto · sản phẩm · 产品"),
    _column(
        "form", "A finished product", "live or part · live / part / product · alive or part · bentuk · forme · 形态"
    ),
    _column(
        "quantity",
        "2",
        "amount · number · how many · how much · jumlah · quantité · cantidad · menge · số lượng · จำนวน · 数量",
    ),
    _column("unit", "pieces", "of what · satuan · unité · unidad · einheit · đơn vị · หน่วย · 单位"),
    _column(
        "price",
        "1.5 juta",
        "asking price · harga · prix · precio · preço · preis · giá · ราคา · 价格 · 價格 · 価格 · السعر",
    ),
    _column(
        "currency", "IDR", "mata uang · devise · moneda · moeda · währung · tiền tệ · สกุลเงิน · 货币 · 通貨 · العملة"
    ),
    _column("how sold", "It is sent by mail or courier", "how it is sold · sale signals · signs of a sale · cara jual"),
    _column(
        "seller",
        "a.public.handle",
        "seller handle · seller name · handle · username · account · penjual · akun · vendeur · vendedor · verkäufer "
        "· người bán · ผู้ขาย · 卖家 · 賣家 · 販売者 · البائع",
    ),
    _column(
        "place",
        "Jakarta",
        "location · city · region · tempat · lokasi · kota · lieu · lugar · local · ort · địa điểm · สถานที่ · 地点",
    ),
    _column(
        "language",
        "Indonesian",
        "language of the listing · bahasa · langue · idioma · sprache · ngôn ngữ · ภาษา · 语言",
    ),
    _column(
        "search word",
        "#gading",
        "search term · searchword · keyword · hashtag · search word or hashtag · kata pencarian · kata kunci · 搜索词",
    ),
    _column(
        "code word", "", "new code word · codeword · a new code word · kata sandi · mot codé · palabra clave · 暗语"
    ),
    _column("how sure", "rather sure", "sureness · confidence · sure · seberapa yakin · keyakinan"),
    _column("note", "Carved pipe, the seller says it is old", "notes · comment · comments · remarks · catatan · 备注"),
)
EXAMPLE_ADDRESS: Final = COLUMNS[0].example
# Ours, in the files of what must be mended and of what became of it: sent again, they are passed over.
MEND: Final = "what to mend"
RESULTS: Final = ("row", "what became of it", "about it", "report")


@dataclass(frozen=True)
class Line:
    """A row as it stands in the file; `number` is what a spreadsheet counts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The rows under their headings, by the names of COLUMNS; `unread` are headings that mean nothing to us."""

    headings: tuple[str, ...]
    places: Mapping[str, int]
    unread: tuple[str, ...]
    lines: tuple[Line, ...]

    def cell(self, line: Line, name: str) -> str:
        """What the row says in that column; "" where there is none."""
        place = self.places.get(name, MAX_COLUMNS)
        return line.cells[place] if place < len(line.cells) else ""


def kind_of(data: bytes) -> Kind:
    """By its bytes, never by its name. Raises BadSheet for what is neither."""
    if len(data) > MAX_BYTES:
        raise BadSheet("too-large")
    if not data.strip():
        raise BadSheet("empty")
    if data.startswith(OLE):
        raise BadSheet("locked" if "EncryptedPackage".encode("utf-16-le") in data else "old-excel")
    return "xlsx" if data.startswith(ZIP) else "csv"


def read_csv(data: bytes) -> list[Line]:
    """The rows of a CSV file: UTF-8 or UTF-16; comma, semicolon, tab or bar. Raises BadSheet."""
    text = _decoded(data)
    try:
        # Not csv.Sniffer: its patterns take time by the square. The headings tell it better.
        delimiter = max(",;\t|", key=lambda mark: len(_known(next(_records(text, mark), [])[:MAX_COLUMNS])))
        # The headings, the rows, and one more that tells that there are too many: five megabytes can hold millions.
        return list(islice(_filled(_records(text, delimiter)), MAX_ROWS + 2))
    except csv.Error as error:
        raise BadSheet("broken") from error


def _filled(records: Iterable[list[str]]) -> Iterator[Line]:
    for number, cells in enumerate(records, 1):
        if number > MAX_LINES:
            raise BadSheet("too-many-rows")
        if any(map(str.strip, cells)):
            yield Line(number, tuple(cells[:MAX_COLUMNS]))


def table_of(lines: Iterable[Line]) -> Table:
    """The first row names the columns. Raises BadSheet without an address column, without rows, with too many."""
    head, *rows = list(lines) or [Line(1, ())]
    known = _known(head.cells)
    if "address" not in known:
        raise BadSheet("no-address-column")
    if not rows:
        raise BadSheet("no-rows")
    if len(rows) > MAX_ROWS:
        raise BadSheet("too-many-rows")
    read = set(known.values())
    unread = (
        cell.strip()
        for place, cell in enumerate(head.cells)
        if place not in read and heading(cell) not in (MEND, *RESULTS)
    )
    return Table(head.cells, known, tuple(cell for cell in unread if cell), tuple(rows))


def folded(text: str) -> str:
    """A word as it is looked up: however it is capitalised and spaced."""
    return " ".join(text.casefold().split())


def heading(text: str) -> str:
    """A heading as it is looked up: `Search_Word*:` is “search word”."""
    return folded(text.replace("_", " ").replace("*", " ").strip(" :?\ufeff"))


_NAMES: Final = {other: column.name for column in COLUMNS for other in (column.name, *column.others)}


def _known(cells: Iterable[str]) -> dict[str, int]:
    """Which column stands where; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if name := _NAMES.get(heading(cell)):
            found.setdefault(name, place)
    return found


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The rows; raises csv.Error where one cell swallows the rest of the file, as behind an open quote."""
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        # csv has such a limit too, but it is the whole process's, and another library may have lifted it.
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise csv.Error("field too long")
        yield cells


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None) or _unmarked(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadSheet("old-encoding") from error
    if "\0" in text:
        raise BadSheet("not-a-sheet")
    return text


def _unmarked(data: bytes) -> str:
    start = data[:1024]
    if b"\0" in start[:2]:
        return "utf-16-be" if start[0] == 0 else "utf-16-le"
    if b"\0" in start:
        raise BadSheet("not-a-sheet")
    return "utf-8"
