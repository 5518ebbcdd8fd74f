"""Whose turn it is at a host: all workers together visit no host more often than we promise."""

import time
from functools import cache
from secrets import token_hex
from threading import Lock
from typing import Any, Final, cast

import redis
import structlog
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

log = structlog.get_logger()
PATIENCE: Final = 0.5
# A turn that nobody takes, since its Job went another way, is forgotten after so many seconds.
KEPT: Final = 3600

# One visit moves the host's clock on by `pause`; up to `burst` visits may be ahead of it. Whoever has to wait gets a
# ticket with their moment, so that coming back costs no second turn. All in one step, by the server's own clock.
TAKE: Final = """
local now = redis.call('TIME')
now = now[1] + now[2] / 1000000
local moment = redis.call('GET', KEYS[2])
if moment then
  if tonumber(moment) > now then return tostring(tonumber(moment) - now) end
  redis.call('DEL', KEYS[2])
  return '0'
end
local pause, burst, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local clock = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
redis.call('SET', KEYS[1], string.format('%.6f', clock + pause), 'EX', math.ceil(clock - now + pause + 1))
moment = clock - (burst - 1) * pause
if moment <= now then return '0' end
redis.call('SET', KEYS[2], string.format('%.6f', moment), 'EX', math.ceil(moment - now) + kept)
return tostring(moment - now)
"""


def wait_for_turn(host: str, ticket: str) -> float:
    """Seconds until this visit's turn at the host, 0 when it is now; `ticket` names the visit when it asks again.

    While Valkey is away each process keeps count for itself.
    """
    keys = [f"turn:{host}", f"turn:{host}:{ticket}"]
    pause = 1 / settings.FETCH_PER_SECOND
    try:
        return float(cast(Any, _take())(keys=keys, args=[pause, settings.FETCH_BURST, KEPT]))
    except (redis.RedisError, OSError) as error:
        log.warning("turns are counted here alone", error=type(error).__name__)
        return _HERE.take(host, ticket, pause=pause, burst=settings.FETCH_BURST, now=time.monotonic())


def turn_within(host: str, seconds: float) -> bool:
    """Wait here for a turn at the host, if it comes within so many seconds: for what belongs to a visit under way."""
    ticket, until = token_hex(8), time.monotonic() + seconds
    while (wait := wait_for_turn(host, ticket)) > 0:
        if time.monotonic() + wait > until:
            return False
        time.sleep(wait)
    return True


def count_visit(host: str) -> None:
    """A visit that was made already, as by a redirect, puts off those that come after it."""
    wait_for_turn(host, token_hex(8))


class Turns:
    """The same counting inside one process; `now` is any clock in seconds."""

    def __init__(self) -> None:
        self._clocks: dict[str, float] = {}
        self._tickets: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def take(self, host: str, ticket: str, *, pause: float, burst: int, now: float) -> float:
        """As `wait_for_turn`."""
        with self._lock:
            moment = self._tickets.get((host, ticket))
            if moment is None:
                self._forget(now)
                clock = max(self._clocks.get(host, now), now)
                self._clocks[host] = clock + pause
                moment = clock - (burst - 1) * pause
            if moment > now:
                self._tickets[host, ticket] = moment
                return moment - now
            self._tickets.pop((host, ticket), None)
            return 0.0

    def _forget(self, now: float) -> None:
        self._clocks = {host: clock for host, clock in self._clocks.items() if clock > now}
        self._tickets = {key: moment for key, moment in self._tickets.items() if moment > now - KEPT}


_HERE: Final = Turns()


@cache
def _take() -> Any:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
    )
    return client.register_script(TAKE)
