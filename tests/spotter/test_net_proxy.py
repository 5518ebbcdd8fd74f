"""The proxy of a browser: whoever knows its secret reaches public machines through it, and nothing else."""

import socket
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from spotter.lib.net import OUTSIDE, USER, Policy, Proxy, World
from tests.spotter.sites import HOST, Answer, Recorder, Site, http, site

SECRET = "only-this-visit"
KEY = f"Proxy-Authorization: Basic {b64encode(f'{USER}:{SECRET}'.encode()).decode()}\r\n"
PUBLIC = "93.184.216.34"


@contextmanager
def proxy(policy: Policy, world: World = OUTSIDE) -> Iterator[Proxy]:
    listener = socket.create_server(("127.0.0.1", 0))
    made = Proxy(listener, secret=SECRET, policy=policy, world=world)
    made.port = listener.getsockname()[1]  # type: ignore[attr-defined]
    yield made
    made.close()


def ask(through: Proxy, first: str, *headers: str, key: str = KEY, then: bytes = b"") -> bytes:
    """One request through the proxy, and all that came back."""
    with socket.create_connection(("127.0.0.1", through.port), 10) as browser:  # type: ignore[attr-defined]
        lines = "".join(f"{header}\r\n" for header in headers)
        browser.sendall(f"{first} HTTP/1.1\r\n{key}{lines}\r\n".encode() + then)
        browser.settimeout(10)
        answer = b""
        try:
            while piece := browser.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
        return answer


@pytest.fixture
def shop() -> Iterator[Site]:
    with site(http(b"<p>hello", "Content-Type: text/html")) as here:
        yield here


def test_a_page_comes_through_and_the_key_stays_here(shop: Site) -> None:
    with proxy(shop.policy()) as through:
        answer = ask(through, f"GET http://{HOST}/item?a=1", "Accept: text/html", "Proxy-Connection: keep-alive")
    assert answer.endswith(b"<p>hello")
    assert shop.requests == [
        b"GET /item?a=1 HTTP/1.1\r\nHost: pasar.test\r\nAccept: text/html\r\nConnection: close\r\n\r\n"
    ]


@pytest.mark.parametrize("key", ["", KEY.replace("Basic ", "Basic x"), KEY.replace(":", ": x", 1)])
def test_without_the_secret_nothing_is_opened(key: str, shop: Site) -> None:
    with proxy(shop.policy()) as through:
        answer = ask(through, f"GET http://{HOST}/", key=key)
    assert (answer.split(b"\r\n")[0], shop.requests, through.opened) == (b"HTTP/1.1 407 Who", [], {})


def test_a_tunnel_carries_both_ways(shop: Site) -> None:
    with proxy(shop.policy()) as through:
        answer = ask(through, f"CONNECT {HOST}:80", then=b"GET / HTTP/1.1\r\nHost: pasar.test\r\n\r\n")
    assert (answer.startswith(b"HTTP/1.1 200 Open\r\n\r\n"), answer.endswith(b"<p>hello")) == (True, True)


REFUSED = {
    "GET http://127.0.0.1/": "ip-literal",
    "GET http://[::1]/": "ip-literal",
    "GET http://0x7f.1/": "ip-literal",
    "GET http://2130706433/": "ip-literal",
    "GET http://localhost/": "special-use",
    "GET http://metadata.google.internal/": "special-use",
    "GET http://router/": "single-label",
    "GET http://shop.com:8080/": "port",
    "GET http://u:p@shop.com/": "credentials",
    "GET file:///etc/passwd": "scheme",
    "GET https://shop.com/": "scheme",
    "GET /etc/passwd": "scheme",
    "POST http://shop.com/": "scheme",
    "DELETE http://shop.com/": "scheme",
    "CONNECT 127.0.0.1:443": "ip-literal",
    "CONNECT [::1]:443": "ip-literal",
    "CONNECT 169.254.169.254:80": "ip-literal",
    "CONNECT localhost:443": "special-use",
    "CONNECT shop.com:22": "port",
    "CONNECT shop.com:443@127.0.0.1:443": "credentials",
    "CONNECT inside.com:443": "not-public",
    "CONNECT mixed.com:443": "not-public",
    "GET http://inside.com/": "not-public",
}


@pytest.mark.parametrize("first", REFUSED)
def test_what_the_door_refuses_is_never_connected_to(first: str) -> None:
    names = {"shop.com": [[PUBLIC]], "inside.com": [["127.0.0.1"]], "mixed.com": [[PUBLIC, "10.0.0.1"]]}
    recorder = Recorder(names)
    with proxy(Policy.browser(), recorder.world()) as through:
        answer = ask(through, first)
    assert (list(through.refused.values()), recorder.connects, through.opened) == ([REFUSED[first]], [], {})
    assert b"200" not in answer


def test_a_name_that_turns_inwards_is_judged_at_each_connection(shop: Site) -> None:
    recorder = Recorder({"rebind.com": [[PUBLIC], ["127.0.0.1"]]}, port=shop.port)
    with proxy(Policy.browser(), recorder.world()) as through:
        first = ask(through, "GET http://rebind.com/")
        second = ask(through, "GET http://rebind.com/")
    assert (first.endswith(b"<p>hello"), second, recorder.connects) == (True, b"", [(PUBLIC, 80)])


def test_the_peer_is_compared(shop: Site) -> None:
    recorder = Recorder({"shop.com": [[PUBLIC]]}, port=shop.port, peer="127.0.0.1")
    with proxy(Policy.browser(), recorder.world()) as through:
        ask(through, "GET http://shop.com/")
    assert (through.refused, [one for one in shop.requests if one]) == ({"shop.com": "not-public"}, [])


def test_all_bytes_of_the_visit_count_together() -> None:
    with site(http(b"x" * 60_000)) as here, proxy(here.policy(max_raw=100_000)) as through:
        answers = [len(ask(through, f"GET http://{HOST}/")) for _ in range(3)]
    assert (answers[0] > 60_000, answers[1] < 60_000, answers[2] < 60_000) == (True, True, True)


def test_the_visit_ends_with_its_deadline() -> None:
    def stall(visitor: socket.socket, _request: bytes) -> None:
        visitor.recv(1)

    slow: Answer = stall
    with site(slow) as here, proxy(here.policy(deadline=1.0)) as through:
        assert ask(through, f"GET http://{HOST}/") == b""


@pytest.mark.parametrize(
    "first", ["", "GET", "GET  http://pasar.test/", "get http://pasar.test/", "GET http://pasar.test/ x"]
)
def test_what_is_no_request_is_refused(first: str, shop: Site) -> None:
    with proxy(shop.policy()) as through:
        assert ask(through, first) == b""
    assert shop.requests == []


def test_a_second_request_is_not_smuggled_along(shop: Site) -> None:
    inner = b"GET http://127.0.0.1/ HTTP/1.1\r\n\r\n"
    with proxy(shop.policy()) as through:
        ask(through, f"GET http://{HOST}/", f"Content-Length: {len(inner)}", "Transfer-Encoding: chunked", then=inner)
    assert shop.requests == [b"GET / HTTP/1.1\r\nHost: pasar.test\r\nConnection: close\r\n\r\n"]


def test_a_head_without_end_is_given_up(shop: Site) -> None:
    with proxy(shop.policy(max_header_bytes=4096)) as through:
        assert ask(through, f"GET http://{HOST}/", f"X: {'x' * 100_000}") == b""
    assert shop.requests == []
