"""Which uploads belong to something that was sent."""

from collections.abc import Collection

from reports.models import Screenshot
from spotter.audit.models import Event


def named(hashes: Collection[str]) -> set[str]:
    """Those of these files that a report holds, or that the audit line names as somebody's table."""
    shots = Screenshot.objects.filter(received_sha256__in=hashes).values_list("received_sha256", flat=True)
    tables = Event.objects.filter(of="table", ref__in=hashes).values_list("ref", flat=True)
    return {*shots, *tables}
