"""`manage.py relay` hands due Jobs to Celery until it is told to stop."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from spotter.jobs.relay import relay_until


class Command(BaseCommand):
    """Run it beside the workers; two copies may run."""

    help = "Lease due Jobs and hand them to Celery, until SIGTERM or Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = False

        def stop(_number: int, _frame: FrameType | None) -> None:
            nonlocal stopped
            stopped = True

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        relay_until(lambda: stopped)
