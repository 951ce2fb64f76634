"""Flat colour: a book cover with a fox, and a city on a poster."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501, PERF401

import math

from PIL import Image

from sample.canvas import Generator, render

Point = tuple[float, float]


def page(width: int, height: int, body: str) -> str:
    """A whole SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{body}</svg>\n'
    )


def leaf(x: float, y: float, long: float, wide: float, turn: float, fill: str, vein: str) -> str:
    """A pointed leaf from its foot, with a midrib and side veins."""
    ribs = "".join(
        f"M0 {-long * t:.0f}L{wide * 0.36 * math.sin(math.pi * t):.0f} {-long * (t + 0.12):.0f}"
        f"M0 {-long * t:.0f}L{-wide * 0.36 * math.sin(math.pi * t):.0f} {-long * (t + 0.12):.0f}"
        for t in (0.2, 0.34, 0.48, 0.62)
    )
    return (
        f'<g transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})"><path d="M0 0C{wide * 0.75:.0f} {-long * 0.3:.0f} '
        f"{wide * 0.5:.0f} {-long * 0.75:.0f} 0 {-long:.0f}C{-wide * 0.5:.0f} {-long * 0.75:.0f} {-wide * 0.75:.0f} "
        f'{-long * 0.3:.0f} 0 0z" fill="{fill}"/><path d="M0 0V{-long * 0.92:.0f}{ribs}" stroke="{vein}" '
        'stroke-width="2.500" stroke-linecap="round" fill="none"/></g>'
    )


def fern(x: float, y: float, long: float, turn: float, fill: str) -> str:
    """A frond with leaflets that grow smaller toward its tip."""
    parts = [f'<path d="M0 0C{long * 0.06} {-long * 0.4} {long * 0.03} {-long * 0.8} {long * 0.16} {-long}" '
             f'stroke="{fill}" stroke-width="5" fill="none"/>']  # fmt: skip
    for step in range(1, 15):
        t = step / 15
        px, py = long * (0.05 * math.sin(t * 2.4) + 0.12 * t**3), -long * t
        size = long * 0.3 * math.sin(math.pi * (0.18 + 0.82 * t)) + 6
        for side in (-1, 1):
            parts.append(
                f'<path transform="translate({px:.0f} {py:.0f}) rotate({side * (66 - 22 * t):.0f})" '
                f'd="M0 0C{size * 0.13:.0f} {-size * 0.4:.0f} {size * 0.1:.0f} {-size * 0.8:.0f} 0 {-size:.0f}'
                f'C{-size * 0.1:.0f} {-size * 0.8:.0f} {-size * 0.13:.0f} {-size * 0.4:.0f} 0 0z" fill="{fill}"/>'
            )
    return f'<g transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})">{"".join(parts)}</g>'


def _birch(rng: Generator, x: float, wide: float, tone: str, mark: str, height: int) -> str:
    parts = [f'<path d="M{x - wide * 0.5} {height}C{x - wide * 0.42} {height * 0.6} {x - wide * 0.36} 400 {x - wide * 0.3} '
             f'-10H{x + wide * 0.3}C{x + wide * 0.34} 420 {x + wide * 0.44} {height * 0.6} {x + wide * 0.56} {height}z" '
             f'fill="{tone}"/>']  # fmt: skip
    y = rng.uniform(0, 40)
    while y < height - 60:
        side = -1 if rng.random() < 0.5 else 1
        reach = wide * rng.uniform(0.25, 0.6)
        edge = x + side * wide * (0.3 + 0.16 * y / height)
        parts.append(
            f'<path d="M{edge:.0f} {y:.0f}C{edge - side * reach * 0.5:.0f} {y - 3:.0f} {edge - side * reach:.0f} '
            f"{y + 3:.0f} {edge - side * reach:.0f} {y + 5:.0f}C{edge - side * reach * 0.6:.0f} {y + 8:.0f} "
            f'{edge - side * reach * 0.3:.0f} {y + 10:.0f} {edge:.0f} {y + 12:.0f}z" fill="{mark}"/>'
        )
        y += rng.uniform(24, 66)
    return "".join(parts)


FOX = (
    '<ellipse cx="505" cy="1262" rx="250" ry="24" fill="#0b1730"/>'
    '<path d="M585 1258C770 1290 880 1150 820 1000C804 958 776 926 750 892C750 960 742 1030 672 1078C610 1120 570 1180 585 '
    '1258z" fill="#b9482c"/><path d="M585 1258C700 1276 800 1180 790 1060C784 1130 700 1200 600 1206C588 1224 584 1240 585 '
    '1258z" fill="#8f3322"/><path d="M820 1000C804 958 776 926 750 892C750 922 749 952 740 980C764 1000 780 982 792 1012'
    'C802 996 812 1010 826 1016z" fill="#f8e9c6"/>'
    '<path d="M500 850C410 900 352 1040 352 1160C352 1230 380 1262 410 1262H600C640 1262 650 1210 648 1160C646 1040 590 '
    '900 500 850z" fill="#d4603a"/><path d="M500 850C590 900 646 1040 648 1160C650 1210 640 1262 600 1262H560C600 1200 '
    '606 1020 500 850z" fill="#b9482c"/>'
    '<path d="M352 1160C352 1100 380 1060 420 1080C470 1106 470 1200 440 1262H410C380 1262 352 1230 352 1160z" '
    'fill="#b9482c"/><path d="M648 1160C648 1100 620 1060 580 1080C530 1106 530 1200 560 1262H600C640 1262 648 1230 648 '
    '1160z" fill="#9c3a26"/>'
    '<path d="M500 930C440 970 432 1060 452 1130C466 1176 484 1190 500 1204C516 1190 534 1176 548 1130C568 1060 560 970 '
    '500 930z" fill="#f8e9c6"/><path d="M470 1040l12 22 18-14 18 14 12-22M462 1090l16 22 22-16 22 16 16-22" fill="none" '
    'stroke="#dcbf93" stroke-width="5"/>'
    '<path d="M452 1120C446 1180 446 1220 442 1262H496L500 1190z" fill="#d4603a"/><path d="M548 1120C554 1180 554 1220 558 '
    '1262H504L500 1190z" fill="#c25333"/><path d="M446 1204C446 1226 444 1244 440 1262H496L498 1216z" fill="#3a1d26"/>'
    '<path d="M554 1204C554 1226 556 1244 560 1262H504L502 1216z" fill="#2f1622"/>'
    '<path d="M500 972L366 842C356 800 352 730 362 650C400 676 436 712 452 744C484 734 516 734 548 744C564 712 600 676 638 '
    '650C648 730 644 800 634 842z" fill="#d4603a"/><path d="M500 972L634 842C644 800 648 730 638 650C600 676 564 712 548 '
    '744C532 738 516 736 500 736z" fill="#c25333"/>'
    '<path d="M380 688C400 706 420 726 432 750C412 762 394 784 384 806C376 766 376 724 380 688zM620 688C600 706 580 726 568 '
    '750C588 762 606 784 616 806C624 766 624 724 620 688z" fill="#3a1d26"/>'
    '<path d="M500 972L366 842C410 826 462 850 484 912C490 880 494 840 500 800C506 840 510 880 516 912C538 850 590 826 634 '
    '842z" fill="#f8e9c6"/><path d="M416 842C428 822 452 822 466 842C450 850 430 850 416 842zM584 842C572 822 548 822 534 '
    '842C550 850 570 850 584 842z" fill="#1a1226"/><circle cx="446" cy="835" r="4" fill="#fff"/><circle cx="558" cy="835" '
    'r="4" fill="#fff"/><path d="M478 944C486 936 514 936 522 944C520 962 508 974 500 978C492 974 480 962 478 944z" '
    'fill="#1a1226"/><path d="M500 736L488 770L500 790L512 770z" fill="#e98a55"/>'
)


def fox_cover(rng: Generator) -> Image.Image:
    """The Meridian Press cover: a fox that waits under a great moon."""
    width, height = 1000, 1500
    x: float
    y: float
    s: float
    parts = [f'<rect width="{width}" height="{height}" fill="#12203f"/>']
    for radius, tone in ((560, "#172a4d"), (480, "#1d355c"), (405, "#27456b")):
        parts.append(f'<circle cx="500" cy="520" r="{radius}" fill="{tone}"/>')
    parts.append('<circle cx="500" cy="520" r="335" fill="#f6e3b4"/>')
    for x, y, r in ((390, 380, 52), (610, 420, 34), (470, 560, 26), (650, 600, 60), (360, 610, 38), (540, 300, 22)):
        parts.append(f'<circle cx="{x}" cy="{y}" r="{r}" fill="#edd193"/><path d="M{x - r} {y}a{r} {r} 0 0 1 {r} {-r}'
                     f'a{r * 1.1} {r * 1.1} 0 0 0 {-r} {r}z" fill="#dbb872"/>')  # fmt: skip
    for _ in range(70):
        x, y, s = rng.uniform(0, width), rng.uniform(0, 760), rng.choice([3, 4, 6, 9])
        if math.hypot(x - 500, y - 520) > 420:
            parts.append(f'<path d="M{x:.0f} {y - s * 2:.0f}l{s * 0.5} {s * 1.5} {s * 1.5} {s * 0.5} {-s * 1.5} {s * 0.5} '
                         f'{-s * 0.5} {s * 1.5} {-s * 0.5} {-s * 1.5} {-s * 1.5} {-s * 0.5} {s * 1.5} {-s * 0.5}z" '
                         'fill="#f6e3b4"/>')  # fmt: skip
    # Three rows of stylised trees, darker as they come nearer.
    for base, tall, step, fill, vein in (
        (960, 330, 74, "#2f5d73", "#4f8390"), (1080, 360, 96, "#1f4a5f", "#3a7080"), (1180, 330, 118, "#16384f", "#2b5b6c"),
    ):  # fmt: skip
        x = rng.uniform(-40, 0)
        while x < width + 60:
            away = min(1.0, abs(x - 500) / 420)
            size = tall * (0.5 + 0.6 * away) * rng.uniform(0.85, 1.1)
            parts.append(leaf(x, base + 60, size, size * 0.42, rng.uniform(-5, 5), fill, vein))
            x += step * rng.uniform(0.8, 1.15)
        parts.append(f'<path d="M0 {base}C250 {base - 40} 420 {base + 40} 620 {base + 20}S900 {base - 40} 1000 {base}V1500'
                     f'H0z" fill="{fill}"/>')  # fmt: skip
    parts += [_birch(rng, x, w, "#e9dcc0", "#3a3a4c", height) for x, w in ((96, 74), (905, 92))]
    parts += [_birch(rng, x, w, "#9db0ae", "#24405a", height) for x, w in ((205, 44), (810, 40))]
    parts.append('<path d="M0 1230C200 1190 360 1240 520 1244S840 1200 1000 1236V1500H0z" fill="#0f2340"/>')
    parts.append(FOX)
    for x, y, s in ((250, 1296, 1.0), (296, 1310, 0.7), (742, 1316, 0.85)):
        parts.append(f'<g transform="translate({x} {y}) scale({s})"><path d="M-12 0C-8 -30 -8 -46 -6 -60H8C10 -40 10 -20 14 '
                     '0z" fill="#f8e9c6"/><path d="M-52 -52C-46 -108 46 -108 52 -52C20 -42 -20 -42 -52 -52z" fill="#d4603a"/>'
                     '<circle cx="-20" cy="-70" r="8" fill="#f8e9c6"/><circle cx="12" cy="-80" r="9" fill="#f8e9c6"/>'
                     '<circle cx="30" cy="-62" r="6" fill="#f8e9c6"/></g>')  # fmt: skip
    for _ in range(34):
        x = rng.uniform(-20, width + 20)
        tone = str(rng.choice(["#1d4d57", "#2a6a68", "#173c4e", "#3f8177"]))
        size = rng.uniform(120, 250) * (0.55 + 0.6 * min(1, abs(x - 500) / 420))
        parts.append(fern(x, rng.uniform(1480, 1540), size, rng.uniform(-34, 34), tone))
    for _ in range(26):
        x = rng.uniform(-10, width + 10)
        size = rng.uniform(80, 170) * (0.5 + 0.6 * min(1, abs(x - 500) / 420))
        fill, vein = (("#d99a35", "#f4cf7a"), ("#c2553a", "#e98a55"), ("#0c1a33", "#24486a"))[int(rng.integers(3))]
        parts.append(leaf(x, rng.uniform(1500, 1530), size, size * 0.5, rng.uniform(-48, 48), fill, vein))
    for x, y, s, turn in ((262, 900, 0.9, -20), (738, 830, 0.8, 24), (700, 940, 0.5, -14), (330, 1010, 0.55, 30)):
        parts.append(f'<g transform="translate({x} {y}) rotate({turn}) scale({s})" fill="#f6e3b4"><path d="M0 0C-14 -44 -70 '
                     '-50 -62 -12C-58 8 -20 8 0 0zM0 0C14 -44 70 -50 62 -12C58 8 20 8 0 0zM0 2C-10 30 -46 40 -44 16C-42 6 '
                     '-16 2 0 2zM0 2C10 30 46 40 44 16C42 6 16 2 0 2z"/><path d="M0 -14V24M0 -14L-10 -30M0 -14L10 -30" '
                     'stroke="#8a5a3a" stroke-width="4" fill="none"/><circle cx="-40" cy="-18" r="7" fill="#d99a35"/>'
                     '<circle cx="40" cy="-18" r="7" fill="#d99a35"/></g>')  # fmt: skip
    return render(page(width, height, "".join(parts))).convert("RGB")
