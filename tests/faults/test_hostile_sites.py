"""Sites that want to hurt: each visit ends in time, child and worker stay small, and the row says why."""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.capture.edges.page import Eyes, look, new_eyes
from spotter.lib.net import Policy
from spotter.lib.spawn import MB
from tests.spotter.sites import HOST, Answer, drip, http, moved, site

HTML = "Content-Type: text/html; charset=utf-8"
# The limit is 30 seconds with the usual deadlines; here the door's own are short, so that the tests are.
DEADLINE, LONGEST = 4.0, 14.0
# One encoder each, since the tools for br and zstd are no part of the product: their names alone are refused.
BOMB = gzip.compress(bytes(40 * MB))
SQUASHED = zlib.compress(b"<p>" * 14_000_000)
DEEP = b"<title>x</title>" + b"<div>" * 100_000 + b"Dijual gelang tua"
TEXT = b"<p>Dijual gelang tua. " * 9
LD = b'<script type="application/ld+json">'


def packed(body: bytes, how: str) -> bytes:
    return http(body, HTML, f"Content-Encoding: {how}")


HOSTILE: dict[str, tuple[Answer | tuple[Answer, ...], str, str]] = {
    "endless redirects": (moved("/again"), "unreachable", "too-many-redirects"),
    "redirect to an inner number": (moved("http://169.254.169.254/latest/"), "unreachable", "ip-literal"),
    "redirect to an inner name": (moved("http://localhost/"), "unreachable", "special-use"),
    "headers a byte at a time": (drip(b"HTTP/1.1 200 OK\r\nX: ", b"x"), "unreachable", "timeout"),
    "body a byte at a time": (drip(b"HTTP/1.1 200 OK\r\n" + HTML.encode() + b"\r\n\r\n"), "unreachable", "timeout"),
    "silence": (drip(b"", b""), "unreachable", "timeout"),
    "gzip bomb": (packed(BOMB, "gzip"), "cannot-tell", "too-large"),
    "deflate bomb": (packed(SQUASHED, "deflate"), "cannot-tell", "too-large"),
    "brotli": (packed(b"\x8b\x02\x80", "br"), "cannot-tell", "encoding"),
    "zstd": (packed(b"(\xb5/\xfd", "zstd"), "cannot-tell", "encoding"),
    "nested encodings": (packed(gzip.compress(BOMB), "gzip, gzip"), "cannot-tell", "encoding"),
    "1 MB of headers": (http(b"x", HTML, f"X: {'x' * MB}"), "unreachable", "bad-response"),
    "10,000 headers": (http(b"x", HTML, *[f"X-{n}: x" for n in range(10_000)]), "unreachable", "bad-response"),
    "50 MB of JSON-LD": (http(LD + b"[" * 50 * MB, HTML), "cannot-tell", "too-large"),
    "4 MB of open brackets": (http(LD + b"[" * 4 * MB + b"</script>" + TEXT, HTML), "live", ""),
    "100,000 nested elements": (http(DEEP, HTML), "cannot-tell", ""),
    "length too short": (http(b"", HTML, "Content-Length: 5") + b"<p>more", "cannot-tell", ""),
    "negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<p>x", "cannot-tell", ""),
    "NUL in a header": (http(b"<p>x", HTML, "X: a\0b"), "cannot-tell", ""),
    "charset rot13": (http(b"<p>x", "Content-Type: text/html; charset=rot13"), "cannot-tell", ""),
    "charset idna": (http(b"<p>\xff", "Content-Type: text/html; charset=idna"), "cannot-tell", ""),
    "no HTTP at all": (b"\0\xff" * 1000, "unreachable", "bad-response"),
}  # fmt: skip


@pytest.fixture(scope="module")
def eyes() -> Iterator[Eyes]:
    one = new_eyes(1, readers=1)
    look("http://127.0.0.1/", policy=Policy.page(), by=one)
    yield one
    one.close()


def peak(pid: int) -> int:
    """The most that a process ever held, in bytes."""
    line = next(one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_site_ends_in_time_and_the_row_says_why(name: str, eyes: Eyes) -> None:
    answer, state, failure = HOSTILE[name]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with site(*(answer if isinstance(answer, tuple) else (answer,))) as here:
        seen = look(f"http://{HOST}/", policy=here.policy(deadline=DEADLINE, idle=2.0), by=eyes)
    took, grew = time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (seen.state, seen.failure, bool(seen.reason)) == (state, failure, True)
    assert (took < LONGEST, grew * 1024 < 64 * MB) == (True, True), (took, grew)
    assert all(peak(pid) < 512 * MB for pid in eyes.fetching.pids)


SCRIPT = "<script>fetch('http://127.0.0.1:1/')</script>"


def test_a_script_in_the_title_is_text(eyes: Eyes) -> None:
    body = f"<title>{SCRIPT}</title><p>Dijual gelang tua asli kondisi bagus sekali, barang antik.</p>".encode()
    with site(http(body, HTML)) as here:
        assert look(f"http://{HOST}/", policy=here.policy(), by=eyes).facts.title == SCRIPT


@pytest.mark.parametrize(
    ("charset", "title"),
    [("gbk", "象牙雕刻"), ("big5", "象牙雕刻"), ("shift_jis", "象牙の彫刻"), ("euc-kr", "상아 조각")],
)
@pytest.mark.parametrize("where", ["header", "page"])
def test_titles_in_old_charsets_are_read_right(charset: str, title: str, where: str, eyes: Eyes) -> None:
    meta = f'<meta charset="{charset}">' if where == "page" else ""
    kind = "Content-Type: text/html" + (f"; charset={charset}" if where == "header" else "")
    with site(http(f"{meta}<title>{title}</title>".encode(charset), kind)) as here:
        assert look(f"http://{HOST}/", policy=here.policy(), by=eyes).facts.title == title


NAMESPACE = """
import json, socket, sys, threading
from spotter.lib import net
counted = []
def listen(family, address):
    listener = socket.create_server((address, 80), family=family)
    def count():
        while True:
            counted.append(listener.accept()[1][0])
    threading.Thread(target=count, daemon=True).start()
for family, address in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
    try:
        listen(family, address)
    except OSError:
        pass
answers = json.loads(sys.argv[1])
said = {}
for ip in answers:
    world = net.World(resolve=lambda host, port, timeout, ip=ip: [ip])
    try:
        net.fetch("http://shop.com/", policy=net.Policy.page(deadline=3.0, connect=1.0), world=world)
        said[ip] = "reached"
    except net.Closed as closed:
        said[ip] = closed.code
probe = socket.create_connection(("10.9.8.7", 80), 2)
probe.close()
import time; time.sleep(0.2)
print(json.dumps({"said": said, "counted": counted}))
"""
INSIDE = ("127.0.0.1", "10.9.8.7", "169.254.169.254", "192.168.7.7", "::1", "fd00::7", "64:ff9b::a09:807")


@pytest.mark.skipif(
    os.geteuid() != 0 or not Path("/usr/bin/unshare").exists(), reason="only root makes a network namespace"
)
def test_no_inner_listener_hears_of_a_visit() -> None:
    # In a network of its own every inner address has a real listener that counts.
    add = "".join(f"ip addr add {ip} dev lo 2>/dev/null; " for ip in INSIDE[1:4]) + "ip -6 addr add fd00::7 dev lo; "
    script = f'ip link set lo up || exit 9; {add} exec {sys.executable} -c "$0" "$1"'
    import_path = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    ran = subprocess.run(
        ["/usr/bin/unshare", "--net", "/bin/sh", "-c", script, NAMESPACE, json.dumps(INSIDE)],
        capture_output=True, text=True, env=import_path, timeout=60, check=False,
    )  # fmt: skip
    if ran.returncode == 9 or "unshare" in ran.stderr:
        pytest.skip("this machine makes no network namespace")
    told = json.loads(ran.stdout)
    assert told["said"] == dict.fromkeys(INSIDE, "not-public")
    # The one connection is the test's own, which proves that the listener hears.
    assert len(told["counted"]) == 1
