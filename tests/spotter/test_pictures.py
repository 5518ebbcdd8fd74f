"""The child decodes what would hurt a worker, and its death costs one picture, not the worker."""

import os
import time
from pathlib import Path

import pytest

from spotter.lib import pictures
from spotter.lib.child import ChildDied, Children
from spotter.lib.images import BadPicture, make_safe
from spotter.lib.pictures import make_safe_in_child
from tests.spotter.picture_files import drawing, jpeg_segments, png_header_only, png_that_declares, saved

HEAVY = "tests.spotter.heavy_child"


@pytest.fixture(autouse=True)
def _no_child_comes_or_stays() -> object:
    pictures.CHILDREN.close()
    yield
    pictures.CHILDREN.close()


def test_the_child_answers_what_the_function_answers() -> None:
    data = saved(drawing(), "PNG")

    assert make_safe_in_child(data) == make_safe(data)


def test_a_refusal_comes_out_of_the_child_with_its_code() -> None:
    whole = saved(drawing(), "JPEG")

    with pytest.raises(BadPicture) as refusal:
        make_safe_in_child(whole[: len(whole) // 2])

    assert refusal.value.code == "broken"


def test_what_a_glance_refuses_never_reaches_the_child() -> None:
    with pytest.raises(BadPicture):
        make_safe_in_child(png_header_only(30_000, 30_000))

    assert running(pictures.CHILDREN) == []


def test_the_largest_picture_that_we_take_fits_into_the_child() -> None:
    safe = make_safe_in_child(png_that_declares(32_768, 1_525))

    assert (safe.width, safe.height) == (16_384, 763)


def test_a_picture_that_kills_its_child_is_too_heavy_and_the_next_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CHILDREN", Children(1, HEAVY))

    with pytest.raises(BadPicture) as refusal:
        make_safe_in_child(saved(drawing(), "PNG"))

    assert refusal.value.code == "too-heavy"
    assert pictures.CHILDREN.call({}) == {}
    pictures.CHILDREN.close()


def test_a_child_that_cannot_start_is_not_the_pictures_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CHILDREN", Children(1, "spotter.lib.no_such_child"))

    with pytest.raises(ChildDied):
        make_safe_in_child(saved(drawing(), "PNG"))


def test_every_file_of_the_corpus_is_refused_or_comes_out_clean_in_time(corpus: list[Path]) -> None:
    slow, unclean, good = [], [], 0
    for path in corpus:
        begun = time.perf_counter()
        try:
            safe = make_safe_in_child(path.read_bytes())
        except BadPicture:
            continue
        finally:
            if time.perf_counter() - begun > 5:
                slow.append(path.name)
        good += 1
        if set(jpeg_segments(safe.jpeg)) != {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}:
            unclean.append(path.name)

    assert (slow, unclean) == ([], [])
    assert good > len(corpus) // 3


@pytest.fixture
def corpus() -> list[Path]:
    """Every file of the hostile corpus of pictures."""
    folder = os.environ.get("CORPORA")
    if not folder:
        pytest.skip("CORPORA names no folder of hostile pictures")
    return sorted(path for path in Path(folder, "images").rglob("*") if path.is_file())


def running(children: Children) -> list[int]:
    """The processes that were started for these children."""
    return [child.pid for child in children._members if child.pid]
