"""Pictures from strangers are refused with a sentence or come out clean."""

import hashlib
import io
import time
from collections.abc import Callable

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from spotter.lib import image_messages, images
from spotter.lib.images import BadPicture, glance, hamming, make_safe
from tests.spotter.picture_files import (
    animation,
    chunk,
    drawing,
    gif_with_frame_of,
    jpeg_segments,
    png_header_only,
    png_that_declares,
    saved,
)

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

REFUSED_AT_A_GLANCE = {
    "nothing at all": (b"", "empty"),
    "one byte over the limit": (saved(drawing(), "PNG").ljust(images.MAX_BYTES + 1, b"\0"), "too-large"),
    "a PDF named .png": (PDF, "pdf"),
    "a PDF behind some other bytes": (b"\n\n" + PDF, "pdf"),
    "an SVG with a script": (SVG, "svg"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "not-a-picture"),
    "a TIFF": (saved(drawing(), "TIFF"), "not-a-picture"),
    "a BMP": (saved(drawing(), "BMP"), "not-a-picture"),
    "a film": (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100), "not-a-picture"),
    "only the signature of a PNG": (b"\x89PNG\r\n\x1a\n", "broken"),
    "a PNG of no width": (png_header_only(0, 10), "broken"),
    "a JPEG that ends after three bytes": (b"\xff\xd8\xff", "broken"),
    "a JPEG without a frame": (b"\xff\xd8\xff\xd9", "broken"),
    "a JPEG of endless markers": (b"\xff\xd8" + b"\xff\xd0" * 500_000, "broken"),
    "a WebP that ends after its name": (b"RIFF\x04\0\0\0WEBP", "broken"),
    "a GIF that ends after its name": (b"GIF89a", "broken"),
    "30,000 x 30,000": (png_header_only(30_000, 30_000), "too-many-pixels"),
    "1 x 49,000,000": (png_header_only(1, 49_000_000), "too-long"),
    "the longest that a header can say": (png_header_only(2**32 - 1, 2**32 - 1), "too-many-pixels"),
    "a GIF of 65,535 x 65,535": (b"GIF89a\xff\xff\xff\xff\0\0\0", "too-many-pixels"),
}


@pytest.mark.parametrize("case", REFUSED_AT_A_GLANCE)
def test_a_bad_file_is_refused_at_a_glance_with_its_name_and_sentence(case: str) -> None:
    data, code = REFUSED_AT_A_GLANCE[case]
    begun = time.perf_counter()

    with pytest.raises(BadPicture) as refusal:
        glance(data, name="shot.png")

    assert (refusal.value.code, refusal.value.name) == (code, "shot.png")
    assert refusal.value.sentence == images.SENTENCES[code]
    assert time.perf_counter() - begun < 0.1


@pytest.mark.parametrize("case", REFUSED_AT_A_GLANCE)
def test_what_a_glance_refuses_is_refused_by_the_whole_work_too(case: str) -> None:
    data, code = REFUSED_AT_A_GLANCE[case]

    with pytest.raises(BadPicture) as refusal:
        make_safe(data)

    assert refusal.value.code == code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_a_glance_reads_format_and_size_without_decoding(kind: str) -> None:
    data = saved(drawing((320, 200)), kind)

    assert glance(data, name="wrong.doc") == images.Glance(format=kind, size=len(data), width=320, height=200)


@pytest.mark.parametrize("options", [{"lossless": True}, {"quality": 50}, {"exif": b"Exif\0\0"}], ids=str)
def test_a_glance_reads_every_kind_of_webp(options: dict[str, object]) -> None:
    seen = glance(saved(drawing((321, 203)), "WEBP", **options), name="")

    assert (seen.width, seen.height) == (321, 203)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_each_format_becomes_three_clean_jpegs(kind: str) -> None:
    data = saved(drawing((1200, 900)), kind)

    safe = make_safe(data)

    assert (safe.format, safe.width, safe.height) == (kind, 1200, 900)
    assert safe.sha256 == hashlib.sha256(data).hexdigest()
    assert [opened(copy).size for copy in (safe.jpeg, safe.thumbnail, safe.tile)] == [(1200, 900), (400, 300), (58, 43)]
    assert {opened(copy).format for copy in (safe.jpeg, safe.thumbnail, safe.tile)} == {"JPEG"}


def test_a_long_screenshot_stays_readable() -> None:
    safe = make_safe(png_that_declares(1080, 30_000))

    assert (safe.width, safe.height) == (1080, 30_000)


def test_a_camera_with_too_many_pixels_is_shrunk_not_refused() -> None:
    safe = make_safe(png_that_declares(8000, 6000))

    assert (safe.width, safe.height) == (4000, 3000)


def test_a_small_picture_is_not_blown_up() -> None:
    safe = make_safe(saved(drawing((20, 10)), "PNG"))

    assert opened(safe.thumbnail).size == (20, 10)


def test_the_tile_shows_no_detail() -> None:
    stripes = Image.new("L", (512, 512))
    stripes.putdata([255 * (at // 16 % 2) for at in range(512 * 512)])

    tile = opened(make_safe(saved(stripes, "PNG")).tile).convert("L")

    # Not the rim: a blur repeats the outermost line beyond the edge.
    seen = set(tile.crop((12, 12, 52, 52)).tobytes())
    assert max(seen) - min(seen) < 10


def test_a_cut_off_jpeg_is_refused() -> None:
    whole = saved(drawing(), "JPEG")

    with pytest.raises(BadPicture) as refusal:
        make_safe(whole[: len(whole) // 2])

    assert refusal.value.code == "broken"


@pytest.mark.parametrize(("size", "code"), [((60_000, 60_000), "too-many-pixels"), ((1, 60_000), "too-long")], ids=str)
def test_a_frame_larger_than_its_header_says_is_refused_before_decoding(size: tuple[int, int], code: str) -> None:
    begun = time.perf_counter()

    with pytest.raises(BadPicture) as refusal:
        make_safe(gif_with_frame_of(*size))

    assert refusal.value.code == code
    assert time.perf_counter() - begun < 0.5


def test_a_text_chunk_that_swells_is_refused() -> None:
    whole = saved(drawing(), "PNG", pnginfo=swelling_text())

    with pytest.raises(BadPicture) as refusal:
        make_safe(whole)

    assert refusal.value.code == "broken"


def test_of_an_animation_only_the_first_frame_is_read() -> None:
    begun = time.perf_counter()

    safe = make_safe(animation(300))

    assert (safe.format, safe.width, safe.height) == ("GIF", 32, 32)
    assert time.perf_counter() - begun < 0.5


def test_cmyk_becomes_rgb() -> None:
    safe = make_safe(saved(Image.new("CMYK", (50, 50), (0, 255, 255, 0)), "JPEG"))

    red, green, blue = pixel(safe.jpeg)
    assert opened(safe.jpeg).mode == "RGB"
    assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_sixteen_bits_are_scaled_not_cut_off() -> None:
    safe = make_safe(saved(Image.new("I;16", (50, 50), 128 * 256), "PNG"))

    assert pixel(safe.jpeg) == (128, 128, 128)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    clear = Image.new("RGBA", (50, 50), (10, 20, 30, 0)).convert(mode)

    assert pixel(make_safe(saved(clear, "PNG")).jpeg) == (255, 255, 255)


def test_where_it_was_taken_is_gone_from_every_copy() -> None:
    safe = make_safe(saved(drawing(), "JPEG", exif=exif_with_place(), comment=b"canary-comment", xmp=b"<canary-xmp/>"))

    for copy in (safe.jpeg, safe.thumbnail, safe.tile):
        assert b"canary" not in copy
        assert set(jpeg_segments(copy)) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert dict(opened(copy).getexif()) == {}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_profile_exif_and_xmp_of_each_format_are_gone(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = drawing()
    data = saved(picture, kind, exif=exif_with_place(), icc_profile=profile, xmp=b"<canary-xmp/>")

    safe = make_safe(data)

    assert set(jpeg_segments(safe.jpeg)) == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    assert b"canary" in data
    assert b"canary" not in safe.jpeg


def test_a_picture_held_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[images.EXIF_ORIENTATION] = 6

    safe = make_safe(saved(drawing((640, 400)), "JPEG", exif=exif))

    assert (safe.width, safe.height) == (400, 640)


def test_broken_exif_does_not_cost_the_picture() -> None:
    safe = make_safe(saved(drawing(), "JPEG", exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xff" + b"\xff" * 40))

    assert (safe.width, safe.height) == (640, 400)


def test_a_jpeg_of_two_pictures_counts_as_jpeg() -> None:
    stereo = saved(drawing(), "MPO", save_all=True, append_images=[drawing()])

    assert make_safe(stereo).format == "JPEG"


POLYGLOTS: dict[str, Callable[[bytes], bytes]] = {
    "an archive behind the picture": lambda png: png + b"PK\x03\x04canary.php",
    "a page behind the picture": lambda png: png + b"<script>canary</script>",
    "a script inside a chunk": lambda png: png[:33] + chunk(b"tEXt", b"Comment\0<?php canary ?>") + png[33:],
}


@pytest.mark.parametrize("case", POLYGLOTS)
def test_of_a_file_that_is_two_things_only_the_picture_is_left(case: str) -> None:
    safe = make_safe(POLYGLOTS[case](saved(drawing(), "PNG")))

    assert b"canary" not in safe.jpeg + safe.thumbnail + safe.tile
    assert safe.jpeg.endswith(b"\xff\xd9")


def test_the_same_scene_is_found_again_after_scaling_and_other_formats() -> None:
    first = make_safe(saved(drawing((1200, 750)), "PNG")).phash

    copies = [
        saved(drawing((1200, 750)), "JPEG", quality=40),
        saved(drawing((1200, 750)).resize((600, 375)), "WEBP"),
        saved(drawing((1200, 750)).point(lambda value: value * 0.8), "JPEG"),
    ]

    assert [hamming(first, make_safe(copy).phash) < 32 for copy in copies] == [True, True, True]


def test_another_scene_is_far_away() -> None:
    other = drawing().transpose(Image.Transpose.ROTATE_180)

    assert hamming(make_safe(saved(drawing(), "PNG")).phash, make_safe(saved(other, "PNG")).phash) > 64


def test_a_picture_of_one_colour_says_that_it_has_no_detail() -> None:
    plain = make_safe(saved(Image.new("RGB", (300, 300), (90, 120, 60)), "PNG"))

    assert (plain.detail, plain.phash) == (0, "0" * 64)


def test_distance_counts_bits() -> None:
    assert hamming("0" * 64, "0" * 62 + "0f") == 4


@pytest.mark.parametrize("wrong", ["", "0" * 63, "g" * 64])
def test_a_distance_to_what_is_no_hash_is_an_error(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - int says it in its own words
        hamming("0" * 64, wrong)


def test_the_translated_sentences_are_those_of_the_child() -> None:
    assert {code: image_messages.sentence(code) for code in images.SENTENCES} == images.SENTENCES


def opened(data: bytes) -> Image.Image:
    """A copy as an image library reads it."""
    return Image.open(io.BytesIO(data))


def pixel(data: bytes) -> tuple[int, int, int]:
    """The colour in the middle of a copy."""
    picture = opened(data)
    found = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    red, green, blue = found
    return int(red), int(green), int(blue)


def exif_with_place() -> Image.Exif:
    """EXIF with a camera's owner and a place on the map."""
    exif = Image.Exif()
    exif[0x013B] = "canary-owner"
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 10.0, 30.0), 3: "E", 4: (106.0, 49.0, 35.0)})
    return exif


def swelling_text() -> PngImagePlugin.PngInfo:
    """A few thousand bytes that become some megabytes."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "x" * 5_000_000, zip=True)
    return info
