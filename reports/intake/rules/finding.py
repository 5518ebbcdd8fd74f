"""Find the addresses in what somebody pasted: lines, lists with commas, the texts that apps write when they share."""

import re
from collections.abc import Iterator

from reports.intake.rules.hosts import has_public_name

_ADDRESS = re.compile(
    r"(?P<schemed>[a-z][a-z0-9+.-]{1,20}://[^\s<>\"'`|「」『』《》【】，。！？；]+)"
    r"|(?<![\w@./-])(?P<bare>(?:[^\W_](?:[\w-]{0,62})\.){1,8}[^\W\d_][\w-]{1,62}(?::\d{1,5})?(?:[/?][^\s<>\"'`|「」『』《》【】，。！？；]*)?)(?!@)",
    re.IGNORECASE,
)
# Such a line is no address that can be looked at, but the person deserves to hear why.
_OTHER_SCHEME = re.compile(
    r"^(?:javascript|data|file|vbscript|mailto|tel|blob|about|view-source|chrome|intent):\S", re.IGNORECASE
)
_NEXT = re.compile(r"[,;](?=(?:[a-z][a-z0-9+.-]{1,20}://|www\.))", re.IGNORECASE)
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_TAIL = ".,;:!?…·•*_~»”’）】」』>"
_FOREIGN = re.compile(r"[^\x21-\x7e]")


def find_addresses(text: str, *, test_hosts: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Every different address in the text, in order; a line that is only a forbidden scheme is kept for its message."""
    found: dict[str, None] = {}
    for line in text.splitlines():
        stripped = line.strip()
        if _OTHER_SCHEME.match(stripped):
            found.setdefault(stripped)
            continue
        found.update(dict.fromkeys(_in_line(line, test_hosts)))
    return tuple(found)


def _in_line(line: str, test_hosts: frozenset[str]) -> Iterator[str]:
    for match in _ADDRESS.finditer(line):
        for piece in _NEXT.split(match.group()):
            address = _trimmed(piece)
            if match["schemed"] is not None or has_public_name(_host_of(address), test_hosts=test_hosts):
                yield address


def _host_of(bare: str) -> str:
    return re.split(r"[/?:]", bare, maxsplit=1)[0]


def _trimmed(address: str) -> str:
    """Without the punctuation of the sentence around it, and without words written onto its query."""
    path, mark, query = address.partition("?")
    foreign = _FOREIGN.search(query)
    address = path + mark + (query[: foreign.start()] if foreign else query)
    while address:
        last = address[-1]
        if last not in _TAIL and last not in _CLOSERS:
            break
        if last in _CLOSERS and address.count(_CLOSERS[last]) >= address.count(last):
            break
        address = address[:-1]
    return address
