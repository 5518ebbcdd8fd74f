"""A quantity counts once, beside a term, and in many languages' units."""

import pytest

from tests.reports.scoring.test_weighing import weighed


def told(title: str) -> list[str]:
    """The quantities on the receipt, as they stand in the title."""
    found = [reason for reason in weighed(title).receipt if reason.code == "quantity"]
    assert [title[reason.start : reason.end] for reason in found] == [reason.term for reason in found]
    return [reason.term for reason in found]


@pytest.mark.parametrize(
    ("title", "quantity"),
    [
        ("Pangolin scales 3 kg", "3 kg"),
        ("2.5kg elephant ivory", "2.5kg"),
        ("gading gajah 12 pcs", "12 pcs"),
        ("象牙手镯2只", "2只"),
        ("sisik trenggiling 2 kilo", "2 kilo"),
    ],
)
def test_a_quantity_beside_a_term_is_a_reason(title: str, quantity: str) -> None:
    assert told(title) == [quantity]


@pytest.mark.parametrize(
    "title",
    [
        "3 kg of apples",
        "ivory tusk, size 12",
        "elephant ivory 1990s",
        "elephant ivory" + " and more words" * 5 + " 3 kg",
        "ivory 3 kgx",
    ],
    ids=["no term", "no unit", "a decade", "far away", "a longer word"],
)
def test_other_numbers_are_none(title: str) -> None:
    assert told(title) == []


def test_ten_quantities_are_one_reason() -> None:
    assert told("ivory 3 kg, ivory 4 kg, ivory 5 kg") == ["3 kg"]
