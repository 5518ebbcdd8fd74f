"""`manage.py verify_events` reads the whole audit line and names the first event that was tampered with."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spotter.audit.acts import verify


class Command(BaseCommand):
    """Exit 0 when every event holds, 1 and the number of the first broken one otherwise."""

    help = "Verify the hash chain of the audit events."

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = verify()
        if broken is not None:
            raise CommandError(f"The chain is broken: {broken.why}.")
        self.stdout.write(f"{count} events, chain whole.")
