"""One listing, one key: parse an address once, take away what names the person who shared it, know its page."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

import ada_url

from coalition.members.rules import platform_for
from reports.intake.rules.finding import find_addresses
from reports.intake.rules.hosts import why_not_public
from reports.intake.rules.tracking import is_tracking

__all__ = ["LONGEST", "Canonical", "NotAnAddress", "PlatformRow", "canonical", "find_addresses"]

LONGEST = 2_000
# Of a name and of one label of it (RFC 1035): what is longer has no address in the whole of DNS.
LONGEST_HOST, LONGEST_LABEL = 253, 63
_BARE = re.compile(r"^(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_][\w-]{1,62}(?::\d{1,5})?(?:[/?#]|$)")
_UNWANTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INVISIBLE_ENDS = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202c\u2066\u2069"
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_MOBILE = re.compile(r"^(?:www|m|mobile|touch|wap)\.(?=[^.]+\.)")


# Cases that need the same advice; empty, too-long, not-an-address, scheme, credentials and port have their own.
_ADVICE = {
    **dict.fromkeys(("control", "backslash", "white-space"), "characters"),
    **dict.fromkeys(("ip-literal", "loopback", "single-label", "special-use", "unknown-suffix"), "not-public"),
}


class NotAnAddress(ValueError):
    """What was typed cannot be looked at: `case` says exactly why, `code` which advice helps (see _ADVICE)."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case
        self.code = _ADVICE.get(case, case)


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform by its registered hosts.

    A pattern matches a path with its query and names the group `item`; one that begins with ^// matches the host too.
    Where one number means different listings (per country, per kind of page), a group `within` tells them apart.
    `pk` is that of its row, None for one that is only read from the shipped data.
    """

    key: str
    hosts: tuple[str, ...]
    item_patterns: tuple[str, ...] = ()
    pk: int | None = None
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Canonical:
    """`href` is what is fetched and forwarded; `key` says which listing it is, `stripped` what was taken away."""

    href: str
    host: str
    key: str
    key_hash: str
    platform_key: str | None
    item: str
    stripped: tuple[str, ...]
    platform_pk: int | None = None
    is_example: bool = False


def canonical(address: str, platforms: Iterable[PlatformRow], *, test_hosts: frozenset[str] = frozenset()) -> Canonical:
    """The canonical form of an address. `test_hosts` need no public name (for DEBUG only). Raises NotAnAddress."""
    url = _parsed(_checked(address))
    host = url.hostname.rstrip(".")
    _admit(url, host, test_hosts)
    path = _plain_escapes(url.pathname)
    platform = platform_for(host, {name: row for row in platforms for name in row.hosts})
    query, stripped = _query(url.search, known=platform is not None)
    site = host + (f":{url.port}" if url.port else "")
    # Where pages are built by script, such a fragment is the path.
    route = "" if platform or not url.hash.startswith(("#/", "#!")) else _plain_escapes(url.hash)
    tail = (f"?{query}" if query else "") + route
    within, item = _item(host, path, query, platform) if platform else ("", "")
    if platform and item:
        key = ":".join(part for part in (platform.key, within, item) if part)
    else:
        key = _page(url.protocol, site, path, known=platform is not None) + tail
    return Canonical(
        href=f"{url.protocol}//{site}{path}{tail}",
        host=host,
        key=key,
        key_hash=hashlib.sha256(key.encode()).hexdigest(),
        platform_key=platform.key if platform else None,
        item=item,
        stripped=stripped,
        platform_pk=platform.pk if platform else None,
        is_example=platform.is_example if platform else False,
    )


def _checked(address: str) -> str:
    text = address.strip(_INVISIBLE_ENDS)
    if not text:
        raise NotAnAddress("empty")
    if len(text) > LONGEST:
        raise NotAnAddress("too-long")
    if _UNWANTED.search(text):
        raise NotAnAddress("control")
    if "\\" in text:
        raise NotAnAddress("backslash")
    if any(char.isspace() for char in text):
        raise NotAnAddress("white-space")
    return f"https://{text}" if _BARE.match(text) else text


def _parsed(text: str) -> ada_url.URL:
    try:
        url = ada_url.URL(text)
    except ValueError as error:
        raise NotAnAddress("not-an-address") from error
    if len(url.href) > LONGEST:
        raise NotAnAddress("too-long")
    return url


def _admit(url: ada_url.URL, host: str, test_hosts: frozenset[str]) -> None:
    if url.protocol not in {"http:", "https:"}:
        raise NotAnAddress("scheme")
    if url.username or url.password:
        raise NotAnAddress("credentials")
    if url.host_type != ada_url.HostType.DEFAULT:
        raise NotAnAddress("loopback" if host.startswith("127.") or host == "[::1]" else "ip-literal")
    if len(host) > LONGEST_HOST or max(map(len, host.split("."))) > LONGEST_LABEL:
        raise NotAnAddress("not-an-address")
    why_not = None if host in test_hosts else why_not_public(host)
    if why_not:
        raise NotAnAddress(why_not)
    if url.port not in {"", "80", "443"}:
        raise NotAnAddress("port")


def _query(search: str, *, known: bool) -> tuple[str, tuple[str, ...]]:
    kept, stripped = [], []
    for pair in search.removeprefix("?").split("&"):
        name = pair.partition("=")[0]
        if is_tracking(name, known=known):
            stripped.append(name)
        elif pair:
            kept.append(_plain_escapes(pair))
    # By name only: of two values of one name, sites take the first (or the last), so their order says something.
    return "&".join(sorted(kept, key=_name_of)), tuple(stripped)


def _name_of(pair: str) -> str:
    return pair.partition("=")[0]


def _plain_escapes(text: str) -> str:
    """One spelling for what may be written in several: unreserved characters plain, other escapes in capitals."""
    return _ESCAPED.sub(_plain_escape, text)


def _plain_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _item(host: str, path: str, query: str, platform: PlatformRow) -> tuple[str, str]:
    """In which space of numbers, and which item; both empty for a page that is no single item."""
    names = [_name_of(pair) for pair in query.split("&")]
    # Of a repeated name nobody knows which value the site takes.
    targets = (f"{path}?{query}", path) if query and len(set(names)) == len(names) else (path,)
    for pattern in platform.item_patterns:
        start = f"//{host}" if pattern.startswith("^//") else ""
        for target in targets:
            if found := re.search(pattern, start + target):
                groups = found.groupdict()
                return _plain_item(groups.get("within") or ""), _plain_item(groups["item"])
    return "", ""


def _plain_item(text: str) -> str:
    return text.replace("/", ".")


def _page(protocol: str, site: str, path: str, *, known: bool) -> str:
    # The phone's and the desktop's page of a known platform are one page; elsewhere nothing is known about that.
    start = f"https://{_MOBILE.sub('', site)}" if known else f"{protocol}//{site}"
    return start + (path.removesuffix("/") or "/")
