"""Runs a command as an operator does: a process of its own, bytes in, JSON lines out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bare import BARE

ROOT = Path(__file__).resolve().parents[3]
# Nobody listens there: what these commands do, they do without database and Redis.
NOWHERE = {"DATABASE_URL": "postgresql://127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


def run(*words: str, given: bytes = b"", **settings: str) -> list[dict[str, Any]]:
    """What the command wrote; a traceback, a complaint or an exit code other than 0 is an AssertionError."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *words],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={**BARE, **NOWHERE, **settings},
        timeout=60,
    )
    assert (ended.returncode, ended.stderr.decode()) == (0, "")
    return [json.loads(line) for line in ended.stdout.splitlines()]
