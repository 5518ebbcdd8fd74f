"""Looks at one address for a worker, through a warm limited child."""

from datetime import UTC, datetime
from functools import cache

from django.conf import settings

from reports.capture.edges.looks import Look, PictureFound, look_from_message
from reports.capture.rules import reasons
from reports.capture.rules.states import Before, State
from spotter.lib.child import Child, ChildDied, Children
from spotter.lib.net import Policy

MODULE = "reports.capture.edges.child"

__all__ = ["MODULE", "Before", "Look", "PictureFound", "look", "page_policy"]


def look(
    address: str, *, policy: Policy, pictures: int = 0, before: Before | None = None, by: Child | Children | None = None
) -> Look:
    """Fetch, read and judge one page, with at most `pictures` of its pictures. Never raises for what the page does:
    a child that died or ran out of time is a state. `before` is the earlier look that "changed" is measured against."""
    looked_at = datetime.now(UTC)
    request = {
        "address": address,
        "policy": policy.to_message(),
        "pictures": pictures,
        "before": {"title": before.title, "seller": before.seller} if before else None,
    }
    try:
        return look_from_message((by or _children()).call(request), looked_at=looked_at)
    except ChildDied as died:
        return Look(
            address=address,
            looked_at=looked_at,
            state=State.CANNOT_TELL.value,
            reason=reasons.TOO_HEAVY,
            detail=str(died)[:300],
            failure="child",
        )


def page_policy() -> Policy:
    """How this site visits pages: under its own name, and in a demo with its own hosts."""
    return Policy.page(user_agent=settings.FETCH_USER_AGENT, override=settings.RESOLVER_OVERRIDE)


@cache
def _children() -> Children:
    return Children(settings.FETCH_CHILDREN, MODULE)
