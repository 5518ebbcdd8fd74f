"""How much somebody may do in a while: token buckets in Redis, all of one question in one step; Redis may be away."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, wraps
from ipaddress import ip_address, ip_network
from typing import Any, Final

import structlog
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis import Redis
from redis.backoff import NoBackoff
from redis.commands.core import Script
from redis.exceptions import RedisError
from redis.retry import Retry

from spotter.lib.buckets import DAY, HOUR, MINUTE, Bucket, Verdict

log = structlog.get_logger()
View = Callable[..., HttpResponseBase]

PREFIX: Final = "allowance:"
# A page waits no longer than this for Redis, and after a failure the next pages do not ask at all for a while.
PATIENCE: Final = 0.25
REST: Final = 5.0

# The arithmetic is that of spotter/lib/buckets.py; a test holds the two together.
# KEYS: what was paid for already, then the buckets. ARGV: now, cost, then size and seconds of each bucket.
SCRIPT: Final = """
local now, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
local paid = tonumber(redis.call('GET', KEYS[1]) or '0')
local due = math.max(0, cost - paid)
local levels, longest = {}, DAY
local short, wait, left = 0, 0, math.huge
for i = 2, #KEYS do
  local size, seconds = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local kept = redis.call('HMGET', KEYS[i], 'level', 'at')
  local level, at = tonumber(kept[1]) or size, tonumber(kept[2]) or now
  level = math.min(size, level + math.max(0, now - at) * size / seconds)
  levels[i] = level - due
  if due > 0 and due > level + GRAIN then
    local pause = -1
    if due <= size then pause = math.max(1, math.ceil((due - level) * seconds / size - GRAIN)) end
    if wait ~= -1 and (pause == -1 or pause > wait) then short, wait, left = i - 1, pause, math.floor(level + GRAIN) end
  elseif short == 0 then
    left = math.min(left, math.floor(levels[i] + GRAIN))
  end
end
if short == 0 and due > 0 then
  for i = 2, #KEYS do
    local at = math.max(now, tonumber(redis.call('HGET', KEYS[i], 'at')) or now)
    redis.call('HSET', KEYS[i], 'level', string.format('%.9f', levels[i]), 'at', string.format('%.6f', at))
    redis.call('EXPIRE', KEYS[i], math.ceil(tonumber(ARGV[2 * i])))
  end
  if KEYS[1] ~= '' then redis.call('SET', KEYS[1], paid + due, 'EX', longest) end
end
return {short, wait, math.max(0, left)}
""".replace("DAY", str(DAY)).replace("GRAIN", "0.000001")


class Away(Exception):
    """Redis did not answer: nothing was taken, and who asked must know another way."""


@dataclass(frozen=True)
class Purse:
    """Somebody's bucket: whose it is and for what, as one word for Redis that names nobody; `kind` is for us."""

    kind: str
    whose: str
    bucket: Bucket


class Breaker:
    """Remembers for a moment that Redis is away, so that not every page waits for it."""

    rests_until = 0.0

    def check(self) -> None:
        """Raises Away while it rests."""
        if time.monotonic() < self.rests_until:
            raise Away

    def trip(self) -> None:
        """Redis did not answer."""
        self.rests_until = time.monotonic() + REST


BREAKER: Final = Breaker()


@cache
def _script(address: str) -> Script:
    redis = Redis.from_url(
        address,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        # Once more at once: after a restart of Redis the first try meets a dead connection.
        retry=Retry(NoBackoff(), 1),
    )
    return redis.register_script(SCRIPT)


def take(purses: Sequence[Purse], *, cost: int, now: datetime, once: str = "") -> Verdict:
    """Take `cost` out of each purse, or of none when one is short; what the same `once` paid is not asked for again.

    Raises Away.
    """
    BREAKER.check()
    keys = [_key("paid", once) if once else "", *(_key(purse.kind, purse.whose) for purse in purses)]
    measures = [number for purse in purses for number in (purse.bucket.size, purse.bucket.seconds)]
    try:
        short, wait, left = _script(settings.REDIS_URL)(keys=keys, args=[now.timestamp(), cost, *measures])
    except (RedisError, OSError) as error:
        BREAKER.trip()
        log.warning("allowance without redis", error=str(error))
        raise Away from error
    kind = purses[short - 1].kind if short else ""
    return Verdict(not short, int(left), None if wait < 0 else int(wait), kind)


def _key(kind: str, whose: str) -> str:
    return f"{PREFIX}{kind}:{hashlib.sha256(whose.encode()).hexdigest()[:32]}"


# -- from where -------------------------------------------------------------------------------------------------------
def network_of(request: HttpRequest, *, now: datetime) -> str:
    """From which network a request comes, under a name that only today's key can make; "" when it can't be told.

    Nothing of it outlives the day, and nobody can read an address out of it.
    """
    try:
        address = get_client_ip(request)
    except ImproperlyConfigured:
        return ""
    if not address:
        return ""
    # A household holds a whole /64 of IPv6.
    network = str(ip_network((address, 64), strict=False)) if ip_address(address).version == 6 else address
    return salted_hmac(f"allowance.network.{now:%Y%m%d}", network, algorithm="sha256").hexdigest()


def account_or_network(request: HttpRequest, *, now: datetime) -> str:
    """Whose a request is: the account's, or while nobody is signed in the network's; "" when it can't be told."""
    person = request.user
    return f"account {person.pk}" if person.is_authenticated else network_of(request, now=now)


# -- in words ---------------------------------------------------------------------------------------------------------
def in_a_while(seconds: int) -> str:
    """When to come back, rounded up: "in 5 minutes", "in 2 hours"."""
    if seconds <= 2 * HOUR:
        minutes = max(1, -(-seconds // MINUTE))
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours = -(-seconds // HOUR)
    return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}


# -- at a door --------------------------------------------------------------------------------------------------------
def limited(kind: str, bucket: Bucket) -> Callable[[View], View]:
    """At most so many requests for this view by one account (or network): stands right under `@audience`.

    Whoever asks more gets a 429 with a sentence and Retry-After, as a page or as the part that htmx asked for. While
    Redis is away everybody is let through: such views only look something up.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def paced(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            now = timezone.now()
            whose = account_or_network(request, now=now)
            try:
                verdict = take([Purse(kind, whose, bucket)], cost=1, now=now) if whose else Verdict(True, 0)
            except Away:
                verdict = Verdict(True, 0)
            if verdict.allowed:
                return view(request, *args, **kwargs)
            return too_many(request, verdict.wait or bucket.seconds)

        return paced

    return declare


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """The answer to who asks too often: what to do, and when."""
    text = _("That was very fast. Nothing is lost: go on %(when)s.") % {"when": in_a_while(wait)}
    name = "components/notice.html" if getattr(request, "htmx", False) else "429.html"
    page = render(request, name, {"text": text, "tone": "amber"}, status=429)
    page.headers["Retry-After"] = str(wait)
    page.headers["Cache-Control"] = "no-store"
    return page
