"""A signed POST through the guarded door."""

import time
from datetime import datetime

from coalition.delivery.rules import EXCERPT, Sent, signed_headers
from spotter.lib.net import Closed, Policy, post
from spotter.lib.text import clean_text


def send(address: str, event_id: str, body: bytes, secrets: tuple[str, ...], *, at: datetime, policy: Policy) -> Sent:
    """Hand the message over; whatever goes wrong on the way is an attempt that failed."""
    headers = {"Content-Type": "application/json", **signed_headers(event_id, body, secrets, at=at)}
    started = time.monotonic()
    try:
        reply = post(address, body=body, headers=headers, policy=policy)
    except Closed as error:
        return Sent(None, error=str(error)[:300], milliseconds=_since(started))
    return Sent(
        status_code=reply.status,
        answer=clean_text(reply.body.decode("utf-8", "replace"), limit=EXCERPT, lines=True),
        retry_after=reply.header("retry-after"),
        milliseconds=_since(started),
    )


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
