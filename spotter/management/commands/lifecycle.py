"""`manage.py lifecycle` draws docs/lifecycle.md from the one table of legal steps."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.lifecycle import CLOSED, OPEN, TABLE, WAITING_FOR_STAFF, Status, Verb
from reports.line import AFTER

INTRODUCTION = """# The life of a listing

Drawn from `TABLE` in `reports/lifecycle.py` by `manage.py lifecycle`; a test fails when this page is stale.
A listing takes a step only if the table has it, in one conditional `UPDATE`; whoever comes second is told so.
"""


def page() -> str:
    """The whole page: the diagram, the steps, and where a listing waits."""
    return "\n".join([INTRODUCTION, *_diagram(), "", *_steps(), "", *_waiting(), ""])


def _diagram() -> list[str]:
    # Mermaid takes a hyphen in a name for a part of an arrow.
    arrows = [f"    {_name(source)} --> {_name(target)}: {verb}" for (source, verb), target in TABLE.items()]
    named = [f'    state "{status}" as {_name(status)}' for status in Status if "-" in status]
    return ["```mermaid", "stateDiagram-v2", *named, f"    [*] --> {Status.RECEIVED}", *arrows, "```"]


def _name(status: Status) -> str:
    return status.value.replace("-", "_")


def _steps() -> list[str]:
    rows = [f"| `{verb}` | {_sources(verb)} | {_targets(verb)} | {_job(verb)} |" for verb in Verb]
    return ["| verb | from | to | leaves a Job |", "|---|---|---|---|", *rows]


def _sources(verb: Verb) -> str:
    return _listed([source for source, known in TABLE if known is verb])


def _targets(verb: Verb) -> str:
    return _listed([target for (_source, known), target in TABLE.items() if known is verb])


def _job(verb: Verb) -> str:
    return f"`{AFTER[verb]}`" if verb in AFTER else ""


def _listed(statuses: list[Status]) -> str:
    return ", ".join(f"`{status}`" for status in dict.fromkeys(statuses))


def _waiting() -> list[str]:
    return [
        f"- In our hands: {_listed([status for status in Status if status in OPEN])}.",
        f"- In the queue of staff: {_listed([status for status in Status if status in WAITING_FOR_STAFF])}.",
        f"- With the company, or over: {_listed([status for status in Status if status in CLOSED])}.",
    ]


class Command(BaseCommand):
    """Run it after a change of the table."""

    help = "Draw docs/lifecycle.md from the table of legal steps."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        (settings.BASE_DIR / "docs" / "lifecycle.md").write_text(page(), encoding="utf-8")
