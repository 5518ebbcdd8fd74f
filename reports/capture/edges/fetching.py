"""Runs in a limited process with many visits at once: goes through the door and brings back what came."""

from collections.abc import Mapping
from typing import Any

from spotter.lib.crowd import serve_many
from spotter.lib.net import Closed, Policy, Refused, fetch

MB = 1024 * 1024
AT_ONCE = 64
# A listing's photograph; what is larger is left where it is.
PICTURE_SIZE = 3 * MB
ALL_PICTURES = 12 * MB
PICTURE_SECONDS = 6.0


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """{"address", "policy"} in, the fields of a Fetched out, or {"closed": …} with the door's reason."""
    policy = Policy.from_message(request["policy"])
    try:
        return fetch(str(request["address"]), policy=policy).to_message()
    except Closed as closed:
        return {
            "closed": {
                "code": closed.code,
                "sentence": closed.sentence,
                "detail": closed.detail,
                "refused": isinstance(closed, Refused),
            }
        }


def picture_policy(policy: Policy, *, seconds: float) -> Policy:
    """A picture of a page that was visited under `policy`, within the time that is left."""
    return Policy.picture(
        user_agent=policy.user_agent,
        schemes=policy.schemes,
        ports=policy.ports,
        override=policy.override,
        deadline=min(PICTURE_SECONDS, seconds),
        max_raw=PICTURE_SIZE,
        max_decoded=PICTURE_SIZE,
    )


if __name__ == "__main__":
    serve_many(answer, at_once=AT_ONCE)
