"""Which platform an address belongs to."""

from collections.abc import Mapping


def platform_for[T](host: str, hosts: Mapping[str, T]) -> T | None:
    """The platform of the longest registered host that is `host` or a parent of it, on label borders."""
    labels = host.lower().rstrip(".").split(".")
    for first in range(len(labels)):
        found = hosts.get(".".join(labels[first:]))
        if found is not None:
            return found
    return None
