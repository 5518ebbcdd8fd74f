"""What every test may ask for."""

import os
import shutil
import socket
from typing import Any

import pytest
from django.db.models import FETCH_RAISE


@pytest.fixture
def unused_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def no_hidden_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relation or column that a query did not fetch raises FieldFetchBlocked, so that no loop hides a query a row."""
    monkeypatch.setattr("django.db.models.query.DEFAULT_FETCH_MODE", FETCH_RAISE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Playwright drives the system's Chromium; without one the browser tests are skipped, and say so."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on PATH")
    # Playwright's loop runs in the test's thread, where Django would take the test's own queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Chromium's sandbox refuses to run as root; it visits our own pages only.
    return {"executable_path": chromium, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}
