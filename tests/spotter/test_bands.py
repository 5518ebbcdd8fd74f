"""Every hash within the radius has a band in common with the one that is looked for, but for one bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spotter.lib.bands import BANDS, LOWEST, RADIUS, WIDTH, PhashField, bits_of, neighbours

BITS = BANDS * WIDTH


def bands_of(phash: int) -> list[int]:
    return [(phash >> BITS - WIDTH * (number + 1) & 0xFFFF) - LOWEST for number in range(BANDS)]


def meet(one: int, other: int) -> bool:
    """Whether a look-up of the one finds the other."""
    return any(value in near for value, near in zip(bands_of(other), neighbours(f"{one:0256b}"), strict=True))


@given(st.integers(0, 2**BITS - 1), st.sets(st.integers(0, BITS - 1), max_size=RADIUS))
def test_whatever_bits_are_turned_within_the_radius_it_is_found(phash: int, turned: set[int]) -> None:
    assert meet(phash, phash ^ sum(1 << bit for bit in turned))


def test_one_bit_more_can_be_missed() -> None:
    assert not meet(0, sum(0b11 << WIDTH * number for number in range(BANDS)))


def test_each_band_is_looked_up_under_seventeen_values_of_a_smallint() -> None:
    found = neighbours(bits_of("8000" + "ffff" + "0" * 56))

    assert [len(set(near)) for near in found] == [17] * BANDS
    assert [near[0] for near in found[:3]] == [0, 32767, -32768]
    assert all(-32768 <= value <= 32767 for near in found for value in near)


@pytest.mark.parametrize("phash", ["0" * 64, "f" * 64, "0123456789abcdef" * 4])
def test_bits_come_back_as_the_digits_that_went_in(phash: str) -> None:
    field = PhashField()

    assert field.from_db_value(field.get_prep_value(phash)) == phash
