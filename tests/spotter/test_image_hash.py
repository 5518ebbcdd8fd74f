"""The same picture keeps its hash when it is saved again; another picture does not come near it."""

import io
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from statistics import correlation

import pytest
from PIL import Image

from spotter.lib.bands import RADIUS
from spotter.lib.images import BadPicture, Safe, hamming, make_safe
from tests.spotter.picture_files import drawing, saved

# What the 256 waves cannot see, or hardly: see `detail_of`.
NOTHING_TO_SEE = {
    "one colour": Image.new("RGB", (300, 300), (90, 120, 60)),
    "an evening sky": Image.linear_gradient("L").resize((500, 400)),
    "stripes": Image.linear_gradient("L").resize((400, 400)).point(lambda grey: 255 * (grey // 16 % 2)),
    "the noise of a camera in the dark": Image.effect_noise((512, 512), 2),
}
AGAIN: dict[str, Callable[[Image.Image], bytes]] = {
    "half the size": lambda picture: saved(picture.reduce(2), "PNG"),
    "a third larger": lambda picture: saved(picture.resize((picture.width * 4 // 3, picture.height * 4 // 3)), "PNG"),
    "a poor JPEG": lambda picture: saved(picture, "JPEG", quality=60),
    "a little brighter": lambda picture: saved(picture.point(lambda value: min(255, round(value * 1.1))), "JPEG"),
    "a little darker": lambda picture: saved(picture.point(lambda value: round(value * 0.9)), "JPEG"),
    "small, poor and bright": lambda picture: saved(
        picture.reduce(2).point(lambda value: min(255, round(value * 1.05))), "JPEG", quality=60
    ),
}


@pytest.mark.parametrize("case", NOTHING_TO_SEE)
def test_where_there_is_nothing_to_see_the_detail_says_so(case: str) -> None:
    assert make_safe(saved(NOTHING_TO_SEE[case], "PNG")).detail < 4


@pytest.mark.parametrize("case", AGAIN)
def test_a_picture_that_is_saved_again_stays_within_the_radius(case: str) -> None:
    picture = drawing((1200, 750))

    first, again = make_safe(saved(picture, "PNG")), make_safe(AGAIN[case](picture))
    assert hamming(first.phash, again.phash) <= RADIUS


def test_of_the_hostile_pictures_only_those_match_that_look_alike(corpus: dict[str, Safe]) -> None:
    pairs = itertools.combinations(corpus.items(), 2)
    near = [(one, other) for one, other in pairs if hamming(one[1].phash, other[1].phash) <= RADIUS]

    unlike = [(one[0], other[0]) for one, other in near if correlation(greys(one[1]), greys(other[1])) < 0.9]
    assert (unlike, len(near) > 100) == ([], True)


@pytest.fixture(scope="module")
def corpus() -> dict[str, Safe]:
    """Every picture of the corpus that can be made safe and shows something."""
    folder = os.environ.get("CORPORA")
    if not folder:
        pytest.skip("CORPORA names no folder of hostile pictures")
    made = {}
    for path in sorted(path for path in Path(folder, "images").rglob("*") if path.is_file()):
        try:
            made[path.name] = make_safe(path.read_bytes())
        except BadPicture:
            continue
    return {name: safe for name, safe in made.items() if safe.detail >= 4}


def greys(safe: Safe) -> list[float]:
    """The picture in 16 x 16 greys, beside which the hash is judged."""
    with Image.open(io.BytesIO(safe.thumbnail)) as small:
        return [float(grey) for grey in small.convert("L").resize((16, 16), Image.Resampling.BOX).tobytes()]
