"""How urgent a listing is: examples, and a year in which nothing starves."""

import heapq
import random
from datetime import UTC, datetime, timedelta

import pytest

from reports.urgency import DOUBLES_IN, Witness, independent, risk, urgency

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("score", "appendix", "is_live", "expected"),
    [
        (0.9, "", False, 0.9),
        (0.9, "II", False, 0.9),
        (0.9, "I", False, 1.8),
        (0.9, "I/II by species", False, 1.8),
        (0.9, "II (D. nigra I)", False, 0.9),
        (0.9, "II; I for oceanic whitetip", False, 0.9),
        (0.9, "I", True, 3.6),
        (0.5, "II", True, 1.0),
        (0.0, "", False, 0.02),
    ],
)
def test_risk_is_the_score_by_what_is_at_stake(score: float, appendix: str, is_live: bool, expected: float) -> None:
    assert risk(score, appendix=appendix, is_live=is_live) == pytest.approx(expected)


def test_twice_the_risk_twice_the_witnesses_or_one_doubling_of_age_weigh_the_same() -> None:
    plain = urgency(0.4, 1, NOON)

    assert urgency(0.8, 1, NOON) - plain == 1000
    assert urgency(0.4, 2, NOON) - plain == 1000
    assert urgency(0.4, 1, NOON - DOUBLES_IN) - plain == 1000


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], 0),
        ([(0, 1)], 1),
        ([(0, 1), (9, 1)], 1),  # the same person again
        ([(0, 1), (9, 2)], 2),
        ([(0, 1), (0.5, 2)], 1),  # within a minute: at one table
        ([(0, 1), (0.5, 2), (1.2, 3), (1.9, 4)], 1),  # a chain of friends is one find
        ([(9, 2), (0, 1), (30, 3)], 3),  # in whatever order they are read
        ([(0, 1), (0.5, 2), (60, 2)], 1),  # the friend comes back
    ],
)
def test_only_independent_witnesses_count(reports: list[tuple[float, int]], expected: int) -> None:
    witnesses = [Witness(NOON + minutes * MINUTE, person) for minutes, person in reports]

    assert len(independent(witnesses)) == expected


def test_in_a_year_of_a_busy_desk_nothing_starves_and_the_worst_come_first() -> None:
    dice = random.Random(7)
    waiting: list[tuple[int, int]] = []
    entered: list[tuple[datetime, float]] = []
    waited: dict[str, list[timedelta]] = {"grave": [], "slight": []}
    for hour in range(24 * 365):
        now = NOON + timedelta(hours=hour)
        for _arrival in range(dice.choice((1, 2, 3, 4, 5, 6))):
            score = dice.betavariate(0.4, 0.8)
            heapq.heappush(waiting, (-urgency(risk(score, appendix="", is_live=False), 1, now), len(entered)))
            entered.append((now, score))
        # The desk clears a tenth more than comes, in working hours.
        for _decision in range(12 if 8 <= hour % 24 < 16 else 0):
            if waiting:
                at, score = entered[heapq.heappop(waiting)[1]]
                if score > 0.9 or score < 0.02:
                    waited["grave" if score > 0.9 else "slight"].append(now - at)

    left = [now - entered[number][0] for _place, number in waiting]
    assert max(left + waited["slight"]) < timedelta(days=25)
    assert max(waited["grave"]) < timedelta(days=2)
