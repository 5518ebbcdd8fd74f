"""`manage.py canonicalise` says of each address which listing it is: addresses in, one a line; JSON lines out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import Error

from coalition.members.edges import shipped_platforms
from coalition.models import Platform
from reports.intake.forms import BAD_ADDRESS
from reports.intake.queries import platform_rows, test_hosts
from reports.intake.queries.short_links import where_they_lead
from reports.intake.rules.addresses import NotAnAddress, PlatformRow, canonical
from reports.management.lines import NOT_TEXT, Line, LinesCommand, Row, lines_of_input


@dataclass(frozen=True)
class Known:
    """The platforms, and the keys of those that belong to a member of the Coalition."""

    platforms: tuple[PlatformRow, ...]
    members: frozenset[str]
    # From the database, which also knows where short links led that somebody followed.
    is_live: bool = False


class Command(LinesCommand):
    """Takes the platforms from the database, or from the shipped data when there is none."""

    help = "Read addresses, one a line; write for each its canonical address and key, or why it is none, as JSON."

    def rows(self, options: Mapping[str, Any]) -> Iterator[Row]:
        """One answer a line."""
        known = _of_database() or _shipped()
        hosts = test_hosts()
        return (_answer(line, known, hosts) for line in lines_of_input())


def _answer(line: Line, known: Known, hosts: frozenset[str]) -> Row:
    if not line.whole:
        return {"input": line.text, "ok": False, "error": NOT_TEXT}
    try:
        found = canonical(line.text, known.platforms, test_hosts=hosts)
        if known.is_live and (end := where_they_lead([found]).get(found.key_hash)):
            found = canonical(end, known.platforms, test_hosts=hosts)
    except NotAnAddress as bad:
        return {"input": line.text, "ok": False, "error": f"{bad.case}: {BAD_ADDRESS[bad.code]}"}
    return {
        "input": line.text,
        "ok": True,
        "href": found.href,
        "key": found.key,
        "platform": found.platform_key,
        "member": found.platform_key in known.members,
    }


def _of_database() -> Known | None:
    """What is registered; None without a database, without its tables, or before any platform stands in them."""
    try:
        members = Platform.objects.filter(member__is_member=True).values_list("key", flat=True)
        known = Known(platform_rows(), frozenset(members), is_live=True)
    except Error:
        return None
    return known if known.platforms else None


def _shipped() -> Known:
    rows = shipped_platforms()
    platforms = tuple(PlatformRow(row.key, (*row.hosts, *row.short_hosts), row.item_patterns) for row in rows)
    return Known(platforms, frozenset(row.key for row in rows if row.member))
