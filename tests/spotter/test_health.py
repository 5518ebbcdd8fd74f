"""What monitors ask, and what everybody sees while the database is away."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from spotter.jobs import queue
from spotter.jobs.models import Job, State
from tests import builders


@pytest.fixture
def database_away() -> Iterator[None]:
    """Every statement from here on is refused, as by a server that has gone."""

    def gone(*_args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        yield


def test_a_process_that_is_up_says_so_without_a_database(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_site_that_can_work_is_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "broker": True})


@pytest.mark.django_db
def test_a_site_without_its_broker_is_ready_and_tells(client: Client, settings: object, unused_port: int) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{unused_port}/0"  # type: ignore[attr-defined]

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True, "database": True, "broker": False})


@pytest.mark.django_db
def test_a_site_without_its_database_is_not_ready(client: Client, database_away: None) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer["Retry-After"], answer.json()["database"]) == (503, "30", False)


@pytest.mark.django_db
def test_deep_health_of_an_empty_site_is_all_zeros(client: Client) -> None:
    cache.clear()

    answer = client.get("/health/deep")

    assert answer.status_code == 200
    assert {name: count for name, count in answer.json()["invariants"].items() if count != 0} == {}


@pytest.mark.django_db
def test_deep_health_counts_what_was_given_up_and_names_nothing(client: Client) -> None:
    cache.clear()
    queue.add("capture", "secretcode")
    Job.objects.update(state=State.DEAD)

    answer = client.get("/health/deep")

    assert (answer.status_code, answer.json()["ok"], answer.json()["invariants"]["dead-jobs"]) == (503, False, 1)
    assert b"secretcode" not in answer.content


@pytest.mark.django_db
def test_deep_health_without_a_database_is_an_answer_not_a_crash(client: Client, database_away: None) -> None:
    answer = client.get("/health/deep")

    assert (answer.status_code, answer.json()) == (503, {"ok": False, "database": False})


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/figures/", "/me/", "/reports/"])
def test_while_the_database_is_away_a_page_says_when_to_come_back(client: Client, path: str) -> None:
    client.force_login(builders.spotter())
    cache.clear()

    def gone(*_args: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(gone):
        answer = client.get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert b"still in your browser" in answer.content
