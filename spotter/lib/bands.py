"""Find a 256-bit hash again without reading them all: 16 bands of 16 bits, each looked up with its neighbours."""

from typing import Any, Final

from django.db import models
from django.db.models import F, Func, GeneratedField

BANDS: Final = 16
WIDTH: Final = 16
# Two hashes that differ in at most 31 bits differ in at most one bit of some band: 16 bands of two would be 32.
RADIUS: Final = 2 * BANDS - 1
# A smallint begins at -32,768, a band at 0.
LOWEST: Final = 1 << (WIDTH - 1)


def bits_of(phash: str) -> str:
    """The 64 hex digits as 256 noughts and ones."""
    return f"{int(phash, 16):0256b}"


class PhashField(models.CharField):  # type: ignore[type-arg]  # only the stubs know of its parameters
    """256 bits, in Python as 64 hex digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 64} | options)

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's own bits: `bit_count(a # b)` is the distance."""
        return "bit(256)"

    def get_prep_value(self, value: Any) -> Any:
        """Noughts and ones."""
        return None if value is None else bits_of(value)

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Hex digits again."""
        return None if value is None else f"{int(value, 2):064x}"


def band(number: int) -> GeneratedField:
    """The column of one band of `phash`: the database cuts it out, so it can never say anything else."""
    template = f"substring(%(expressions)s, {WIDTH * number + 1}, {WIDTH})::bit({WIDTH})::int - {LOWEST}"
    cut = Func(F("phash"), template=template, output_field=models.SmallIntegerField())
    return GeneratedField(expression=cut, output_field=models.SmallIntegerField(), db_persist=True)


def neighbours(bits: str) -> list[list[int]]:
    """For each band of 256 noughts and ones the 17 values that are looked up: its own, and each with one bit turned."""
    found = []
    for at in range(0, BANDS * WIDTH, WIDTH):
        value = int(bits[at : at + WIDTH], 2)
        found.append([value - LOWEST, *((value ^ 1 << bit) - LOWEST for bit in range(WIDTH))])
    return found
