"""What the volunteers' pages read."""

from reports.intake.queries.answers import Answer, look_up, said_of
from reports.intake.queries.bulk import called, known
from reports.intake.queries.platforms import platform_rows
from reports.intake.queries.reads import (
    Wanted,
    asked_of,
    my_reports,
    platforms_of,
    shots,
    taxa,
    taxa_of,
    test_hosts,
)
from reports.intake.queries.timeline import question, timeline

__all__ = [
    "Answer",
    "Wanted",
    "asked_of",
    "called",
    "known",
    "look_up",
    "my_reports",
    "platform_rows",
    "platforms_of",
    "question",
    "said_of",
    "shots",
    "taxa",
    "taxa_of",
    "test_hosts",
    "timeline",
]
