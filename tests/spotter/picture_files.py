"""Picture files for the tests: drawn, or built by hand from the formats' own bricks."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

PNG = b"\x89PNG\r\n\x1a\n"


def drawing(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """A scene with something to recognise, the same each time."""
    width, height = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.1, height * 0.2, width * 0.5, height * 0.9), fill=(200, 170, 60))
    draw.rectangle((width * 0.6, height * 0.1, width * 0.9, height * 0.4), fill=(30, 60, 140))
    draw.line((0, height, width, 0), fill=(250, 250, 250), width=max(1, width // 40))
    return picture


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The picture as a file of that kind."""
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_that_declares(width: int, height: int) -> bytes:
    """A whole, valid 1-bit grey PNG of noughts: a small file however large the picture is."""
    squeeze = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    squeezed = b"".join(squeeze.compress(row * 1000) for _ in range(height // 1000))
    squeezed += squeeze.compress(row * (height % 1000)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", squeezed) + chunk(b"IEND", b"")


def png_header_only(width: int, height: int) -> bytes:
    """As much of a PNG as is needed to declare its size."""
    return PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def animation(frames: int) -> bytes:
    """A GIF whose frames all differ."""
    pictures = [Image.new("P", (32, 32), number % 256) for number in range(frames)]
    return saved(pictures[0], "GIF", save_all=True, append_images=pictures[1:])


def gif_with_frame_of(width: int, height: int) -> bytes:
    """A GIF that declares 10 x 10 and holds a larger frame."""
    head = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0x80, 0, 0) + bytes(6)
    frame = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x4c\x01\0"
    return head + frame + b";"


def jpeg_segments(data: bytes) -> list[int]:
    """The markers of a JPEG up to its first scan."""
    markers: list[int] = []
    at = 2
    while not markers or markers[-1] != 0xDA:
        markers.append(data[at + 1])
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return markers
