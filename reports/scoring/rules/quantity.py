"""A quantity beside a term: “3 kg”, “12 pcs”, “2 ekor”, “5只”."""

import re
from collections.abc import Iterable, Sequence

from reports.scoring.rules.points import QUANTITY_POINTS
from reports.scoring.rules.receipt import Field, Reason

_NEAR = 32
_LATIN = (
    "kgs?|kilos?|kilograms?|g|gr|grams?|gramos?|gramas?|grammes?|tons?|tonnes?|oz|lbs?|pcs?|pieces?|pi[eè]ces?|pairs?|"
    "sets?|piezas?|pe[cç]as?|st[uü]ck|stk|ekor|buah|pasang|biji|keping|batang|helai|c[aá]i|c[aặ]p|mi[eế]ng"
)
_OPEN = (
    "公斤|千克|斤|克|只|隻|对|對|件|枚|条|條|串|匹|本|個|羽|頭|마리|개|킬로|"
    "กก|กิโล|ตัว|ชิ้น|คู่|قطع|قطعة|كيلو|غرام|किलो|ग्राम|पीस"
)
_QUANTITY = re.compile(
    rf"(?<![0-9A-Za-z\u00c0-\u024f.,/])\d{{1,5}}(?:[.,]\d{{1,3}})?\s?(?:(?:{_LATIN})(?!\w)|(?:{_OPEN}))", re.IGNORECASE
)


def quantity(fields: Iterable[Field], found: Sequence[Reason]) -> list[Reason]:
    """The first quantity that stands beside a found term; at most one reason."""
    by_name = {field.name: field.original for field in fields}
    for term in found:
        begin = max(0, term.start - _NEAR)
        around = by_name[term.field][begin : term.end + _NEAR]
        if match := _QUANTITY.search(around):
            start, end = begin + match.start(), begin + match.end()
            return [
                Reason(
                    code="quantity", points=QUANTITY_POINTS, term=match.group(), field=term.field, start=start, end=end
                )
            ]
    return []
