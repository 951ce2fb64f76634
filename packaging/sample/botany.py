"""A foxglove in ink and wash, on a torn sheet with nothing behind it."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501, PERF401

import math

import numpy as np
from PIL import Image

from sample.canvas import Field, Generator, clouds, grid, hexa, mix, over, render, smoothstep
from sample.flat import Point, page
from sample.ink import bezier, nib

WIDTH, HEIGHT = 1000, 1400
INK = "#2c2430"


def _bell(rng: Generator, x: float, y: float, s: float, turn: float) -> tuple[str, str]:
    """One flower: its wash, and its ink."""
    place = f'transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f}) scale({s:.2f})"'
    body = "M-16 0C-34 30 -46 84 -48 122C-60 134 -58 152 -44 150C-30 168 -14 172 0 164C16 174 34 166 44 150C60 150 60 132 48 " \
           "122C46 84 34 30 16 0C8 -8 -8 -8 -16 0z"  # fmt: skip
    wash = (
        f'<g {place}><path d="{body}" fill="url(#bell)"/><path d="M-12 6C-28 40 -38 84 -38 120C-28 100 -22 50 -2 4z" '
        'fill="#fbe3ef" opacity=".75"/><path d="M14 6C30 40 42 84 44 124C30 104 22 50 6 4z" fill="#8e2a6c" opacity=".5"/>'
        '<path d="M-46 128C-30 108 30 108 46 128C40 152 20 160 0 158C-20 160 -40 150 -46 128z" fill="#fbeaf0"/>'
        '<path d="M-36 126C-20 114 20 114 36 126C26 140 -26 140 -36 126z" fill="#a8447f" opacity=".75"/></g>'
    )
    lines = [
        nib(bezier((-16, 0), (-34, 30), (-46, 84), (-48, 122)), 4.5, fill=INK, rng=rng),
        nib(bezier((16, 0), (34, 30), (46, 84), (48, 122)), 6, fill=INK, rng=rng),
        nib(bezier((-48, 122), (-64, 134), (-58, 156), (-42, 149)), 3.5, fill=INK),
        nib(bezier((-44, 149), (-30, 172), (-10, 172), (2, 163)), 4.5, fill=INK),
        nib(bezier((-2, 164), (14, 176), (36, 170), (44, 149)), 5, fill=INK),
        nib(bezier((42, 150), (62, 152), (62, 132), (48, 122)), 4, fill=INK),
        nib(bezier((-47, 124), (-30, 106), (30, 106), (47, 124)), 3, fill=INK),
    ]
    for k in range(5):
        t = k / 4
        lines.append(nib(bezier((15 + 16 * t, 26 + 18 * k), (17 + 14 * t, 34 + 18 * k), (19 + 12 * t, 44 + 18 * k),
                                (18 + 12 * t, 54 + 18 * k), 10), 2.0, fill=INK))  # fmt: skip
    for _ in range(9):
        px, py = rng.normal(0, 15), rng.uniform(122, 154)
        lines.append(f'<ellipse cx="{px:.0f}" cy="{py:.0f}" rx="{rng.uniform(2, 4):.1f}" ry="{rng.uniform(2, 3.5):.1f}" '
                     'fill="#6a1748"/>')  # fmt: skip
    cup = "M-20 8C-34 -4 -26 -20 -12 -18C-8 -30 8 -30 12 -18C26 -20 34 -4 20 8C8 2 -8 2 -20 8z"
    wash += f'<g {place}><path d="{cup}" fill="#7f9a4f"/><path d="M2 2C10 -2 24 -8 26 -4L20 8z" fill="#4f6d3a"/></g>'
    lines.append(f'<path d="{cup}" fill="none" stroke="{INK}" stroke-width="3"/>')
    hide = f'<path d="{body}{cup}" fill="#fff"/>'
    return wash, f"<g {place}>{hide}{''.join(lines)}</g>"


def _leaf(rng: Generator, x: float, y: float, long: float, turn: float, bend: float) -> tuple[str, str]:
    """A wrinkled leaf from its foot: wash with a light and a dark half, and its veins."""
    place = f'transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f})"'
    wide = long * 0.21
    tip = (bend, -long)
    mid = bezier((0, 0), (0, -long * 0.35), (bend * 0.3, -long * 0.7), tip, 30)
    sides = []
    for hand in (-1, 1):
        sides.append([(px + hand * wide * math.sin(math.pi * (i / 29) ** 0.8) ** 0.9 + hand * 2.4 * math.sin(i * 2.1), py)
                      for i, (px, py) in enumerate(mid)])  # fmt: skip
    path = ["M" + "L".join(f"{px:.0f} {py:.0f}" for px, py in (*mid, *reversed(side))) + "z" for side in sides]
    wash = f'<g {place}><path d="{path[0]}" fill="url(#leafa)"/><path d="{path[1]}" fill="url(#leafb)"/></g>'
    lines = [nib(mid, 5, fill=INK, rng=rng), *(nib(side, 4.2, fill=INK, rng=rng) for side in sides)]
    for i in range(3, 27, 2):
        for side in sides:
            end = side[min(29, i + 3)]
            a = mid[i]
            reach = ((end[0] - a[0]) * 0.9 + a[0], (end[1] - a[1]) * 0.9 + a[1])
            lines.append(nib(bezier(a, (a[0] + (reach[0] - a[0]) * 0.4, a[1] - 3), (reach[0], reach[1] + 14), reach, 10), 2.6,
                             fill=INK))  # fmt: skip
            for k in (0.45, 0.7):
                px, py = a[0] + (reach[0] - a[0]) * k, a[1] + (reach[1] - a[1]) * k
                lines.append(nib([(px, py), (px + 3, py - 7), (px + 2, py - 14)], 1.8, fill=INK))
    hide = f'<path d="{path[0]}{path[1]}" fill="#fff"/>'
    return wash, f"<g {place}>{hide}{''.join(lines)}</g>"


def _study(rng: Generator) -> tuple[str, str]:
    """Beside the plant: a flower cut open, a capsule, seeds."""
    wash = (
        '<g transform="translate(795 1010)"><path d="M-14 -92C-40 -50 -70 30 -72 84C-40 112 40 112 72 84C70 30 40 -50 14 -92z" '
        'fill="url(#bell)" opacity=".55"/><path d="M-6 -80C-22 -30 -36 30 -30 82C-10 90 10 90 30 82C36 30 22 -30 6 -80z" '
        'fill="#fdf0f2"/></g><g transform="translate(800 1226)"><path d="M0 -64C36 -50 44 10 30 40C14 54 -14 54 -30 40C-44 10 '
        '-36 -50 0 -64z" fill="#b99a5c"/><path d="M0 -64C36 -50 44 10 30 40C20 48 8 50 2 50C22 10 18 -40 0 -64z" '
        'fill="#84683a"/></g>'
    )
    ink = [
        nib(bezier((-14, -92), (-40, -50), (-70, 30), (-72, 84)), 4, fill=INK, rng=rng),
        nib(bezier((14, -92), (40, -50), (70, 30), (72, 84)), 4, fill=INK, rng=rng),
        nib(bezier((-72, 84), (-40, 116), (40, 116), (72, 84)), 5, fill=INK),
        nib(bezier((0, -88), (3, -40), (-3, 10), (0, 52)), 4, fill=INK),
    ]
    for hand in (-1, 1):
        ink.append(nib(bezier((hand * 6, -76), (hand * 26, -40), (hand * 34, 0), (hand * 16, 40)), 4, fill=INK))
        ink.append(f'<ellipse cx="{hand * 15}" cy="46" rx="9" ry="14" transform="rotate({hand * 28} {hand * 15} 46)" '
                   f'fill="#e2b84a" stroke="{INK}" stroke-width="3"/>')  # fmt: skip
    for _ in range(26):
        px, py = rng.normal(0, 13), rng.uniform(-20, 90)
        ink.append(f'<circle cx="{px:.0f}" cy="{py:.0f}" r="{rng.uniform(1.5, 3.6):.1f}" fill="#7a1f55"/>')
    body = f'<g transform="translate(795 1010)">{"".join(ink)}</g>'
    ink = [
        nib(bezier((0, -64), (36, -50), (44, 10), (30, 40)), 5, fill=INK, rng=rng),
        nib(bezier((0, -64), (-36, -50), (-44, 10), (-30, 40)), 3.5, fill=INK, rng=rng),
        nib(bezier((-30, 40), (-14, 56), (14, 56), (30, 40)), 4.5, fill=INK),
        nib(bezier((0, -64), (-6, -80), (6, -92), (2, -104)), 4, fill=INK),
        nib(bezier((0, -62), (10, -20), (8, 20), (0, 48)), 3, fill=INK),
    ]
    for k in range(12):
        ink.append(nib(bezier((12 + k * 1.6, -40 + k * 7), (20, -36 + k * 7), (26, -34 + k * 7), (33, -36 + k * 7), 8), 2.2,
                       fill=INK))  # fmt: skip
    body += f'<g transform="translate(800 1226)">{"".join(ink)}</g>'
    for _ in range(15):
        px, py = 800 + rng.normal(0, 52), 1318 + rng.normal(0, 11)
        body += f'<ellipse cx="{px:.0f}" cy="{py:.0f}" rx="4" ry="6" fill="#5a3a24" transform="rotate({rng.integers(180)} ' \
                f'{px:.0f} {py:.0f})"/>'  # fmt: skip
    return wash, body


def _taper(way: list[Point], wide: float, fill: str, shift: float = 0.0) -> str:
    """A stem that grows thinner toward its tip."""
    last = len(way) - 1
    left = [(x - wide / 2 * (1 - 0.8 * i / last) + shift, y) for i, (x, y) in enumerate(way)]
    right = [(x + wide / 2 * (1 - 0.8 * i / last) + shift, y) for i, (x, y) in enumerate(way)]
    outline = "L".join(f"{x:.1f} {y:.1f}" for x, y in (*left, *reversed(right)))
    return f'<path d="M{outline}z" fill="{fill}"/>'


def _bud(x: float, y: float, s: float, turn: float) -> tuple[str, str]:
    """A flower not yet open, in its green cup."""
    place = f'transform="translate({x:.0f} {y:.0f}) rotate({turn:.0f}) scale({s:.2f})"'
    body = "M-12 10C-24 40 -22 74 0 82C22 74 24 40 12 10z"
    cup = "M-20 12C-24 -8 -10 -14 0 -14C10 -14 24 -8 20 12C16 34 8 22 0 40C-8 22 -16 34 -20 12z"
    wash = f'<g {place}><path d="{body}" fill="#dba0bd"/><path d="{cup}" fill="#8aa558"/></g>'
    lines = [
        f'<path d="{body}{cup}" fill="#fff"/>',
        nib(bezier((-12, 10), (-26, 44), (-22, 74), (0, 82)), 4, fill=INK),
        nib(bezier((12, 10), (26, 44), (22, 74), (0, 82)), 5.5, fill=INK),
        nib(bezier((8, 30), (13, 46), (11, 60), (4, 72)), 2.5, fill=INK),
        f'<path d="{cup}" fill="#fff" stroke="{INK}" stroke-width="3.5"/>',
        nib(bezier((0, -10), (3, 4), (-2, 16), (0, 34)), 3, fill=INK),
    ]
    return wash, f"<g {place}>{''.join(lines)}</g>"


def _plate(rng: Generator) -> tuple[str, str]:
    washes, inks = [], []

    def put(pair: tuple[str, str]) -> None:
        washes.append(pair[0])
        inks.append(pair[1])

    stem = bezier((430, 1330), (400, 1000), (470, 520), (408, 104), 80)
    young = bezier((446, 1330), (500, 1080), (640, 840), (664, 420), 80)
    x: float
    y: float
    turn: float
    hand: float
    for x, y, long, turn, bend in (
        (430, 1310, 330, -78, -40), (446, 1316, 320, 74, 40), (425, 1280, 370, -50, -60), (446, 1276, 330, 48, 50),
        (428, 1200, 300, -28, -50), (470, 1170, 240, 60, 34),
    ):  # fmt: skip
        put(_leaf(rng, x, y, long, turn, bend))
    for way, wide in ((young, 13.0), (stem, 18.0)):
        washes.append(_taper(way, wide, "#7f9a4f") + _taper(way, wide * 0.4, "#4f6d3a", wide * 0.26))
        outline = _taper(way, wide, "#fff")
        inks.append(outline)
        for side in (-1, 1):
            inks.append(
                nib(
                    [(x + side * wide / 2 * (1 - 0.8 * i / 80), y) for i, (x, y) in enumerate(way)],
                    4.5,
                    fill=INK,
                    rng=rng,
                )
            )
        for i in range(66):
            x, y = way[i]
            inks.append(nib([(x + wide * 0.4, y), (x + wide * 0.25, y - 4), (x + wide * 0.05, y - 3)], 1.8, fill=INK))
    for tier in range(9):
        t = tier / 8
        x, y = young[int(46 + 33 * t)]
        for hand in (-1, 1):
            put(_bud(x + hand * 4, y, 1.15 - 0.8 * t, -hand * (52 + 40 * t)))
    # Flowers: large and open below, buds above.
    for tier in range(15):
        t = tier / 14
        x, y = stem[int(24 + 46 * t)]
        size = 1.1 * (1 - t) ** 0.66 + 0.16
        turns = [hand * (36 + rng.uniform(-5, 6) + 34 * t) for hand in ((-1, 1) if tier % 2 else (1, -1))]
        for turn in turns:
            put(
                _bell(
                    rng,
                    x - math.copysign(9 - 4 * t, turn),
                    y - math.copysign(12, turn),
                    size * rng.uniform(0.93, 1.05),
                    turn,
                )
            )
        if tier % 2 == 0 and tier < 11:
            put(_bell(rng, x + rng.uniform(-10, 10), y + 4, size * 0.98, rng.uniform(-12, 12)))
    for hand, lift in ((-1, 0), (1, 6), (-0.4, 20), (0.5, 24)):
        x, y = stem[74]
        put(_bud(x, y - lift, 0.42, -hand * 70 - 180 * (abs(hand) < 1)))
    wash, body = _study(rng)
    up = '<g transform="translate(6 -34)">'
    return f"{up}{''.join(washes)}{wash}</g>", f"{up}{''.join(inks)}{body}</g>"


DEFS = (
    '<defs><linearGradient id="bell" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="#d98ab8"/><stop offset=".5" '
    'stop-color="#c45a9c"/><stop offset="1" stop-color="#dd93bf"/></linearGradient><linearGradient id="leafa" x1="0" x2="0" '
    'y1="0" y2="1"><stop offset="0" stop-color="#a9bd6c"/><stop offset="1" stop-color="#6f9058"/></linearGradient>'
    '<linearGradient id="leafb" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="#7d9c58"/><stop offset="1" '
    'stop-color="#41683f"/></linearGradient></defs>'
)


def _sheet(rng: Generator) -> Field:
    """How much of the torn sheet is at each pixel."""
    x, y = grid(WIDTH, HEIGHT)
    inset = np.minimum(np.minimum(x, WIDTH - 1 - x), np.minimum(y, HEIGHT - 1 - y))
    ragged = 10 + (clouds(rng, WIDTH, HEIGHT, 60, stretch=1) - 0.5) * 16
    return smoothstep(0, 2.5, (inset - ragged).astype(np.float32))


def foxglove(rng: Generator) -> Image.Image:
    """RGBA; outside the sheet the colour is the paper's, fully transparent."""
    washes, inks = _plate(rng)
    paper = np.broadcast_to(hexa("#f7f0df"), (HEIGHT, WIDTH, 3)).astype(np.float32)
    wash = np.asarray(render(page(WIDTH, HEIGHT, DEFS + washes)), np.float32) / 255
    # Pigment settles unevenly, wanders a little past the line, and dries darker at its edge. Few steps keep the file small.
    pools = np.round(clouds(rng, WIDTH, HEIGHT, 70, stretch=1) * 14) / 14
    x, y = grid(WIDTH, HEIGHT)
    drift = (clouds(rng, WIDTH, HEIGHT, 40, stretch=1) - 0.5) * 14
    row = np.clip(y + drift, 0, HEIGHT - 1).astype(int)
    column = np.clip(x + drift[:, ::-1], 0, WIDTH - 1).astype(int)
    wash = wash[row, column]
    strength = wash[..., 3] * (0.62 + 0.5 * pools)
    colour = mix(paper, wash[..., :3] * (1.06 - 0.16 * pools[..., None]), np.clip(strength, 0, 1))
    colour = np.round(colour * 51) / 51
    # Ink lies over wash as ink does: the darker wins, and white in the drawing only hides lines behind it.
    lines = np.asarray(
        render(page(WIDTH, HEIGHT, f'<path d="M0 0H{WIDTH}V{HEIGHT}H0z" fill="#fff"/>{inks}')), np.float32
    )
    colour = (colour * lines[..., :3] / 255).astype(np.float32)
    frame = (f'<path d="M44 44H{WIDTH - 44}V{HEIGHT - 44}H44z" fill="none" stroke="{INK}" stroke-width="3"/>'
             f'<path d="M53 53H{WIDTH - 53}V{HEIGHT - 53}H53z" fill="none" stroke="{INK}" stroke-width="1.500"/>')  # fmt: skip
    colour = over(colour, render(page(WIDTH, HEIGHT, frame)))
    sheet = _sheet(rng)
    shade = mix(hexa("#d8c9a8"), colour, smoothstep(0.5, 1, sheet))
    shade = np.where((sheet > 0)[..., None], shade, paper)
    rgba = np.concatenate([np.clip(shade, 0, 1), sheet[..., None]], -1)
    return Image.fromarray((rgba * 255 + 0.5).astype(np.uint8), "RGBA")
