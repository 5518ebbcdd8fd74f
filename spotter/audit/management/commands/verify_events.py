"""`manage.py verify_events` reads the whole audit line and names the first event, root or timestamp that fails."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from spotter.audit.acts import verify
from spotter.audit.roots import verify_roots


class Command(BaseCommand):
    """Exit 0 when everything holds, 1 and what is broken first otherwise."""

    help = "Verify the hash chain of the audit events, their daily roots and the roots' timestamps."

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = verify()
        if broken is not None:
            raise CommandError(f"The chain is broken: {broken.why}.")
        roots, stamps, broken = verify_roots()
        if broken is not None:
            raise CommandError(f"A root is broken: {broken.why}.")
        self.stdout.write(f"{count} events, chain whole; {roots} roots, {stamps} timestamps.")
