"""Reads a price as people write it: Rp1,25 juta, 150rb, 1.2万, 1.500.000 ₫, ฿1,500, ₹1,25,000."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from price_parser import Price as Parsed

LIMIT = Decimal(10) ** 15


@dataclass(frozen=True)
class Price:
    """An amount with, where the notation says it, the ISO 4217 code (a bare $ is read as USD)."""

    amount: Decimal
    currency: str | None = None


# Longest first where one begins like another; a pattern, because letters must not be part of a word.
_CURRENCIES: tuple[tuple[str, str], ...] = (
    (r"US\s?\$|USD|dólares|dollars?", "USD"),
    (r"HK\s?\$|HKD|港[币幣元]", "HKD"),
    (r"NT\s?\$|NTD|TWD|[新台臺][台臺]?[币幣]", "TWD"),
    (r"SG?\s?\$|SGD", "SGD"),
    (r"AU?\s?\$|AUD", "AUD"),
    (r"CA?\s?\$|CAD", "CAD"),
    (r"NZ\s?\$|NZD", "NZD"),
    (r"MX\s?\$|MXN", "MXN"),
    (r"R\s?\$|BRL|reais", "BRL"),
    (r"Rp\.?|IDR|rupiah", "IDR"),
    (r"RM|MYR|ringgit", "MYR"),
    (r"₫|VNĐ|VND|đồng|đ", "VND"),
    (r"฿|THB|บาท|baht", "THB"),
    (r"₱|PHP|pesos? filipinos?", "PHP"),
    (r"₹|Rs\.?|INR|रुपये|रुपए|rupees?|रु", "INR"),
    (r"₩|KRW|원", "KRW"),
    (r"JPY|円|yen", "JPY"),
    (r"CN\s?[¥￥]|CNY|RMB|人民[币幣]|块钱?|元", "CNY"),
    (r"€|EUR|euros?", "EUR"),
    (r"£|GBP", "GBP"),
    (r"CHF", "CHF"),
    (r"₽|RUB|руб\.?", "RUB"),
    (r"₺|TRY|TL", "TRY"),
    (r"₦|NGN", "NGN"),
    (r"KSh|KES", "KES"),
    (r"ZAR", "ZAR"),
    (r"AED|د\.?\s?إ|درهم", "AED"),
    (r"SAR|ر\.?\s?س|ريال سعودي|ريال", "SAR"),
    (r"EGP|ج\.?\s?م|جنيه", "EGP"),
    (r"QAR|ر\.?\s?ق", "QAR"),
    (r"KWD|د\.?\s?ك|دينار", "KWD"),
    (r"[¥￥]", "CNY"),
    (r"\$", "USD"),
)
_SCALES: tuple[tuple[str, int], ...] = (
    (r"juta|jt", 10**6),
    (r"ribu|rb", 10**3),
    (r"miliar|milyar", 10**9),
    (r"triệu|tr", 10**6),
    (r"nghìn|ngàn|ngh", 10**3),
    (r"tỷ|tỉ", 10**9),
    (r"億|亿|억", 10**8),
    (r"万|萬|만|หมื่น", 10**4),
    (r"千|천|พัน", 10**3),
    (r"แสน", 10**5),
    (r"ล้าน", 10**6),
    (r"लाख|lakhs?|lacs?", 10**5),
    (r"करोड़|crores?", 10**7),
    (r"हज़ार|हजार", 10**3),
    (r"ألف|الف|آلاف|الاف", 10**3),
    (r"مليون", 10**6),
    (r"millones|millón|milhões|milhão|millions?|millionen|mio|mln|mn", 10**6),
    (r"tsd|tausend|thousand|mille|mil|k", 10**3),
)
_POINT_IS_DECIMAL = re.compile(r"[億亿억万萬만千천]|ล้าน|แสน|หมื่น|พัน|लाख|lakh|करोड़|crore", re.IGNORECASE)
_LETTER = r"[^\W\d_]"


def _word(pattern: str) -> str:
    """Latin and Arabic words must not touch other letters; signs and scripts without spaces may."""
    return "|".join(_bounded(part) for part in pattern.split("|"))


def _bounded(part: str) -> str:
    return rf"(?<!{_LETTER})(?:{part})(?!{_LETTER})" if re.match(r"[A-Za-zđ\u0600-\u06ff]", part) else part


_MONEY = "|".join(f"(?P<c{index}>{_word(pattern)})" for index, (pattern, _code) in enumerate(_CURRENCIES))
_ANY_MONEY = "|".join(_word(pattern) for pattern, _code in _CURRENCIES)
_ANY_SCALE = "|".join(f"(?:{pattern})(?![a-z])" for pattern, _size in _SCALES)
# Possessive: a shorter number is followed by its own figures, never by money, and trying each takes time by the cube.
_NUMBER = r"\d(?:[\d.,'’]|[ \u00a0\u202f](?=\d{3}(?!\d)))*+"
_MONEY_RE = re.compile(_MONEY, re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:{_ANY_MONEY})\s?[:.]?\s?(?P<number>{_NUMBER})(?:\s?(?P<scale>{_ANY_SCALE}))?(?P<rest>\d*)", re.IGNORECASE
)
_AFTER = re.compile(
    rf"(?P<number>{_NUMBER})(?:\s?(?P<scale>{_ANY_SCALE})(?P<rest>\d*))?(?:\s?(?P<money>{_ANY_MONEY}))", re.IGNORECASE
)
_SCALED = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<scale>{_ANY_SCALE})(?P<rest>\d{{0,3}})(?!\w)", re.IGNORECASE
)
_PLAIN = re.compile(rf"^\D{{0,40}}?(?P<number>{_NUMBER})(?P<scale>)(?P<rest>)\D{{0,40}}$")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+")
_DECIMAL = re.compile(r"\d{1,18}(\.\d{1,18})?")
_CENT, _WHOLE = Decimal("0.01"), Decimal(1)
_ANY_DIGIT = re.compile(r"\d")
_DIGITS = str.maketrans({"٫": ".", "٬": ",", "。": ".", "’": "'", "\u200f": "", "\u200e": "", "\u061c": ""})


def parse_price(text: str, *, currency: str | None = None, language: str | None = None) -> Price | None:
    """The first price in a short text (300 characters are read). A number without any currency counts only
    when it stands alone and looks like no telephone number, percentage or date.
    `currency` is what the page declares."""
    line = _tidy(text)
    found = _BEFORE.search(line) or _AFTER.search(line) or _SCALED.search(line) or _alone(line)
    if found is None:
        return None
    amount = _amount(found["number"], found["scale"] or "", found["rest"] or "")
    return (
        Price(amount, _currency(found.group(), line, language) or _declared(currency)) if amount is not None else None
    )


def find_price(text: str, *, language: str | None = None) -> Price | None:
    """The first price in running text: it must carry its currency."""
    for line in text[:20_000].splitlines():
        if _ANY_DIGIT.search(line) is None:
            continue
        tidy = _tidy(line)
        found = _BEFORE.search(tidy) or _AFTER.search(tidy)
        amount = _amount(found["number"], found["scale"] or "", found["rest"] or "") if found else None
        if found and amount is not None:
            return Price(amount, _currency(found.group(), tidy, language))
    return None


def parse_marked_price(value: object, currency: object = None, *, language: str | None = None) -> Price | None:
    """A price from structured data, where a point is a decimal point (unless rupiah and dong were grouped with it)."""
    declared = _declared(str(currency)) if currency else None
    text = (
        str(value).strip()[:300]
        if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool)
        else ""
    )
    grouped = declared in ("IDR", "VND") and _GROUPED.fullmatch(text)
    if not grouped and _DECIMAL.fullmatch(text):
        amount = _limited(Decimal(text))
        return Price(amount, declared) if amount is not None else None
    return parse_price(text, currency=declared, language=language) if text and text[0] != "-" else None


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:300].translate(_DIGITS)).translate(_ASCII_DIGITS).split())


_ASCII_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for start in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x17E0)
    for code in range(start, start + 10)
}


def _alone(line: str) -> re.Match[str] | None:
    found = _PLAIN.match(line)
    if not found or "%" in line or re.search(r"[+/:#]|\d[-–]\d", line):
        return None
    digits = re.sub(r"\D", "", found["number"])
    return None if len(digits) > 1 and digits[0] == "0" and "." not in found["number"] else found


def _amount(number: str, scale: str, rest: str) -> Decimal | None:
    number = number.rstrip(".,'’ ")
    if len(number) > 30:
        return None
    size = next((size for pattern, size in _SCALES if scale and re.fullmatch(pattern, scale, re.IGNORECASE)), 1)
    if scale and _POINT_IS_DECIMAL.fullmatch(scale) and "," not in number and number.count(".") == 1:
        value: Decimal | None = _decimal(number)
    else:
        value = Parsed.fromstring(number).amount
    if value is None:
        return None
    if rest and scale:  # "1tr5" is 1.5 million
        value += Decimal(f"0.{rest}") if rest.isdigit() else 0
    return _limited(value * size)


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(number)
    except InvalidOperation:
        return None


def _limited(amount: Decimal) -> Decimal | None:
    if not 0 < amount < LIMIT:
        return None
    rounded = amount.quantize(_CENT)
    return rounded.quantize(_WHOLE) if rounded == rounded.to_integral_value() else rounded


def _currency(found: str, line: str, language: str | None) -> str | None:
    match = _MONEY_RE.search(found) or _MONEY_RE.search(line)
    if match is None or match.lastgroup is None:
        return None
    code = _CURRENCIES[int(match.lastgroup[1:])][1]
    return "JPY" if match.group() in "¥￥" and (language or "").startswith("ja") else code


def _declared(currency: str | None) -> str | None:
    text = (currency or "").strip()
    if len(text) == 3 and text.isascii() and text.isalpha():
        return text.upper()
    match = _MONEY_RE.search(text[:20]) if text else None
    return _CURRENCIES[int(match.lastgroup[1:])][1] if match and match.lastgroup else None
