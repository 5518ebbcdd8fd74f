"""Who may send many reports a day: plain numbers, and the lower end of an interval."""

from datetime import timedelta

import pytest

from reports.intake.rules.trust import History, Measure, is_trusted

MEASURE = Measure(days=14, confirmed=10, precision=0.5)


def known(*, role: str = "spotter", days: int = 100, right: int = 12, of: int = 15) -> History:
    return History(role, timedelta(days=days), right, of)


@pytest.mark.parametrize(
    ("history", "trusted"),
    [
        (known(), True),
        (known(days=14), True),
        (known(days=13), False),
        (known(right=9, of=9), False),
        (known(right=10, of=10), True),
        (known(right=12, of=30), False),
        (known(right=15, of=25), False),  # 60 %, but as likely as not in truth under a half
        (known(right=150, of=250), True),
        (known(right=0, of=0), False),
        (known(role="lead-spotter", days=0, right=0, of=0), True),
    ],
)
def test_trusted_is_who_was_often_right_for_some_time(history: History, trusted: bool) -> None:
    assert is_trusted(history, MEASURE) is trusted
