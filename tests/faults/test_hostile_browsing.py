"""Pages that turn a real Chromium against the machine it runs on: they reach nothing, and they end."""

import os
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reports.capture.edges import browsing
from reports.capture.edges.browser import CELL, OPEN, BrowserLook, browse, program
from reports.capture.edges.browsing import MOST_MEMORY
from spotter.lib.net import Policy
from spotter.lib.spawn import MB, ROOT
from tests.spotter.sites import HOST, Recorder, Site, http, moved, site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not program(), reason="no chromium on PATH"),
]
HTML = "Content-Type: text/html; charset=utf-8"
PUBLIC = "93.184.216.34"


@dataclass
class Ear:
    """A real listener on every loopback address of this machine: whoever connects or sends is counted."""

    port: int = 0
    heard: list[str] = field(default_factory=list)
    sockets: list[socket.socket] = field(default_factory=list)

    def open(self) -> None:
        """TCP and UDP on one port, of both families."""
        for family, where in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                one = socket.socket(family, kind)
                one.bind((where, self.port))
                self.port = one.getsockname()[1]
                self.sockets.append(one)
                threading.Thread(target=self._listen, args=(one, kind), daemon=True).start()

    def _listen(self, one: socket.socket, kind: int) -> None:
        if kind == socket.SOCK_STREAM:
            one.listen()
        try:
            while True:
                heard = one.accept()[1] if kind == socket.SOCK_STREAM else one.recvfrom(2048)[1]
                self.heard.append(f"{kind}: {heard}")
        except OSError:
            return


@pytest.fixture
def ear() -> Iterator[Ear]:
    made = Ear()
    made.open()
    yield made
    for one in made.sockets:
        one.close()


INNER = (
    "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://127.1:{port}/",
    "http://0x7f000001:{port}/", "http://a.localhost:{port}/", "https://127.0.0.1:{port}/", "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/", "http://metadata.google.internal/", "http://10.0.0.1/",
    "http://192.168.1.1/", "http://inner.com/", "https://inner.com/", "http://mixed.com/", "http://rebind.com/",
    "http://[::ffff:127.0.0.1]:{port}/", "http://[fe80::1]/", "file:///etc/passwd", "ftp://127.0.0.1:{port}/",
)  # fmt: skip
# Each way in which a page can make a browser call somewhere; `u` is the address.
WAYS = """
fetch(u, {mode: "no-cors"}).catch(() => {});
fetch(u, {method: "POST", mode: "no-cors", keepalive: true, body: "x"}).catch(() => {});
try { const x = new XMLHttpRequest(); x.open("GET", u); x.send(); } catch {}
try { navigator.sendBeacon(u, "x"); } catch {}
try { new WebSocket(u.replace(/^http/, "ws")); } catch {}
try { new EventSource(u); } catch {}
try { new Worker(URL.createObjectURL(new Blob([`fetch(${JSON.stringify(u)}, {mode: "no-cors"}).catch(() => {});
      try { importScripts(${JSON.stringify(u)}); } catch {}
      try { new WebSocket(${JSON.stringify(u.replace(/^http/, "ws"))}); } catch {}`]))); } catch {}
for (const [tag, key] of [["img", "src"], ["script", "src"], ["iframe", "src"], ["embed", "src"], ["object", "data"],
    ["video", "src"], ["audio", "src"], ["track", "src"], ["input", "src"]]) {
  const one = document.createElement(tag); one[key] = u; if (tag === "input") one.type = "image";
  document.body.append(one);
}
for (const rel of ["prefetch", "preload", "preconnect", "dns-prefetch", "prerender", "modulepreload", "stylesheet",
    "icon", "manifest"]) {
  const one = document.createElement("link"); one.rel = rel; one.href = u; one.as = "image"; document.head.append(one);
}
const style = document.createElement("style");
style.textContent = `@import "${u}"; @font-face { font-family: f; src: url("${u}") }
  body { background: url("${u}"); font-family: f }`;
document.head.append(style);
const speculate = document.createElement("script"); speculate.type = "speculationrules";
const list = [{source: "list", urls: [u]}]; speculate.textContent = JSON.stringify({prefetch: list, prerender: list});
document.head.append(speculate);
try { window.open(u); } catch {}
const form = document.createElement("form"); form.action = u; form.method = "post"; form.target = "other";
const frame = document.createElement("iframe"); frame.name = "other"; document.body.append(frame, form); form.submit();
const ping = document.createElement("a"); ping.href = "#here"; ping.ping = u; document.body.append(ping); ping.click();
"""
WEBRTC = """
for (const scope of [window, document.querySelector("iframe").contentWindow]) try {
  const call = new scope.RTCPeerConnection({iceServers: [
    {urls: "stun:127.0.0.1:{port}"}, {urls: "turn:127.0.0.1:{port}?transport=tcp", username: "u", credential: "p"}]});
  call.createDataChannel("x"); call.createOffer().then((offer) => call.setLocalDescription(offer));
} catch {}
try { new WebTransport("https://127.0.0.1:{port}/"); } catch {}
navigator.serviceWorker?.register("/worker.js").catch(() => {});
"""


def hostile(port: int, group: tuple[str, ...]) -> bytes:
    """A page that calls these inner addresses in every way."""
    inner = ", ".join(repr(one.replace("{port}", str(port))) for one in group)
    calls = f"for (const u of [{inner}]) {{ {WAYS} }}\n" + WEBRTC.replace("{port}", str(port))
    frame = f'<iframe srcdoc=\'<script>fetch("http://127.0.0.1:{port}/",{{mode:"no-cors"}})</script>\'></iframe>'
    return f"<!doctype html><title>hello</title><body><h1>Pipa gading</h1>{frame}<script>{calls}</script>".encode()


def through(recorder: Recorder, room: str, **changes: float) -> dict[str, object]:
    """The same as the limited process does, in a world where names resolve as told."""
    policy = Policy.browser(**changes)
    asked = {"address": "http://shop.com/", "browser": program(), "policy": policy.to_message(), "room": room}
    return browsing.answer(asked, recorder.world())


@pytest.fixture
def as_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


GROUPS = [INNER[at : at + 4] for at in range(0, len(INNER), 4)]


@pytest.mark.usefixtures("as_in_the_child")
@pytest.mark.parametrize(("room", "group"), [(CELL, 0), *((OPEN, number) for number in range(len(GROUPS)))])
def test_a_page_that_calls_inwards_in_every_way_reaches_nothing(room: str, group: int, ear: Ear) -> None:
    names = defaultdict(lambda: [["127.0.0.1"]], {
        "shop.com": [[PUBLIC]], "mixed.com": [[PUBLIC, "10.0.0.1"]], "rebind.com": [["127.0.0.1"], [PUBLIC]],
    })  # fmt: skip
    with site(http(hostile(ear.port, GROUPS[group]), HTML)) as here:
        recorder = Recorder(names, port=here.port)
        seen = through(recorder, room)
    assert [ip for ip, _port in recorder.connects if ip != PUBLIC] == []
    assert ear.heard == []
    # The page's script ran, and the proxy heard of it.
    assert f"127.0.0.1:{ear.port}" in dict(seen["refused"])  # type: ignore[call-overload]
    assert b"root:" not in seen.get("dom", b"")  # type: ignore[operator]


def test_the_ear_hears(ear: Ear) -> None:
    socket.create_connection(("127.0.0.1", ear.port), 2).close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("127.0.0.1", ear.port))
    deadline = time.monotonic() + 5
    while len(ear.heard) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(ear.heard) == 2


LEADS_INSIDE = {
    "a redirect": lambda inner: moved(inner),
    "a refresh": lambda inner: http(f'<meta http-equiv="refresh" content="0;url={inner}">'.encode(), HTML),
    "a refresh in the head": lambda inner: http(b"<p>x", HTML, f"Refresh: 0;url={inner}"),
    "a location": lambda inner: http(f'<script>location.replace("{inner}")</script>'.encode(), HTML),
    "a form": lambda inner: http(
        f'<form method=post action="{inner}"></form><script>document.forms[0].submit()</script>'.encode(), HTML
    ),
}


@pytest.mark.parametrize("how", LEADS_INSIDE)
def test_a_page_that_leads_inwards_is_followed_nowhere(how: str, ear: Ear) -> None:
    with site(LEADS_INSIDE[how](f"http://127.0.0.1:{ear.port}/")) as here:
        seen = visit(here, OPEN)
    assert (ear.heard, str(ear.port) in seen.final) == ([], False)


def visit(here: Site, room: str = CELL) -> BrowserLook:
    policy = Policy.browser(override={HOST: ("127.0.0.1", here.port)}, deadline=20.0)
    return browse(f"http://{HOST}/", policy=policy, room=room)


HEAVY = {
    "a script without end": b"<script>for (;;) {}</script>",
    "a script that takes all memory": b"<script>const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1))</script>",
    "dialogs without end": b"<script>for (;;) alert(1)</script>",
    "windows without end": b"<script>setInterval(() => window.open('/'), 5)</script><p>x",
    "a download": b"<a id=a href=/ download>x</a><script>setInterval(() => a.click(), 50)</script>",
    "a page of a million pixels": b"<div style='height:1000000px;background:linear-gradient(red,blue)'>x</div>",
    "100,000 nested elements": b"<div>" * 100_000,
    "a page that reloads itself": b"<script>setTimeout(() => location.reload(), 10)</script>",
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_page_ends_in_time_and_leaves_nothing_behind(name: str) -> None:
    before, began = set(browsers()), time.monotonic()
    with site(http(HEAVY[name], HTML)) as here:
        seen = visit(here)
    assert time.monotonic() - began < 55
    assert seen.memory < MOST_MEMORY + 400 * MB
    assert bool(seen.failure) != bool(seen.picture)
    time.sleep(0.5)
    assert set(browsers()) - before == set()


def browsers() -> list[int]:
    """The processes of any Chromium that a process of ours started."""
    found = []
    for one in Path("/proc").iterdir():
        if one.name.isdecimal():
            try:
                said = (one / "cmdline").read_bytes()
            except OSError:
                continue
            if b"cyber-spotter-browser-" in said or b"host-resolver-rules" in said:
                found.append(int(one.name))
    return found


def test_the_browser_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary-of-the-environment")
    found: list[bool] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(0.1):
            for pid in browsers():
                try:
                    found.append(b"canary" in Path(f"/proc/{pid}/environ").read_bytes())
                except OSError:
                    continue

    looking = threading.Thread(target=look)
    looking.start()
    with site(http(b"<p>x", HTML)) as here:
        visit(here)
    stop.set()
    looking.join()
    assert (bool(found), any(found)) == (True, False)


@pytest.mark.skipif(os.geteuid() != 0, reason="where root may not make a cell, nobody promises one")
def test_the_cell_has_no_network_and_the_browser_its_own_sandbox() -> None:
    with site(http(b"<p>x", HTML)) as here:
        seen = visit(here)
    assert (seen.is_alone, seen.is_sandboxed, seen.failure) == (True, True, "")
