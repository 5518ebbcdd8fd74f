"""Changing the text of the address box by one address, while all that was typed around it stays."""

import re
from collections.abc import Collection, Iterable

from reports.intake.rules.finding import find_addresses

# An address ends here: `…/item/1` must not be found inside `…/item/12`.
_ENDS = r"(?![\w/?&=%#+-])"


def mended(text: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The text with each address written as its mended spelling, once."""
    for bad, good in pairs:
        if bad and bad != good:
            text = good.strip().join(re.split(re.escape(bad) + _ENDS, text, maxsplit=1))
    return text


def without(text: str, addresses: Collection[str], *, test_hosts: frozenset[str] = frozenset()) -> str:
    """The text without these addresses, and without the lines that held nothing else to look at."""
    gone = re.compile(f"(?:{'|'.join(re.escape(one) for one in sorted(addresses, key=len, reverse=True))}){_ENDS}")
    lines = []
    for line in text.splitlines():
        rest = gone.sub("", line) if addresses else line
        if rest == line or find_addresses(rest, test_hosts=test_hosts):
            lines.append(rest.strip(" ,;\t") if rest != line else line)
    return "\n".join(lines)
