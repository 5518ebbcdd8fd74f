"""Make words from strangers storable, and harmless where they go next: a page, a spreadsheet, a mail."""

import re
import unicodedata

# What separates lines in Unicode, beside CR LF; kept as \n in long texts, a space in short ones.
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATES = re.compile("[\ud800-\udfff]")

# More than any script needs on one letter (and as many as Unicode's stream-safe text format allows).
MOST_MARKS = 30

BIDI_NAMES = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}
SHOWN_BIDI = str.maketrans({mark: f"⟦{name}⟧" for mark, name in BIDI_NAMES.items()})

# Spreadsheets start a formula at these, also in their full-width forms.
FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# What a spreadsheet may drop or not show before it looks at the first character.
UNSEEN_BEFORE = re.compile("[ \u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\u061c\u00ad]*")

SCHEME = re.compile("(h)tt(ps?)(?=:|%3a)", re.IGNORECASE)


def clean_text(value: str, *, limit: int, lines: bool = False) -> str:
    """The text as PostgreSQL, JSON and a page can hold it: NFC, at most `limit` characters, no controls.

    With `lines`, line ends (as \\n) and tabs stay; without, they become spaces. Zero-width and bidi marks stay, because
    scripts need them and evidence must not change: show them with show_bidi.
    """
    if value.isascii() and value.replace("\n", "").isprintable():  # as most are: nothing below would change them
        return (value if lines else value.replace("\n", " ")).strip()[:limit].rstrip()
    text = _whole_characters(value)
    text = LINE_ENDS.sub("\n" if lines else " ", text)
    if not lines:
        text = text.replace("\t", " ")
    text = unicodedata.normalize("NFC", _without_heaps(CONTROLS.sub("", text)))
    return text.strip()[:limit].rstrip()


def show_bidi(value: str) -> str:
    """The text with each mark that turns the reading direction made visible, such as ⟦RLO⟧."""
    return value.translate(SHOWN_BIDI)


def csv_cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula; write with csv.QUOTE_ALL, so that a semicolon can't split it."""
    text = CONTROLS.sub("", value)
    start = UNSEEN_BEFORE.sub("", text, count=1)
    return f"'{text}" if start[:1] in FORMULA_STARTS and start else text


def plain_cell(text: str) -> str:
    """What csv_cell was given, when such a file comes back."""
    start = UNSEEN_BEFORE.sub("", text[1:], count=1)
    return text[1:] if text[:1] == "'" and start[:1] in FORMULA_STARTS and start else text


def defang(address: str) -> str:
    """The address so that no mail program makes a link of any part of it: hxxps://gerai[.]example/item."""
    return SCHEME.sub(r"\1xx\2", address).replace(".", "[.]")


def _without_heaps(text: str) -> str:
    """At most MOST_MARKS combining marks in a row: putting them in order takes time by the square of their number."""
    half = MOST_MARKS // 2
    windows = (text[start : start + half] for start in range(0, len(text), half)) if not text.isascii() else ()
    # A row of MOST_MARKS fills at least one window.
    if not any(len(window) == half and all(map(unicodedata.combining, window)) for window in windows):
        return text
    kept: list[str] = []
    row = 0
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _whole_characters(value: str) -> str:
    if not SURROGATES.search(value):
        return value
    # A proper pair is one character written in two halves; a lone half becomes the replacement mark.
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
