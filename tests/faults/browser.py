"""A browser as small as it gets: cookies, forms, and the same form again when the site was away."""

import contextlib
import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
AWAY = (OSError, http.client.HTTPException)
type File = tuple[str, bytes]


class Browser:
    """One person's; the site answers on a loopback port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """One request; raises what AWAY names when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        with contextlib.closing(connection):
            connection.request(method, path, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = connection.getresponse()
            page = answer.read()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, page

    def form(self, path: str, fields: dict[str, str], files: dict[str, File] | None = None) -> int:
        """Open a page and send its form; the status."""
        status, page = self.ask("GET", path)
        found = TOKEN.search(page)
        if status != 200 or not found:
            return status if status != 302 else 401
        whole = fields | {"csrfmiddlewaretoken": found[1].decode()}
        if not files:
            return self.ask("POST", path, urlencode(whole).encode(), "application/x-www-form-urlencoded")[0]
        border = uuid4().hex
        return self.ask("POST", path, multipart(border, whole, files), f"multipart/form-data; boundary={border}")[0]

    def until_accepted(self, path: str, fields: dict[str, str], files: dict[str, File] | None = None) -> None:
        """As a patient person does: the same form again until the site says 302."""
        deadline = time.monotonic() + 90
        status = 0
        while time.monotonic() < deadline:
            with contextlib.suppress(*AWAY):
                status = self.form(path, fields, files)
                if status == 302:
                    return
            time.sleep(0.3)
        raise AssertionError(f"{path} was never accepted; the last answer was {status}")


def multipart(border: str, fields: dict[str, str], files: dict[str, File]) -> bytes:
    """The body of a form with files."""
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{text}'.encode() for name, text in fields.items()]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n'.encode()
        + b"Content-Type: image/png\r\n\r\n"
        + data
        for name, (file, data) in files.items()
    ]
    return b"".join(f"--{border}\r\n".encode() + part + b"\r\n" for part in parts) + f"--{border}--\r\n".encode()
