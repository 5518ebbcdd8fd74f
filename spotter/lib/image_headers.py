"""Read what a picture file says of itself in its first bytes (format, width, height) without decoding anything."""

import struct
from dataclasses import dataclass

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
# Start-of-frame markers carry the size; C4, C8 and CC share the range and are tables.
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_BARE = frozenset({0x00, 0x01, *range(0xD0, 0xD9)})
JPEG_SCAN_STARTS = frozenset({0xD9, 0xDA})
MAX_SEGMENTS = 2_000
MAX_BOXES = 64


class BrokenHeader(Exception):
    """The signature fits a picture, and what must follow it is missing or makes no sense."""


@dataclass(frozen=True)
class Header:
    """What the first bytes declare; width and height in pixels, None where they are not cheap to find."""

    format: str
    width: int | None
    height: int | None


def read_header(data: bytes) -> Header | None:
    """The declared format and size, None for what is no picture of ours; raises BrokenHeader."""
    try:
        return _read(data)
    except (struct.error, IndexError, ValueError) as error:
        raise BrokenHeader("the header ends too early") from error


def _read(data: bytes) -> Header | None:
    if data.startswith(PNG_SIGNATURE):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return _sized("GIF", *struct.unpack_from("<HH", data, 6))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp":
        return _boxed(data)
    return None


def _sized(name: str, width: int, height: int) -> Header:
    if width < 1 or height < 1:
        raise BrokenHeader("a side of length nought")
    return Header(format=name, width=width, height=height)


def _png(data: bytes) -> Header:
    if data[12:16] != b"IHDR":
        raise BrokenHeader("PNG without IHDR")
    return _sized("PNG", *struct.unpack_from(">II", data, 16))


def _jpeg(data: bytes) -> Header:
    at = 2
    for _ in range(MAX_SEGMENTS):
        # Some programs leave bytes between segments; every decoder skips them, and so do we.
        at = data.index(b"\xff", at)
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in JPEG_BARE:
            at += 2
        elif marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return _sized("JPEG", width, height)
        elif marker in JPEG_SCAN_STARTS:
            break
        else:
            at += 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    raise BrokenHeader("JPEG without a frame")


def _webp(data: bytes) -> Header:
    kind = data[12:16]
    if kind == b"VP8X":
        return _sized("WEBP", 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        return _sized("WEBP", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return _sized("WEBP", width & 0x3FFF, height & 0x3FFF)
    raise BrokenHeader("WebP without a known first chunk")


def _boxed(data: bytes) -> Header | None:
    length = min(struct.unpack_from(">I", data)[0], 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & AVIF_BRANDS:
        name = "AVIF"
    elif data[8:12] in HEIC_BRANDS or brands & (HEIC_BRANDS - {b"mif1", b"msf1"}):
        name = "HEIC"
    else:
        return None
    sizes = _declared_extents(_meta_box(data))
    if not sizes:
        return Header(format=name, width=None, height=None)
    # A grid declares its tiles too; the whole picture is the largest.
    return _sized(name, *max(sizes, key=lambda size: size[0] * size[1]))


def _meta_box(data: bytes) -> bytes:
    at = 0
    for _ in range(MAX_BOXES):
        if at + 8 > len(data):
            break
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"meta":
            return data[at : at + length]
        if length < 8:
            break
        at += length
    return b""


def _declared_extents(meta: bytes) -> list[tuple[int, int]]:
    sizes: list[tuple[int, int]] = []
    at = meta.find(b"ispe")
    while at >= 0 and at + 16 <= len(meta) and len(sizes) < MAX_SEGMENTS:
        width, height = struct.unpack_from(">II", meta, at + 8)
        sizes.append((width, height))
        at = meta.find(b"ispe", at + 4)
    return sizes
