"""Runs in the cell: opens one page in a fresh Chromium behind the proxy, and says how it looks and what it became."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from playwright.sync_api import BrowserContext, Error, Page, Route, WebSocketRoute, sync_playwright

from spotter.lib import frames
from spotter.lib.net import USER, Entered, enter
from spotter.lib.spawn import MB, pipes_of_this

WIDTH, HEIGHT, HIGHEST = 1280, 900, 8_000
DOM_SIZE: Final = 5 * MB
# Seconds for the page to load, and then to come to rest.
LOADING, RESTING = 15.0, 3.0
# The proxy is the only way, for loopback too; no name is looked up here; no QUIC, no WebRTC round the proxy; no pings.
FLAGS: Final = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy",
    "--dns-prefetch-disable",
    "--no-pings",
    "--disable-gpu",
    "--renderer-process-limit=4",
    "--js-flags=--max-old-space-size=256",
)
NO_CALLS: Final = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) delete window[name];
"""
CELL: Final = "cell"
LOOKS: Final = ("GET", "HEAD", "OPTIONS")
LEFT_OUT: Final = ("media", "ping", "eventsource", "websocket", "manifest", "texttrack")


def shown(request: Mapping[str, Any], room: Entered) -> dict[str, Any]:
    """{"address", "browser", "secret", "agent", "folder"} in; what the page became out, or {"failure": why}."""
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(request["browser"]),
            # As root without a cell Chromium's own sandbox refuses to run.
            chromium_sandbox=os.geteuid() != 0,
            args=list(FLAGS),
            proxy={"server": f"http://127.0.0.1:{room.port}", "username": USER, "password": str(request["secret"])},
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": request["folder"], "TMPDIR": request["folder"]},
        )
        context = browser.new_context(
            user_agent=str(request["agent"]),
            viewport={"width": WIDTH, "height": HEIGHT},
            accept_downloads=False,
            service_workers="block",
        )
        seen = _visit(_looking_only(context), str(request["address"]))
        with suppress(Error):
            browser.close()
    return {**seen, "is_alone": room.is_alone, "is_sandboxed": os.geteuid() != 0}


def _looking_only(context: BrowserContext) -> Page:
    """A page that nothing is sent from, and that opens no further one."""
    context.add_init_script(NO_CALLS)
    context.route("**/*", _only_looks)
    context.route_web_socket("**/*", _not_at_all)
    page = context.new_page()
    context.on("page", lambda another: another.close())
    return page


def _only_looks(route: Route) -> None:
    asked = route.request
    looks = asked.method in LOOKS and asked.resource_type not in LEFT_OUT
    with suppress(Error):
        if looks and asked.url.startswith(("http://", "https://")):
            route.continue_()
        else:
            route.abort()


def _not_at_all(call: WebSocketRoute) -> None:
    call.close()


def _visit(page: Page, address: str) -> dict[str, Any]:
    status, failure = 0, ""
    try:
        answer = page.goto(address, wait_until="load", timeout=LOADING * 1000)
        status = answer.status if answer else 0
    except Error as error:  # a page that goes on loading is looked at as far as it came
        failure = str(error).splitlines()[0][:300]
    if not page.url.startswith(("http://", "https://")):
        return {"failure": failure or "no page"}
    with suppress(Error):
        page.wait_for_load_state("networkidle", timeout=RESTING * 1000)
    try:
        dom = page.content().encode(errors="replace")
        return {
            "failure": "", "final": page.url, "status": status, "title": page.title(), "dom": dom[:DOM_SIZE],
            "is_cut": len(dom) > DOM_SIZE, "picture": _picture(page),
        }  # fmt: skip
    except Error as error:
        return {"failure": str(error).splitlines()[0][:300]}


def _picture(page: Page) -> bytes:
    """The whole page, at most HIGHEST pixels of it."""
    height = page.evaluate("Math.ceil(document.documentElement.getBoundingClientRect().height)")
    height = max(HEIGHT, min(int(height or 0), HIGHEST)) if isinstance(height, int | float) else HEIGHT
    page.set_viewport_size({"width": WIDTH, "height": height})
    return page.screenshot(type="jpeg", quality=80, animations="disabled", timeout=8_000)


def main() -> None:
    """One page, then the end."""
    inbox, outbox = pipes_of_this()
    room = enter(int(sys.argv[1]), alone=sys.argv[2] == CELL)
    request, _fault = frames.receive(inbox)
    try:
        seen = shown(request, room)
    except Error as error:
        seen = {"failure": str(error).splitlines()[0][:300]}
    frames.send(outbox, frames.pack(seen))


if __name__ == "__main__":
    main()
