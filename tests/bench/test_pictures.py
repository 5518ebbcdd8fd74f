"""Making a picture safe, beside decoding and encoding it once."""

import io
from functools import partial

import pytest
from PIL import Image

from spotter.lib.images import make_safe
from tests.bench.harness import FULL, compare, table

SIZES = [(1080, 2340), (4000, 3000)] if FULL else [(1080, 2340)]


def photo(size: tuple[int, int]) -> bytes:
    """A picture with something to encode in it."""
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size)
    written = io.BytesIO()
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), noise)).save(
        written, "JPEG", quality=90
    )
    return written.getvalue()


def once(data: bytes) -> bytes:
    """Decode, encode."""
    written = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        picture.save(written, "JPEG", quality=85)
    return written.getvalue()


@pytest.mark.bench
def test_make_a_picture_safe() -> None:
    rows = []
    for size in SIZES:
        data = photo(size)
        rows.append((f"{size[0]} x {size[1]}", compare(partial(make_safe, data), partial(once, data), calls=3)))
    table("Make a picture safe, CPU", rows, goal="ratio at most 1.35")
