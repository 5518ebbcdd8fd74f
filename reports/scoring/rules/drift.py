"""A term that suddenly fires more: its last days beside its own weeks before, with few and with chance allowed for."""

from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

# Fewer listings than these say nothing, however seldom the term was before.
FEWEST: Final = 5
# Without so many listings weighed before, nothing is known of what is usual.
FEWEST_BEFORE: Final = 50
# So many times as often as before, at least.
TIMES: Final = 3.0
# Of the hundred terms or so that stand often enough in a week, chance alone makes one ring in two years.
CHANCE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Firing:
    """On how many of the listings weighed a term stood, in the last days and in the weeks before."""

    fired: int
    of: int
    fired_before: int
    of_before: int

    @property
    def times(self) -> float:
        """How many times as often as before; a term that never stood before counts as if it had stood half a time."""
        before = max(self.fired_before, 0.5) / max(self.of_before, 1)
        return (self.fired / max(self.of, 1)) / before

    @property
    def chance(self) -> float:
        """How likely so many or more would be in these days, had the term's rate not changed.

        Two Poisson counts with one rate: given their sum, the first is binomial (Przyborowski and Wilenski 1940).
        """
        total, share = self.fired + self.fired_before, self.of / max(self.of + self.of_before, 1)
        if share <= 0 or share >= 1:
            return 1.0
        return min(1.0, sum(_binomial(total, count, share) for count in range(self.fired, total + 1)))


def is_sudden(firing: Firing) -> bool:
    """Whether somebody should look: many enough, much more often than before, and not by chance."""
    if firing.fired < FEWEST or firing.of_before < FEWEST_BEFORE:
        return False
    return firing.times >= TIMES and firing.chance <= CHANCE


def _binomial(total: int, count: int, share: float) -> float:
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    return exp(ways + count * log(share) + (total - count) * log(1.0 - share))
