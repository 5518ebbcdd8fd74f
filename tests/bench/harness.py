"""Measures two ways of doing a thing side by side, A B B A, since figures move between runs and ratios hardly do."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

FULL: Final = os.environ.get("FULL", "") not in ("", "0")
ROUNDS: Final = 21 if FULL else 7

type Work = Callable[[], object]
type Clock = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU times of one call in milliseconds, one a round."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.times)

    def __str__(self) -> str:
        return f"{self.median:8.3f} ms ({min(self.times):.3f} to {max(self.times):.3f})"


@dataclass(frozen=True, slots=True)
class Compared:
    """What we do beside the limit that it is held against; `ratios` are ours by theirs, one a round."""

    ours: Measured
    limit: Measured
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The middle one."""
        return statistics.median(self.ratios)


def compare(
    ours: Work, limit: Work, *, calls: int, rounds: int = ROUNDS, clock: Clock = time.process_time_ns
) -> Compared:
    """Run both `calls` times in each half of each round: ours, limit, limit, ours. The first of each is not measured.

    `clock` is the CPU time of the process, or of this thread alone where another one plays the world.
    """
    ours()
    limit()
    measured = [_round(ours, limit, calls, clock) for _ in range(rounds)]
    return Compared(
        ours=Measured(tuple(ours_ms for ours_ms, _ in measured)),
        limit=Measured(tuple(limit_ms for _, limit_ms in measured)),
        ratios=tuple(ours_ms / limit_ms for ours_ms, limit_ms in measured),
    )


def alone(work: Work, *, calls: int, rounds: int = ROUNDS) -> Measured:
    """One thing by itself."""
    work()
    return Measured(tuple(_cpu(work, calls, time.process_time_ns) / calls for _ in range(rounds)))


def _round(ours: Work, limit: Work, calls: int, clock: Clock) -> tuple[float, float]:
    first, second = _cpu(ours, calls, clock), _cpu(limit, calls, clock)
    third, fourth = _cpu(limit, calls, clock), _cpu(ours, calls, clock)
    return (first + fourth) / (2 * calls), (second + third) / (2 * calls)


def _cpu(work: Work, calls: int, clock: Clock) -> float:
    """CPU milliseconds of all calls together."""
    started = clock()
    for _ in range(calls):
        work()
    return (clock() - started) / 1e6


def table(title: str, rows: Sequence[tuple[str, Compared | Measured]], *, goal: str) -> None:
    """Print the figures; a goal that is missed is for people to read and stops nothing."""
    print(f"\n{title}   (goal: {goal})")  # noqa: T201
    for name, row in rows:
        if isinstance(row, Measured):
            print(f"  {name:<26} {row}")  # noqa: T201
        else:
            spread = f"{min(row.ratios):.2f} to {max(row.ratios):.2f}"
            print(f"  {name:<26} ours {row.ours}   limit {row.limit}   ratio {row.ratio:.2f} ({spread})")  # noqa: T201
