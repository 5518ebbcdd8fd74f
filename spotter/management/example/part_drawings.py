"""Drawings of animal parts and of what is made of them, as flat shapes."""

import math

from spotter.management.example.canvas import Canvas, Paint, Point, box, ellipse, mix, ribbon, smooth

DARK = "#2b211a"


def tusk(c: Canvas, tint: Paint) -> None:
    spine = smooth([(180, 690), (330, 720), (530, 660), (700, 500), (800, 250)], closed=False)
    c.shape(ribbon(spine, (170, 160, 130, 85, 12)), tint, shadow=26)
    c.shape(ellipse(182, 692, 38, 86, turn=-8), (mix(tint[1], DARK, 0.35), mix(tint[1], DARK, 0.15)))
    c.shape(ellipse(178, 692, 17, 42, turn=-8), (DARK, mix(tint[1], DARK, 0.6)))
    c.shape(ribbon([(x - 10, y - 26) for x, y in spine[4:40]], (6, 26, 14, 3)), ("#ffffff", "#ffffff"), alpha=0.5)
    for step in range(6, 40, 5):
        x, y = spine[step]
        c.shape(
            ribbon(smooth([(x - 60, y + 40), (x, y + 52), (x + 66, y + 30)], closed=False), (2, 5, 2)),
            (mix(tint[1], DARK, 0.4),) * 2,
            alpha=0.35,
        )


def horn(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(300, 780), (330, 560), (430, 360), (640, 190), (600, 400), (680, 620), (700, 780), (500, 820)]),
        tint,
        shadow=28,
    )
    for step in range(7):
        y = 760 - step * 62
        edge = smooth([(318 + step * 22, y), (470 + step * 16, y + 30), (672 - step * 12, y - 4)], closed=False)
        c.shape(ribbon(edge, (2, 9, 2)), (DARK, DARK), alpha=0.35)
    c.shape(smooth([(400, 600), (460, 420), (560, 300), (500, 450), (450, 640)]), ("#ffffff", "#ffffff"), alpha=0.2)


def pipe(c: Canvas, tint: Paint) -> None:
    c.shape(ribbon([(180, 600), (820, 420)], (34, 40, 46, 58)), tint, shadow=20)
    for share in (0.08, 0.5, 0.9):
        x, y = 180 + 640 * share, 600 - 180 * share
        c.shape(ellipse(x, y, 17, 34 + 14 * share, turn=-16), ("#e3c16f", "#8a6420"), shadow=6)
    c.shape(ribbon([(196, 588), (800, 418)], (5, 12, 8)), ("#ffffff", "#ffffff"), alpha=0.5)
    c.shape(smooth([(770, 340), (880, 330), (890, 460), (840, 500), (780, 470)]), tint, shadow=18)
    c.shape(ellipse(828, 336, 52, 17, turn=-5), (DARK, mix(DARK, tint[1], 0.3)))


def bangle(c: Canvas, tint: Paint) -> None:
    for cx, cy, radius in ((400, 560, 250), (600, 460, 235)):
        c.shape(ribbon(ellipse(cx, cy, radius, radius * 0.86), (66, 66)), tint, shadow=18)
        for step in range(0, 360, 6):
            arc = ellipse(cx, cy, radius, radius * 0.86, start=step, end=step + 6.6)
            lit = 0.5 + 0.5 * math.sin(math.radians(step + 40))
            colour = mix(tint[0], tint[1], lit)
            c.shape(ribbon(arc, (66, 66)), (colour, colour))
        for _ in range(16):
            x, y = c.dice.choice(ellipse(cx, cy, radius, radius * 0.86))
            c.shape(
                ellipse(x, y, c.dice.uniform(8, 30), c.dice.uniform(5, 16), turn=c.dice.uniform(0, 180)),
                (mix(tint[1], DARK, 0.5),) * 2,
                alpha=0.3,
            )
        c.shape(
            ribbon(ellipse(cx, cy, radius - 8, radius * 0.86 - 8, start=195, end=290), (2, 15, 2)),
            ("#ffffff", "#ffffff"),
            alpha=0.55,
        )


def scales(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(150, 520), (230, 760), (400, 850), (600, 850), (770, 760), (850, 520)]),
        ("#5e8c96", "#1f4149"),
        shadow=34,
    )
    c.shape(ellipse(500, 520, 352, 118), ("#2d545c", "#7fb0b8"))
    for row in range(5):
        count = 9 - row
        for i in range(count):
            x = 500 + (i - (count - 1) / 2) * 72 + c.dice.uniform(-14, 14)
            y = 560 - row * 52 + c.dice.uniform(-12, 12) - abs(x - 500) * -0.05
            _scale(c, x, y, tint, turn=c.dice.uniform(-50, 50))


def _scale(c: Canvas, x: float, y: float, tint: Paint, *, turn: float) -> None:
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

    def at(dx: float, dy: float) -> Point:
        return x + dx * cos - dy * sin, y + dx * sin + dy * cos

    colour = mix(tint[0], tint[1], c.dice.uniform(0, 0.7))
    c.shape(
        smooth([at(0, -62), at(48, -22), at(40, 38), at(0, 58), at(-40, 38), at(-48, -22)]),
        (colour, mix(colour, DARK, 0.45)),
        shadow=8,
    )
    for side in (-20, 0, 20):
        c.line([at(side * 1.2, 34), at(side * 0.4, -34)], 4, mix(colour, DARK, 0.5), alpha=0.5)


def shell(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(500, 130), (720, 220), (810, 450), (740, 700), (500, 880), (260, 700), (190, 450), (280, 220)]),
        (mix(tint[0], DARK, 0.3), mix(tint[1], DARK, 0.4)),
        shadow=32,
    )
    for step in range(5):
        y, half = 215 + step * 138, (70, 92, 98, 88, 56)[step]
        _scute(
            c,
            [
                (500 - half, y),
                (500, y - 66),
                (500 + half, y),
                (500 + half * 0.8, y + 60),
                (500, y + 84),
                (500 - half * 0.8, y + 60),
            ],
            tint,
        )
        if step < 4:
            reach = (205, 262, 262, 200)[step]
            for side in (-1, 1):
                near = 500 + side * (half + 12)
                _scute(
                    c,
                    [
                        (near, y + 8),
                        (500 + side * reach, y - 6),
                        (500 + side * (reach + 14), y + 84),
                        (500 + side * (reach - 50), y + 128),
                        (near, y + 112),
                    ],
                    tint,
                )


def _scute(c: Canvas, points: list[Point], tint: Paint) -> None:
    c.shape(points, tint, shadow=4)
    cx, cy = sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    for _ in range(9):
        edge = c.dice.choice(points)
        near = (cx + (edge[0] - cx) * c.dice.uniform(0.1, 0.4), cy + (edge[1] - cy) * c.dice.uniform(0.1, 0.4))
        far = (cx + (edge[0] - cx) * 0.85, cy + (edge[1] - cy) * 0.85)
        c.shape(ribbon([near, far], (4, 13)), (mix(tint[1], DARK, 0.7),) * 2, alpha=0.5)


def comb(c: Canvas, tint: Paint) -> None:
    for i in range(19):
        x = 210 + i * 32
        c.shape(ribbon([(x, 430), (x + (x - 500) * 0.03, 790 - abs(x - 500) * 0.2)], (22, 20, 7)), tint, shadow=8)
    c.shape(
        smooth([(170, 470), (180, 330), (340, 240), (500, 215), (660, 240), (820, 330), (830, 470), (500, 490)]),
        tint,
        shadow=16,
    )
    for _ in range(22):
        c.shape(
            ellipse(
                c.dice.uniform(230, 770),
                c.dice.uniform(310, 450),
                c.dice.uniform(12, 46),
                c.dice.uniform(8, 26),
                turn=c.dice.uniform(0, 180),
            ),
            (mix(tint[1], DARK, 0.75),) * 2,
            alpha=0.4,
        )
    c.shape(
        ribbon(smooth([(260, 330), (500, 262), (740, 330)], closed=False), (3, 18, 3)),
        ("#ffffff", "#ffffff"),
        alpha=0.45,
    )


def claw(c: Canvas, tint: Paint) -> None:
    for x, y in ellipse(500, 140, 310, 105)[:-1]:
        c.ball(x, y, 15, ("#8a5a38", "#3d2413"), shadow=4)
    c.shape(ellipse(500, 258, 46, 46), ("#f0d68d", "#946d24"), shadow=10)
    c.shape(box(410, 280, 180, 110, radius=34), ("#f3dc97", "#a47b2c"), shadow=18)
    for step in range(4):
        c.line([(424 + step * 44, 300), (444 + step * 44, 372)], 7, "#7d5a1c", alpha=0.7)
    c.shape(
        smooth([(420, 385), (585, 385), (620, 520), (560, 700), (400, 840), (330, 850), (440, 720), (470, 560)]),
        tint,
        shadow=26,
    )
    c.shape(
        smooth([(545, 420), (580, 530), (525, 680), (420, 790), (500, 660), (540, 530)]),
        ("#ffffff", "#ffffff"),
        alpha=0.4,
    )


def skin(c: Canvas, tint: Paint) -> None:
    outline: list[Point] = [
        (500, 120),
        (570, 170),
        (600, 260),
        (800, 210),
        (830, 290),
        (660, 380),
        (670, 600),
        (820, 720),
        (780, 800),
        (600, 720),
        (530, 780),
        (520, 940),
    ]
    mirrored = [(1000 - x, y) for x, y in reversed(outline[1:])]
    c.shape(smooth(outline + mirrored), tint, shadow=24)
    for step in range(9):
        y = 240 + step * 62
        for side in (-1, 1):
            reach = c.dice.uniform(100, 138)
            stripe = smooth(
                [
                    (500 + side * 26, y + 10),
                    (500 + side * 80, y + 34),
                    (500 + side * reach, y + c.dice.uniform(-6, 22)),
                ],
                closed=False,
            )
            c.shape(ribbon(stripe, (8, 26, 4)), (DARK, DARK), alpha=0.85)


def wood(c: Canvas, tint: Paint) -> None:
    for x, y, turn in ((330, 400, 30), (640, 380, -24), (350, 650, -14), (650, 660, 22), (500, 520, 4)):
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        rough = [
            (dx * c.dice.uniform(0.86, 1.1), dy * c.dice.uniform(0.8, 1.15))
            for dx, dy in ((-220, -60), (-90, -88), (120, -80), (230, -40), (215, 60), (60, 92), (-130, 80), (-235, 40))
        ]
        c.shape([(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx, dy in rough], tint, shadow=20)
        for _ in range(14):
            dy, start, reach = c.dice.uniform(-58, 58), c.dice.uniform(-190, 20), c.dice.uniform(70, 170)
            grain = [(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx in (start, start + reach)]
            c.line(grain, c.dice.uniform(3, 13), "#1c110a", alpha=0.55)


def netsuke(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(270, 820), (240, 640), (330, 500), (500, 450), (670, 500), (760, 640), (730, 820), (500, 860)]),
        tint,
        shadow=28,
    )
    c.shape(
        smooth([(500, 190), (620, 230), (660, 360), (610, 480), (500, 520), (390, 480), (340, 360), (380, 230)]),
        tint,
        shadow=14,
    )
    for side in (-1, 1):
        c.ball(500 + side * 165, 350, 44, tint)
        c.line(smooth([(500 + side * 80, 330), (500 + side * 50, 314), (500 + side * 24, 330)], closed=False), 9, DARK)
        c.line(
            smooth([(500 + side * 220, 620), (500 + side * 120, 700), (500 + side * 30, 690)], closed=False),
            34,
            mix(tint[1], DARK, 0.3),
        )
    c.line(smooth([(440, 428), (500, 456), (560, 428)], closed=False), 9, DARK)
    for y in (760, 800):
        c.line(smooth([(300, y), (500, y + 26), (700, y)], closed=False), 6, mix(tint[1], DARK, 0.55), alpha=0.6)
    c.shape(smooth([(410, 240), (500, 212), (560, 232), (480, 262)]), ("#ffffff", "#ffffff"), alpha=0.5)


def seal(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(380, 420), (330, 330), (400, 250), (500, 280), (600, 220), (690, 300), (640, 420)]), tint, shadow=16
    )
    c.dot(610, 290, 14, DARK)
    c.line(
        smooth([(400, 330), (470, 300), (540, 340), (600, 350)], closed=False), 10, mix(tint[1], DARK, 0.4), alpha=0.7
    )
    c.shape(box(300, 410, 400, 350, radius=20), tint, shadow=26)
    c.shape(box(300, 690, 400, 70, radius=10), ("#c8412f", "#8c2014"))
    c.shape(box(326, 436, 30, 230, radius=14), ("#ffffff", "#ffffff"), alpha=0.5)
    for step in range(3):
        c.line(
            smooth([(420, 490 + step * 74), (520, 466 + step * 74), (640, 500 + step * 74)], closed=False),
            9,
            mix(tint[1], DARK, 0.5),
            alpha=0.6,
        )
