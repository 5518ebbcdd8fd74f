"""What every test may ask for."""

import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import FETCH_RAISE
from django.test import Client
from pytest_django import Settings

from coalition.models import User
from reports.scoring.queries.weighing import model_of, published_lexicon
from spotter import embedded
from spotter.lib.allowance import BREAKER
from tests.builders import show_second_factor
from tests.valkey import Valkey

GUARD = "ALTER TABLE audit_event {} TRIGGER never_emptied"


@pytest.fixture(scope="session", autouse=True)
def events_may_go_between_tests() -> Iterator[None]:
    """The database refuses to empty the audit events; only the cleaning after a test lifts that guard for a moment."""
    flush = DatabaseOperations.execute_sql_flush

    def lifted(self: DatabaseOperations, sql_list: Sequence[str]) -> None:
        flush(self, [GUARD.format("DISABLE"), *sql_list, GUARD.format("ENABLE")])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(DatabaseOperations, "execute_sql_flush", lifted)
        yield


@pytest.fixture(autouse=True)
def let_in_with_both_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """`force_login` opens a session as our log-in does: with the second factor, when the account has one."""
    let_in = Client.force_login

    def with_both(client: Client, user: User, backend: str | None = None) -> None:
        let_in(client, user, backend)
        if Authenticator.objects.filter(user_id=user.pk).exists():
            show_second_factor(client, user)

    monkeypatch.setattr(Client, "force_login", with_both)


@pytest.fixture(autouse=True)
def each_test_has_lexica_of_its_own() -> None:
    """A number names one lexicon in the life of a site, and another one in each test."""
    published_lexicon.cache_clear()
    model_of.cache_clear()


@pytest.fixture
def unused_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def valkey(settings: Settings) -> Iterator[Valkey]:
    """A Valkey that this test alone may fill and kill; the site asks it instead of the one of all tests."""
    folder = embedded.temporary_folder("cyber-spotter-valkey")
    made = Valkey(folder)
    settings.REDIS_URL = made.url
    BREAKER.rests_until = 0.0
    yield made
    made.running.stop()
    BREAKER.rests_until = 0.0
    embedded.forget(folder)


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


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--shots FOLDER`: the journeys keep the screenshots that the docs show."""
    parser.addoption("--shots", default="", help="keep the journeys' screenshots in this folder")
