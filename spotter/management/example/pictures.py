"""Listing pictures and phone screenshots of listings, drawn by this project: the same for the same seed."""

import functools
import io
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from spotter.management.example import animal_drawings as animals
from spotter.management.example import goods_drawings as goods
from spotter.management.example import part_drawings as parts
from spotter.management.example.canvas import Canvas, Paint
from spotter.management.example.listings import Listing
from spotter.management.example.words import WORDS

SQUARE = (640, 640)
PORTRAIT = (1080, 1440)
SCREEN = (720, 1480)

TINTS: dict[str, Paint] = {
    "ivory": ("#fbf3dd", "#d3b98a"),
    "amber": ("#e0a04a", "#5f2f12"),
    "brown": ("#b08a5e", "#5a3d24"),
    "dark": ("#6a5547", "#2a1d16"),
    "grey": ("#c9ccd0", "#6d7279"),
    "red": ("#e2574a", "#8e1c1c"),
    "coral": ("#f28a72", "#c2402f"),
    "orange": ("#f0a24a", "#b8591a"),
    "yellow": ("#f6d469", "#c48d1f"),
    "green": ("#8bbf5a", "#2f6b3a"),
    "blue": ("#6fa8dc", "#274a86"),
    "violet": ("#a68fd8", "#4c3588"),
    "pink": ("#f5c3cd", "#cc7f93"),
    "white": ("#ffffff", "#d9d6d0"),
    "black": ("#4d4d52", "#141416"),
}
DRAWINGS: dict[str, Callable[[Canvas, Paint], None]] = {
    drawing.__name__: drawing
    for drawing in (
        *(
            parts.tusk,
            parts.horn,
            parts.pipe,
            parts.bangle,
            parts.scales,
            parts.shell,
            parts.comb,
            animals.parrot,
            animals.songbird,
        ),
        *(
            parts.claw,
            parts.skin,
            animals.seahorse,
            animals.coral,
            parts.wood,
            animals.bear,
            animals.tortoise,
            parts.netsuke,
            parts.seal,
        ),
        *(goods.beads, goods.handbag, goods.phone, goods.shoes, goods.teapot, goods.dress, goods.tin, goods.house),
        *(
            goods.book,
            goods.headphones,
            goods.shirt,
            goods.sunglasses,
            goods.chair,
            goods.plant,
            goods.watch,
            goods.oud,
        ),
        goods.bicycle,
    )
}
WALLS: tuple[Paint, ...] = (
    ("#e9e2d6", "#d3c8b6"),
    ("#d9e3e2", "#b7c7c6"),
    ("#e6dcea", "#c6b8cf"),
    ("#dfe6d6", "#bccab0"),
    ("#f0e0d2", "#dcc2ab"),
)
TABLES: tuple[Paint | None, ...] = (
    ("#c79f72", "#8f6840"),
    ("#b9b4ac", "#8d877e"),
    ("#7a4b32", "#4b2b1b"),
    ("#e6dfd3", "#c9beac"),
    None,
)
FONTS = {
    "th": ("truetype/noto/NotoSansThai-Regular.ttf", "truetype/tlwg/Loma.ttf"),
    "ar": ("truetype/dejavu/DejaVuSans.ttf", "truetype/noto/NotoNaskhArabic-Regular.ttf"),
    "zh-Hans": (
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "opentype/noto/NotoSerifCJK-Bold.ttc",
        "truetype/wqy/wqy-microhei.ttc",
    ),
    "ja": (
        "opentype/noto/NotoSansCJK-Regular.ttc",
        "opentype/noto/NotoSerifCJK-Bold.ttc",
        "truetype/wqy/wqy-microhei.ttc",
    ),
}
ASCII = "ascii"
LATIN = ("truetype/dejavu/DejaVuSans.ttf", "truetype/noto/NotoSans-Regular.ttf")
INK, QUIET, ACTION = "#1f2421", "#8a8f8a", "#2d7a55"


@functools.lru_cache(maxsize=128)
def picture(kind: str, *, tint: str, seed: int, size: tuple[int, int] = SQUARE) -> bytes:
    """A JPEG of the thing named by `kind` in the colours of `tint`; KeyError when there is no such drawing or tint."""
    draw, paint = DRAWINGS[kind], TINTS[tint]
    canvas = Canvas(size, seed=seed)
    canvas.ground(canvas.dice.choice(WALLS), canvas.dice.choice(TABLES))
    draw(canvas, paint)
    out = io.BytesIO()
    canvas.finished().save(out, "JPEG", quality=84)
    return out.getvalue()


@functools.lru_cache(maxsize=32)
def screenshot_of(listing: Listing) -> bytes:
    """A PNG as a volunteer's phone would take it of the listing's page."""
    screen = Image.new("RGB", SCREEN, "#ffffff")
    draw = ImageDraw.Draw(screen)
    _status_bar(draw, listing)
    shown = picture(listing.picture, tint=listing.tint, seed=listing.picture_seed, size=SQUARE)
    screen.paste(Image.open(io.BytesIO(shown)).resize((SCREEN[0], SCREEN[0])), (0, 150))
    y = _paragraph(draw, listing.price, 900, size=44, listing=listing, ink=ACTION)
    y = _paragraph(draw, listing.title, y + 12, size=34, listing=listing, ink=INK)
    y = _paragraph(draw, listing.seller, y + 10, size=26, listing=listing, ink=QUIET)
    y = _paragraph(draw, listing.place, y, size=26, listing=listing, ink=QUIET)
    _paragraph(draw, listing.description, y + 18, size=28, listing=listing, ink=INK, bottom=SCREEN[1] - 150)
    _buttons(draw, listing)
    out = io.BytesIO()
    screen.save(out, "PNG")
    return out.getvalue()


def _buttons(draw: ImageDraw.ImageDraw, listing: Listing) -> None:
    top, bottom = SCREEN[1] - 98, SCREEN[1] - 26
    draw.rectangle((0, top - 22, SCREEN[0], SCREEN[1]), fill="#f4f5f2")
    words = WORDS[listing.language]
    for left, text, ink, ground in ((28, words.chat, ACTION, "#ffffff"), (372, words.buy, "#ffffff", ACTION)):
        draw.rounded_rectangle((left, top, left + 320, bottom), radius=20, fill=ground, outline=ACTION, width=3)
        if font := _font(listing.language, 28):
            draw.text((left + 160, (top + bottom) // 2), text, fill=ink, font=font, anchor="mm")


def _status_bar(draw: ImageDraw.ImageDraw, listing: Listing) -> None:
    draw.rectangle((0, 0, SCREEN[0], 150), fill="#f4f5f2")
    draw.text((28, 16), "21:47", fill=INK, font=_font(ASCII, 24))
    draw.rounded_rectangle((628, 20, 684, 44), radius=7, outline=INK, width=2)
    draw.rectangle((632, 24, 668, 40), fill=INK)
    draw.rounded_rectangle((24, 66, 696, 132), radius=32, fill="#ffffff", outline="#d5d8d2", width=2)
    draw.text((60, 84), listing.address.removeprefix("http://"), fill=QUIET, font=_font(ASCII, 26))


@functools.cache
def _font(language: str, size: int) -> ImageFont.FreeTypeFont | None:
    """A font of this machine that has the script of the language, or none; plain ASCII always has Pillow's own."""
    for name in FONTS.get(language, LATIN):
        path = Path("/usr/share/fonts") / name
        if path.exists():
            return ImageFont.truetype(path, size)
    own = ImageFont.load_default(size) if language == ASCII else None
    return own if isinstance(own, ImageFont.FreeTypeFont) else None


def _paragraph(
    draw: ImageDraw.ImageDraw, text: str, y: int, *, size: int, listing: Listing, ink: str, bottom: int = SCREEN[1]
) -> int:
    """Write the text in lines from `y`, never below `bottom`; where no font has the script, grey bars."""
    language = ASCII if text.isascii() else listing.language
    font, step = _font(language, size), int(size * 1.35)
    lines = _lines(text, font, width=SCREEN[0] - 56)
    for line in lines[: max(1, (bottom - y) // step)]:
        if font is None:
            draw.rounded_rectangle((28, y + 8, 28 + min(664, len(line) * size), y + size), radius=8, fill="#d9dcd6")
        else:
            _write(draw, line, y, language=language, size=size, ink=ink, rtl=listing.language == "ar")
        y += step
    return y


def _write(draw: ImageDraw.ImageDraw, line: str, y: int, *, language: str, size: int, ink: str, rtl: bool) -> None:
    """One line; Thai fonts often have no Latin letters or digits, so such a line changes font on the way."""
    runs = re.findall(r"[!-~]+|[^!-~]+", line) if language == "th" else [line]
    fonts = [_font(ASCII if run.isascii() else language, size) for run in runs]
    x = (
        SCREEN[0] - 28 - sum(font.getlength(run) for run, font in zip(runs, fonts, strict=True) if font)
        if rtl
        else 28.0
    )
    for run, font in zip(runs, fonts, strict=True):
        if font:
            draw.text((x, y + size), run, fill=ink, font=font, anchor="ls")
            x += font.getlength(run)


def _lines(text: str, font: ImageFont.FreeTypeFont | None, *, width: int) -> list[str]:
    """Lines no wider than `width`: broken at spaces where there are any, else anywhere."""
    lines, line = [], ""
    for piece in text.split(" ") if " " in text else list(text):
        joined = f"{line} {piece}".strip() if " " in text else line + piece
        if line and (font.getlength(joined) if font else len(joined) * 24) > width:
            lines.append(line)
            joined = piece
        line = joined
    return [*lines, line]
