"""A small canvas for flat drawings: smooth shapes, gradients, soft shadows, grain; the same for the same seed."""

import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

type Point = tuple[float, float]
type Colour = str
type Paint = tuple[Colour, Colour]
"""Two colours as #rrggbb: at the top and at the bottom of a shape."""

SUPERSAMPLE = 2
UNITS = 1000.0


def ellipse(
    cx: float, cy: float, rx: float, ry: float, *, turn: float = 0.0, start: float = 0, end: float = 360
) -> list[Point]:
    """The outline of an ellipse (or of an arc from start to end, in degrees), turned by `turn` degrees."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    steps = 72
    outline = []
    for step in range(steps + 1):
        angle = math.radians(start + (end - start) * step / steps)
        x, y = rx * math.cos(angle), ry * math.sin(angle)
        outline.append((cx + x * cos - y * sin, cy + x * sin + y * cos))
    return outline


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    last = count if closed else count - 1
    curve = []
    for i in range(last):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1, p2, p3 = (points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2))
        curve += [_between(p0, p1, p2, p3, step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def axis(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)

    return axis(p0[0], p1[0], p2[0], p3[0]), axis(p0[1], p1[1], p2[1], p3[1])


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> list[Point]:
    """The outline of a thick line along the points; the width runs evenly through `widths`."""
    left, right = [], []
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(i - 1, 0)], points[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        at = i / last * (len(widths) - 1)
        low = min(int(at), len(widths) - 2) if len(widths) > 1 else 0
        high = min(low + 1, len(widths) - 1)
        half = (widths[low] + (widths[high] - widths[low]) * (at - low)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def box(x: float, y: float, width: float, height: float, *, radius: float = 0.0) -> list[Point]:
    """A rectangle with round corners."""
    corners = ((x + width, y + height, 0), (x, y + height, 90), (x, y, 180), (x + width, y, 270))
    outline: list[Point] = []
    for cx, cy, start in corners:
        inner_x = cx - radius if cx > x else cx + radius
        inner_y = cy - radius if cy > y else cy + radius
        outline += ellipse(inner_x, inner_y, radius, radius, start=start, end=start + 90)[::9]
    return outline


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` of the way from the first to the second."""
    a, b = _rgb(first), _rgb(second)
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def _rgb(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


class Canvas:
    """A picture in units: a square of 1000 by 1000 in its middle, whatever the size; `dice` makes each seed its own."""

    def __init__(self, size: tuple[int, int], *, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 (a drawing, not a secret)
        self._target = size
        self._full = (size[0] * SUPERSAMPLE, size[1] * SUPERSAMPLE)
        self._unit = min(self._full) / UNITS
        self._zoom = self.dice.uniform(0.88, 1.0)
        self._turn = math.radians(self.dice.uniform(-7, 7))
        self._image = Image.new("RGB", self._full)

    def ground(self, wall: Paint, table: Paint | None = None) -> None:
        """What the object stands on: a wall, or a cloth when there is no table."""
        width, height = self._full
        self._image.paste(_gradient(self._full, wall), (0, 0))
        if table:
            edge = int(height * self.dice.uniform(0.58, 0.7))
            self._image.paste(_gradient((width, height - edge), table), (0, edge))

    def shape(self, points: Iterable[Point], paint: Paint, *, shadow: float = 0.0, alpha: float = 1.0) -> None:
        """Fill the outline with a gradient from top to bottom; `shadow` is its height over the ground, in units."""
        outline = self._placed(points)
        left, top = (math.floor(min(p[i] for p in outline)) - 2 for i in (0, 1))
        right, bottom = (math.ceil(max(p[i] for p in outline)) + 2 for i in (0, 1))
        mask = Image.new("L", (max(right - left, 1), max(bottom - top, 1)))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in outline], fill=round(255 * alpha))
        if shadow:
            self._cast(mask, (left, top), shadow * self._unit)
        self._image.paste(_gradient(mask.size, paint), (left, top), mask)

    def line(self, points: Sequence[Point], width: float, colour: Colour, *, alpha: float = 1.0) -> None:
        """A line of one colour with round ends."""
        self.shape(ribbon(points, (width, width)), (colour, colour), alpha=alpha)
        for x, y in (points[0], points[-1]):
            self.dot(x, y, width / 2, colour, alpha=alpha)

    def dot(self, x: float, y: float, radius: float, colour: Colour, *, alpha: float = 1.0) -> None:
        """A small disc of one colour."""
        self.shape(ellipse(x, y, radius, radius), (colour, colour), alpha=alpha)

    def ball(self, x: float, y: float, radius: float, paint: Paint, *, shadow: float = 0.0) -> None:
        """A bead: a shaded disc with a highlight."""
        self.shape(ellipse(x, y, radius, radius), paint, shadow=shadow)
        self.shape(
            ellipse(x - radius * 0.3, y - radius * 0.35, radius * 0.34, radius * 0.22, turn=-35),
            ("#ffffff", "#ffffff"),
            alpha=0.55,
        )

    def finished(self) -> Image.Image:
        """The picture at its size, with a slight vignette and the grain of a camera."""
        image = self._image.reduce(SUPERSAMPLE)
        shade = ImageOps.invert(Image.radial_gradient("L")).resize(self._target).point(lambda v: min(255, 185 + v))
        image = ImageChops.multiply(image, Image.merge("RGB", (shade, shade, shade)))
        noise = Image.frombytes("L", (160, 160), self.dice.randbytes(160 * 160)).resize(
            self._target, Image.Resampling.BILINEAR
        )
        return Image.blend(image, Image.merge("RGB", (noise, noise, noise)), 0.035)

    def _placed(self, points: Iterable[Point]) -> list[Point]:
        width, height = self._full
        cos, sin = math.cos(self._turn) * self._zoom, math.sin(self._turn) * self._zoom
        placed = []
        for px, py in points:
            x, y = px - UNITS / 2, py - UNITS / 2
            placed.append((width / 2 + (x * cos - y * sin) * self._unit, height / 2 + (x * sin + y * cos) * self._unit))
        return placed

    def _cast(self, mask: Image.Image, at: tuple[int, int], reach: float) -> None:
        """A soft shadow, blurred on a quarter of the size because nobody sees the difference."""
        margin = int(reach * 3) + 8
        wide = Image.new("L", (mask.width + 2 * margin, mask.height + 2 * margin))
        wide.paste(mask, (margin, margin))
        small = wide.reduce(4).filter(ImageFilter.GaussianBlur(reach / 5)).point(lambda v: int(v * 0.45))
        self._image.paste(
            "#1d1712", (at[0] - margin + int(reach * 0.5), at[1] - margin + int(reach)), small.resize(wide.size)
        )


def _gradient(size: tuple[int, int], paint: Paint) -> Image.Image:
    if paint[0] == paint[1]:
        return Image.new("RGB", size, paint[0])
    return ImageOps.colorize(Image.linear_gradient("L").resize(size), paint[0], paint[1])
