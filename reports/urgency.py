"""How urgent a listing is: risk × age × independent witnesses, as one number that time never makes wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2

# Age counts as a factor that doubles in this time. Since all ages grow alike, waiting alone never changes the order of
# two: the number is written once, an index keeps the order, and nothing waits forever.
DOUBLES_IN = timedelta(days=3)
# Two people within a minute are rather two friends at one table than two finds.
APART = timedelta(minutes=1)
# Below this a score says "unlikely", and no more; a zero would wait forever.
LEAST_RISK = 0.02
STEPS = 1000
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Witness:
    """One report on a listing: when it came, and whose it is."""

    at: datetime
    person: int


def independent(witnesses: Iterable[Witness]) -> list[Witness]:
    """Those who count: the first report of each person, and of reports less than a minute apart only the first."""
    counted: list[Witness] = []
    heard: set[int] = set()
    last: datetime | None = None
    for witness in sorted(witnesses):
        is_apart = last is None or witness.at - last >= APART
        if witness.person not in heard and is_apart:
            counted.append(witness)
        heard.add(witness.person)
        last = witness.at
    return counted


def risk(score: float, *, appendix: str, is_live: bool) -> float:
    """The score (a probability) by what is at stake: Appendix I counts twice, a living animal twice again."""
    strictest = 2.0 if _first_words(appendix).intersection({"I"}) else 1.0
    return max(score, LEAST_RISK) * strictest * (2.0 if is_live else 1.0)


def urgency(at_risk: float, witnesses: int, found_at: datetime) -> int:
    """The place in the queue, higher first: a thousand steps are twice as urgent."""
    waited = (EPOCH - found_at) / DOUBLES_IN
    return round(STEPS * (log2(at_risk) + log2(max(1, witnesses)) + waited))


def _first_words(appendix: str) -> set[str]:
    """The appendices named before any remark: `I/II by species` gives I and II."""
    head = appendix.partition("(")[0].partition(";")[0]
    return set(head.replace("/", " ").split())
