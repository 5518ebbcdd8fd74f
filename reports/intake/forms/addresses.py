"""The box of addresses: what it holds, as understood, and what to do about each that cannot be looked at."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy

from reports.intake.rules.addresses import Canonical

MAX_ADDRESSES: Final = 50
BOX_LIMIT: Final = 10_000

BAD_ADDRESS: Final[dict[str, Any]] = {
    "empty": gettext_lazy("No address is given."),
    "not-an-address": gettext_lazy("This is not the address of a web page. Copy it from the browser's address bar."),
    "scheme": gettext_lazy("Only addresses that begin with https:// or http:// can be looked at."),
    "credentials": gettext_lazy("This address carries a user name or password. Copy the listing's plain address."),
    "not-public": gettext_lazy("This address does not lead to the public internet. Copy the listing's own address."),
    "too-long": gettext_lazy("This address is longer than 2,000 characters. Copy the listing's plain address."),
    "characters": gettext_lazy("This address holds characters that no address may have. Copy it again."),
    "port": gettext_lazy("This address names an unusual port. Copy the listing's plain address."),
}


@dataclass(frozen=True)
class Given:
    """One address as typed and as understood."""

    typed: str
    found: Canonical
