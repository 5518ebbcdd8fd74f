"""Which hosts can be public sites: names with a known public suffix, nothing special, no numbers."""

from functools import lru_cache

from publicsuffixlist import PublicSuffixList

_SPECIAL = frozenset(
    {"local", "localhost", "localdomain", "internal", "intranet", "lan", "home", "corp", "private"}
    | {"test", "example", "invalid", "onion", "arpa", "alt"}
)
_SPECIAL_SITES = frozenset({"example.com", "example.net", "example.org"})


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def has_public_name(host: str, *, test_hosts: frozenset[str] = frozenset()) -> bool:
    """Whether the host is a name under a known public suffix; `test_hosts` are let through by name."""
    name = host.lower().rstrip(".")
    return name in test_hosts or why_not_public(name) is None


def why_not_public(host: str) -> str | None:
    """Why a host name cannot be a public site, or None: loopback, single-label, special-use, unknown-suffix."""
    if host == "localhost" or host.endswith(".localhost"):
        return "loopback"
    labels = host.split(".")
    if len(labels) < 2:
        return "single-label"
    if labels[-1] in _SPECIAL or ".".join(labels[-2:]) in _SPECIAL_SITES:
        return "special-use"
    return None if _suffixes().privatesuffix(host) else "unknown-suffix"
