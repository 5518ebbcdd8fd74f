"""Admission of an address: pure, before anything is looked up; what was parsed here is what will be fetched."""

import re
from dataclasses import dataclass
from functools import cache
from unicodedata import category

import ada_url
from publicsuffixlist import PublicSuffixList

from spotter.lib.net.errors import Refused
from spotter.lib.net.policy import Policy

LONGEST = 2000
AUTHORITY = re.compile(r"([a-z][a-z0-9+.-]*)://([^/?#]+)", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
LABEL = re.compile(r"[a-z0-9_-]{1,63}")
DEFAULT_PORT = {"http": 80, "https": 443}
# IANA's special-use names that a resolver might still answer; some (onion, arpa) are even on the public suffix list.
SPECIAL_USE = frozenset({"localhost", "local", "internal", "test", "invalid", "example", "onion", "alt", "arpa"})


@dataclass(frozen=True)
class Address:
    """An admitted address: `href` as normalised, `target` is what the request line asks for."""

    href: str
    scheme: str
    host: str
    port: int
    target: str

    @property
    def host_header(self) -> str:
        """The Host line: the port only where it is not the scheme's own."""
        return self.host if self.port == DEFAULT_PORT[self.scheme] else f"{self.host}:{self.port}"


def admit(text: str, policy: Policy) -> Address:
    """Turn what somebody wrote into an address that we may visit.

    Raises Refused with one of the codes of REFUSALS. Looks nothing up: where the name leads is judged at the socket.
    """
    _check_text(text, policy)
    try:
        url = ada_url.URL(text)
        if url.hostname.endswith("."):  # one closing dot means the same name
            url.hostname = url.hostname[:-1]
    except ValueError as error:
        raise Refused("not-an-address") from error
    if url.username or url.password:
        raise Refused("credentials")
    if url.host_type != ada_url.HostType.DEFAULT:
        raise Refused("ip-literal")
    scheme, host = url.protocol[:-1], url.hostname
    known = host in policy.override
    if scheme not in (DEFAULT_PORT if known else policy.schemes):
        raise Refused("scheme")
    port = int(url.port) if url.port else DEFAULT_PORT[scheme]
    if port not in policy.ports and not (known and port in DEFAULT_PORT.values()):
        raise Refused("port")
    if not known:
        _check_host(host)
    return Address(href=url.href, scheme=scheme, host=host, port=port, target=url.pathname + url.search)


def _check_text(text: str, policy: Policy) -> None:
    """Refuse what a parser would silently mend, for the next parser might mend it otherwise."""
    if len(text) > LONGEST:
        raise Refused("too-long")
    if any(sign == "\\" or category(sign) in ("Cc", "Cs", "Zs", "Zl", "Zp") for sign in text):
        raise Refused("characters")
    found = AUTHORITY.match(text)
    scheme = found[1].lower() if found else ""
    if scheme not in DEFAULT_PORT:
        raise Refused(
            "scheme" if SCHEME.match(text) and not text.lower().startswith(("http:", "https:")) else "not-an-address"
        )
    if found and "@" in found[2]:
        raise Refused("credentials")


def _check_host(host: str) -> None:
    labels = host.split(".")
    if not all(LABEL.fullmatch(label) for label in labels) or len(host) > 253:
        raise Refused("not-an-address")
    if labels[-1] in SPECIAL_USE:
        raise Refused("special-use")
    if len(labels) == 1:
        raise Refused("single-label")
    if _suffixes().publicsuffix(host) is None:
        raise Refused("unknown-suffix")


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
