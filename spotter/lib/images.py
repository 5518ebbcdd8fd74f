"""Make an uploaded picture safe: glance at it in the request, decode it under limits and write clean copies in a child.

Runs without Django, so that the limited child needs no settings; translated sentences are in `image_messages`.
"""

import hashlib
import io
import math
import warnings
from dataclasses import dataclass
from typing import Final

import pi_heif
from PIL import AvifImagePlugin, GifImagePlugin, Image, ImageFilter, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from spotter.lib.image_hash import detail_of, phash_of, waves_of
from spotter.lib.image_headers import BrokenHeader, read_header

MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
MAX_SIDE: Final = 32_768
# More pixels are shrunk: a long screenshot of 1,080 x 30,000 must stay readable, a camera's 48 million need not.
KEEP_PIXELS: Final = 33_000_000
STRIP_ROWS: Final = 512
THUMBNAIL_SIDE: Final = 512
TILE_SIDE: Final = 64
TILE_BLUR: Final = 5
JPEG_QUALITY: Final = 85

# 'MPO' must not be listed (Pillow has no opener of that name); the JPEG opener returns it, and it is taken for JPEG.
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF")
NAMES: Final = {"MPO": "JPEG", "HEIF": "HEIC"}
# Loaded here, so that the first picture of a child does not make Pillow load the plugins of all formats it knows.
PLUGINS: Final = (AvifImagePlugin, GifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin)

EXIF_ORIENTATION: Final = 0x0112
UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

SENTENCES: Final = {
    "empty": "The file is empty. Choose the picture again.",
    "too-large": "The picture is larger than 15 MB. Send a screenshot or a smaller copy.",
    "pdf": "This is a PDF document, not a picture, whatever its name says. Take a screenshot of it and send that.",
    "svg": "This is an SVG drawing, which can carry program code. Take a screenshot of it and send that.",
    "not-a-picture": "This file is not a picture that we can read. Send PNG, JPEG, WebP, AVIF, HEIC or GIF.",
    "too-many-pixels": "The picture has more than 50 million pixels. Send a screenshot or a smaller copy.",
    "too-long": "The picture is more than 32,768 pixels wide or high. Cut it into shorter pieces.",
    "broken": "The picture is damaged or was cut off on its way. Open it, take a screenshot and send that.",
    "too-heavy": "The picture takes too much time or memory to open. Send a screenshot or a smaller copy.",
}

# One decoding thread: a child with little address space has no room for many stacks, and other cores have other work.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.register_heif_opener(decode_threads=1, thumbnails=False, aux_images=False, depth_images=False)
Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class BadPicture(Exception):
    """A picture that we refuse: `code` is a key of SENTENCES, `name` the file's name as given ("" if unknown)."""

    def __init__(self, code: str, *, name: str = "") -> None:
        super().__init__(code, name)
        self.code = code
        self.name = name
        self.sentence = SENTENCES[code]


@dataclass(frozen=True)
class Glance:
    """What the header says: a format of ours, bytes, and pixels where they were cheap to find."""

    format: str
    size: int
    width: int | None
    height: int | None


@dataclass(frozen=True)
class Safe:
    """A picture made safe: three JPEG copies without metadata, and the hashes that find it again.

    `width` and `height` are those of `jpeg`; `sha256` is that of the bytes as received; `phash` is 256 bits as 64 hex
    digits; `detail` (0 to 255) tells how much there is to see: below about 4 the phash says nothing.
    """

    format: str
    width: int
    height: int
    jpeg: bytes
    thumbnail: bytes
    tile: bytes
    sha256: str
    phash: str
    detail: int


def glance(data: bytes, *, name: str) -> Glance:
    """Size, magic and declared pixels, in well under a millisecond; raises BadPicture. Decodes nothing."""
    if not data:
        raise BadPicture("empty", name=name)
    if len(data) > MAX_BYTES:
        raise BadPicture("too-large", name=name)
    try:
        header = read_header(data)
    except BrokenHeader as error:
        raise BadPicture("broken", name=name) from error
    if header is None:
        raise BadPicture(_what_else(data), name=name)
    if header.width is not None and header.height is not None:
        _refuse_big(header.width, header.height, name=name)
    return Glance(format=header.format, size=len(data), width=header.width, height=header.height)


def make_safe(data: bytes) -> Safe:
    """Decode once under limits and write the copies that people see; raises BadPicture and nothing else."""
    glance(data, name="")
    try:
        return _make_safe(data)
    except BadPicture:
        raise
    except MemoryError as error:
        raise BadPicture("too-heavy") from error
    except Exception as error:
        # Decoders answer hostile bytes with a dozen kinds of exception; for the sender each of them means the same.
        raise BadPicture("broken") from error


def hamming(a: str, b: str) -> int:
    """How many of the 256 bits of two phashes differ: 0 the same, about 128 unrelated."""
    if len(a) != 64 or len(b) != 64:
        raise ValueError("a phash has 64 hexadecimal digits")
    return (int(a, 16) ^ int(b, 16)).bit_count()


def _make_safe(data: bytes) -> Safe:
    name, picture = _decode(data)
    small = _at_most(picture, THUMBNAIL_SIDE)
    waves = waves_of(small)
    return Safe(
        format=name,
        width=picture.width,
        height=picture.height,
        jpeg=_jpeg(picture),
        thumbnail=_jpeg(small),
        tile=_jpeg(_blurred(small)),
        sha256=hashlib.sha256(data).hexdigest(),
        phash=phash_of(waves),
        detail=detail_of(waves),
    )


def _decode(data: bytes) -> tuple[str, Image.Image]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            opened = Image.open(io.BytesIO(data), formats=FORMATS)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise BadPicture("too-many-pixels") from error
        with opened as picture:
            name = NAMES.get(picture.format or "", picture.format or "")
            _refuse_big(*picture.size, name="")
            picture.draft(None, _shrunk(picture.size))
            picture.load()
            # The decoder knows best: a frame may turn out larger than the header said.
            _refuse_big(*picture.size, name="")
            turn = _orientation(picture)
            return name, _upright(_flat(picture), turn=turn)


def _refuse_big(width: int, height: int, *, name: str) -> None:
    if width * height > MAX_PIXELS:
        raise BadPicture("too-many-pixels", name=name)
    if max(width, height) > MAX_SIDE:
        raise BadPicture("too-long", name=name)


def _what_else(data: bytes) -> str:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    # Readers of PDF accept some bytes before the signature.
    if b"%pdf-" in head:
        return "pdf"
    if head.startswith(b"<") and b"<svg" in head:
        return "svg"
    return "not-a-picture"


def _shrink_factor(size: tuple[int, int]) -> int:
    return max(1, math.ceil(math.sqrt(size[0] * size[1] / KEEP_PIXELS)))


def _shrunk(size: tuple[int, int]) -> tuple[int, int]:
    factor = _shrink_factor(size)
    return math.ceil(size[0] / factor), math.ceil(size[1] / factor)


def _flat(picture: Image.Image) -> Image.Image:
    """The picture as RGB on white, at most KEEP_PIXELS large; nothing but pixels is left of it."""
    factor = _shrink_factor(picture.size)
    if factor == 1 and picture.mode == "RGB" and "transparency" not in picture.info:
        return _rgb(picture)
    # Strip by strip: a second whole copy of 50 million pixels would not fit into the child.
    canvas = Image.new("RGB", _shrunk(picture.size))
    rows = factor * STRIP_ROWS
    for top in range(0, picture.height, rows):
        strip = picture.crop((0, top, picture.width, min(top + rows, picture.height)))
        canvas.paste(_rgb(strip).reduce(factor), (0, top // factor))
    return canvas


def _rgb(picture: Image.Image) -> Image.Image:
    if picture.mode == "I" or picture.mode.startswith("I;16"):
        # convert("L") would cut 16 bits off at 255 instead of scaling them.
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        layer = picture.convert("RGBA")
        canvas = Image.new("RGB", picture.size, "white")
        canvas.paste(layer, mask=layer)
        return canvas
    # What is not RGB yet is copied by convert; what is, stays where it lies: a copy costs half as much as decoding.
    picture = picture if picture.mode == "RGB" else picture.convert("RGB")
    # Everything that a writer could take over besides pixels (EXIF, ICC, XMP, comments) lives here.
    picture.info.clear()
    return picture


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:
        # Broken EXIF is no reason to refuse the pixels; they stay as the camera wrote them.
        return 1


def _upright(picture: Image.Image, *, turn: int) -> Image.Image:
    return picture.transpose(UPRIGHT[turn]) if turn in UPRIGHT else picture


def _at_most(picture: Image.Image, side: int) -> Image.Image:
    longest = max(picture.size)
    if longest <= side:
        return picture
    if longest > 2 * side:
        # Whole factors cost half of an exact size, and from here on leave at least two thirds of the side.
        return picture.reduce(math.ceil(longest / side))
    size = max(1, picture.width * side // longest), max(1, picture.height * side // longest)
    return picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0)


def _blurred(small: Image.Image) -> Image.Image:
    return _at_most(small, TILE_SIDE).filter(ImageFilter.GaussianBlur(TILE_BLUR))


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()
