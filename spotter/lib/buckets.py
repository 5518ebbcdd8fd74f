"""The token bucket as plain arithmetic: how much is left, whether it is enough, and when it will be."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
# Sums of fractions: a bucket that is full but for a billionth is full.
GRAIN: Final = 1e-6


@dataclass(frozen=True)
class Bucket:
    """`size` at once; an empty one is full again after `seconds`, and grows evenly meanwhile."""

    size: int
    seconds: int

    def grown(self, level: float, *, passed: float) -> float:
        """The level after so many seconds; a clock that went backwards takes nothing away."""
        return min(float(self.size), level + max(0.0, passed) * self.size / self.seconds)


@dataclass(frozen=True)
class Verdict:
    """Whether it may be done; how many are left; otherwise in how many seconds it may, None for never at once."""

    allowed: bool
    left: int
    wait: int | None = 0
    short: str = ""


def judged(bucket: Bucket, level: float, *, cost: int) -> Verdict:
    """What a bucket at this level says to something that costs so much."""
    if cost <= level + GRAIN:
        return Verdict(True, max(0, floor(level - cost + GRAIN)))
    left = max(0, floor(level + GRAIN))
    if cost > bucket.size:
        return Verdict(False, left, None)
    return Verdict(False, left, max(1, ceil((cost - level) * bucket.seconds / bucket.size - GRAIN)))


def replayed(bucket: Bucket, times: Iterable[float], *, now: float) -> float:
    """The level at `now` of a bucket that was full `seconds` ago, when one was taken out at each of these times."""
    level, at = float(bucket.size), now - bucket.seconds
    for time in sorted(times):
        level, at = bucket.grown(level, passed=time - at) - 1, time
    return bucket.grown(level, passed=now - at)
