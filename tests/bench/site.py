"""A site in a process of its own that answers at once, so that a bench counts none of its work: `python -m` this."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.page import PAGE

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(PAGE)


class Visit(asyncio.Protocol):
    """One connection, one answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came."""
        self.transport, self.asked = transport, b""

    def data_received(self, data: bytes) -> None:
        """The request: whatever it asks for, it gets the page."""
        self.asked += data
        if self.asked.endswith(b"\r\n\r\n") and isinstance(self.transport, asyncio.Transport):
            self.transport.write(HEAD + PAGE)
            self.transport.close()


async def serve() -> None:
    """Print the port, and answer until killed."""
    server = await asyncio.get_running_loop().create_server(Visit, "127.0.0.1", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201
    await server.serve_forever()


@contextmanager
def running() -> Iterator[int]:
    """The port of a running one."""
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.site"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
