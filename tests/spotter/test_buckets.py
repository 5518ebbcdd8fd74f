"""The arithmetic of a token bucket, with plain numbers."""

import pytest

from spotter.lib.buckets import DAY, HOUR, Bucket, Verdict, judged, replayed

NEWCOMER = Bucket(20, DAY)


def test_a_full_bucket_gives_all_it_holds_at_once() -> None:
    assert judged(NEWCOMER, 20, cost=20) == Verdict(True, 0)


def test_an_empty_bucket_says_when_one_more_fits() -> None:
    assert judged(NEWCOMER, 0, cost=1) == Verdict(False, 0, 4_320)


@pytest.mark.parametrize(("level", "wait"), [(0.5, 2_160), (0.999, 5), (0.0001, 4_320)])
def test_the_wait_shrinks_as_the_bucket_grows(level: float, wait: int) -> None:
    assert judged(NEWCOMER, level, cost=1).wait == wait


def test_what_never_fits_has_no_moment_to_come_back() -> None:
    assert judged(NEWCOMER, 20, cost=21) == Verdict(False, 20, None)


def test_a_bucket_never_grows_over_its_size_nor_shrinks_with_a_clock_that_goes_backwards() -> None:
    assert (NEWCOMER.grown(19, passed=DAY), NEWCOMER.grown(19, passed=-HOUR)) == (20, 19)


@pytest.mark.parametrize(
    ("times", "level"),
    [
        ([], 20),
        ([DAY] * 20, 0),
        ([0] * 20, 20),
        ([DAY - HOUR] * 20, 20 / 24),
        ([DAY - 2 * HOUR, DAY - HOUR] * 10, 5 / 3),
    ],
)
def test_what_was_sent_tells_what_is_left(times: list[int], level: float) -> None:
    assert replayed(NEWCOMER, times, now=DAY) == pytest.approx(level)
