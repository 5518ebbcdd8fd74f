"""Keeping a page as evidence beside its parts, and beside what others crawl with."""

import shutil
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports.capture.edges.looks import Look
from reports.capture.edges.page import look, new_eyes
from reports.capture.edges.warc import read_warc, to_warc
from spotter.lib.net import Policy
from spotter.management.example.loopback import Reply, Server
from tests.bench.harness import FULL, alone, table
from tests.bench.test_pages import PAGE
from tests.spotter.sites import HOST, http

PAGES = 1_000 if FULL else 150


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
def test_whole_pages_beside_wget(tmp_path: Path) -> None:
    if shutil.which("wget", path="/usr/bin") is None:
        pytest.skip("no wget on PATH")
    server = Server(lambda asked: Reply(body=PAGE, content_type="text/html"), port=0)
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    port = int(server.server_address[1])
    ours, theirs = by_us(port), by_wget(tmp_path, port)
    server.shutdown()
    server.server_close()
    print(  # noqa: T201
        f"\n{PAGES} pages fetched and kept as WARC, one after another, wall clock   (goal: 1.5 times wget)\n"
        f"  ours, read and judged too  {PAGES / ours:7.1f} pages/s\n"
        f"  wget --warc-file           {PAGES / theirs:7.1f} pages/s   ratio {theirs / ours:.2f}"
    )


def by_us(port: int) -> float:
    """Seconds: fetched, read, judged and packed."""
    eyes, policy = new_eyes(1, readers=1), Policy.page(override={HOST: ("127.0.0.1", port)})
    look(f"http://{HOST}/", policy=policy, by=eyes)
    began = time.monotonic()
    for number in range(PAGES):
        to_warc(look(f"http://{HOST}/item/{number}", policy=policy, by=eyes))
    took = time.monotonic() - began
    eyes.close()
    return took


def by_wget(folder: Path, port: int) -> float:
    """Seconds: fetched and packed."""
    listed = folder / "addresses"
    listed.write_text("".join(f"http://127.0.0.1:{port}/item/{number}\n" for number in range(PAGES)))
    command = ["/usr/bin/wget", "--quiet", "--no-config", "--no-proxy", "--tries=1", "--no-http-keep-alive"]
    began = time.monotonic()
    subprocess.run(
        [*command, f"--warc-file={folder / 'w'}", f"--input-file={listed}", "--output-document=/dev/null"],
        check=True, timeout=300,
    )  # fmt: skip
    return time.monotonic() - began
