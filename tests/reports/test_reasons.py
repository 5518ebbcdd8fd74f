"""Which reason is which, what a decision says of it, and how a record is told."""

import pytest

from reports.reasons import ReasonKey, Record, key_of, was_right

GADING = {"reason": "product-term", "term": "gading", "language": "id", "group": "x", "points": 2.2}


def test_a_word_of_the_lexicon_is_a_reason_of_its_own_in_each_language() -> None:
    assert (key_of(GADING), key_of(GADING | {"language": "ms"})) == (
        ReasonKey("product-term", "gading", "id"),
        ReasonKey("product-term", "gading", "ms"),
    )


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ({"reason": "price", "term": "Rp 2.500.000"}, ReasonKey("price")),
        ({"reason": "learned-words", "term": "zipper, shoes"}, ReasonKey("learned-words")),
        ({"reason": "page-state", "group": "gone"}, ReasonKey("page-state", group="gone")),
    ],
    ids=["price", "learned words", "page state"],
)
def test_what_a_page_fills_in_makes_no_new_reason(line: dict[str, str], key: ReasonKey) -> None:
    assert key_of(line) == key


FOR, AGAINST = 1.0, -1.0


@pytest.mark.parametrize(
    ("points", "verdict", "why", "right"),
    [
        (FOR, "confirmed", "protected-species", True),
        (FOR, "confirmed", "code-word-offer", True),
        (AGAINST, "confirmed", "protected-species", False),
        (FOR, "dismissed", "look-alike", False),
        (FOR, "dismissed", "not-a-sale", False),
        (AGAINST, "dismissed", "look-alike", True),
        (FOR, "dismissed", "legal-with-proof", None),
        (AGAINST, "dismissed", "legal-with-proof", True),
        (FOR, "dismissed", "already-gone", None),
        (AGAINST, "dismissed", "duplicate", None),
        (FOR, "dismissed", "unreadable", None),
        (FOR, "dismissed", "outside-scope", None),
        (FOR, "dismissed", "bad-faith", None),
        (FOR, "asked", "", None),
        (0.0, "confirmed", "code-word-offer", True),
    ],
)
def test_a_decision_bears_a_reason_out_or_not_or_says_nothing(
    points: float, verdict: str, why: str, right: bool | None
) -> None:
    assert was_right(points, verdict, why) is right


def test_a_record_of_few_claims_no_share() -> None:
    assert [Record(of, of).says_something for of in (0, 4, 5)] == [False, False, True]


def test_the_interval_is_wide_for_few_and_narrow_for_many() -> None:
    assert (Record(3, 3).interval, Record(41, 46).interval, Record(410, 460).interval) == (
        (44, 100),
        (77, 95),
        (86, 92),
    )
