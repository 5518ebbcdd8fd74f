"""The two ways out: fetch a page or picture, and post a message to a receiver."""

from collections.abc import Mapping
from contextlib import suppress

import ada_url

from spotter.lib.net.admission import Address, admit
from spotter.lib.net.errors import Refused, Unreachable
from spotter.lib.net.exchange import Reply, exchange, request_bytes
from spotter.lib.net.policy import Policy
from spotter.lib.net.reply import Fetched, Hop
from spotter.lib.net.wire import OUTSIDE, Deadline, World


def fetch(address: str, *, policy: Policy, world: World = OUTSIDE) -> Fetched:
    """Visit an address, following at most `policy.max_redirects` redirects, each admitted anew.

    Any status is an answer. Raises Refused (we would not go) or Unreachable (no usable answer).
    """
    deadline = Deadline(policy.deadline)
    here = admit(address, policy)
    hops: list[Hop] = []
    headers = {"User-Agent": policy.user_agent, "Accept": policy.accept, "Accept-Encoding": "gzip, deflate"}
    while True:
        request = request_bytes("GET", here, headers)
        reply = exchange(here, request, policy=policy, world=world, deadline=deadline, follow=True)
        if not reply.location:
            return _fetched(address, here, reply, request=request, hops=hops, elapsed=deadline.elapsed)
        hops.append(Hop(address=here.href, status=reply.status, location=reply.location))
        if len(hops) > policy.max_redirects:
            raise Unreachable("too-many-redirects", f"more than {policy.max_redirects}")
        here = _next(here, reply.location, policy)


def post(address: str, *, body: bytes, headers: Mapping[str, str], policy: Policy, world: World = OUTSIDE) -> Fetched:
    """Hand a message to a receiver; a redirect is an answer like any other and is never followed.

    Raises Refused or Unreachable, and ValueError for a header that cannot be sent.
    """
    deadline = Deadline(policy.deadline)
    here = admit(address, policy)
    request = request_bytes("POST", here, {"User-Agent": policy.user_agent, **headers}, body)
    reply = exchange(here, request, policy=policy, world=world, deadline=deadline, follow=False)
    return _fetched(address, here, reply, request=request, hops=[], elapsed=deadline.elapsed)


def _next(here: Address, location: str, policy: Policy) -> Address:
    """Join a Location to where we are; a space is mended as browsers do, all else must pass admission as written."""
    with suppress(UnicodeError):  # http.client reads headers as Latin-1, servers write UTF-8
        location = location.encode("latin-1").decode()
    location = location.replace(" ", "%20")
    if "\\" in location:
        raise Refused("characters")
    try:
        joined = ada_url.URL(location, here.href).href
    except ValueError as error:
        raise Unreachable("bad-response", "redirect to something that is no address") from error
    return admit(joined, policy)


def _fetched(address: str, here: Address, reply: Reply, *, request: bytes, hops: list[Hop], elapsed: float) -> Fetched:
    return Fetched(
        input=address,
        final=here.href,
        status=reply.status,
        reason=reply.reason,
        headers=reply.headers,
        raw=reply.raw,
        body=reply.body,
        request=request,
        head=reply.head,
        peer=reply.peer,
        redirects=tuple(hops),
        elapsed=round(elapsed, 3),
        truncated=reply.truncated,
    )
