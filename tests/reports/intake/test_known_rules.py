"""What may be told of a listing, and how the text of the box changes by one address."""

from datetime import UTC, datetime

import pytest

from reports.intake.rules.known import Known, Moments, told
from reports.intake.rules.pasted import mended, without
from reports.lifecycle import Status

FIRST, SINCE, SENT, SEEN = (datetime(2026, 11, day, tzinfo=UTC) for day in (1, 8, 5, 9))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.RECEIVED, (Known.WAITING, FIRST)),
        (Status.CAPTURED, (Known.WAITING, FIRST)),
        (Status.READY, (Known.WAITING, FIRST)),
        (Status.ASKED, (Known.WAITING, FIRST)),
        (Status.CONFIRMED, (Known.WAITING, FIRST)),
        (Status.DISMISSED, (Known.LOOKED_AT, SINCE)),
        (Status.FORWARDED, (Known.FORWARDED, SENT)),
        (Status.ANSWERED, (Known.FORWARDED, SENT)),
        (Status.STILL_LIVE, (Known.FORWARDED, SENT)),
        (Status.GONE, (Known.REMOVED, SEEN)),
        (Status.REAPPEARED, (Known.RELISTED, SINCE)),
    ],
)
def test_every_status_is_told_as_a_coarse_word_with_its_day(status: Status, expected: tuple[Known, datetime]) -> None:
    assert told(status, Moments(FIRST, SINCE, SENT, SEEN)) == expected


@pytest.mark.parametrize("status", [Status.FORWARDED, Status.GONE])
def test_a_moment_that_nobody_wrote_down_is_when_the_status_began(status: Status) -> None:
    assert told(status, Moments(FIRST, SINCE, None, None))[1] == SINCE


def test_an_address_is_mended_where_it_stands() -> None:
    typed = "one https://a.id/1\nftp://b.id/2, two"

    assert mended(typed, [("ftp://b.id/2", " https://b.id/2 ")]) == "one https://a.id/1\nhttps://b.id/2, two"


def test_an_address_is_not_mended_inside_a_longer_one() -> None:
    typed = "ftp://b.id/12\nftp://b.id/1"

    assert mended(typed, [("ftp://b.id/1", "https://b.id/1")]) == "ftp://b.id/12\nhttps://b.id/1"


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("https://a.id/1", ""),
        ("https://a.id/1\nhttps://b.id/2", "https://b.id/2"),
        ("https://a.id/1, https://b.id/2", "https://b.id/2"),
        ("https://a.id/12\nhttps://a.id/1", "https://a.id/12"),
        ("Lihat barang ini di https://a.id/1 ya\nhttps://b.id/2", "https://b.id/2"),
        ("for later:\n https://a.id/1", "for later:"),
    ],
)
def test_what_was_tapped_leaves_the_box_and_the_rest_stays(typed: str, rest: str) -> None:
    assert without(typed, ["https://a.id/1"]) == rest


def test_nothing_to_take_away_leaves_the_box_as_it_is() -> None:
    assert without(" https://a.id/1 , x\n", []) == " https://a.id/1 , x"
