"""`manage.py forget_again`: after a restore, forget once more everybody whom the backup still knows."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from coalition.models import User
from reports.followup.actions import forget
from reports.followup.edges import erased_handles


class Command(BaseCommand):
    """Replay the list of the forgotten; safe to run at any time."""

    help = "Erase again, after a restore, the identities on the list of the forgotten (VAR_DIR/erased.txt)."

    def handle(self, *args: Any, **options: Any) -> None:
        known = User.objects.filter(handle__in=erased_handles(), erased_at__isnull=True)
        for person in list(known):
            forget(person, now=timezone.now())
            self.stdout.write(f"{person.handle}: forgotten again.")
