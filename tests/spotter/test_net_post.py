"""Handing a message to a receiver: no redirects, and its status is the answer whatever follows."""

import pytest

from spotter.lib import net
from tests.spotter.sites import HOST, Answer, Site, drip, http, moved, site


def hand_over(here: Site, **headers: str) -> net.Fetched:
    policy = net.Policy.webhook(override={HOST: ("127.0.0.1", here.port)}, deadline=1.0)
    return net.post(f"https://{HOST}/hook", body=b"{}", headers=headers, policy=policy)


def test_a_message_arrives_with_its_headers_and_length() -> None:
    with site(http(b"ok", status="202 Accepted")) as here:
        got = hand_over(here, **{"webhook-id": "msg_1"})
    assert (got.status, got.body) == (202, b"ok")
    assert got.request.decode().split("\r\n") == [
        "POST /hook HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: CyberSpotter/1.0",
        "webhook-id: msg_1",
        "Content-Length: 2",
        "Connection: close",
        "",
        "{}",
    ]


def test_a_redirect_of_a_message_is_not_followed() -> None:
    with site(moved("http://127.0.0.1/")) as here:
        got = hand_over(here)
    assert (got.status, got.redirects, len(here.requests)) == (302, (), 1)


@pytest.mark.parametrize(
    "answer",
    [
        http(b"x" * 100_000),
        http(b"x", "Content-Encoding: br"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
    ],
)
def test_a_receiver_that_said_200_has_the_message_whatever_follows(answer: Answer) -> None:
    with site(answer) as here:
        got = hand_over(here)
    assert (got.status, got.truncated) == (200, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("a", "b\r\nc: d"), ("a\nb", "c"), ("a: b", "c"), ("Host", "evil.com"), ("content-length", "0"), ("", "x")],
)
def test_a_header_that_would_start_another_line_is_not_sent(name: str, value: str) -> None:
    with site(http()) as here, pytest.raises(ValueError, match="cannot be sent"):
        hand_over(here, **{name: value})
    assert here.requests == []
