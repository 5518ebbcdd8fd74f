"""The demo's stack: private servers, the site, its workers, a marketplace and a company, all ended with the block."""

import contextlib
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import urllib3

from spotter import embedded
from spotter.management.example.listings import SITES
from spotter.management.processes import Processes

ROOT: Final = Path(__file__).resolve().parent.parent.parent.parent
QUEUES: Final = "pictures,score,deliver,mail,housekeeping"
PYTHON: Final = sys.executable


@dataclass(frozen=True)
class Ports:
    """Where the three servers listen on the loopback address."""

    web: int
    marketplace: int
    company: int


USUAL: Final = Ports(8000, 8801, 8802)


@dataclass(frozen=True)
class Plan:
    """What differs between the demo that stays and the one that runs once."""

    folder: Path
    ports: Ports
    look_again_after: str
    figures_stale_after: int
    durable: bool
    given: Mapping[str, str]


@dataclass(frozen=True)
class Stack:
    """A running demo."""

    plan: Plan
    processes: Processes
    control_token: str

    @property
    def site(self) -> str:
        """The start of every address of the site."""
        return f"http://127.0.0.1:{self.plan.ports.web}"

    @property
    def marketplace(self) -> str:
        """The start of every address of the marketplace."""
        return f"http://127.0.0.1:{self.plan.ports.marketplace}"

    @property
    def company(self) -> str:
        """The start of every address of the company."""
        return f"http://127.0.0.1:{self.plan.ports.company}"

    @property
    def letters(self) -> Path:
        """Where the site's letters lie as files."""
        return self.plan.folder / "mail"


def usual_ports(wanted: Ports = USUAL) -> Ports:
    """The wanted ports, always the same; where one is taken, a free one in its place."""
    found = (wanted.web, wanted.marketplace, wanted.company)
    return Ports(*(port if _is_free(port) else free_port() for port in found))


def free_ports() -> Ports:
    """Three ports that nobody uses."""
    return Ports(free_port(), free_port(), free_port())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment(plan: Plan, servers: embedded.Servers) -> dict[str, str]:
    """What every process of the demo sees: nothing of a production's settings may reach it."""
    hosts = {host: plan.ports.marketplace for host in SITES} | {"gudang.test": plan.ports.company}
    return dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "spotter.settings",
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
        "DEBUG": "1",
        "DEMO": "1",
        "VAR_DIR": str(plan.folder),
        "SITE_URL": f"http://127.0.0.1:{plan.ports.web}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "RESOLVER_OVERRIDE": ",".join(f"{host}=127.0.0.1:{port}" for host, port in hosts.items()),
        "LOOK_AGAIN_AFTER": plan.look_again_after,
        "FIGURES_STALE_AFTER": str(plan.figures_stale_after),
        "LOG_LEVEL": "WARNING",
        # Its marketplaces are all one small server of ours.
        "FETCH_PER_SECOND": "20",
        # Compiled once, each of the six processes starts in half the time.
        "PYTHONDONTWRITEBYTECODE": "",
        "CELERY_SKIP_CHECKS": "1",
    }


@contextlib.contextmanager
def stack(plan: Plan) -> Iterator[Stack]:
    """The whole demo while the block runs; the small world is filled the first time only."""
    with (
        embedded.servers(plan.folder, durable=plan.durable, given=plan.given) as servers,
        Processes(plan.folder / "log", env=environment(plan, servers)) as processes,
    ):
        running = Stack(plan, processes, secrets.token_urlsafe(24))
        _start(running)
        yield running


def _start(running: Stack) -> None:
    processes, ports = running.processes, running.plan.ports
    processes.start(
        "marketplace",
        [PYTHON, "-m", "spotter.management.example.marketplace", "--port", str(ports.marketplace)],
        env={"CONTROL_TOKEN": running.control_token},
        cwd=ROOT,
    )
    # The site asks the database nothing before its first visitor, so it starts beside the making of the tables.
    _start_site(running)
    ground = json.loads(manage(running, "ground", "fill_world", "ground"))
    _start_company(running, ground)
    processes.wait_for_port("marketplace", ports.marketplace)
    for address in ground["removed"]:
        _take_down(running, address)
    processes.wait_for_url("web", running.site + "/", seconds=60)
    processes.wait_for_port("company", ports.company)
    _start_hands(running)


def _start_site(running: Stack) -> None:
    bind = f"127.0.0.1:{running.plan.ports.web}"
    command = [PYTHON, "-m", "gunicorn", "spotter.wsgi:application", "--bind", bind, "--worker-class", "gthread"]
    command += ["--workers", "1", "--threads", "8", "--graceful-timeout", "3", "--no-control-socket"]
    running.processes.start("web", command, cwd=ROOT)


def _start_company(running: Stack, ground: Mapping[str, Any]) -> None:
    running.processes.start(
        "company",
        [PYTHON, "-m", "spotter.management.example.company", "--port", str(running.plan.ports.company)],
        env={
            "API_BASE": running.site,
            "API_KEY": ground["api_key"],
            "WEBHOOK_SECRET": ground["webhook_secret"],
            "MARKETPLACE_CONTROL": running.marketplace,
            "CONTROL_TOKEN": running.control_token,
        },
        cwd=ROOT,
    )


def _start_hands(running: Stack) -> None:
    """The workers with the timetable beside them, and the relay that hands them what is due."""
    worker = [PYTHON, "-m", "celery", "-A", "spotter.celery", "worker", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle"]
    running.processes.start("worker", [*worker, "--queues", QUEUES, "--concurrency", "2"], cwd=ROOT)
    # Who looks at pages mostly waits: threads, and a few connections for all of them.
    looks = [*worker, "--queues", "capture", "--pool", "threads", "--concurrency", "32", "--hostname", "looks@%h"]
    running.processes.start("looks", looks, env={"DATABASE_POOL": "4", "MALLOC_ARENA_MAX": "2"}, cwd=ROOT)
    if running.processes.env.get("BROWSER_CAPTURE"):
        one = [*worker, "--queues", "browser", "--concurrency", "1", "--hostname", "browser@%h"]
        running.processes.start("browser", one, cwd=ROOT)
    beat = [PYTHON, "-m", "celery", "-A", "spotter.celery", "beat", "--loglevel", "WARNING", "--pidfile="]
    running.processes.start("beat", [*beat, "--schedule", str(running.plan.folder / "beat")], cwd=ROOT)
    running.processes.start("relay", [PYTHON, "manage.py", "relay"], cwd=ROOT)


def manage(running: Stack, name: str, *command: str) -> str:
    """Run one command of manage.py to its end, while everything else must go on running; what it printed."""
    printed = running.plan.folder / "log" / f"{name}.json"
    printed.unlink(missing_ok=True)
    running.processes.run(name, [PYTHON, "manage.py", *command, "--out", str(printed)], cwd=ROOT)
    text = printed.read_text()
    printed.unlink()  # it may hold the company's key
    return text


def _take_down(running: Stack, address: str) -> None:
    """The marketplace forgets everything when it ends: what a company removed stays removed."""
    response = urllib3.request(
        "POST",
        f"{running.marketplace}/_control/remove",
        json={"address": address},
        headers={"Authorization": f"Bearer {running.control_token}"},
        timeout=5,
        retries=False,
    )
    if response.status >= 400:
        raise RuntimeError(f"the marketplace did not take {address} down: {response.status}")
