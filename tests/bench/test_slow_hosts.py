"""One worker looks at two hundred slow hosts at once, and fast hosts do not wait behind them."""

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.utils import timezone

from reports import line
from reports.lifecycle import Status
from reports.models import Capture, Listing
from spotter.jobs import queue
from spotter.jobs.models import Job
from spotter.jobs.relay import relay_once
from spotter.lib import tied
from tests import builders
from tests.faults.stage import ROOT, running_database_url, wait_until

SLOW, FAST, SECONDS = 200, 20, 5.0
BODY = b"<title>Gelang tua</title><h1>Gelang tua</h1><p>" + b"Dijual gelang tua asli kondisi bagus. " * 200
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY)

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A host whose name begins with "slow" takes its time."""
    with suppress(OSError, asyncio.IncompleteReadError):
        request = await reader.readuntil(b"\r\n\r\n")
        if b"Host: slow" in request:
            await asyncio.sleep(SECONDS)
        writer.write(HEAD + BODY)
        await writer.drain()
        writer.close()


@contextmanager
def hosts() -> Iterator[int]:
    """All hosts behind one port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, backlog=1000))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


@contextmanager
def worker(folder: Path, port: int, names: list[str]) -> Iterator[int]:
    """The worker that looks at pages, as the operator's guide starts it; gives its process number."""
    child = tied.launch(
        [sys.executable, "-m", "celery", "-A", "spotter.celery", "worker", "--loglevel=warning", "--pool=threads",
         "--concurrency=256", "--queues=capture", "--without-gossip", "--without-mingle"],
        log=folder / "looks.log",
        ends_with=signal.SIGTERM,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.bench.as_in_production",
            "DATABASE_URL": running_database_url(),
            "DATABASE_POOL": "8",
            "MALLOC_ARENA_MAX": "2",
            "FETCH_CHILDREN": "4",
            "FETCH_PER_SECOND": "1000",
            "RESOLVER_OVERRIDE": ",".join(f"{name}=127.0.0.1:{port}" for name in names),
            "LOG_LEVEL": "WARNING",
        },
        cwd=ROOT,
    )  # fmt: skip
    try:
        yield child.pid
    finally:
        tied.end(child, signal.SIGKILL)


def due(name: str, number: int = 1) -> Listing:
    """A listing of a host, with its look."""
    found = builders.listing(Status.RECEIVED, host=name, address=f"http://{name}/item/{number}")
    queue.add(line.CAPTURE, found.code)
    return found


def all_done() -> bool:
    """Hand out what is due; True when no look is left."""
    relay_once()
    return not Job.objects.open().filter(kind=line.CAPTURE).exists()


def memory(pid: int) -> int:
    """Resident megabytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // 2**20


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has spent."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_slow_hosts_are_waited_for_together(tmp_path: Path) -> None:
    slow = [f"slow{number}.test" for number in range(SLOW)]
    fast = [f"fast{number}.test" for number in range(FAST)]
    with hosts() as port, worker(tmp_path, port, [*slow, *fast, "warm.test"]) as pid:
        due("warm.test")
        assert wait_until(all_done, 60), (tmp_path / "looks.log").read_text()[-2000:]
        began, began_at = time.monotonic(), timezone.now()
        for name in (*slow, *fast):
            due(name)
        made = time.monotonic() - began
        done = wait_until(all_done, 120)
        took = time.monotonic() - began
        quick = Job.objects.filter(kind=line.CAPTURE, ref__in=Listing.objects.filter(host__in=fast).values("code"))
        waits = sorted((job.done_at - job.created_at).total_seconds() for job in quick if job.done_at)
        looks = Capture.objects.filter(at__gt=began_at)
        live, others = looks.filter(state="live").count(), list(looks.exclude(state="live").values_list("reason"))
        used, spent = memory(pid), cpu(pid)
    print(  # noqa: T201
        f"\n{SLOW} hosts of {SECONDS:.0f} s and {FAST} fast ones, one worker   (goal: at most 15 s)\n"
        f"  all {live} looks kept in {took:.1f} s ({made:.1f} s of it to write the listings); worker {used} MB,\n"
        f"  {spent:.1f} s of CPU since its start, its children apart\n"
        f"  a fast host's look took {waits[len(waits) // 2]:.2f} s in the middle, {waits[-1]:.2f} s at most"
    )
    assert (done, live, others) == (True, SLOW + FAST, [])
