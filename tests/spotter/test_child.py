"""The limited child: what it may use, how it ends, and that the next call always works."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spotter.lib.child import Child, ChildDied, Children, ChildTimeout, Limits
from spotter.lib.frames import Broken, pack, unpack
from spotter.lib.spawn import MB, MEMORY

ODD = "tests.spotter.odd_child"
ECHO = {"act": "echo"}


@pytest.fixture
def child() -> Iterator[Child]:
    with_limits = Child(ODD, Limits(cpu=1, seconds=10, message=4 * MB))
    yield with_limits
    with_limits.close()


def end_of(child: Child, act: str, **more: object) -> str:
    with pytest.raises(ChildDied) as caught:
        child.call({"act": act, **more})
    return str(caught.value).removeprefix(ODD).lstrip(": ")


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_values_and_bytes_come_back(child: Child) -> None:
    request = {
        "act": "echo",
        "text": "象牙白\ud800",
        "page": b"\0\xff" * 1000,
        "empty": b"",
        "list": [1, None, {"a": 2.5}],
    }
    assert child.call(request) == {**request, "calls": 1}


def test_the_child_stays_warm(child: Child) -> None:
    assert [child.call(ECHO)["calls"] for _ in range(3)] == [1, 2, 3]


def test_a_warm_call_costs_little(child: Child) -> None:
    child.call(ECHO)
    began = time.monotonic()
    for _ in range(100):
        child.call(ECHO)
    assert time.monotonic() - began < 1.0


def test_it_knows_no_secret_and_has_its_limits(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "SECRET_KEY", "PGPASSWORD", "http_proxy"):
        monkeypatch.setenv(name, "canary")
    who = child.call({"act": "who"})
    ours = {"PATH", "LANG", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "CHILD_CPU_SECONDS", *MEMORY}
    assert set(who["environment"]) - {"LC_CTYPE", "LD_LIBRARY_PATH"} == ours
    assert who["limits"] == {
        "RLIMIT_AS": [512 * MB] * 2,
        "RLIMIT_NOFILE": [64] * 2,
        "RLIMIT_FSIZE": [0] * 2,
        "RLIMIT_CORE": [0] * 2,
    }


def test_its_memory_is_enough_for_what_it_is_for(child: Child) -> None:
    assert child.call({"act": "bring"}) == {"done": True}
    assert child.call({"act": "threads"}) == {"done": True}


@pytest.mark.parametrize(
    ("act", "end"),
    [
        ("eat", "MemoryError: "),
        ("raise", "ValueError: a page was odd"),
        ("die", "ended with SIGKILL"),
        ("leave", "ended with code 3"),
        ("open", "OSError: [Errno 24] Too many open files: '/dev/null'"),
        ("busy", "ended with SIGXCPU"),
    ],
)
def test_after_a_bad_end_the_next_call_works(child: Child, act: str, end: str) -> None:
    child.call(ECHO)
    assert end_of(child, act, seconds=60) == end
    assert child.call(ECHO) == {**ECHO, "calls": 1}


def test_endless_recursion_ends_the_call_only(child: Child) -> None:
    assert end_of(child, "recurse").startswith("RecursionError")
    assert child.call(ECHO)["calls"] == 1


def test_it_writes_no_file(child: Child, tmp_path: Path) -> None:
    assert end_of(child, "write", path=str(tmp_path / "file")) == "OSError: [Errno 27] File too large"
    assert (tmp_path / "file").read_bytes() == b""


def test_processor_time_is_counted_for_each_call(child: Child) -> None:
    for _ in range(3):
        assert child.call({"act": "busy", "seconds": 0.6}) == {"done": True}


def test_a_call_that_takes_too_long_is_ended() -> None:
    child = Child(ODD, Limits(seconds=1.0))
    pid = child.call({"act": "who"})["pid"]
    with pytest.raises(ChildTimeout):
        child.call({"act": "sleep", "seconds": 60})
    assert gone(pid) is True
    assert child.call(ECHO)["calls"] == 1
    child.close()


def test_an_answer_that_is_too_long_is_not_read(child: Child) -> None:
    assert child.call({"act": "shout", "size": 3 * MB})["noise"] == b"x" * 3 * MB
    assert end_of(child, "shout", size=5 * MB).endswith(f"more than {4 * MB}")
    assert child.call(ECHO)["calls"] == 1


def test_a_stray_print_is_no_answer(child: Child) -> None:
    assert child.call({"act": "print"}) == {"done": True}
    assert child.call(ECHO) == {**ECHO, "calls": 1}


def test_a_page_cannot_write_bytes_into_the_answer(child: Child) -> None:
    json = {"blobs": {"blob": 9}, "values": {"x": 1}, "fault": "no"}
    assert child.call({"act": "forge", "json": json}) == {"json": json, "blob": b"real"}


def test_one_that_was_killed_while_it_waited_is_replaced_unseen(child: Child) -> None:
    os.kill(child.call({"act": "who"})["pid"], signal.SIGKILL)
    time.sleep(0.1)
    assert child.call(ECHO)["calls"] == 1


def test_it_retires_after_its_calls() -> None:
    child = Child(ODD, Limits(calls=2))
    assert [child.call(ECHO)["calls"] for _ in range(5)] == [1, 2, 1, 2, 1]
    child.close()


def test_a_module_that_does_not_start_says_why() -> None:
    child = Child("tests.spotter.no_such_module")
    with pytest.raises(ChildDied, match=r"ended with code 1.*No module named"):
        child.call(ECHO)


def test_what_json_does_not_know_is_the_callers_mistake(child: Child) -> None:
    with pytest.raises(TypeError):
        child.call({"act": "echo", "odd": object()})


def test_it_is_killed_when_its_parent_is() -> None:
    script = (
        "from spotter.lib.child import Child; import time\n"
        f"print(Child({ODD!r}).call({{'act': 'who'}})['pid'], flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 5
    while not gone(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert gone(pid) is True


def test_it_outlives_the_thread_that_first_called_it(child: Child) -> None:
    thread = threading.Thread(target=child.call, args=(ECHO,))
    thread.start()
    thread.join()
    time.sleep(0.1)
    assert child.call(ECHO)["calls"] == 2


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_worker_starts_its_own(child: Child) -> None:
    first = child.call({"act": "who"})["pid"]
    reader, writer = os.pipe()
    if (worker := os.fork()) == 0:
        try:
            os.write(writer, str(child.call({"act": "who"})["pid"]).encode())
            child.close()
        finally:
            os._exit(0)
    os.waitpid(worker, 0)
    assert int(os.read(reader, 100)) != first
    assert child.call({"act": "who"})["pid"] == first
    os.close(reader)
    os.close(writer)


def test_a_pool_serves_threads_side_by_side() -> None:
    pool = Children(2, ODD, Limits(seconds=10))
    results: list[dict[str, object]] = []
    threads = [threading.Thread(target=lambda: results.append(pool.call({"act": "who"}))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 6
    assert len({result["pid"] for result in results}) <= 2
    pool.close()


def test_a_caller_waits_for_a_child_that_is_busy() -> None:
    pool = Children(1, ODD, Limits(seconds=3.0))
    pool.call(ECHO)
    thread = threading.Thread(target=pool.call, args=({"act": "sleep", "seconds": 1.5},))
    thread.start()
    time.sleep(0.1)
    assert pool.call(ECHO)["calls"] == 2
    thread.join()
    pool.close()


def test_a_pool_without_a_free_child_says_so() -> None:
    with pytest.raises(ChildTimeout, match="no child became free"):
        Children(0, ODD, Limits(seconds=0.1)).call(ECHO)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0",
        b"\0\0\0\x09nonsense!",
        b"\0\0\0\x02{}",
        b"\0\0\0\x02[]",
        pack({"a": b"x"})[4:-1],
        pack({"a": b"x"})[4:] + b"y",
        b"\0\x01\x00\x00" + b"[" * 65536,
        pack({"a": b"xy"})[4:].replace(b'"a": 2', b'"a":-2'),
    ],
)
def test_what_is_no_message_is_broken(body: bytes) -> None:
    with pytest.raises(Broken):
        unpack(body)
