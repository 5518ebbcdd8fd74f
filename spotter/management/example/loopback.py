"""A plain HTTP server on 127.0.0.1 for the example world: one function from what was asked to the reply."""

import dataclasses
import signal
import socketserver
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType
from urllib.parse import parse_qsl, urlsplit

MAX_BODY = 4 * 1024 * 1024
PIECES = 20


@dataclasses.dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came, the header lines in their order."""

    method: str
    path: str
    query: Mapping[str, str]
    host: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first header line with this name, in any case, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reply:
    """What goes back; a body with `seconds` trickles out over that time."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0


type App = Callable[[Asked], Reply]


class Server(ThreadingHTTPServer):
    """A threaded server for one app; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, app: App, *, port: int) -> None:
        self.app = app
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def address(self) -> str:
        """Where it listens, as the start of an address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without the look-up of this machine's own name, which can hang where there is no network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "loopback", self.server_address[1]


def run(server: Server, *, name: str) -> None:
    """Serve until SIGTERM or Ctrl-C, then leave with nothing behind."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.stdout.write(f"{name} listens on {server.address}\n")
    sys.stdout.flush()
    with server:
        server.serve_forever(poll_interval=0.1)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "example"
    sys_version = ""
    timeout = 15
    server: Server

    def do_GET(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._write(Reply(status=413, body=b"body missing its length, or too long\n", content_type="text/plain"))
            return
        try:
            reply = self.server.app(self._asked(self.rfile.read(int(length))))
        except Exception:
            traceback.print_exc(file=sys.stderr)
            reply = Reply(status=500, body=b"the example server failed\n", content_type="text/plain")
        self._write(reply)

    do_POST = do_HEAD = do_GET

    def _asked(self, body: bytes) -> Asked:
        target = urlsplit(self.path)
        return Asked(
            method="GET" if self.command == "HEAD" else self.command,
            path=target.path,
            query=dict(parse_qsl(target.query, keep_blank_values=True)),
            host=self.headers.get("Host", "").partition(":")[0].lower(),
            headers=tuple(self.headers.items()),
            body=body,
        )

    def _write(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.status != 204:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        step = -(-len(reply.body) // PIECES) if reply.seconds else len(reply.body)
        for start in range(0, len(reply.body), step or 1):
            self.wfile.write(reply.body[start : start + step])
            time.sleep(reply.seconds / PIECES)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo's own lines matter more."""
