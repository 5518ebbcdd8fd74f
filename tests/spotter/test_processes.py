"""The demo's processes start in order, say why they end, and leave nothing behind."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spotter.lib import tied
from spotter.management.processes import EndedError, NotReadyError, Processes

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# A child with a child of its own, as gunicorn and Celery have; both deaf to SIGTERM. It tells the grandchild's number.
STUBBORN = [
    sys.executable,
    "-c",
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); pid = os.fork();"
    "pid and print(pid, flush=True); time.sleep(60)",
]


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    with Processes(tmp_path / "log", grace=0.5) as running:
        yield running


def first_line(log: Path) -> str:
    deadline = time.monotonic() + 10
    while not (log.exists() and log.read_text().endswith("\n")) and time.monotonic() < deadline:
        time.sleep(0.02)
    return log.read_text().split("\n")[0]


def ended(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while tied.started_at(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not tied.started_at(pid)


def test_a_process_writes_to_a_log_of_its_name(processes: Processes) -> None:
    processes.start("web", [sys.executable, "-c", "print('listening')"])

    assert first_line(processes.log("web")) == "listening"


def test_a_process_sees_what_it_is_given(tmp_path: Path) -> None:
    with Processes(tmp_path, env={"SHARED": "both"}) as processes:
        processes.start("web", ["/bin/sh", "-c", "echo $SHARED $OWN ${HOME-nothing}"], env={"OWN": "mine"})

        assert first_line(processes.log("web")) == "both mine nothing"


def test_a_name_is_used_once(processes: Processes) -> None:
    processes.start("web", SLEEP)

    with pytest.raises(ValueError, match="web is already started"):
        processes.start("web", SLEEP)


def test_the_end_of_the_block_ends_grandchildren_that_do_not_listen(tmp_path: Path) -> None:
    with Processes(tmp_path, grace=0.3) as processes:
        child = processes.start("worker", STUBBORN)
        grandchild = int(first_line(processes.log("worker")))
        assert tied.started_at(grandchild)

    assert (ended(child), ended(grandchild)) == (True, True)


def test_a_stopped_process_tells_which_signal_ended_it(processes: Processes) -> None:
    processes.start("worker", SLEEP)

    assert processes.stop("worker", with_signal=signal.SIGKILL) == -signal.SIGKILL


def test_a_stopped_process_can_be_started_again(processes: Processes) -> None:
    first = processes.start("worker", SLEEP)
    processes.stop("worker")

    assert processes.start("worker", SLEEP) != first
    assert processes.alive("worker")


def test_a_web_server_is_waited_for(processes: Processes, unused_port: int) -> None:
    processes.start("web", [sys.executable, "-m", "http.server", "-b", "127.0.0.1", str(unused_port)])

    processes.wait_for_url("web", f"http://127.0.0.1:{unused_port}/")
    processes.wait_for_port("web", unused_port)

    assert processes.alive("web")


def test_waiting_tells_why_a_process_ended(processes: Processes, unused_port: int) -> None:
    processes.start("web", [sys.executable, "-c", "raise SystemExit('no such table')"])

    with pytest.raises(EndedError, match="web ended with code 1: no such table"):
        processes.wait_for_url("web", f"http://127.0.0.1:{unused_port}/healthz")


def test_waiting_has_an_end(processes: Processes, unused_port: int) -> None:
    processes.start("web", SLEEP)

    with pytest.raises(NotReadyError, match=rf"web: no answer from port {unused_port} within 0\.2 s"):
        processes.wait_for_port("web", unused_port, seconds=0.2)


def test_watching_ends_with_the_first_that_ends(processes: Processes) -> None:
    processes.start("web", SLEEP)
    processes.start("relay", [sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(EndedError, match="relay ended with code 3"):
        processes.watch()


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_survives_the_end_of_the_watcher(tmp_path: Path, with_signal: signal.Signals) -> None:
    script = (
        "import pathlib, sys; from spotter.management.processes import Processes\n"
        "with Processes(pathlib.Path(sys.argv[1])) as processes:\n"
        f"    print(*[processes.start(name, {SLEEP!r}) for name in ('web', 'worker')], flush=True)\n"
        "    processes.watch()\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as watcher:
        assert watcher.stdout
        pids = [int(pid) for pid in watcher.stdout.readline().split()]
        time.sleep(0.3)  # let it reach watch(), which is what it does all day
        watcher.send_signal(with_signal)

    assert [ended(pid) for pid in pids] == [True, True]


def test_a_command_runs_to_its_end_beside_the_others(processes: Processes) -> None:
    processes.start("web", SLEEP)

    processes.run("migrate", [sys.executable, "-c", "print('done')"])

    assert (first_line(processes.log("migrate")), processes.alive("web"), processes.has("migrate")) == (
        "done",
        True,
        False,
    )


def test_a_command_that_fails_is_told(processes: Processes) -> None:
    with pytest.raises(EndedError, match="migrate ended with code 3"):
        processes.run("migrate", [sys.executable, "-c", "raise SystemExit(3)"])


def test_a_command_is_not_waited_for_when_another_process_ends(processes: Processes) -> None:
    processes.start("web", [sys.executable, "-c", "raise SystemExit(4)"])

    with pytest.raises(EndedError, match="web ended with code 4"):
        processes.run("migrate", SLEEP)
