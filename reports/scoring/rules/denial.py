"""What a seller denies does not speak against an offer: “no resin”, “não é osso”, “레진 아님”, “不是塑料”."""

import re

_BEFORE, _AFTER = 32, 8
_WORDS = (
    "no|not|non|never|isn't|without|pas|ni|aucune?|nicht|kein(?:e[rnms]?)?|weder|noch|não|nao|nem|sem|sin|bukan|"
    "tiada|tidak|tak|không phải|không|khong|chẳng|ليس|ليست|مو|مش|بدون|غير|لا"
)
# “Not bone but resin” says resin.
_TURN = r"(?!(?:but|sino|mais|mas|tapi|sondern|mà|بل)\b)"
_DENIED_BEFORE = re.compile(
    rf"(?:\b(?:{_WORDS})\s+(?:{_TURN}\w{{1,4}}\s+){{0,2}}(?:{_TURN}\w+\s)?|(?:不是|绝非|并非|没有|ไม่ใช่)\w{{0,2}})$"
)
_DENIED_AFTER = re.compile(r"\s?(?:ではな|じゃな|でな|ではあり|아니|아님|아닌|नहीं|नही)")


def denied(text: str, start: int, end: int) -> bool:
    """Whether the words of a folded text around [start, end) say that it is not so."""
    before = text[max(0, start - _BEFORE) : start]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.match(text[end : end + _AFTER]) is not None
