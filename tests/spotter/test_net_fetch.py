"""Fetching over real sockets: redirects, packing, limits of size and time, and honest records of what came."""

import gzip
import itertools
import os
import socket
import threading
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spotter.lib import net
from tests.spotter.sites import HOST, Site, drip, http, moved, site

HERE = f"http://{HOST}"
HTML = "Content-Type: text/html"


def failure(here: Site, **changes: object) -> str:
    with pytest.raises(net.Unreachable) as caught:
        net.fetch(HERE, policy=here.policy(**changes))
    return caught.value.code


def refusal(here: Site) -> str:
    with pytest.raises(net.Refused) as caught:
        net.fetch(HERE, policy=here.policy())
    return caught.value.code


def test_a_page_comes_back_as_it_was_sent() -> None:
    answer = http(b"<p>gading</p>", HTML, "X-Two: a", "X-Two: b")
    with site(answer) as here:
        got = net.fetch(f"{HERE}/item?id=1#top", policy=here.policy())
    assert (got.status, got.reason, got.body, got.truncated) == (200, "OK", b"<p>gading</p>", False)
    assert got.head + got.raw == answer
    assert got.request == here.requests[0]
    assert got.headers[1:] == (("Content-Type", "text/html"), ("X-Two", "a"), ("X-Two", "b"))
    assert (got.input, got.final) == (f"{HERE}/item?id=1#top", f"{HERE}/item?id=1#top")
    assert got.peer == ("127.0.0.1", here.port)


def test_the_request_says_who_we_are_and_carries_nothing_else() -> None:
    with site(http()) as here:
        net.fetch(f"{HERE}/a?b=c#d", policy=here.policy(user_agent="Spotter/1", accept="text/html"))
    assert here.requests[0].decode().split("\r\n") == [
        "GET /a?b=c HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: Spotter/1",
        "Accept: text/html",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
        "",
        "",
    ]


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with site(http(b"proxy")) as proxy, site(http(b"site")) as here:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert net.fetch(HERE, policy=here.policy()).body == b"site"
    assert proxy.requests == []


def test_an_error_page_is_an_answer() -> None:
    with site(http(b"gone", status="404 Not Found")) as here:
        got = net.fetch(HERE, policy=here.policy())
    assert (got.status, got.body) == (404, b"gone")


def test_a_fetched_page_survives_the_way_to_the_parent() -> None:
    with site(moved("/b"), http(b"x", HTML)) as here:
        got = net.fetch(HERE, policy=here.policy())
    assert net.Fetched.from_message(got.to_message()) == got


# Redirects


def test_redirects_are_followed_and_written_down() -> None:
    with site(moved("/b"), moved(f"https://{HOST}/c d"), http(b"end")) as here:
        got = net.fetch(f"{HERE}/a", policy=here.policy())
    assert (got.final, got.body) == (f"https://{HOST}/c%20d", b"end")
    assert got.redirects == (
        net.Hop(address=f"{HERE}/a", status=302, location="/b"),
        net.Hop(address=f"{HERE}/b", status=302, location=f"https://{HOST}/c d"),
    )


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://127.0.0.1/", "ip-literal"),
        ("http://2130706433/", "ip-literal"),
        ("//[::1]/", "ip-literal"),
        ("http://169.254.169.254/latest/meta-data/", "ip-literal"),
        ("http://localhost/", "special-use"),
        ("http://metadata.google.internal/", "special-use"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.com/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        (f"http://{HOST}:6379/", "port"),
        (f"http://user:secret@{HOST}/", "credentials"),
        ("\\\\evil.com/", "characters"),
    ],
)
def test_a_redirect_is_admitted_anew(location: str, code: str) -> None:
    with site(moved(location)) as here:
        assert refusal(here) == code
    assert len(here.requests) == 1


def test_a_redirect_to_no_address_is_a_bad_answer() -> None:
    with site(moved("http://[nonsense")) as here:
        assert failure(here) == "bad-response"


def test_five_redirects_are_enough() -> None:
    with site(*[moved("/x")] * 5, http(b"end")) as here:
        assert net.fetch(HERE, policy=here.policy()).body == b"end"


def test_endless_redirects_end() -> None:
    with site(moved("/again")) as here:
        assert failure(here) == "too-many-redirects"
    assert len(here.requests) == 6


def test_a_redirect_without_a_location_is_an_answer() -> None:
    with site(http(b"where?", status="302 Found")) as here:
        assert net.fetch(HERE, policy=here.policy()).body == b"where?"


# Packing

PAGE = b"<p>" + b"gading " * 1000 + b"</p>"
BARE = zlib.compressobj(wbits=-15)
PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "GZIP": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate": BARE.compress(PAGE) + BARE.flush(),
    "identity": PAGE,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_a_packed_page_is_unpacked_and_kept_as_received(encoding: str) -> None:
    with site(http(PACKED[encoding], f"Content-Encoding: {encoding}")) as here:
        got = net.fetch(HERE, policy=here.policy())
    assert (got.body, got.raw, got.truncated) == (PAGE, PACKED[encoding], False)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip,deflate", "rot13"])
def test_a_packing_that_was_not_asked_for_is_not_accepted(encoding: str) -> None:
    with site(http(b"x", f"Content-Encoding: {encoding}")) as here:
        assert failure(here) == "encoding"


def test_two_encoding_headers_are_nested_too() -> None:
    with site(http(b"x", "Content-Encoding: gzip", "Content-Encoding: gzip")) as here:
        assert failure(here) == "encoding"


def test_a_bomb_is_stopped_while_unpacking() -> None:
    bomb = gzip.compress(b"\0" * 40_000_000, 1)
    with site(http(bomb, "Content-Encoding: gzip")) as here:
        assert failure(here) == "too-large"


def test_a_broken_packing_is_said_to_be_one() -> None:
    with site(http(b"not gzip", "Content-Encoding: gzip")) as here:
        assert failure(here) == "encoding"


def test_a_packed_page_that_breaks_off_is_marked() -> None:
    with site(http(gzip.compress(os.urandom(5000))[:3000], "Content-Encoding: gzip")) as here:
        assert net.fetch(HERE, policy=here.policy()).truncated is True


# Length and shape

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_chunks_are_joined_and_kept_as_received() -> None:
    with site(CHUNKED + b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n") as here:
        got = net.fetch(HERE, policy=here.policy())
    assert (got.body, got.raw, got.truncated) == (b"abcde", b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", False)


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (CHUNKED + b"3\r\nabc\r\n", b"abc"),
        (CHUNKED + b"ff\r\nabc", b"abc"),
        (CHUNKED + b"3\r\nabc\r\nzz\r\n", b"abc"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", b"abc"),
    ],
)
def test_a_body_that_breaks_off_is_kept_and_marked(answer: bytes, body: bytes) -> None:
    with site(answer) as here:
        got = net.fetch(HERE, policy=here.policy())
    assert (got.body, got.truncated) == (body, True)


def test_more_than_the_announced_length_is_left_behind() -> None:
    with site(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef") as here:
        assert net.fetch(HERE, policy=here.policy()).body == b"abc"


@pytest.mark.parametrize("length", [b"-5", b"many", b"9" * 5000, b""])
def test_a_nonsensical_length_means_until_the_end(length: bytes) -> None:
    with site(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nabc") as here:
        assert net.fetch(HERE, policy=here.policy()).body == b"abc"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/2 200 OK\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 101 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"y" * 30_000 + b"\r\n") * 40 + b"\r\n",
        b"A" * 1_000_000,
    ],
)
def test_what_is_no_answer_or_has_too_large_a_head_is_bad(answer: bytes) -> None:
    with site(answer) as here:
        assert failure(here) == "bad-response"


def test_a_page_of_another_kind_is_not_read() -> None:
    with site(http(b"MZ", "Content-Type: application/x-msdownload")) as here:
        assert failure(here) == "content-type"


@pytest.mark.parametrize(
    "answer",
    [
        http(b"x" * 2001),
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 2001,
        CHUNKED + b"1\r\nx\r\n" * 1000,
        CHUNKED + b"-5\r\n" + b"x" * 3000,
        CHUNKED + b"7fffffff\r\n" + b"x" * 3000,
    ],
)
def test_a_body_over_the_limit_is_too_large(answer: bytes) -> None:
    with site(answer) as here:
        assert failure(here, max_raw=2000, max_decoded=2000) == "too-large"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 \r\nLocation: ", CHUNKED]))
def test_whatever_bytes_come_the_door_answers_or_says_why_not(noise: bytes, start: bytes) -> None:
    with site(start + noise) as here:
        try:
            net.fetch(HERE, policy=here.policy(deadline=2.0))
        except net.Closed as closed:
            sentence = closed.sentence
        else:
            sentence = "answered"
    assert sentence


# Time


@pytest.mark.parametrize(
    ("start", "forever"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_sender_of_a_byte_at_a_time_meets_the_deadline(start: bytes, forever: bytes) -> None:
    began = time.monotonic()
    with site(drip(start, forever)) as here:
        assert failure(here, deadline=0.6) == "timeout"
    assert time.monotonic() - began < 1.5


def test_silence_ends_sooner_than_the_deadline() -> None:
    began = time.monotonic()
    with site(lambda visitor, request: time.sleep(2)) as here:
        assert failure(here, idle=0.2) == "timeout"
    assert time.monotonic() - began < 1.5


def test_slow_redirects_share_one_deadline() -> None:
    numbers = itertools.count()

    def later(visitor: socket.socket, request: bytes) -> None:
        time.sleep(0.25)
        visitor.sendall(moved(f"/{next(numbers)}"))

    with site(later) as here:
        assert failure(here, deadline=0.6) == "timeout"


def test_a_closed_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        here = Site(port=taken.getsockname()[1])
    assert failure(here) == "connect"


def test_a_connection_that_breaks_is_told() -> None:
    def reset(visitor: socket.socket, request: bytes) -> None:
        visitor.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab")
        visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    with site(reset) as here:
        assert failure(here) == "connect"


def test_visits_from_many_threads_do_not_mix() -> None:
    def echo(visitor: socket.socket, request: bytes) -> None:
        visitor.sendall(http(request.split()[1]))

    bodies: dict[int, bytes] = {}
    with site(echo) as here:
        threads = [
            threading.Thread(target=lambda n=n: bodies.update({n: net.fetch(f"{HERE}/{n}", policy=here.policy()).body}))
            for n in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert bodies == {n: f"/{n}".encode() for n in range(8)}
