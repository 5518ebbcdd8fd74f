"""`manage.py fetch` looks at pages through the guarded door and says what it saw; it keeps nothing."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from reports.capture.edges.page import Eyes, Look, look, new_eyes, page_policy
from reports.management.lines import NOT_TEXT, Line, LinesCommand, Row, lines_of_input
from spotter.lib.net import Policy

AT_ONCE = 16
MOST_AT_ONCE = 64


class Command(LinesCommand):
    """Works without database and Redis; several pages at once, the answers in the order of the addresses."""

    help = "Look at addresses (arguments, or one a line on standard input); write what was seen as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        """The addresses, and how many pages are looked at at the same time."""
        parser.add_argument("addresses", nargs="*", metavar="ADDRESS")
        parser.add_argument("--at-once", type=int, default=AT_ONCE, metavar="N", help=f"pages at once ({AT_ONCE})")

    def rows(self, options: Mapping[str, Any]) -> Iterator[Row]:
        """One answer an address, in order."""
        lines = [Line(address) for address in options["addresses"]] or list(lines_of_input())
        at_once = max(1, min(int(options["at_once"]), MOST_AT_ONCE, len(lines)))
        eyes, policy = new_eyes(1), page_policy()
        try:
            with ThreadPoolExecutor(at_once) as threads:
                yield from threads.map(lambda line: _answer(line, policy=policy, by=eyes), lines)
        finally:
            eyes.close()


def _answer(line: Line, *, policy: Policy, by: Eyes) -> Row:
    if not line.whole:
        return _row(line.text, None, error=f"refused: {NOT_TEXT}")
    seen = look(line.text, policy=policy, by=by)
    return _row(line.text, seen, error=_error(seen))


def _error(seen: Look) -> str | None:
    if not seen.failure:
        return None
    return f"refused: {seen.reason}" if seen.refused else f"{seen.failure}: {seen.reason}"


def _row(address: str, seen: Look | None, *, error: str | None) -> Row:
    """The answer; what nobody knows is null."""
    facts = seen.facts if seen else None
    return {
        "input": address,
        "ok": error is None,
        "state": seen.state if seen else "unreachable",
        "final": (seen.final if seen else "") or None,
        "status": seen.status if seen else None,
        "bytes": seen.body_size if seen and not error else None,
        "sha256": (seen.body_sha256 if seen else "") or None,
        "redirects": [asdict(hop) for hop in seen.redirects] if seen else [],
        "title": (facts.title if facts else "") or None,
        "price": (facts.price if facts else "") or None,
        "currency": (facts.currency if facts else "") or None,
        "seller": (facts.seller if facts else "") or None,
        "language": (facts.language if facts else "") or None,
        "error": error,
    }
