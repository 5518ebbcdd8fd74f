"""Where short links lead: what an earlier look learned, and what the first look at one found."""

from collections.abc import Iterable
from urllib.parse import urljoin

from reports.intake.queries.platforms import platform_rows
from reports.intake.queries.reads import test_hosts
from reports.intake.rules.addresses import Canonical, NotAnAddress, canonical
from reports.models import Listing, ShortLink


def where_they_lead(found: Iterable[Canonical]) -> dict[str, str]:
    """The listing's own address by the hashed key of a short link; what names an item already is not asked for."""
    return ShortLink.objects.leading_from({one.key_hash for one in found if one.platform_key and not one.item})


def end_of(listing: Listing) -> Canonical | None:
    """The first item of a platform on the way that the first look took: what follows may be another listing's page."""
    look = listing.captures.order_by("at", "id").first()
    platforms, hosts = platform_rows(), test_hosts()
    for hop in look.redirects if look else []:
        try:
            found = canonical(urljoin(hop["address"], hop["location"]), platforms, test_hosts=hosts)
        except NotAnAddress:
            continue
        if found.item:
            return found
    return None
