"""What the commands that read lines and write JSON lines have in common."""

import json
import os
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came, without its end; `whole` is False when its bytes are no UTF-8."""

    text: str
    whole: bool = True


NOT_TEXT = "not-text: This line is not UTF-8 text."


def lines_of_input() -> Iterator[Line]:
    """Standard input line by line, whatever bytes it holds."""
    for raw in sys.stdin.buffer:
        line = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            yield Line(line.decode())
        except UnicodeDecodeError:
            yield Line(line.decode(errors="replace"), whole=False)


class LinesCommand(BaseCommand, ABC):
    """A command whose answer is one JSON object a line, pure ASCII, in the order of its input."""

    # The checks would ask the database, which these commands do without.
    requires_system_checks = ()

    @abstractmethod
    def rows(self, options: Mapping[str, Any]) -> Iterator[Row]:
        """The answers, one for each line of input."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every answer as soon as it stands."""
        try:
            for row in self.rows(options):
                self.stdout.write(json.dumps(row))
                self.stdout.flush()
        except BrokenPipeError:
            # Whoever read has read enough (`| head`); Python would complain once more when it flushes at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
