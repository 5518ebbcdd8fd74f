"""A Valkey of a test's own, that may be killed, emptied and started again."""

import os
import signal
from pathlib import Path

from spotter import embedded
from spotter.lib.allowance import BREAKER


class Valkey:
    """A real server; what it holds is gone when it ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running = embedded.start_valkey(folder)

    @property
    def url(self) -> str:
        """Where it answers; the same after it was killed."""
        return self.running.url

    def kill(self) -> None:
        """kill -9, in the middle of everything."""
        os.kill(self.running.pid, signal.SIGKILL)
        self.running.stop()

    def start_again(self) -> None:
        """Empty, and asked again at once."""
        self.running = embedded.start_valkey(self.folder)
        BREAKER.rests_until = 0.0
