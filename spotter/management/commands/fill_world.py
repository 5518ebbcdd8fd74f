"""`manage.py fill_world` makes the demo's small world; the demo calls it, and outside DEMO it refuses."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from spotter.management.demo import ground, stories


class Command(BaseCommand):
    """Two parts: the ground that everything stands on, and the stories, which need the running demo."""

    help = "Fill the demo with example data. The demo runs it by itself."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Which part, and where its result goes."""
        parser.add_argument("part", choices=("ground", *stories.TOLD))
        parser.add_argument("--out", type=Path, required=True, help="a private file for what the demo must know")

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill; running it again changes nothing."""
        if not settings.DEMO:
            raise CommandError("This fills the site with example data, so it runs only with DEMO=1.")
        part = options["part"]
        found = ground.lay() if part == "ground" else stories.tell(stories.TOLD[part])
        out: Path = options["out"]
        out.touch(mode=0o600)
        out.write_text(json.dumps(found))
