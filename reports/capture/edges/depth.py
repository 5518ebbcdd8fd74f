"""Makes markup that was built to choke a parser flat enough to be read, in one linear pass."""

import re
from collections import Counter

# Each of these is quadratic in the parser: 100,000 nested <div> take 20 s, as many attributes on one tag no less.
DEEPEST = 300
# Open formatting is opened again in every paragraph, so few of them make millions of elements.
MOST_FORMATTING = 20
LONGEST_TAG = 20_000
SMALL = 131_072
FEW_TAGS = 3_000

_CLOSED_BY_OTHERS = frozenset(
    {"p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "html", "head", "body"}
)
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_FORMATTING = frozenset({"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_FLAT = _CLOSED_BY_OTHERS | _VOID
_TOKEN = re.compile(
    r"<!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])[^<]*+(?:<(?!/(?P=raw)[\s/>])[^<]*+)*+"
    r"|<[!?][^>]*+|</[^a-zA-Z][^>]*+"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)",
    re.IGNORECASE,
)
_QUOTED = re.compile("\"[^\"]*+\"|'[^']*+'")
_GAP = re.compile(r"[\s/]")


class _Nesting:
    """Counts what stands open, by name, so that stray end tags cannot hide how deep a page is."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._depth = 0
        self._formatting = 0

    def enter(self, name: str) -> bool:
        """Note a start tag; False when it would go too deep, and then it is not counted."""
        formatting = name in _FORMATTING
        if self._depth >= DEEPEST or (formatting and self._formatting >= MOST_FORMATTING):
            return False
        self._open[name] += 1
        self._depth += 1
        self._formatting += formatting
        return True

    def leave(self, name: str) -> None:
        """Note an end tag."""
        if self._open[name]:
            self._open[name] -= 1
            self._depth -= 1
            self._formatting -= name in _FORMATTING


def tame(markup: str) -> str:
    """The same markup when it is harmless; else with the tags that go too deep and the endless tags made plain <br>."""
    if (len(markup) < SMALL and markup.count("<") < FEW_TAGS) or not _is_deep(markup):
        return markup
    nesting = _Nesting()

    def flatten(token: re.Match[str]) -> str:
        name, rest = (token["name"] or "").lower(), token["rest"] or ""
        if len(rest) > LONGEST_TAG and not _few_attributes(rest):
            return "<br"
        if name and name not in _FLAT:
            if token["end"]:
                nesting.leave(name)
            elif not nesting.enter(name):
                return "<br"
        return token.group()

    return _TOKEN.sub(flatten, markup)


def _is_deep(markup: str) -> bool:
    nesting = _Nesting()
    for _raw, end, name, rest in _TOKEN.findall(markup):
        if len(rest) > LONGEST_TAG:
            return True
        if name and (lower := name.lower()) not in _FLAT:
            if end:
                nesting.leave(lower)
            elif not nesting.enter(lower):
                return True
    return False


def _few_attributes(rest: str) -> bool:
    """A long tag is harmless when it is one long value, such as a picture inside an address."""
    return len(_GAP.findall(_QUOTED.sub("", rest))) < 500
