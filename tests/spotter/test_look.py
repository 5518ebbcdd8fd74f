"""The tags that templates draw with."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation

from spotter.templatetags import look


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (3_599, "59 min ago"),
        (7_200, "2 h ago"),
        (86_400, "1 day ago"),
        (30 * 86_400, "30 days ago"),
    ],
)
def test_a_time_is_told_in_the_shortest_words(seconds: int, expected: str) -> None:
    assert look.ago(timezone.now() - dt.timedelta(seconds=seconds)) == expected


def test_after_a_month_the_date_is_told() -> None:
    assert look.ago(dt.datetime(2020, 5, 4, 12, tzinfo=dt.UTC)) == "May 4, 2020"


def test_no_time_is_no_words() -> None:
    assert look.ago(None) == ""


@pytest.mark.parametrize(("points", "expected"), [(2.1, "+2.1"), (0, "+0.0"), (-0.6, "−0.6")])
def test_points_carry_their_sign(points: float, expected: str) -> None:
    assert look.signed(points) == expected


def test_points_follow_the_language() -> None:
    with translation.override("id"):
        assert look.signed(2.1) == "+2,1"


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [(5, 10, 50), (-5, 10, 50), (1, 1000, 1), (20, 10, 100), (0, 10, 0), (3, 0, 0), (None, 4, 0)],
)
def test_a_bar_is_never_longer_than_its_track_nor_too_short_to_see(
    value: float | None, whole: float, expected: int
) -> None:
    assert look.share(value, whole) == expected


def test_the_longest_bar_is_found_among_rows_of_any_kind() -> None:
    assert look.longest([{"points": -3.0}, SimpleNamespace(points=2.0)], "points") == 3.0


def test_nothing_to_draw_has_no_longest() -> None:
    assert look.longest([], "points") == 0.0


def test_an_icon_is_silent_and_never_runs_its_name() -> None:
    drawn = Template("{% load look %}{% icon name %}").render(Context({"name": '"><script>'}))
    assert (drawn.count('aria-hidden="true"'), drawn.count("<script>")) == (1, 0)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_stand_without_any_context(name: str) -> None:
    assert get_template(f"{name}.html").render().count("<h1>") == 1


def test_a_listing_cannot_write_markup_into_its_receipt() -> None:
    drawn = render_to_string("components/words.html", {"segments": [{"text": "<img src=x>", "mark": "for"}]})
    assert drawn.count("<img") == 0


def test_both_sides_of_a_receipt_share_one_scale() -> None:
    drawn = render_to_string(
        "components/receipt.html",
        {
            "score": 1.5,
            "for_it": [{"sentence": "a", "points": 2.0}],
            "against_it": [{"sentence": "b", "points": -0.5}],
        },
    )
    assert (drawn.count('<rect width="100"'), drawn.count('<rect width="25"')) == (1, 1)
