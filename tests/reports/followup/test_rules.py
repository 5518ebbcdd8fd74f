"""What a second look means: seen gone, seen there, or nothing learnt; a wall never counts as gone."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.followup.rules import SEEN_GONE, SEEN_THERE, is_told, judge, look_again_times
from reports.lifecycle import PageState, Status, Verb

AFTER_FORWARD = (Status.FORWARDED, Status.ANSWERED, Status.STILL_LIVE, Status.REAPPEARED, Status.GONE)


@pytest.mark.parametrize("before", AFTER_FORWARD)
@pytest.mark.parametrize("page", [PageState.GONE, PageState.ENDED])
def test_seen_gone_is_gone(page: PageState, before: Status) -> None:
    assert judge(page, before) == ("gone", None if before is Status.GONE else Verb.FIND_GONE)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (Status.GONE, ("reappeared", Verb.FIND_AGAIN)),
        (Status.ANSWERED, ("still-live", Verb.FIND_LIVE)),
        (Status.FORWARDED, ("still-live", None)),
        (Status.STILL_LIVE, ("still-live", None)),
        (Status.REAPPEARED, ("still-live", None)),
    ],
)
def test_seen_there_is_measured_against_what_was_before(before: Status, expected: tuple[str, Verb | None]) -> None:
    assert judge(PageState.LIVE, before) == expected


@pytest.mark.parametrize("before", AFTER_FORWARD)
@pytest.mark.parametrize("page", sorted(set(PageState) - SEEN_GONE - SEEN_THERE))
def test_a_wall_or_a_failure_tells_nothing(page: PageState, before: Status) -> None:
    assert judge(page, before) == ("cannot-tell", None)


def test_we_look_again_after_an_hour_a_day_three_seven_and_thirty_days() -> None:
    answered = datetime(2026, 3, 1, tzinfo=UTC)

    times = look_again_times(answered, [3600, 86_400, 259_200, 604_800, 2_592_000])

    assert [time - answered for time in times] == [timedelta(hours=1), *(timedelta(days=n) for n in (1, 3, 7, 30))]


def test_a_spotter_hears_of_what_people_did_and_not_of_what_the_machine_did() -> None:
    by_machine = [Status.RECEIVED, Status.CAPTURED, Status.READY, Status.JOINED]
    assert [status for status in Status if not is_told(status)] == by_machine


ANSWERED = datetime(2026, 11, 23, 12, tzinfo=UTC)
PAUSES = [3600, 86_400, 259_200, 604_800, 2_592_000]


@pytest.mark.parametrize(("later", "looks"), [(0, 0), (30, 0), (31, 1), (60 * 12 + 1, 2), (60 * 24 * 60, 5)])
def test_a_further_answer_has_us_look_only_when_no_look_is_planned_near(later: int, looks: int) -> None:
    planned = look_again_times(ANSWERED, PAUSES)

    assert len(look_again_times(ANSWERED + timedelta(minutes=later), PAUSES, planned=planned)) == looks
