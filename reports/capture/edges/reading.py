"""Runs in a limited process, one page at a time: reads what came, judges its state, and what a robot may visit."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from reports.capture.edges.looks import facts_to_message
from reports.capture.edges.reader import read_page, seen
from reports.capture.edges.robots import may_visit
from reports.capture.rules.states import Before, page_state
from spotter.lib.child import serve
from spotter.lib.tongue import language_of


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """A page or a robots.txt: see `page.py`, which asks."""
    if "robots" in request:
        return {"may": may_visit(request["robots"], agent=str(request["agent"]), address=str(request["address"]))}
    body: bytes = request["body"]
    headers = [(str(name), str(value)) for name, value in request["headers"]]
    kind = next((value for name, value in headers if name.lower() == "content-type"), None)
    facts = read_page(body, kind, str(request["final"]))
    what = seen(
        facts,
        asked=str(request["asked"]),
        final=str(request["final"]),
        status=int(request["status"]),
        headers=headers,
        before=Before(**request["before"]) if request["before"] else None,
    )
    verdict = page_state(what)
    return {
        "facts": facts_to_message(facts),
        "state": verdict.state.value,
        "reason": verdict.reason,
        "detail": verdict.detail,
        "body_sha256": sha256(body).hexdigest(),
        "body_size": len(body),
    }


if __name__ == "__main__":
    language_of("warm up: model")  # so that the first page does not pay for it
    serve(answer)
