"""`manage.py messages` brings the catalogues up to date with the pages and compiles them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from spotter.management import catalogue


class Command(BaseCommand):
    """Collect new words for the translators, or only compile what they have filled in."""

    help = "Update and compile the translations in spotter/locale."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile-only", action="store_true", help="only write the .mo files")

    def handle(self, *args: Any, **options: Any) -> None:
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE.split("-")[0]:
                continue
            if not options["compile_only"]:
                catalogue.update(language)
            catalogue.compile_(language)
            self.stdout.write(f"{language}: {len(catalogue.missing(language))} words are missing.")
