"""A perceptual hash of 256 bits: the signs of a picture's coarse waves, the same after scaling and re-encoding."""

import math
from typing import Final

from PIL import Image, ImageStat

SIDE: Final = 32
WAVES: Final = 16


def _wave(number: int) -> tuple[int, ...]:
    # Integers keep the hash the same on every machine.
    return tuple(round(4096 * math.cos(number * (2 * at + 1) * math.pi / (2 * SIDE))) for at in range(SIDE))


# Wave 0 is the brightness, which says nothing about what is seen.
BASIS: Final = tuple(_wave(number) for number in range(1, WAVES + 1))


def phash_of(small: Image.Image) -> str:
    """64 hex digits for a copy of at most about 512 px; a picture of one colour gives 64 noughts."""
    pixels = _grey(small)
    # Without the offset the rounding of the waves would leave bits in a picture of one colour.
    offset = pixels[0]
    rows = [[value - offset for value in pixels[at : at + SIDE]] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[math.sumprod(row, wave) for wave in BASIS] for row in rows]
    columns = list(zip(*across, strict=True))
    weights = [math.sumprod(column, wave) for wave in BASIS for column in columns]
    middle = sorted(weights)[len(weights) // 2]
    bits = "".join("1" if weight > middle else "0" for weight in weights)
    return f"{int(bits, 2):064x}"


def detail_of(small: Image.Image) -> int:
    """How far the greys spread (their standard deviation, 0 to 255): near 0 there is nothing to compare."""
    return min(255, round(ImageStat.Stat(small.convert("L")).stddev[0]))


def _grey(small: Image.Image) -> bytes:
    return small.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
