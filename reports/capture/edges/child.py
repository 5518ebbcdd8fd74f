"""Runs in the limited child: fetches one page, reads it, judges its state, and brings its first pictures along."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from typing import Any

from reports.capture.edges.looks import facts_to_message, hops_to_message
from reports.capture.edges.reader import PageFacts, read_page, seen
from reports.capture.rules.states import Before, Seen, State, Verdict, page_state
from spotter.lib.child import serve
from spotter.lib.net import Closed, Fetched, Policy, Refused, fetch
from spotter.lib.tongue import language_of

# Of the child's 30 seconds, what is left after the page is for pictures.
ALL_SECONDS = 25.0
PICTURE_SECONDS = 6.0
MOST_PICTURES = 6
# The site answered, but with nothing that could be read: that says nothing about the listing.
ANSWERED = frozenset({"too-large", "encoding", "content-type"})


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """One look: {"address", "policy", "pictures", "before"} in, the fields of a Look out."""
    started = time.monotonic()
    policy = Policy.from_message(request["policy"])
    try:
        fetched = fetch(str(request["address"]), policy=policy)
    except Closed as closed:
        return _closed(str(request["address"]), closed, seconds=time.monotonic() - started)
    facts = read_page(fetched.body, fetched.header("content-type") or None, fetched.final)
    what = seen(facts, asked=fetched.input, final=fetched.final, status=fetched.status, headers=fetched.headers)
    verdict = page_state(_with_before(what, request.get("before")))
    wanted = (
        min(int(request.get("pictures", 0)), MOST_PICTURES)
        if verdict.state in (State.LIVE, State.ENDED, State.CHANGED)
        else 0
    )
    pictures = _pictures(facts.pictures[:wanted], policy=policy, until=started + ALL_SECONDS)
    return _message(fetched, facts, verdict, pictures, seconds=time.monotonic() - started)


def _with_before(what: Seen, before: Mapping[str, str] | None) -> Seen:
    return replace(what, before=Before(title=before["title"], seller=before["seller"])) if before else what


def _closed(address: str, closed: Closed, *, seconds: float) -> dict[str, Any]:
    return {
        "address": address,
        "state": (State.CANNOT_TELL if closed.code in ANSWERED else State.UNREACHABLE).value,
        "reason": closed.sentence,
        "detail": closed.detail,
        "failure": closed.code,
        "refused": isinstance(closed, Refused),
        "headers": [],
        "redirects": [],
        "seconds": round(seconds, 3),
        "facts": facts_to_message(PageFacts()),
        "picture_addresses": [],
    }


def _pictures(addresses: tuple[str, ...], *, policy: Policy, until: float) -> dict[str, bytes]:
    """What came of them; a picture that does not come is simply not there."""
    found: dict[str, bytes] = {}
    for address in addresses:
        left = until - time.monotonic()
        if left < 1:
            break
        own = Policy.picture(
            user_agent=policy.user_agent,
            schemes=policy.schemes,
            ports=policy.ports,
            override=policy.override,
            deadline=min(PICTURE_SECONDS, left),
        )
        with suppress(Closed):
            picture = fetch(address, policy=own)
            if picture.status == 200 and picture.body and not picture.truncated:
                found[address] = picture.body
    return found


def _message(
    fetched: Fetched, facts: PageFacts, verdict: Verdict, pictures: Mapping[str, bytes], *, seconds: float
) -> dict[str, Any]:
    return {
        "address": fetched.input,
        "state": verdict.state.value,
        "reason": verdict.reason,
        "detail": verdict.detail,
        "final": fetched.final,
        "status": fetched.status,
        "headers": list(fetched.headers),
        "redirects": hops_to_message(fetched.redirects),
        "peer": fetched.peer[0],
        "request": fetched.request,
        "head": fetched.head,
        "raw": fetched.raw,
        "body_sha256": sha256(fetched.body).hexdigest(),
        "body_size": len(fetched.body),
        "truncated": fetched.truncated,
        "seconds": round(seconds, 3),
        "facts": facts_to_message(facts),
        "picture_addresses": list(pictures),
        **{f"picture_{number}": body for number, body in enumerate(pictures.values())},
    }


if __name__ == "__main__":
    language_of("warm up: model")  # so that the first page does not pay for it
    serve(answer)
