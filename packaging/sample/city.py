"""A railway poster of a city in flat colour. It stays SVG: every shape is text."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501, PERF401

import math

from sample.canvas import Generator
from sample.flat import page

WIDTH, HEIGHT, QUAY = 1400, 1000, 770
FAR = ("#f0a079", "#eb8f6f", "#f4b184")
MIDDLE = ("#c9605a", "#b5525a", "#d87058", "#9c4a5c")
NEAR = ("#1f5a68", "#17465a", "#2a7076", "#24384f", "#e9b04a", "#f3e3c0", "#a83f4b")


def _windows(rng: Generator, x: float, y: float, wide: float, tall: float, dark: str, lit: str) -> str:
    """One of four patterns of windows, as two paths."""
    pattern = int(rng.integers(4))
    paths = {dark: "", lit: ""}
    if pattern == 0:
        for row in range(int((tall - 20) // 26)):
            paths[dark] += f"M{x + 10:.0f} {y + 16 + row * 26:.0f}h{wide - 20:.0f}v9h{20 - wide:.0f}z"
        return f'<path d="{paths[dark]}" fill="{dark}"/>'
    w, h, gap = ((8, 14, 18), (14, 14, 26), (6, 24, 15))[pattern - 1]
    columns = max(1, int((wide - 12) // gap))
    left = x + (wide - (columns - 1) * gap - w) / 2
    for row in range(int((tall - 20) // (h + 12))):
        for column in range(columns):
            tone = lit if rng.random() < 0.28 else dark
            paths[tone] += f"M{left + column * gap:.0f} {y + 16 + row * (h + 12):.0f}h{w}v{h}h{-w}z"
    return "".join(f'<path d="{d}" fill="{tone}"/>' for tone, d in paths.items() if d)


def _roof(rng: Generator, x: float, y: float, wide: float, fill: str, dark: str) -> str:
    kind = int(rng.integers(6))
    mid = x + wide / 2
    if kind == 0:
        return f'<path d="M{x:.0f} {y:.0f}L{mid:.0f} {y - wide * 0.6:.0f}L{x + wide:.0f} {y:.0f}z" fill="{dark}"/>'
    if kind == 1:
        return (f'<path d="M{x + wide * 0.15:.0f} {y:.0f}v-26h{wide * 0.7:.0f}v26zM{x + wide * 0.3:.0f} {y - 26:.0f}v-24h'
                f'{wide * 0.4:.0f}v24z" fill="{fill}"/><path d="M{mid:.0f} {y - 50:.0f}v-54" stroke="{dark}" '
                'stroke-width="4"/>')  # fmt: skip
    if kind == 2:
        r = wide * 0.42
        return (f'<path d="M{mid - r:.0f} {y:.0f}a{r:.0f} {r:.0f} 0 0 1 {2 * r:.0f} 0z" fill="{dark}"/>'
                f'<path d="M{mid:.0f} {y - r:.0f}v-34" stroke="{dark}" stroke-width="5"/>')  # fmt: skip
    if kind == 3:
        return f'<path d="M{x:.0f} {y:.0f}L{x + wide:.0f} {y - wide * 0.5:.0f}V{y:.0f}z" fill="{fill}"/>'
    if kind == 4:
        return (f'<path d="M{mid - 16:.0f} {y:.0f}v-16M{mid + 16:.0f} {y:.0f}v-16" stroke="{dark}" stroke-width="4"/>'
                f'<path d="M{mid - 22:.0f} {y - 14:.0f}v-30l22 -18 22 18v30z" fill="{dark}"/>')  # fmt: skip
    return f'<path d="M{x - 5:.0f} {y + 2:.0f}h{wide + 10:.0f}v-12h{-wide - 10:.0f}z" fill="{dark}"/>'


def _row(rng: Generator, base: float, low: float, high: float, wide: tuple[float, float], tones: tuple[str, ...],
         dark: str, lit: str) -> str:  # fmt: skip
    parts, x = [], -30.0
    while x < WIDTH:
        w = rng.uniform(*wide)
        swell = 0.5 + 0.5 * math.sin(x / 210 + base / 90)
        tall = low + (high - low) * (0.35 * rng.random() + 0.65 * swell)
        fill, y = str(rng.choice(tones)), base - tall
        shade = dark if fill != dark else lit
        parts.append(_roof(rng, x, y, w, fill, shade))
        parts.append(f'<path d="M{x:.0f} {base:.0f}V{y:.0f}h{w:.0f}V{base:.0f}z" fill="{fill}"/>')
        parts.append(_windows(rng, x, y, w, tall, shade, lit))
        parts.append(f'<path d="M{x + w * 0.72:.0f} {base:.0f}V{y:.0f}h{w * 0.28:.0f}V{base:.0f}z" fill="#2a1c40" '
                     'opacity=".16"/>')  # fmt: skip
        x += w + rng.uniform(-4, 6)
    return "".join(parts)


def _train(x: float, y: float) -> str:
    cars = []
    for car in range(5):
        left = x - car * 152
        nose = "h104c22 0 38 16 42 46h-146z" if car == 0 else "h146v46h-146z"
        cars.append(f'<path d="M{left} {y - 46}{nose}" fill="#f6ead0"/><path d="M{left} {y - 14}h146v14h-146z" '
                    f'fill="#b8404a"/><path d="M{left + 10} {y - 38}h24v16h-24zM{left + 42} {y - 38}h24v16h-24z'
                    f'M{left + 74} {y - 38}h24v16h-24z" fill="#1f4a5c"/>')  # fmt: skip
    return "".join(cars)


def _bridge() -> str:
    deck, arches = QUAY - 96, []
    for left in range(-80, WIDTH, 186):
        arches.append(f"M{left} {HEIGHT - 90}V{deck + 96}a76 76 0 0 1 152 0V{HEIGHT - 90}z")
    return (
        f'<path fill-rule="evenodd" d="M0 {deck}H{WIDTH}V{HEIGHT - 90}H0z{"".join(arches)}" fill="#24384f"/>'
        f'<path d="M0 {deck - 9}H{WIDTH}v14H0z" fill="#e9b04a"/>'
        + "".join(f'<path d="M{x} {deck + 26}h10v10h-10z" fill="#e9b04a"/>' for x in range(5, WIDTH, 31))
        + "".join(f'<path d="M{x} {deck - 8}v-64M{x} {deck - 72}q14 -14 28 0" stroke="#24384f" stroke-width="4" '
                  'fill="none"/>' for x in range(40, WIDTH, 186))
    )  # fmt: skip


def city_poster(rng: Generator) -> str:
    """Morning, and the early train over the viaduct."""
    sun_x, sun_y = 930, 400
    x: float
    y: float
    parts = [f'<title>Northline: the early train</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffe2b0"/>']
    for ray in range(24):
        a, b = math.radians(ray * 15 - 4), math.radians(ray * 15 + 4)
        parts.append(f'<path d="M{sun_x} {sun_y}L{sun_x + 1500 * math.cos(a):.0f} {sun_y + 1500 * math.sin(a):.0f}L'
                     f'{sun_x + 1500 * math.cos(b):.0f} {sun_y + 1500 * math.sin(b):.0f}z" fill="#ffcf92"/>')  # fmt: skip
    for r, tone in ((250, "#ffc27c"), (196, "#fba35c"), (142, "#f2674a")):
        parts.append(f'<circle cx="{sun_x}" cy="{sun_y}" r="{r}" fill="{tone}"/>')
    for x, y, s in ((180, 150, 1.3), (560, 90, 0.8), (1210, 190, 1.1), (420, 260, 0.7)):
        parts.append(f'<path transform="translate({x} {y}) scale({s})" d="M-130 0a34 34 0 0 1 40 -34a52 52 0 0 1 96 -14a40 40 0 '
                     '0 1 70 18a30 30 0 0 1 44 30z" fill="#fff4da"/>')  # fmt: skip
    parts.append(f'<g opacity=".8">{_row(rng, QUAY, 200, 470, (44, 84), FAR, "#e07a62", "#ffdfae")}</g>')
    parts.append(_row(rng, QUAY, 120, 380, (56, 104), MIDDLE, "#7a3550", "#ffcf86"))
    # A clock tower and a great wheel give the eye two places to rest.
    parts.append('<path d="M250 770V300h96v470z" fill="#f3e3c0"/><path d="M316 770V300h30v470z" fill="#d5b98c"/><path '
                 'd="M238 300h120v-18H238zM248 282L298 130L348 282z" fill="#17465a"/><path d="M298 132v-50" '
                 'stroke="#17465a" stroke-width="6"/><circle cx="298" cy="356" r="36" fill="#17465a"/><circle cx="298" '
                 'cy="356" r="29" fill="#fff4da"/><path d="M298 356V336M298 356l14 9" stroke="#17465a" stroke-width="5"/>'
                 '<path d="M272 420h14v60h-14zM310 420h14v60h-14zM272 510h14v60h-14zM310 510h14v60h-14z" '
                 'fill="#17465a"/>')  # fmt: skip
    wheel = []
    for spoke in range(16):
        a = math.tau * spoke / 16
        px, py = 1180 + 132 * math.cos(a), 460 + 132 * math.sin(a)
        tone = ("#e9b04a", "#f3e3c0", "#b8404a", "#2a7076")[spoke % 4]
        wheel.append(f'<path d="M1180 460L{px:.0f} {py:.0f}" stroke="#24384f" stroke-width="3"/><path d="M{px - 13:.0f} '
                     f'{py:.0f}h26v10a13 12 0 0 1 -26 0z" fill="{tone}"/>')  # fmt: skip
    parts.append('<path d="M1180 460L1096 770M1180 460L1264 770" stroke="#24384f" stroke-width="12"/><circle cx="1180" '
                 f'cy="460" r="132" fill="none" stroke="#24384f" stroke-width="9"/>{"".join(wheel)}'
                 '<circle cx="1180" cy="460" r="16" fill="#e9b04a"/>')  # fmt: skip
    parts.append(_row(rng, QUAY, 60, 230, (62, 118), NEAR, "#122c40", "#ffd98a"))
    parts.append(f'<path d="M0 {QUAY}H{WIDTH}V{HEIGHT}H0z" fill="#2a7076"/>')
    for _ in range(120):
        y = rng.uniform(QUAY + 40, HEIGHT - 6)
        w = rng.uniform(20, 90) * (0.5 + (y - QUAY) / 200)
        x = rng.uniform(-40, WIDTH)
        tone = str(rng.choice(["#3d8a86", "#1f5a68", "#f2a05c", "#ffcf92", "#1f5a68"]))
        parts.append(f'<path d="M{x:.0f} {y:.0f}h{w:.0f}a3 3 0 0 1 0 6h{-w:.0f}a3 3 0 0 1 0 -6z" fill="{tone}"/>')
    parts.append(_bridge())
    parts.append(_train(880, QUAY - 105))
    for x, s, tone in ((170, 1.0, "#b8404a"), (1010, 1.25, "#f3e3c0")):
        parts.append(f'<g transform="translate({x} 958) scale({s})"><path d="M-96 -22H104L78 14H-70z" fill="{tone}"/><path '
                     'd="M-90 -14H98L94 -8H-86z" fill="#24384f"/><path d="M-50 -22v-34h74v34z" fill="#ffe2b0"/><path '
                     'd="M-42 -50h16v14h-16zM-18 -50h16v14h-16zM6 -50h12v14h-12z" fill="#24384f"/><path d="M34 -22v-60h18v60z" '
                     'fill="#24384f"/><path d="M34 -82h18v14h-18z" fill="#e9b04a"/><path d="M44 -92c10 -26 40 -18 46 -38 22 6 '
                     '18 34 -6 34 -8 12 -26 10 -40 4z" fill="#fff4da"/></g>')  # fmt: skip
    for x, y, s in ((640, 250, 1), (700, 220, 0.7), (590, 290, 0.6), (760, 180, 0.8)):
        parts.append(f'<path transform="translate({x} {y}) scale({s})" d="M-30 -8q18 -16 30 8q12 -24 30 -8q-18 -6 -30 16q-12 -22 '
                     '-30 -16z" fill="#7a3550"/>')  # fmt: skip
    return page(WIDTH, HEIGHT, "".join(parts))
