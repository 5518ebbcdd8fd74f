"""One worker looks at hostile and ordinary pages, many after each other: how much memory it and its children hold."""

import asyncio
import itertools
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from reports.models import Capture
from tests.bench.harness import FULL
from tests.bench.page import PAGE
from tests.bench.test_slow_hosts import all_done, due, memory, worker
from tests.faults.stage import wait_until
from tests.faults.test_hostile_sites import HOSTILE
from tests.spotter.sites import http

PAGES: Final = 5_000 if FULL else 300
HOSTS: Final = 50
MOST: Final = 300
SHOWN: Final = 8
# Of the hostile ones those that answer at once; the slow ones have a test of their own.
ANSWERS: Final = [one for one, _state, _failure in HOSTILE.values() if isinstance(one, bytes)]
ORDINARY: Final = http(PAGE, "Content-Type: text/html; charset=utf-8")
TURN: Final = itertools.cycle([ORDINARY, *itertools.chain.from_iterable((one, ORDINARY) for one in ANSWERS)])

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """An ordinary page and a hostile one by turns."""
    with suppress(OSError, asyncio.IncompleteReadError):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(next(TURN))
        await writer.drain()
        writer.close()


@contextmanager
def site() -> Iterator[int]:
    """All hosts behind one port."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0, backlog=1000))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.sockets[0].getsockname()[1]
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def test_the_memory_of_a_worker_stays_bounded(tmp_path: Path) -> None:
    names = [f"host{number}.test" for number in range(HOSTS)]
    held: list[tuple[int, int, int]] = []
    with site() as port, worker(tmp_path, port, names) as pid:

        def sample() -> None:
            children = [0]
            for thread in Path(f"/proc/{pid}/task").iterdir():
                with suppress(OSError):
                    children.extend(memory(int(child)) for child in (thread / "children").read_text().split())
            held.append((Capture.objects.count(), memory(pid), max(children)))

        for number in range(PAGES):
            due(names[number % HOSTS], number)
        done = wait_until(all_done, PAGES, meanwhile=sample)
        sample()
    states = Counter(Capture.objects.values_list("state", flat=True))
    worker_most, child_most = max(own for _looks, own, _child in held), max(child for _looks, _own, child in held)
    print(  # noqa: T201
        f"\n{PAGES} looks by one worker, every second page hostile   (goal: the worker below {MOST} MB)\n"
        f"  at most {worker_most} MB the worker, {child_most} MB its largest child; {dict(states)}\n  "
        + "   ".join(f"{looks}: {own} + {child}" for looks, own, child in held[:: max(1, len(held) // SHOWN)])
    )
    assert (done, sum(states.values())) == (True, PAGES)
    assert worker_most < MOST
