"""Drawings of ordinary goods and of look-alikes, as flat shapes."""

import math

from spotter.management.example.canvas import Canvas, Paint, box, ellipse, mix, ribbon, smooth

DARK = "#241f1d"
SHEEN = ("#ffffff", "#ffffff")


def beads(c: Canvas, tint: Paint) -> None:
    count = 20
    for i in range(count):
        angle = math.radians(i * 360 / count)
        colour = mix(tint[0], tint[1], c.dice.uniform(0, 0.55))
        c.ball(
            500 + 300 * math.cos(angle),
            520 + 262 * math.sin(angle),
            52,
            (mix(colour, "#ffffff", 0.2), mix(colour, DARK, 0.4)),
            shadow=14,
        )
    c.ball(500, 800, 68, ("#f0d68d", "#946d24"), shadow=14)


def handbag(c: Canvas, tint: Paint) -> None:
    c.shape(
        ribbon(ellipse(500, 400, 170, 230, start=180, end=360), (34, 34)), (mix(tint[1], DARK, 0.4), tint[1]), shadow=10
    )
    c.shape(smooth([(230, 420), (500, 392), (770, 420), (850, 800), (500, 850), (150, 800)]), tint, shadow=30)
    c.shape(
        smooth([(226, 420), (500, 390), (774, 420), (740, 590), (500, 640), (260, 590)]),
        (mix(tint[0], "#ffffff", 0.15), mix(tint[1], DARK, 0.2)),
        shadow=14,
    )
    c.shape(box(455, 590, 90, 76, radius=16), ("#f4dd9a", "#a07a2c"), shadow=8)
    for step in range(11):
        c.line([(208 + step * 58, 782), (236 + step * 58, 784)], 5, mix(tint[0], "#ffffff", 0.4), alpha=0.7)


def phone(c: Canvas, tint: Paint) -> None:
    c.shape(box(560, 170, 270, 620, radius=52), (mix(tint[0], DARK, 0.2), mix(tint[1], DARK, 0.5)), shadow=26)
    for y in (250, 350):
        c.ball(640, y, 42, ("#33363a", "#0c0d0f"), shadow=4)
    c.shape(box(200, 190, 300, 650, radius=56), ("#3b3d42", "#0d0e10"), shadow=30)
    c.shape(box(216, 208, 268, 614, radius=44), tint)
    c.shape(box(300, 226, 100, 26, radius=13), ("#0b0b0c", "#0b0b0c"))
    for row in range(4):
        for column in range(3):
            c.shape(
                box(242 + column * 78, 470 + row * 80, 56, 56, radius=16),
                SHEEN,
                alpha=0.35 + 0.1 * ((row + column) % 3),
            )


def shoes(c: Canvas, tint: Paint) -> None:
    for dx, dy in ((60, -190), (-20, 60)):
        c.shape(
            [
                (x + dx, y + dy)
                for x, y in smooth([(150, 700), (150, 742), (500, 760), (860, 742), (868, 690), (500, 690)])
            ],
            ("#ffffff", "#cfcac2"),
            shadow=24,
        )
        c.shape(
            [
                (x + dx, y + dy)
                for x, y in smooth(
                    [
                        (160, 700),
                        (150, 560),
                        (190, 470),
                        (330, 480),
                        (430, 550),
                        (600, 590),
                        (810, 620),
                        (862, 700),
                        (500, 712),
                    ]
                )
            ],
            tint,
            shadow=8,
        )
        c.shape(
            [(x + dx, y + dy) for x, y in smooth([(190, 470), (330, 480), (320, 520), (200, 520)])],
            (DARK, mix(tint[1], DARK, 0.5)),
        )
        for step in range(4):
            c.line(
                [(390 + step * 56 + dx, 516 + step * 22 + dy), (350 + step * 58 + dx, 580 + step * 16 + dy)],
                13,
                "#ffffff",
            )
        c.shape(
            [
                (x + dx, y + dy)
                for x, y in ribbon(smooth([(260, 650), (480, 668), (700, 640)], closed=False), (6, 34, 4))
            ],
            SHEEN,
            alpha=0.75,
        )


def teapot(c: Canvas, tint: Paint) -> None:
    c.shape(ribbon(ellipse(770, 560, 120, 130, start=-100, end=110), (40, 40)), tint, shadow=14)
    c.shape(
        ribbon(smooth([(330, 660), (200, 600), (170, 450), (110, 400)], closed=False), (120, 80, 56, 46)),
        tint,
        shadow=14,
    )
    c.shape(
        smooth([(500, 360), (690, 420), (770, 580), (700, 750), (500, 800), (300, 750), (230, 580), (310, 420)]),
        tint,
        shadow=30,
    )
    c.shape(ellipse(500, 392, 160, 46), (mix(tint[0], "#ffffff", 0.3), mix(tint[1], DARK, 0.1)), shadow=6)
    c.ball(500, 326, 40, tint, shadow=8)
    for angle in range(0, 360, 60):
        c.shape(
            ellipse(
                500 + 62 * math.cos(math.radians(angle)), 600 + 62 * math.sin(math.radians(angle)), 46, 25, turn=angle
            ),
            ("#3f6fb5", "#274a86"),
        )
    c.dot(500, 600, 26, "#e0b64a")
    c.shape(smooth([(320, 500), (360, 440), (410, 420), (360, 510), (330, 600)]), SHEEN, alpha=0.5)


def dress(c: Canvas, tint: Paint) -> None:
    c.line(smooth([(430, 160), (500, 110), (570, 160)], closed=False), 12, "#7f7468")
    c.line([(500, 110), (500, 60)], 9, "#7f7468")
    c.shape(
        smooth(
            [
                (400, 150),
                (450, 250),
                (550, 250),
                (600, 150),
                (640, 300),
                (590, 430),
                (700, 700),
                (800, 900),
                (500, 940),
                (200, 900),
                (300, 700),
                (410, 430),
                (360, 300),
            ]
        ),
        tint,
        shadow=26,
    )
    for x in (330, 420, 500, 580, 670):
        c.shape(
            ribbon(
                smooth(
                    [(500 + (x - 500) * 0.3, 460), (500 + (x - 500) * 0.8, 680), (x + (x - 500) * 0.3, 900)],
                    closed=False,
                ),
                (3, 15, 22),
            ),
            (mix(tint[1], DARK, 0.2),) * 2,
            alpha=0.35,
        )
    c.shape(box(404, 412, 192, 34, radius=15), (mix(tint[0], "#c79a86", 0.5), mix(tint[1], "#a8705c", 0.5)))


def tin(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth([(220, 520), (220, 700), (500, 800), (780, 700), (780, 520)]),
        (mix(tint[1], DARK, 0.2), mix(tint[1], DARK, 0.55)),
        shadow=30,
    )
    c.shape(ellipse(500, 500, 290, 170), ("#f0d68d", "#a37a2a"))
    c.shape(ellipse(500, 490, 268, 152), tint)
    c.shape(ellipse(500, 490, 205, 112), ("#f6e3a8", "#d7a93f"))
    for step in range(5):
        c.shape(
            ribbon(
                smooth([(390 + step * 48, 430), (412 + step * 48, 490), (388 + step * 48, 550)], closed=False),
                (6, 20, 5),
            ),
            (mix(tint[1], DARK, 0.5),) * 2,
        )


def house(c: Canvas, tint: Paint) -> None:
    for x, top, width in ((150, 330, 220), (640, 250, 220), (370, 150, 270)):
        c.shape(box(x, top, width, 700 - top + 140, radius=8), (mix(tint[0], "#ffffff", 0.1), tint[1]), shadow=22)
        for row in range(int((760 - top) / 74)):
            for column in range(int(width / 68)):
                lit = c.dice.random() < 0.3
                c.shape(
                    box(x + 20 + column * 68, top + 26 + row * 74, 40, 44, radius=4),
                    ("#ffe9a8", "#f3c766") if lit else ("#8fb6cf", "#4d7690"),
                )
    for x in (110, 340, 620, 890):
        c.line([(x, 860), (x, 790)], 16, "#6b4a2d")
        c.ball(x, 760, 66, ("#7fae62", "#3c6a34"), shadow=8)


def book(c: Canvas, tint: Paint) -> None:
    c.shape(box(272, 190, 500, 650, radius=14), ("#fbf7ec", "#d6cdb8"), shadow=30)
    c.shape(box(250, 170, 500, 650, radius=14), tint, shadow=6)
    c.shape(box(250, 170, 54, 650, radius=10), (mix(tint[0], DARK, 0.35), mix(tint[1], DARK, 0.35)))
    c.shape(box(360, 260, 330, 22, radius=10), SHEEN, alpha=0.9)
    c.shape(box(360, 306, 230, 22, radius=10), SHEEN, alpha=0.9)
    c.shape(
        smooth([(400, 690), (430, 520), (540, 450), (640, 520), (660, 690), (540, 650)]),
        (mix(tint[0], "#ffffff", 0.5),) * 2,
    )
    c.shape(box(360, 746, 160, 16, radius=8), SHEEN, alpha=0.7)


def headphones(c: Canvas, tint: Paint) -> None:
    c.shape(ribbon(ellipse(500, 540, 300, 330, start=180, end=360), (54, 70, 54)), tint, shadow=20)
    for side in (-1, 1):
        c.shape(box(500 + side * 300 - 84, 500, 168, 290, radius=74), tint, shadow=24)
        c.shape(box(500 + side * 236 - 50, 520, 100, 250, radius=48), ("#3a3836", "#151413"), shadow=8)
    c.shape(ribbon(ellipse(500, 540, 306, 336, start=215, end=290), (2, 17, 2)), SHEEN, alpha=0.4)


def shirt(c: Canvas, tint: Paint) -> None:
    c.shape(
        smooth(
            [
                (380, 210),
                (500, 260),
                (620, 210),
                (760, 270),
                (880, 440),
                (770, 520),
                (700, 450),
                (710, 850),
                (500, 870),
                (290, 850),
                (300, 450),
                (230, 520),
                (120, 440),
                (240, 270),
            ],
            steps=6,
        ),
        tint,
        shadow=26,
    )
    c.shape(
        ribbon(smooth([(392, 216), (500, 296), (608, 216)], closed=False), (22, 26, 22)), (mix(tint[1], DARK, 0.3),) * 2
    )
    for _ in range(34):
        x, y = c.dice.uniform(330, 670), c.dice.uniform(350, 800)
        c.shape(
            ellipse(x, y, c.dice.uniform(12, 24), c.dice.uniform(9, 18), turn=c.dice.uniform(0, 180)),
            (mix(tint[1], DARK, 0.75),) * 2,
            alpha=0.75,
        )


def sunglasses(c: Canvas, tint: Paint) -> None:
    c.shape(ribbon(smooth([(420, 520), (500, 470), (580, 520)], closed=False), (34, 30, 34)), tint, shadow=10)
    for side in (-1, 1):
        x = 500 + side * 220
        c.shape(ribbon([(x + side * 150, 470), (x + side * 230, 330)], (40, 24)), tint, shadow=14)
        c.shape(
            smooth([(x - 165, 440), (x, 420), (x + 165, 440), (x + 150, 610), (x, 690), (x - 150, 610)]),
            tint,
            shadow=24,
        )
        c.shape(
            smooth([(x - 128, 468), (x, 450), (x + 128, 468), (x + 114, 595), (x, 655), (x - 114, 595)]),
            ("#2c3a40", "#7c929a"),
        )
        c.shape([(x - 90, 490), (x - 30, 480), (x - 80, 600), (x - 106, 580)], SHEEN, alpha=0.25)
        for _ in range(9):
            edge_x, edge_y = c.dice.choice(ellipse(x, 550, 142, 112))
            c.shape(
                ellipse(edge_x, edge_y, 22, 11, turn=c.dice.uniform(0, 180)), (mix(tint[1], DARK, 0.8),) * 2, alpha=0.4
            )


def chair(c: Canvas, tint: Paint) -> None:
    for x, y in ((310, 880), (690, 880), (370, 820), (630, 820)):
        c.shape(ribbon([(500 + (x - 500) * 0.8, 590), (x, y)], (32, 20)), ("#a9753f", "#5f3d1c"), shadow=12)
    c.shape(
        smooth([(330, 190), (500, 160), (670, 190), (700, 400), (670, 600), (500, 620), (330, 600), (300, 400)]),
        tint,
        shadow=24,
    )
    c.shape(
        smooth([(260, 560), (500, 530), (740, 560), (760, 640), (500, 690), (240, 640)]),
        (mix(tint[0], "#ffffff", 0.2), tint[1]),
        shadow=18,
    )
    for x, y in ((430, 300), (570, 300), (500, 400)):
        c.dot(x, y, 13, mix(tint[1], DARK, 0.5))


def plant(c: Canvas, tint: Paint) -> None:
    for angle in (-150, -125, -100, -75, -50, -28):
        length = c.dice.uniform(330, 430)
        tip = (500 + length * math.cos(math.radians(angle)), 610 + length * math.sin(math.radians(angle)))
        middle = ((500 + tip[0]) / 2 + 30, (610 + tip[1]) / 2)
        c.shape(
            ribbon(smooth([(500, 640), middle, tip], closed=False), (14, 120, 170, 8)),
            ("#8fc06a", "#2f6a35"),
            shadow=16,
        )
        c.line([(500, 640), middle, tip], 6, "#dcedc4", alpha=0.6)
    c.shape([(320, 620), (680, 620), (640, 880), (360, 880)], tint, shadow=26)
    c.shape(box(300, 590, 400, 70, radius=14), (mix(tint[0], "#ffffff", 0.15), tint[1]), shadow=8)


def watch(c: Canvas, tint: Paint) -> None:
    c.shape(box(410, 80, 180, 840, radius=40), (mix(tint[1], DARK, 0.3), mix(tint[1], DARK, 0.6)), shadow=24)
    c.shape(ellipse(500, 500, 232, 232), ("#f2f2f0", "#84868a"), shadow=26)
    c.shape(ellipse(500, 500, 196, 196), tint)
    for hour in range(12):
        angle = math.radians(hour * 30)
        c.line(
            [
                (500 + 150 * math.cos(angle), 500 + 150 * math.sin(angle)),
                (500 + 176 * math.cos(angle), 500 + 176 * math.sin(angle)),
            ],
            9,
            "#ffffff",
        )
    c.line([(500, 500), (500, 372)], 13, "#ffffff")
    c.line([(500, 500), (592, 548)], 13, "#ffffff")


def oud(c: Canvas, tint: Paint) -> None:
    c.shape(ribbon([(560, 420), (790, 120)], (70, 56)), ("#6a4526", "#2e1a0c"), shadow=16)
    c.shape(ribbon([(790, 130), (690, 70)], (60, 30)), ("#5a3a1f", "#2e1a0c"), shadow=10)
    c.shape(
        smooth([(590, 390), (680, 560), (620, 790), (420, 880), (230, 780), (200, 600), (330, 440), (500, 360)]),
        tint,
        shadow=30,
    )
    c.shape(ellipse(430, 580, 78, 78), ("#1d120a", "#4a2f18"))
    c.shape(ribbon([(250, 700), (400, 800)], (28, 28)), ("#3a2412", "#1d120a"))
    for step in range(5):
        c.line([(290 + step * 24, 722 + step * 16), (742 + step * 9, 160 + step * 6)], 3, "#f3e7cc", alpha=0.9)


def bicycle(c: Canvas, tint: Paint) -> None:
    for x in (270, 730):
        c.shape(ribbon(ellipse(x, 640, 180, 180), (22, 22)), ("#3a3a3c", "#101012"), shadow=12)
        for step in range(12):
            angle = math.radians(step * 30)
            c.line([(x, 640), (x + 172 * math.cos(angle), 640 + 172 * math.sin(angle))], 3, "#a9a9ad")
    for start, end in (
        ((270, 640), (410, 410)),
        ((410, 410), (660, 400)),
        ((660, 400), (490, 650)),
        ((410, 410), (490, 650)),
        ((270, 640), (490, 650)),
        ((640, 330), (730, 640)),
    ):
        c.shape(ribbon([start, end], (24, 24)), tint, shadow=8)
    c.line([(400, 360), (412, 420)], 17, "#444447")
    c.shape(box(330, 330, 140, 36, radius=17), ("#4a3020", "#1f120a"), shadow=6)
    c.line(smooth([(560, 290), (640, 330), (720, 270)], closed=False), 17, "#444447")
