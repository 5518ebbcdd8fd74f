"""The embedded servers are real, quick the second time, and end with whoever started them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from spotter import embedded
from spotter.lib import tied

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "servers"
    embedded.forget(tmp_path / "servers")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[psycopg.Connection]:
    server = embedded.start_postgres(tmp_path_factory.mktemp("embedded"), durable=False)
    with psycopg.connect(server.url, autocommit=True) as connection:
        yield connection
    server.stop()


def answer(connection: psycopg.Connection, question: str) -> object:
    row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def test_letters_with_accents_fold(database: psycopg.Connection) -> None:
    assert answer(database, "SELECT 'CAFÉ' ILIKE 'café'") is True


def test_chinese_words_have_trigrams(database: psycopg.Connection) -> None:
    database.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    assert answer(database, "SELECT cardinality(show_trgm('象牙手镯'))") == 5


def test_a_test_server_does_not_wait_for_the_disk(database: psycopg.Connection) -> None:
    assert answer(database, "SHOW fsync") == "off"


def test_a_durable_server_waits_for_the_disk_and_keeps_its_rows(folder: Path) -> None:
    with embedded.servers(folder, given={}) as first, psycopg.connect(first.database_url) as connection:
        assert answer(connection, "SHOW fsync") == "on"
        connection.execute("CREATE TABLE kept AS SELECT 'pangolin' AS word")
    with embedded.servers(folder, given={}) as second, psycopg.connect(second.database_url) as connection:
        assert answer(connection, "SELECT word FROM kept") == "pangolin"
    assert second == first


def test_the_second_start_is_quick(folder: Path) -> None:
    embedded.start_postgres(folder, durable=False).stop()
    began = time.monotonic()

    embedded.start_postgres(folder, durable=False).stop()

    assert time.monotonic() - began < 5  # 0.2 s; a machine under load needs more


def test_given_addresses_start_nothing(folder: Path) -> None:
    given = {"DATABASE_URL": "postgresql://db/spotter", "REDIS_URL": "redis://broker/0"}

    with embedded.servers(folder, given=given) as servers:
        assert servers == embedded.Servers(database_url="postgresql://db/spotter", redis_url="redis://broker/0")

    assert not folder.exists()


def test_a_killed_database_comes_back_with_its_rows_at_the_same_address(folder: Path) -> None:
    first = embedded.start_postgres(folder, durable=True)
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'pangolin' AS word")
    os.kill(first.pid, signal.SIGKILL)
    first.stop()

    second = embedded.start_postgres(folder, durable=True)

    with psycopg.connect(second.url) as connection:
        assert answer(connection, "SELECT word FROM kept") == "pangolin"
    second.stop()
    assert second.url == first.url


def test_a_killed_broker_comes_back_empty_at_the_same_address(folder: Path) -> None:
    first = embedded.start_valkey(folder)
    with redis.Redis.from_url(first.url) as client:
        client.set("hint", "gone")
    os.kill(first.pid, signal.SIGKILL)
    first.stop()

    second = embedded.start_valkey(folder)

    with redis.Redis.from_url(second.url) as client:
        assert client.keys() == []
    second.stop()
    assert second.url == first.url


def test_the_broker_wants_its_password(folder: Path) -> None:
    server = embedded.start_valkey(folder)
    port = int(server.url.rpartition(":")[2].removesuffix("/0"))

    with redis.Redis(port=port, retry=Retry(NoBackoff(), 0)) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    server.stop()


def test_one_folder_serves_one_owner(folder: Path) -> None:
    server = embedded.start_valkey(folder)

    with pytest.raises(embedded.StartError, match=f"in use by process {os.getpid()}: stop it first"):
        embedded.start_valkey(folder)
    server.stop()


def test_a_server_that_an_ended_owner_left_is_ended_first(folder: Path) -> None:
    pidfile = folder / "valkey" / "valkey.pid"
    pidfile.parent.mkdir(parents=True)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as left:
        ended_owner = [left.pid, "began at another time"]
        pidfile.write_text(json.dumps({"server": [left.pid, tied.started_at(left.pid)], "owner": ended_owner}))

        embedded.start_valkey(folder).stop()

        assert left.wait(timeout=5) == -signal.SIGTERM


def test_nothing_survives_an_owner_killed_at_once(folder: Path) -> None:
    script = (
        "import json, pathlib, sys, time; from spotter import embedded; folder = pathlib.Path(sys.argv[1]);"
        "servers = [embedded.start_postgres(folder, durable=False), embedded.start_valkey(folder)];"
        "print(json.dumps([s.pid for s in servers]), flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, folder], cwd=ROOT, stdout=subprocess.PIPE) as owner:
        assert owner.stdout
        pids = json.loads(owner.stdout.readline())
        assert all(tied.started_at(pid) for pid in pids)
        owner.kill()

    deadline = time.monotonic() + 10
    while (alive := [pid for pid in pids if tied.started_at(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs to appear as somebody else")
def test_root_without_user_namespaces_gets_its_database_too(folder: Path) -> None:
    server = embedded.start_postgres(folder, durable=False, disguise=embedded.Disguise.NOBODY)

    owner = Path(f"/proc/{server.pid}").stat().st_uid
    server.stop()

    assert owner == embedded.NOBODY


def test_the_folders_of_ended_owners_are_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    left, alive = tmp_path / f"run-{ended.pid}-x", tmp_path / f"run-{os.getpid()}-x"
    left.mkdir()
    alive.mkdir()

    fresh = embedded.temporary_folder("run")

    assert sorted(tmp_path.iterdir()) == sorted([alive, fresh])
