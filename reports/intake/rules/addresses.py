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
    """A platform by its registered hosts; a pattern matches a path with its query and names the group `item`."""

    key: str
    hosts: tuple[str, ...]
    item_patterns: tuple[str, ...] = ()


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


def canonical(address: str, platforms: Iterable[PlatformRow], *, test_hosts: frozenset[str] = frozenset()) -> Canonical:
    """The canonical form of an address. `test_hosts` need no public name (for DEBUG only). Raises NotAnAddress."""
    url = _parsed(_checked(address))
    host = url.hostname.rstrip(".")
    _admit(url, host, test_hosts)
    path = _plain_escapes(url.pathname)
    query, stripped = _query(url.search)
    target = path + (f"?{query}" if query else "")
    platform = platform_for(host, {name: row for row in platforms for name in row.hosts})
    item = _item(path, target, platform) if platform else ""
    key = (
        f"{platform.key}:{item}" if platform and item else _page(url.protocol, host, path, query, known=bool(platform))
    )
    return Canonical(
        href=f"{url.protocol}//{host}{target}",
        host=host,
        key=key,
        key_hash=hashlib.sha256(key.encode()).hexdigest(),
        platform_key=platform.key if platform else None,
        item=item,
        stripped=stripped,
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
    why_not = None if host in test_hosts else why_not_public(host)
    if why_not:
        raise NotAnAddress(why_not)
    if url.port not in {"", "80", "443"}:
        raise NotAnAddress("port")


def _query(search: str) -> tuple[str, tuple[str, ...]]:
    kept, stripped = [], []
    for pair in search.removeprefix("?").split("&"):
        name = pair.partition("=")[0]
        if is_tracking(name):
            stripped.append(name)
        elif pair:
            kept.append(_plain_escapes(pair))
    return "&".join(sorted(kept)), tuple(stripped)


def _plain_escapes(text: str) -> str:
    """One spelling for what may be written in several: unreserved characters plain, other escapes in capitals."""
    return _ESCAPED.sub(_plain_escape, text)


def _plain_escape(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _item(path: str, target: str, platform: PlatformRow) -> str:
    for pattern in platform.item_patterns:
        found = re.search(pattern, target) or re.search(pattern, path)
        if found:
            return found["item"].replace("/", ".")
    return ""


def _page(protocol: str, host: str, path: str, query: str, *, known: bool) -> str:
    # The phone's and the desktop's page of a known platform are one page; elsewhere nothing is known about that.
    site = _MOBILE.sub("", host) if known else host
    page = path.rstrip("/") or "/"
    return f"{protocol}//{site}{page}" + (f"?{query}" if query else "")
