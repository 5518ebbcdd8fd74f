"""How many reports a day somebody may send: a newcomer some, whoever was often right many more."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from reports.share import wilson

# Lead spotters were chosen by people: nothing needs to be counted.
CHOSEN: Final = "lead-spotter"


@dataclass(frozen=True)
class Measure:
    """From when on somebody is trusted: days here, confirmed listings, and the least share that is likely right."""

    days: int
    confirmed: int
    precision: float


@dataclass(frozen=True)
class History:
    """What is known of somebody: their role, how long they are here, how many decided listings were right."""

    role: str
    age: timedelta
    right: int
    of: int


def must_count(role: str, age: timedelta, measure: Measure) -> bool:
    """Whether it hangs on how often they were right: not for who was chosen, nor for who came lately."""
    return role != CHOSEN and age >= timedelta(days=measure.days)


def is_trusted(history: History, measure: Measure) -> bool:
    """Whether this person may send many: the lower end of the interval counts, so that few cases prove nothing."""
    if history.role == CHOSEN:
        return True
    if history.age < timedelta(days=measure.days) or history.right < measure.confirmed:
        return False
    return wilson(history.right, history.of)[0] >= measure.precision
