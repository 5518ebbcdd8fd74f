"""`manage.py train_scorer` learns weights from decided listings, and prints what they are worth beside the rules."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from coalition.knowledge.edges.shipped import shipped_rows
from reports.management.commands.score_text import BadListing, listing_of, model_of, subject_of
from reports.management.lines import NOT_TEXT, Line
from reports.scoring.actions.models import propose
from reports.scoring.queries.lessons import decided
from reports.scoring.queries.weighing import lexicon_now, lexicon_numbered, model_now
from reports.scoring.rules.learned import Learned, written
from reports.scoring.rules.lessons import Lesson

try:
    from reports.scoring.edges import training
except ModuleNotFoundError:  # the extra `train` is not installed: said when somebody asks for it
    training = None  # type: ignore[assignment]

SHIPPED: Final = 0


class Command(BaseCommand):
    """Needs the extra `train` (scikit-learn); the model it writes needs nothing but this program."""

    help = (
        "Learn from the decisions in the database and keep a candidate; or, with --from and --out, "
        "from JSON lines {id, title, text, lang?, price?, seller?, label: 0 or 1} into a file."
    )
    # The checks would ask the database, which a run from file to file does without.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the decisions come from and where the model goes."""
        parser.add_argument("--from", dest="decisions", type=Path, metavar="FILE.jsonl")
        parser.add_argument("--out", type=Path, metavar="MODEL.json")
        parser.add_argument(
            "--beside", type=Path, metavar="MODEL.json", help="the version that the figures stand beside"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Train, keep the model, print its figures as one JSON object."""
        if training is None:
            raise CommandError("Learning needs scikit-learn: install Cyber Spotter with its extra `train`.")
        source, target = options["decisions"], options["out"]
        lexicon = lexicon_numbered(SHIPPED) if source else lexicon_now()
        lessons = _of_file(source) if source else decided()
        beside = options["beside"]
        present = model_of(beside) if beside else None if source else model_now()
        groups = {taxon.key: taxon.group for taxon in shipped_rows().taxa}
        try:
            trained = training.train(list(lessons), lexicon, present=present, groups=groups)
        except training.TooLittle as error:
            raise CommandError(str(error)) from error
        if target:
            _write(trained.model, target)
        else:
            propose(trained.model, trained.figures, now=timezone.now())
        self.stdout.write(json.dumps({"model": trained.model.version, **trained.figures}, indent=1))


def _write(model: Learned, target: Path) -> None:
    """Whole or not at all: a model that was cut off must not be read by anybody."""
    part = target.with_name(f"{target.name}.part")
    try:
        part.write_text(written(model), encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        raise CommandError(f"{target}: {error}") from error


def _of_file(path: Path) -> Iterator[Lesson]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if raw.strip():
                    yield _lesson(number, raw)
    except OSError as error:
        raise CommandError(f"{path}: {error}") from error


def _lesson(number: int, raw: bytes) -> Lesson:
    try:
        given = listing_of(Line(raw.decode()))
    except UnicodeDecodeError as error:
        raise CommandError(f"Line {number}: {NOT_TEXT}") from error
    except BadListing as error:
        raise CommandError(f"Line {number}: {error}") from error
    if given.get("label") not in (0, 1):
        raise CommandError(f"Line {number}: the label must be 0 or 1, not {str(given.get('label'))[:40]!r}.")
    seller = given.get("seller")
    return Lesson(subject_of(given), int(given["label"]), seller if isinstance(seller, str) else "")
