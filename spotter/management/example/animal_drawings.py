"""Drawings of living things that may not be sold, as flat shapes."""

import math

from spotter.management.example.canvas import Canvas, Paint, Point, box, ellipse, mix, ribbon, smooth

DARK = "#2b211a"


def parrot(c: Canvas, tint: Paint) -> None:
    c.shape(box(120, 725, 760, 46, radius=22), ("#9a6b3f", "#573619"), shadow=20)
    c.shape(
        ribbon(smooth([(560, 640), (620, 800), (640, 960)], closed=False), (110, 92, 24)),
        (tint[1], "#b3262b"),
        shadow=12,
    )
    c.shape(
        smooth(
            [(470, 190), (600, 210), (660, 330), (700, 520), (640, 720), (520, 760), (420, 640), (390, 460), (400, 280)]
        ),
        tint,
        shadow=24,
    )
    c.shape(
        smooth([(560, 380), (690, 470), (710, 640), (660, 830), (570, 640), (520, 480)]),
        (mix(tint[0], DARK, 0.15), mix(tint[1], DARK, 0.4)),
        shadow=10,
    )
    for step in range(5):
        c.line(
            smooth(
                [(560 + step * 16, 480 + step * 44), (620 + step * 8, 540 + step * 44), (688, 540 + step * 40)],
                closed=False,
            ),
            5,
            mix(tint[1], DARK, 0.6),
            alpha=0.5,
        )
    c.shape(ellipse(462, 300, 74, 66), ("#fdfbf4", "#e3ddcf"))
    c.shape(
        smooth([(408, 262), (350, 300), (330, 380), (360, 420), (392, 372), (430, 350)]),
        ("#4b4945", "#171614"),
        shadow=8,
    )
    c.dot(464, 288, 26, "#f1dc8a")
    c.dot(464, 288, 15, "#16120e")
    c.dot(470, 281, 5, "#ffffff")
    for x in (470, 540):
        for toe in (-20, 0, 20):
            c.line([(x, 700), (x + toe, 760)], 15, "#6f675d")


def songbird(c: Canvas, tint: Paint) -> None:
    c.line(smooth([(90, 760), (400, 730), (910, 780)], closed=False), 34, "#76502e")
    c.shape(ribbon([(330, 610), (130, 880)], (96, 58)), (tint[1], DARK), shadow=14)
    c.shape(
        smooth(
            [(700, 300), (760, 380), (740, 540), (620, 690), (440, 720), (310, 620), (380, 470), (520, 380), (580, 300)]
        ),
        tint,
        shadow=22,
    )
    c.shape(smooth([(700, 470), (720, 560), (620, 680), (500, 700), (560, 560)]), ("#f0a45a", "#cc5a22"))
    c.shape(
        smooth([(480, 450), (590, 480), (560, 600), (380, 690), (330, 600)]), (mix(tint[1], DARK, 0.2), DARK), shadow=8
    )
    c.shape([(742, 350), (840, 372), (744, 396)], ("#4c453d", "#1d1916"))
    c.dot(688, 350, 19, "#15110d")
    c.dot(694, 344, 6, "#ffffff")
    for x in (520, 600):
        c.line([(x, 690), (x + 8, 752)], 13, "#5d5248")


def seahorse(c: Canvas, tint: Paint) -> None:
    for offset in (-230, 20, 250):
        spine = [
            (x + offset, y)
            for x, y in smooth(
                [
                    (470, 270),
                    (520, 340),
                    (545, 470),
                    (520, 610),
                    (480, 720),
                    (510, 800),
                    (570, 790),
                    (566, 735),
                    (530, 742),
                ],
                closed=False,
            )
        ]
        c.shape(ribbon(spine, (66, 84, 106, 84, 48, 30, 22, 16, 8)), tint, shadow=14)
        c.shape(
            [(490 + offset, 420), (420 + offset, 460), (430 + offset, 540), (492 + offset, 560)],
            (mix(tint[0], "#ffffff", 0.3), tint[1]),
        )
        c.shape(
            smooth(
                [
                    (505 + offset, 230),
                    (440 + offset, 236),
                    (418 + offset, 290),
                    (330 + offset, 322),
                    (336 + offset, 352),
                    (440 + offset, 346),
                    (520 + offset, 330),
                ]
            ),
            tint,
            shadow=8,
        )
        c.dot(452 + offset, 276, 13, "#1b140e")
        for x, y in spine[8:66:5]:
            c.line([(x - 36, y), (x, y + 9), (x + 36, y)], 5, mix(tint[1], DARK, 0.6), alpha=0.45)


def coral(c: Canvas, tint: Paint) -> None:
    c.shape(smooth([(330, 850), (420, 800), (590, 800), (690, 850), (510, 890)]), ("#8b8173", "#4d463d"), shadow=18)
    _branch(c, (500, 830), angle=-90, length=250, width=74, tint=tint, depth=5)


def _branch(c: Canvas, at: Point, *, angle: float, length: float, width: float, tint: Paint, depth: int) -> None:
    end = (at[0] + length * math.cos(math.radians(angle)), at[1] + length * math.sin(math.radians(angle)))
    bend = ((at[0] + end[0]) / 2 + c.dice.uniform(-18, 18), (at[1] + end[1]) / 2)
    c.shape(ribbon(smooth([at, bend, end], closed=False), (width, width * 0.7)), tint, shadow=7)
    c.ball(end[0], end[1], width * 0.37, tint)
    if depth > 1:
        for turn in (c.dice.uniform(-48, -24), c.dice.uniform(22, 48)):
            _branch(c, end, angle=angle + turn, length=length * 0.72, width=width * 0.68, tint=tint, depth=depth - 1)


def bear(c: Canvas, tint: Paint) -> None:
    for x in (320, 680):
        c.ball(x, 285, 98, tint, shadow=14)
        c.dot(x, 292, 54, mix(tint[1], "#d9a98c", 0.6))
    c.shape(
        smooth([(500, 200), (700, 260), (800, 470), (720, 700), (500, 800), (280, 700), (200, 470), (300, 260)]),
        tint,
        shadow=28,
    )
    c.shape(ellipse(500, 610, 150, 118), ("#e8c39b", "#b98657"))
    c.shape(ellipse(500, 545, 62, 42), ("#3d2c24", "#120c09"))
    c.line([(500, 585), (500, 640)], 8, DARK)
    c.line(smooth([(430, 650), (500, 682), (570, 650)], closed=False), 9, DARK)
    for x in (382, 618):
        c.dot(x, 440, 30, "#140e0a")
        c.dot(x + 9, 430, 9, "#ffffff")
    c.shape(
        smooth([(310, 800), (500, 830), (690, 800), (620, 880), (500, 905), (380, 880)]),
        ("#f2d48a", "#d19c3c"),
        alpha=0.9,
    )


def tortoise(c: Canvas, tint: Paint) -> None:
    for x in (285, 690):
        c.shape(smooth([(x - 70, 660), (x + 70, 660), (x + 62, 800), (x - 62, 800)]), ("#b9a05f", "#6b5727"), shadow=12)
    c.shape(
        smooth([(770, 600), (860, 520), (935, 540), (940, 620), (850, 680), (760, 700)]),
        ("#c4ab69", "#7a6531"),
        shadow=12,
    )
    c.dot(898, 572, 13, "#16110b")
    c.shape(
        smooth([(150, 690), (190, 480), (340, 330), (500, 290), (660, 330), (810, 480), (850, 690), (500, 730)]),
        tint,
        shadow=26,
    )
    for cx, cy in ((330, 560), (500, 480), (670, 560), (500, 640)):
        for step in range(8):
            angle = math.radians(step * 45 + 20)
            c.shape(
                ribbon([(cx, cy), (cx + 88 * math.cos(angle), cy + 74 * math.sin(angle))], (5, 15)),
                ("#f1d479", "#d8ab3c"),
            )
        c.dot(cx, cy, 20, "#f5dc8c")
