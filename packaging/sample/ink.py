"""Line art: a pointed nib, and hills engraved in ruled lines."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501

import math

import numpy as np
from PIL import Image

from sample.canvas import Field, Generator, clouds, fbm, grid, hexa, mix, picture, render, smoothstep
from sample.flat import Point, page


def bezier(a: Point, b: Point, c: Point, d: Point, steps: int = 24) -> list[Point]:
    """Points along a cubic curve."""
    t = np.linspace(0, 1, steps)[:, None]
    p, q, r, s = (np.array(v) for v in (a, b, c, d))
    curve = (1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * q + 3 * t * t * (1 - t) * r + t**3 * s
    return [(float(x), float(y)) for x, y in curve]


def nib(points: list[Point], wide: float, *, fill: str = "#241f2b", rng: Generator | None = None) -> str:
    """A line of a pointed nib through the points: thin at both ends, swelling between."""
    way = np.array(points)
    step = np.gradient(way, axis=0)
    normal = np.stack([-step[:, 1], step[:, 0]], 1) / (np.hypot(step[:, 0], step[:, 1])[:, None] + 1e-6)
    t = np.linspace(0, 1, len(way))
    swell = wide * (0.22 + 0.78 * np.sin(np.pi * t**0.8) ** 0.8) / 2
    if rng is not None:
        swell = swell * (1 + 0.25 * np.interp(t, np.linspace(0, 1, 7), rng.normal(0, 1, 7)))
    left, right = way + normal * swell[:, None], way - normal * swell[:, None]
    outline = np.concatenate([left, right[::-1]])
    return f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in outline)}z" fill="{fill}"/>'


def _rule(ink: Field, where: Field, thick: Field, seen: Field) -> None:
    """One engraved line over all columns: its height, its thickness, and whether it is seen, for each."""
    height, width = ink.shape
    columns = np.arange(width)
    middle = np.floor(where).astype(int)
    for offset in range(-4, 5):
        row = middle + offset
        cover = np.clip(thick / 2 + 0.5 - np.abs(row - where), 0, 1) * seen
        good = (row >= 0) & (row < height) & (cover > 0)
        spot = (row[good], columns[good])
        ink[spot] = np.maximum(ink[spot], cover[good])


def engraved_hills(rng: Generator) -> Image.Image:
    """Fells in ruled lines that swell where the land turns from the sun."""
    scale, width, height = 2, 1300, 860
    w, h = width * scale, height * scale
    ink = np.zeros((h, w), np.float32)
    x, y = grid(w, h)
    sun_x, sun_y, sun_r = 0.3 * w, 0.25 * h, 0.085 * h
    cloud = clouds(rng, w, h, 360, stretch=3.4)
    bank = smoothstep(0.5, 0.66, cloud)
    away = np.hypot(x - sun_x, y - sun_y)
    tone = np.clip(0.62 - 0.55 * y / h - 0.35 * np.exp(-(((away - sun_r) / 320) ** 2)), 0.06, 1)
    tone = np.where(bank > 0.4, 0.04 + 0.35 * smoothstep(0.62, 0.85, cloud), tone)
    tone = np.where(away < sun_r, 0, tone)
    for index, line in enumerate(np.arange(6, h * 0.62, 8.5)):
        row = np.clip(np.full(w, line), 0, h - 1).astype(int)
        wave = line + 2.2 * np.sin(np.arange(w) / 190 + index * 0.4)
        dark = tone[row, np.arange(w)]
        _rule(ink, wave.astype(np.float32), dark * 8.5, (dark > 0.085).astype(np.float32))
    ring = np.abs(away - sun_r)
    ink = np.maximum(ink, np.clip(2.2 - ring, 0, 1))
    for ray in range(72):
        a = math.tau * ray / 72
        reach = sun_r * (1.25 if ray % 2 else 1.5)
        for t in np.arange(sun_r * 1.1, reach, 0.7):
            px, py = round(sun_x + t * math.cos(a)), round(sun_y + t * math.sin(a))
            ink[py - 1 : py + 2, px - 1 : px + 2] = 1
    # The land from near to far; a line is seen only above all nearer ones.
    sky, ink = ink, np.zeros_like(ink)
    relief = 1 - np.abs(fbm(rng, w, 700, 300, stretch=2.4, octaves=2) * 2 - 1)
    detail = fbm(rng, w, 700, 90, stretch=2, octaves=3) - 0.5
    skyline = np.full(w, h + 40.0, np.float32)
    columns = np.arange(w)
    for depth in range(190):
        t = depth / 189
        strip = int(t**0.85 * 699)
        rise = (
            relief[strip] ** 1.5
            * (0.04 + 0.3 * t**1.2)
            * h
            * (1 - 0.35 * smoothstep(0.9, 1.0, np.asarray(t, np.float32)))
        )
        valley = 1 - 0.85 * np.exp(-(((columns / w - 0.56 + 0.14 * math.sin(t * 7)) / 0.15) ** 2)) * (1 - t**3)
        place = h * (1.02 - 0.47 * t**0.72) - (rise + detail[strip] * 60 * (0.3 + t)) * valley
        place = np.convolve(np.pad(place, 4, "edge"), np.ones(9) / 9, "valid").astype(np.float32)
        slope = np.gradient(place)
        lean = place - np.convolve(np.pad(place, 60, "edge"), np.ones(121) / 121, "valid")
        shade = np.clip(0.26 + 1.7 * slope + 0.004 * lean, 0.03, 1) * (1 - 0.45 * t)
        seen = place < skyline - 3.2
        _rule(ink, place, (0.9 + shade * 6.5).astype(np.float32), seen.astype(np.float32))
        skyline = np.minimum(skyline, place)
    # Ground is paper under its own lines: the sky's end at its edge, which is drawn firmly.
    ink = np.where(y < skyline, sky, ink)
    _rule(ink, skyline, np.full(w, 3.2, np.float32), np.ones(w, np.float32))
    art = Image.fromarray(((1 - ink) * 255).astype(np.uint8)).convert("RGBA")
    front = render(page(w, h, _near(rng, w, h)))
    art.alpha_composite(front)
    small = np.asarray(art.convert("L").resize((width, height), Image.Resampling.LANCZOS), np.float32) / 255
    # Few tones, as a plate has, which LZW also likes.
    steps = np.round(np.clip((small - 0.04) * 1.08, 0, 1) * 10) / 10
    return picture(mix(np.broadcast_to(hexa("#1c2233"), (height, width, 3)), hexa("#f6eedc"), steps))


def _tree(rng: Generator, x: float, base: float, tall: float) -> str:
    """An oak: a hatched trunk and clumps of scribbled leaves, dark on the side away from the sun."""
    parts = [f'<path d="M{x - tall * 0.05} {base}C{x - tall * 0.03} {base - tall * 0.3} {x - tall * 0.05} {base - tall * 0.4} '
             f'{x - tall * 0.16} {base - tall * 0.6}H{x + tall * 0.18}C{x + tall * 0.06} {base - tall * 0.4} '
             f'{x + tall * 0.04} {base - tall * 0.3} {x + tall * 0.07} {base}z" fill="#fff" stroke="#000" '
             'stroke-width="4"/>']  # fmt: skip
    for line in range(16):
        px = x - tall * 0.035 + tall * 0.1 * line / 16
        dark = 2 + 5 * line / 16
        parts.append(f'<path d="M{px:.0f} {base}q{rng.normal(0, 5):.0f} {-tall * 0.2:.0f} {rng.normal(0, 4):.0f} '
                     f'{-tall * 0.52:.0f}" stroke="#000" stroke-width="{dark:.1f}" fill="none"/>')  # fmt: skip
    clumps = []
    for _ in range(64):
        a, d = rng.uniform(0, math.tau), math.sqrt(rng.random())
        clumps.append((0.36 * d * math.cos(a) + 0.02, -0.72 + 0.25 * d * math.sin(a), rng.uniform(0.06, 0.1)))
    clumps.sort(key=lambda c: c[1])
    for cx, cy, r in clumps:
        px, py, pr = x + cx * tall, base + cy * tall, r * tall
        edge = []
        for k in range(17):
            a = math.tau * k / 17
            edge.append(f"{px + pr * math.cos(a):.0f} {py + pr * 0.8 * math.sin(a):.0f}")
        bump = pr * 0.17
        arcs = "".join(f"A{bump:.0f} {bump:.0f} 0 0 1 {p}" for p in (*edge[1:], edge[0]))
        parts.append(f'<path d="M{edge[0]}{arcs}z" fill="#fff" stroke="#000" stroke-width="4"/>')
        shade = max(0.0, cx * 1.6 + (cy + 0.72) * 1.7 + 0.4)
        for _ in range(16 + int(75 * shade)):
            a, d = rng.uniform(-0.7 - shade, 2.2 + shade), pr * math.sqrt(rng.random()) * 0.95
            lx, ly = px + d * math.cos(a), py + d * 0.8 * math.sin(a)
            parts.append(f'<path d="M{lx:.0f} {ly:.0f}q7 -10 15 -3" stroke="#000" fill="none" '
                         f'stroke-width="{2.5 + 3 * d / pr * rng.random():.1f}"/>')  # fmt: skip
    return "".join(parts)


def _near(rng: Generator, w: int, h: int) -> str:
    """What stands before us: a dry wall, a gate post, an oak, grass, and birds far off."""
    parts = [_tree(rng, w * 0.83, h * 0.93, h * 0.66)]
    top = h * 0.885
    parts.append(
        f'<path d="M0 {h}V{top + 40}C{w * 0.2} {top - 30} {w * 0.5} {top + 60} {w} {top + 6}V{h}z" fill="#fff"/>'
    )
    for course in range(7):
        px = -rng.uniform(0, 80)
        while px < w:
            wide = rng.uniform(60, 150)
            lift = 32 * math.sin(px / w * 5 + 2.4)
            y0 = top + 22 + course * 34 + lift * 0.8 + rng.uniform(-4, 4)
            tall = 30
            parts.append(f'<path d="M{px + 4:.0f} {y0:.0f}q{wide * 0.5:.0f} {rng.uniform(-9, 2):.0f} {wide - 8:.0f} 0q5 '
                         f'{tall * 0.5} 0 {tall}q{-wide * 0.5:.0f} {rng.uniform(-2, 6):.0f} {8 - wide:.0f} 0q-6 '
                         f'{-tall * 0.5} 0 {-tall}z" fill="#fff" stroke="#000" stroke-width="4.500"/>')  # fmt: skip
            for k in range(int(wide / 9)):
                sx = px + wide - 10 - k * 7
                parts.append(f'<path d="M{sx:.0f} {y0 + tall - 3:.0f}l5 {-tall * (0.85 - k * 0.045):.0f}" stroke="#000" '
                             'stroke-width="2.600"/>')  # fmt: skip
            px += wide
    for _ in range(420):
        px = rng.uniform(0, w)
        foot = top + 36 + 28 * math.sin(px / w * 5 + 2.4) + rng.uniform(-2, 8)
        lean = rng.normal(0, 16)
        parts.append(nib(bezier((px, foot), (px, foot - 20), (px + lean * 0.5, foot - 40), (px + lean, foot - rng.uniform(30, 90)), 8), 6,
                         fill="#000"))  # fmt: skip
    for bx, by, s in ((0.5, 0.2, 1.0), (0.545, 0.17, 0.8), (0.58, 0.215, 0.7), (0.47, 0.155, 0.6), (0.62, 0.16, 0.55)):
        cx, cy = bx * w, by * h
        parts.append(nib(bezier((cx - 60 * s, cy - 16 * s), (cx - 40 * s, cy - 40 * s), (cx - 12 * s, cy - 24 * s), (cx, cy)), 13 * s,
                         fill="#000"))  # fmt: skip
        parts.append(nib(bezier((cx, cy), (cx + 14 * s, cy - 30 * s), (cx + 44 * s, cy - 40 * s), (cx + 66 * s, cy - 8 * s)), 13 * s,
                         fill="#000"))  # fmt: skip
    return "".join(parts)
