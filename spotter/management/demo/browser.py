"""A small browser: cookies, pages, and forms filled in as a person would; hidden fields travel as the page has them."""

import http.cookiejar
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

TIMEOUT: Final = 20
PRESSED: Final = frozenset({"submit", "button", "reset", "image", "file"})


class PageError(AssertionError):
    """A page is not as it should be; the message says which and how."""


@dataclass(frozen=True)
class Upload:
    """A file chosen in a form."""

    field: str
    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Page:
    """What a browser got."""

    status: int
    address: str
    body: bytes
    headers: Message

    @property
    def path(self) -> str:
        """Where on the site we are, after all redirects."""
        return urlsplit(self.address).path

    def all(self, selector: str) -> list[LexborNode]:
        """Every element that fits."""
        return list(LexborHTMLParser(self.body).css(selector))

    def text(self, selector: str = "body") -> str:
        """The words of the first element that fits, or an empty string."""
        found = self.all(selector)
        return " ".join(found[0].text(separator=" ").split()) if found else ""

    def must_say(self, *words: str, selector: str = "body") -> None:
        """Raise PageError unless all these words stand there."""
        text = self.text(selector)
        missing = [word for word in words if word not in text]
        if missing:
            raise PageError(f"{self.path} ({self.status}) does not say {missing} in {selector!r}: {text[:400]}")

    def form(self, action: str) -> LexborNode:
        """The form that leads to this address; an empty one leads to the page itself."""
        for form in self.all("form"):
            if (form.attributes.get("method") or "get").lower() == "post":
                leads_to = urlsplit(urljoin(self.address, form.attributes.get("action") or self.address)).path
                if leads_to == (action or self.path):
                    return form
        raise PageError(f"{self.path} ({self.status}) has no form to {action or 'itself'}: {self.text()[:400]}")


class Browser:
    """One person's browser: `Browser(site)`, then `sign_in`, `open`, `submit`."""

    def __init__(self, site: str) -> None:
        self.site = site
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        # No proxy of the environment: we visit our own loopback address only.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)
        self._opener.addheaders = [("User-Agent", "demo-browser"), ("Accept-Language", "en"), ("Accept", "text/html")]

    def open(self, path: str) -> Page:
        """GET a page, through its redirects."""
        return self._send(path)

    def submit(
        self,
        page: Page,
        action: str,
        fields: Mapping[str, str | Sequence[str]] | None = None,
        *,
        uploads: Sequence[Upload] = (),
    ) -> Page:
        """Fill in the form that leads to `action` and send it, as a browser would."""
        form = page.form(action)
        pairs = filled(form, fields or {})
        address = urljoin(page.address, form.attributes.get("action") or page.address)
        if (form.attributes.get("enctype") or "") == "multipart/form-data":
            body, media_type = multipart(pairs, uploads)
        else:
            body, media_type = urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        headers = {"Content-Type": media_type, "Referer": page.address, "Origin": self.site}
        return self._send(address, body, headers)

    def sign_in(self, email: str, password: str) -> Page:
        """Log in by the site's own form."""
        page = self.open("/accounts/login/")
        done = self.submit(page, "/accounts/login/", {"login": email, "password": password})
        if done.path.startswith("/accounts/login"):
            raise PageError(f"{email} could not sign in: {done.text()[:400]}")
        return done

    def _send(self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Page:
        address = urljoin(self.site, path)
        if not address.startswith(self.site + "/"):
            raise PageError(f"{address} leads away from the site")
        request = urllib.request.Request(address, data=body, headers=dict(headers or {}))  # noqa: S310 (our own site)
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                return Page(answer.status, answer.url, answer.read(), answer.headers)
        except urllib.error.HTTPError as refused:
            with refused:
                return Page(refused.code, refused.url, refused.read(), refused.headers)


def filled(form: LexborNode, fields: Mapping[str, str | Sequence[str]]) -> list[tuple[str, str]]:
    """The form's own values, with `fields` in the place of those that were filled in."""
    own = [pair for control in form.css("input, textarea, select") for pair in _values(control)]
    known = {control.attributes.get("name") for control in form.css("input, textarea, select")}
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise PageError(f"the form has no fields {unknown}, only {sorted(name for name in known if name)}")
    pairs = [(name, value) for name, value in own if name not in fields]
    for name, given in fields.items():
        pairs += [(name, value) for value in ([given] if isinstance(given, str) else given)]
    return pairs


def _values(control: LexborNode) -> list[tuple[str, str]]:
    attributes = control.attributes
    name = attributes.get("name")
    if not name or "disabled" in attributes:
        return []
    kind = (attributes.get("type") or "text").lower()
    if control.tag == "textarea":
        return [(name, control.text().removeprefix("\n"))]
    if control.tag == "select":
        options = control.css("option")
        chosen = [one for one in options if "selected" in one.attributes] or options[:1]
        return [(name, one.attributes.get("value") or "") for one in chosen]
    if kind in PRESSED or (kind in ("checkbox", "radio") and "checked" not in attributes):
        return []
    return [(name, attributes.get("value") or "")]


def multipart(pairs: Sequence[tuple[str, str]], uploads: Sequence[Upload]) -> tuple[bytes, str]:
    """(body, media type) of a form with files."""
    border = secrets.token_hex(16)
    parts: list[bytes] = []
    for name, value in pairs:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(head.encode() + value.encode() + b"\r\n")
    for upload in uploads:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{upload.field}"; filename="{upload.name}"\r\n'
        head += f"Content-Type: {upload.media_type}\r\n\r\n"
        parts.append(head.encode() + upload.body + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
