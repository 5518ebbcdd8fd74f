"""Keeping a page as evidence beside its parts, and beside what others crawl with."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

import pytest

from reports.capture.edges.looks import Look
from reports.capture.edges.page import Eyes, look, new_eyes
from reports.capture.edges.reader import read_page
from reports.capture.edges.warc import read_warc, to_warc
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.weighing import weigh
from spotter.lib.net import Policy, fetch
from tests.bench.harness import FULL, alone, table
from tests.bench.page import PAGE
from tests.bench.site import running
from tests.reports.scoring.shipped import shipped_lexicon
from tests.spotter.sites import HOST, http

PAGES = 1_000 if FULL else 200
ROUNDS = 5 if FULL else 3
AT_ONCE = 8
SPIDER = Path(__file__).with_name("spider.py")


@dataclass(frozen=True)
class Spent:
    """What some pages cost altogether, in seconds: CPU of all processes that took part, and the clock on the wall."""

    cpu: float
    wall: float


def seen() -> Look:
    """A look at the page, as it came."""
    head, _, body = http(PAGE, "Content-Type: text/html").partition(b"\r\n\r\n")
    return Look(
        address=f"http://{HOST}/",
        looked_at=datetime.now(UTC),
        state="live",
        reason="",
        head=head + b"\r\n\r\n",
        raw=body,
    )


@pytest.mark.bench
def test_write_a_warc() -> None:
    one = seen()
    assert [record.kind for record in read_warc(to_warc(one))] == ["response", "request", "metadata"]
    table(f"Write a page of {len(PAGE) // 1000} kB as WARC, CPU", [("ours", alone(lambda: to_warc(one), calls=20))],
          goal="level 1: about 0.65 ms")  # fmt: skip


@pytest.mark.bench
def test_a_whole_page_beside_its_parts() -> None:
    one, lexicon = seen(), shipped_lexicon()
    with running() as port, eyes_of(1) as eyes:
        policy = policy_of(port)
        facts = look(f"http://{HOST}/", policy=policy, by=eyes).facts
        subject = Subject(text=facts.text, language=facts.language)
        parts: dict[str, Callable[[], object]] = {
            "fetch": partial(fetch, f"http://{HOST}/", policy=policy),
            "parse": partial(read_page, PAGE, "text/html", f"http://{HOST}/"),
            "WARC": partial(to_warc, one),
            "score": partial(weigh, subject, lexicon),
        }

        def whole() -> None:
            came = look(f"http://{HOST}/", policy=policy, by=eyes)
            to_warc(came)
            weigh(Subject(text=came.facts.text, language=came.facts.language), lexicon)

        works = {**parts, "whole": whole}
        rounds = [{name: cpu_of(partial(repeat, work), eyes) for name, work in works.items()} for _ in range(ROUNDS)]
    ratios = [one["whole"].cpu / sum(one[name].cpu for name in parts) for one in rounds]
    told = ", ".join(f"{name} {median(one[name].cpu for one in rounds) / PAGES * 1000:.2f}" for name in works)
    print(  # noqa: T201
        f"\nA whole page beside the sum of its parts, CPU of all processes   (goal: at most 1.5)\n"
        f"  ms a page: {told}   ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


@pytest.mark.bench
def test_whole_pages_beside_wget_and_scrapy(tmp_path: Path) -> None:
    """The start of each process is left out: it is taken off by a run over one page."""
    scrapy = python_with_scrapy(tmp_path)
    with running() as port, eyes_of(2) as eyes:
        policy = policy_of(port)
        look(f"http://{HOST}/", policy=policy, by=eyes)
        works: dict[str, Callable[[], Spent]] = {
            f"ours, {AT_ONCE} at once": partial(cpu_of, partial(many, policy, eyes), eyes),
            "ours, one by one": partial(cpu_of, partial(repeat, partial(keep, policy, eyes, 0)), eyes),
        }
        if wget := shutil.which("wget", path="/usr/bin"):
            works["wget --warc-file"] = partial(less_start, partial(wget_command, wget, tmp_path, port))
        if scrapy:
            works[f"Scrapy, {AT_ONCE} at once"] = partial(less_start, partial(scrapy_command, scrapy, port))
        rounds = [{name: work() for name, work in ordered(works, back=turn % 2 == 1)} for turn in range(ROUNDS)]
    show(rounds, left_out=[name for name, there in (("wget", wget), ("Scrapy", scrapy)) if not there])


def show(rounds: Sequence[dict[str, Spent]], *, left_out: Sequence[str]) -> None:
    """A line for each: its rate by the clock and by core, and ours by its."""
    ours = f"ours, {AT_ONCE} at once"
    print(  # noqa: T201
        f"\n{PAGES} pages; ours: fetched in a limited process, read and judged in another, kept as WARC"
        "\n  (goal by core: 1.5 times wget, which reads nothing; 2 times Scrapy, which asks five things)"
    )
    for name in sorted(rounds[0]):
        cpu = median(one[name].cpu for one in rounds) / PAGES * 1000
        rate = median(PAGES / one[name].wall for one in rounds)
        by_core = median(one[name].cpu / one[ours].cpu for one in rounds)
        by_wall = median(one[name].wall / one[ours].wall for one in rounds)
        print(  # noqa: T201
            f"  {name:<22} {rate:7.1f} pages/s   {cpu:6.2f} ms of CPU a page"
            f"   ours by core {by_core:5.2f} times, by the clock {by_wall:5.2f} times"
        )
    for name in left_out:
        print(f"  {name} is left out: it is not on this machine and could not be installed")  # noqa: T201


def policy_of(port: int) -> Policy:
    """The name leads to the site on loopback."""
    return Policy.page(override={HOST: ("127.0.0.1", port)})


@contextmanager
def eyes_of(readers: int) -> Iterator[Eyes]:
    """One process that fetches, some that read."""
    eyes = new_eyes(1, readers=readers)
    yield eyes
    eyes.close()


def repeat(work: Callable[[], object]) -> None:
    """As often as there are pages."""
    for _ in range(PAGES):
        work()


def keep(policy: Policy, eyes: Eyes, number: int) -> bytes:
    """One page: fetched, read, judged and packed."""
    return to_warc(look(f"http://{HOST}/item/{number}", policy=policy, by=eyes))


def many(policy: Policy, eyes: Eyes) -> None:
    """All pages, several at once, as the worker's threads do."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for packed in threads.map(partial(keep, policy, eyes), range(PAGES)):
            assert packed


def cpu_of(work: Callable[[], None], eyes: Eyes) -> Spent:
    """Of this process and of those that fetch and read for it."""
    before, began = cpu_now(eyes), time.monotonic()
    work()
    return Spent(cpu_now(eyes) - before, time.monotonic() - began)


def cpu_now(eyes: Eyes) -> float:
    """Seconds of CPU so far; of a child that has ended all that it used, since its parent waits for it."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux numbers the CPU clock of another process so.
    running = sum(time.clock_gettime((~pid << 3) | 2) for pid in (*eyes.fetching.pids, *eyes.reading.pids))
    return time.process_time() + ended.ru_utime + ended.ru_stime + running


def ordered(works: dict[str, Callable[[], Spent]], *, back: bool) -> Iterator[tuple[str, Callable[[], Spent]]]:
    """There and back: A B C, then C B A."""
    yield from reversed(works.items()) if back else works.items()


def less_start(command: Callable[[int], list[str]]) -> Spent:
    """All pages, less what the process needs for one."""
    start, whole = spent_by(command(1)), spent_by(command(PAGES))
    return Spent(whole.cpu - start.cpu, whole.wall - start.wall)


def spent_by(command: list[str]) -> Spent:
    """Run a command to its end."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return Spent(usage.ru_utime + usage.ru_stime, time.monotonic() - began)


def wget_command(wget: str, folder: Path, port: int, pages: int) -> list[str]:
    """So many pages, fetched and packed."""
    listed = folder / f"addresses-{pages}"
    listed.write_text("".join(f"http://127.0.0.1:{port}/item/{number}\n" for number in range(pages)))
    plain = [wget, "--quiet", "--no-config", "--no-proxy", "--tries=1", "--no-http-keep-alive"]
    return [*plain, f"--warc-file={folder / 'w'}", f"--input-file={listed}", "--output-document=/dev/null"]


def scrapy_command(python: str, port: int, pages: int) -> list[str]:
    """So many pages, fetched and asked five things."""
    return [python, str(SPIDER), str(port), str(pages), str(AT_ONCE)]


def python_with_scrapy(folder: Path) -> str:
    """A Python of its own with Scrapy, which is no part of the product; empty where it can't be had."""
    given = os.environ.get("SCRAPY_PYTHON", "")
    uv = shutil.which("uv") or shutil.which(".uv/bin/uv")
    if given or uv is None:
        return given
    python = folder / "scrapy" / "bin" / "python"
    quiet = {"check": True, "capture_output": True, "timeout": 300}
    try:
        subprocess.run([uv, "venv", "--python", sys.executable, str(folder / "scrapy")], **quiet)  # type: ignore[call-overload]
        subprocess.run([uv, "pip", "install", "--python", str(python), "scrapy>=2.13"], **quiet)  # type: ignore[call-overload]
    except (subprocess.SubprocessError, OSError):
        return ""
    return str(python)
