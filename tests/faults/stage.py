"""The whole site as real processes that may be killed one by one, each started again as a supervisor would."""

import os
import signal
import socket
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from spotter import embedded
from spotter.jobs.models import Job, State
from spotter.lib import tied
from spotter.management.example.loopback import Asked, Reply, Server

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def running_database_url() -> str:
    """The address of the database that this test uses itself."""
    given = connection.settings_dict
    host = quote(str(given["HOST"]), safe="")
    port = f":{given['PORT']}" if given["PORT"] else ""
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@{host}{port}/{given['NAME']}"


class Receiver:
    """A company's door: it counts which message came how often for which case, and keeps nothing else."""

    def __init__(self) -> None:
        self.arrivals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._lock = threading.Lock()
        self.server = Server(self._take, port=0)
        self.port = int(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, args=(0.1,), daemon=True).start()

    def _take(self, asked: Asked) -> Reply:
        reference = asked.body.partition(b'"reference":"')[2].partition(b'"')[0].decode()
        with self._lock:
            self.arrivals[reference][asked.header("webhook-id")] += 1
        return Reply(status=204)


@dataclass
class Stage:
    """The running processes by name; `kill` one and it comes back."""

    folder: Path
    web_port: int
    market_port: int
    receiver: Receiver
    valkey: embedded.Running
    children: dict[str, tied.Child] = field(default_factory=dict)
    # Killed leaders are kept unreaped until the end, so that their numbers cannot become somebody else's.
    fallen: list[tied.Child] = field(default_factory=list)

    def start(self, name: str) -> None:
        """Start one of ours, or start it again."""
        self.children[name] = tied.launch(
            self._commands[name],
            log=self.folder / "logs" / f"{name}.log",
            ends_with=signal.SIGTERM,
            env=self._environment,
            cwd=ROOT,
        )

    @property
    def _commands(self) -> dict[str, Sequence[str]]:
        python = sys.executable
        bind = f"--bind=127.0.0.1:{self.web_port}"
        return {
            "market": [
                python, "-m", "spotter.management.example.marketplace", f"--port={self.market_port}",
                "--slow-seconds=1",
            ],
            # Workers outlive their killed master by seconds and hold the port: the next master shares it meanwhile.
            "web": [python, "-m", "gunicorn", "spotter.wsgi:application", bind, "--worker-class=gthread",
                    "--workers=1", "--threads=4", "--no-control-socket", "--reuse-port"],
            "worker": [python, "-m", "celery", "-A", "spotter.celery", "worker", "--loglevel=warning",
                       "--concurrency=2"],
            "relay": [python, "manage.py", "relay"],
        }  # fmt: skip

    @property
    def _environment(self) -> dict[str, str]:
        market = f"127.0.0.1:{self.market_port}"
        hosts = {"pasar.test": market, "gerai.test": market, "gudang.test": f"127.0.0.1:{self.receiver.port}"}
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "spotter.settings",
            "DATABASE_URL": running_database_url(),
            "REDIS_URL": self.valkey.url,
            "RESOLVER_OVERRIDE": ",".join(f"{host}={where}" for host, where in hosts.items()),
            "FETCH_CHILDREN": "1",
            "REPORTS_NEWCOMER": "1000000",
            "REPORTS_NETWORK": "1000000",
            "UNSENT_PICTURES": "1000000",
            "FETCH_PER_SECOND": "1000",
            "LOG_LEVEL": "WARNING",
            "DEBUG": "true",
        }

    # -- kills --------------------------------------------------------------------------------------------------------
    def kill(self, what: str) -> None:
        """kill -9, then a start after the moment that a supervisor takes."""
        match what:
            case "valkey":
                os.kill(self.valkey.pid, signal.SIGKILL)
                time.sleep(0.5)
                self.valkey.stop()
                self.valkey = embedded.start_valkey(self.folder)
            case "worker's child":
                self._kill_child_in_capture()
            case _:
                child = self.children[what]
                os.kill(child.pid, signal.SIGKILL)
                self.fallen.append(child)
                time.sleep(0.5)
                self.start(what)

    def _kill_child_in_capture(self) -> None:
        """Its main process starts another by itself."""
        wait_until(lambda: Job.objects.filter(kind="capture", state=State.RUNNING).exists(), 5)
        children = children_of(self.children["worker"].pid)
        for pid in children[:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        """Everything, and what killed ones left behind."""
        for child in [*self.children.values(), *self.fallen]:
            tied.end(child, signal.SIGKILL)
        self.valkey.stop()
        self.receiver.server.shutdown()
        self.receiver.server.server_close()


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """The whole site, running."""
    made = Stage(folder, free_port(), free_port(), Receiver(), embedded.start_valkey(folder))
    try:
        for name in ("market", "web", "worker", "relay"):
            made.start(name)
        yield made
    finally:
        made.end()


def children_of(pid: int) -> list[int]:
    """The direct children of a process, the oldest first."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def wait_until(true: Callable[[], bool], seconds: float, *, meanwhile: Callable[[], None] = lambda: None) -> bool:
    """Whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        meanwhile()
        time.sleep(0.1)
    return True
