"""A perceptual hash of 256 bits: the signs of a picture's coarse waves, the same after scaling and re-encoding."""

import math
from typing import Final

from PIL import Image

SIDE: Final = 32
WAVES: Final = 16


def _wave(number: int) -> tuple[int, ...]:
    # Integers keep the hash the same on every machine.
    return tuple(round(4096 * math.cos(number * (2 * at + 1) * math.pi / (2 * SIDE))) for at in range(SIDE))


# Wave 0 is the brightness, which says nothing about what is seen.
BASIS: Final = tuple(_wave(number) for number in range(1, WAVES + 1))


def waves_of(small: Image.Image) -> list[float]:
    """How strong each of the 256 waves is in a copy of at most about 512 px."""
    pixels = small.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()
    # Without the offset the rounding of the waves would leave bits in a picture of one colour.
    offset = pixels[0]
    rows = [[value - offset for value in pixels[at : at + SIDE]] for at in range(0, SIDE * SIDE, SIDE)]
    across = [[math.sumprod(row, wave) for wave in BASIS] for row in rows]
    columns = list(zip(*across, strict=True))
    return [math.sumprod(column, wave) for wave in BASIS for column in columns]


def phash_of(waves: list[float]) -> str:
    """64 hex digits: which waves are stronger than their median; a picture of one colour gives 64 noughts."""
    middle = sorted(waves)[len(waves) // 2]
    bits = "".join("1" if wave > middle else "0" for wave in waves)
    return f"{int(bits, 2):064x}"


def detail_of(waves: list[float]) -> int:
    """How strong the waves are together, in hundredths of a grey level, at most 255.

    A spread of the greys would not do: stripes and a sky that darkens have much of it and no wave of these.
    """
    return min(255, round(100 * math.hypot(*waves) / (4096**2 * SIDE * SIDE / 4) / WAVES))
