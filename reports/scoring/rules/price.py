"""A price that stands in the words of a listing: “$1,200”, “45만원”, “4500 ريال”, “700k”."""

import re
from collections.abc import Iterable

from reports.scoring.rules.points import PRICE_POINTS
from reports.scoring.rules.receipt import Field, Reason, Subject

_LONGEST = 40
# Where nobody names a price early, a buyer does not find it either.
_DEEPEST = 4_000
_SIGN = r"[$€£¥￥₩₹฿₫₱]|\b(?:RM|Rp|Rs|USD|EUR|IDR|AED|SAR|NT|HK)\b\.?"
_LATIN = (
    "k|rb|ribu|jt|juta|tr|triệu|nghìn|đ|vnd|usd|eur|euros?|e|€|dollars?|bucks|pesos|reais|mil|yen|baht|ringgit|"
    "rs|rupees?|fp|vb|vhb|each|per|shipped|obo|firm|ono"
)
_OPEN = "元|块|塊|円|万円|万|萬|만원|원|만|บาท|พัน|ريال|درهم|دينار|جنيه|रुपये|रुपए|रु|हजार|हज़ार|लाख|包邮|包郵"
_PRICE = re.compile(
    rf"(?:{_SIGN})\s?\d[\d.,]{{0,12}}|(?<![\w.,])\d[\d.,]{{0,12}}\s?(?:(?:{_LATIN})(?!\w)|[$€£]|(?:{_OPEN}))",
    re.IGNORECASE,
)


def price(subject: Subject, fields: Iterable[Field]) -> list[Reason]:
    """The price of the listing, else the first one that its words name; at most one reason."""
    if told := subject.price.strip():
        return [Reason(code="price", points=PRICE_POINTS, term=told[:_LONGEST], field="price")]
    for field in fields:
        if match := _PRICE.search(field.original[:_DEEPEST]):
            start, end = match.span()
            return [
                Reason(code="price", points=PRICE_POINTS, term=match.group(), field=field.name, start=start, end=end)
            ]
    return []
