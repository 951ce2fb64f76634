"""Painted landscapes: a pass in the last light, and a field of poppies in July."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501, PERF401

import numpy as np
from PIL import Image

from sample.brush import Painting, Pass, directions
from sample.canvas import (
    Field,
    Generator,
    blur,
    clouds,
    fbm,
    grid,
    hexa,
    mix,
    over,
    picture,
    ramp,
    render,
    shift,
    smoothstep,
)


def _svg(width: int, height: int, body: str) -> Image.Image:
    return render(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{body}</svg>'
    )


def pine(rng: Generator, x: float, base: float, tall: float, fill: str) -> str:
    """A conifer with drooping, ragged branches."""
    left, right = [], []
    y = base - tall
    tiers = max(5, int(tall / 15))
    for tier in range(tiers):
        reach = tall * 0.21 * ((tier + 1) / tiers) ** 0.85
        y += tall * 0.92 / tiers
        left += [(x - reach * rng.uniform(0.75, 1.15), y + tall * 0.02), (x - reach * 0.42, y - tall * 0.012)]
        right += [(x + reach * rng.uniform(0.75, 1.15), y + tall * 0.02), (x + reach * 0.42, y - tall * 0.012)]
    points = [(x, base - tall), *right, (x + tall * 0.02, base), (x - tall * 0.02, base), *reversed(left)]
    return f'<path d="M{"L".join(f"{px:.1f} {py:.1f}" for px, py in points)}z" fill="{fill}"/>'


def _ridges(rng: Generator, size: int) -> Field:
    """A square of mountains: folded noise, so that crests are sharp and valleys are wide."""
    total = np.zeros((size, size), np.float32)
    cell, weight, last = size / 3.2, 1.0, np.ones((size, size), np.float32)
    for _ in range(8):
        fold = 1 - np.abs(fbm(rng, size, size, cell, octaves=1) * 2 - 1)
        last = np.clip(fold * fold * (0.35 + last), 0, 1)
        total += last * weight
        weight *= 0.47
        cell = max(cell / 2, 2)
    return np.asarray(total / total.max(), np.float32)


def _march(ground: Field, colour: Field, sky: Field, *, eye: float, tilt: float, mist: Field) -> Field:
    """A view over the land from near to far: each column rises while farther ground stands higher."""
    height, width = sky.shape[:2]
    size = ground.shape[0]
    scene = sky.copy()
    horizon = np.full(width, height, np.float32)
    rows = np.arange(height)[:, None]
    for distance in np.geomspace(40, size - 4, 560):
        # Every step is one line across the land; the far lines are wider.
        span = np.linspace(-0.46, 0.46, width) * distance + size / 2
        column = np.clip(span, 0, size - 1).astype(int)
        row = size - 1 - int(distance)
        high = ground[row, column]
        top = (eye - high) / distance * height * 0.95 + tilt
        fill = (rows >= top) & (rows < horizon)
        if not fill.any():
            continue
        far = min(1.0, (distance / size) ** 1.8)
        tint = mix(colour[row, column], mist, far * 0.5)
        scene = np.where(fill[..., None], tint[None], scene)
        horizon = np.minimum(horizon, top)
    return scene.astype(np.float32)


def last_light(rng: Generator) -> Image.Image:
    """A high pass, its snow still warm, and one lit hut."""
    width, height, size = 1060, 1400, 1024
    x, y = grid(width, height)
    rise = (y + (fbm(rng, width, height, 300, stretch=2.5) - 0.5) * 160) / 760
    sky = ramp(rise, [(0, "#24365f"), (0.3, "#5a6b9c"), (0.55, "#b591ab"), (0.78, "#f2b294"), (1, "#ffe0ad")])
    cloud = clouds(rng, width, height, 200, stretch=3)
    fade = smoothstep(1.0, 0.2, rise)
    sky = mix(sky, hexa("#f7a98a"), smoothstep(0.5, 0.7, cloud) * fade * 0.85)
    sky = mix(sky, hexa("#57557f"), smoothstep(0.55, 0.75, shift(cloud, 22)) * fade * 0.7)
    ground = _ridges(rng, size)
    gx, gy = grid(size, size)
    away = (size - gy) / size
    # The valley lies open before us, the great peak stands at its end.
    valley = np.exp(-(((gx - size * 0.5) / (70 + 60 * away)) ** 2))
    peak = np.exp(-(((gx - size * 0.56) / 150) ** 2) - ((away - 0.72) / 0.16) ** 2)
    land = ground * (70 + 150 * away) * (1 - 0.85 * valley * (1 - peak)) + peak * 190 * (0.55 + 0.6 * ground)
    dy, dx = np.gradient(land)
    sun = (0.9 * dx - 0.1 * dy + 0.2) / np.sqrt(1 + dx * dx + dy * dy)
    lit = smoothstep(0.0, 0.5, sun.astype(np.float32))
    steep = np.hypot(dx, dy).astype(np.float32)
    snow = smoothstep(85, 140, land + (fbm(rng, size, size, 40) - 0.5) * 90) * smoothstep(3.4, 1.6, steep)
    rock = mix(np.broadcast_to(hexa("#28305a"), (size, size, 3)), hexa("#d0805c"), lit)
    white = mix(np.broadcast_to(hexa("#4c66a8"), (size, size, 3)), hexa("#ffe3c4"), lit)
    grass = mix(np.broadcast_to(hexa("#25384a"), (size, size, 3)), hexa("#8f8a55"), lit)
    colour = mix(mix(rock, grass, smoothstep(60, 28, land) * smoothstep(1.6, 0.6, steep)), white, snow)
    scene = _march(land.astype(np.float32), colour, sky, eye=152, tilt=690, mist=hexa("#c9a0a8"))
    # Mist in the valley, and the lake that holds the sky.
    veil = np.exp(-(((y - 905) / 60) ** 2)) * (0.35 + 0.5 * fbm(rng, width, height, 150, stretch=4))
    scene = mix(scene, hexa("#f0c3ac"), veil.astype(np.float32) * 0.7)
    shore = 1010 + 12 * np.sin(x / 90) + 8 * np.sin(x / 37 + 1)
    lake = smoothstep(0, 3, y - shore)
    ripple = (fbm(rng, width, height, 16, stretch=9, octaves=3) - 0.5) * 46
    row = np.clip(2 * 1010 - (y - 1010) * 0.9 - y + ripple, 0, height - 1).astype(int)
    column = np.clip(x + ripple * 0.3, 0, width - 1).astype(int)
    mirror = mix(blur(scene, 1, vertical=6)[row, column] * 0.86, hexa("#3d4a7a"), 0.2)
    scene = mix(scene, mirror, lake)
    trees = []
    for px in range(-10, 1080, 15):
        depth = 1006 + 12 * np.sin(px / 90)
        if 470 < px < 590:
            continue
        trees.append(pine(rng, px + rng.uniform(-6, 6), depth + 8, rng.uniform(34, 78), "#2f3a57"))
    hut = (
        '<path d="M500 1012v-26l26 -20 34 0 20 20v26z" fill="#3a2e3c"/><path d="M494 988l30 -26h40l24 26z" '
        'fill="#6e5060"/><rect x="514" y="990" width="13" height="14" fill="#ffd27a"/>'
        '<rect x="546" y="990" width="13" height="14" fill="#ffd27a"/>'
        '<path d="M512 1020h16v70h-16zM546 1020h14v50h-14z" fill="#ffc070" opacity=".5"/>'
    )
    bank = (
        '<path d="M0 1226C90 1220 150 1262 260 1282S430 1300 520 1344 700 1392 800 1376 940 1330 1060 1318V1400H0z" '
        'fill="#1d2638"/><path d="M0 1232C90 1226 150 1270 258 1290S424 1308 512 1352" fill="none" '
        'stroke="#57607a" stroke-width="6"/>'
        '<path d="M560 1330c4-26 34-40 58-30s30 24 34 44z" fill="#2b3450"/><path d="M566 1322c8-16 32-24 48-18" '
        'stroke="#b98d94" stroke-width="5" fill="none"/><path d="M668 1352c4-16 24-22 38-12l6 18z" fill="#2b3450"/>'
    )
    near = []
    for px, foot, tall in (
        (40, 1310, 640), (128, 1330, 470), (205, 1352, 330), (-20, 1380, 420), (285, 1372, 210), (1030, 1330, 560),
        (958, 1356, 330), (1075, 1390, 420), (905, 1372, 180), (345, 1352, 140),
    ):  # fmt: skip
        near.append(pine(rng, px, foot, tall, str(rng.choice(["#14202f", "#1a2a38", "#182437"]))))
    reference = over(scene, _svg(width, height, "".join(trees) + hut + bank + "".join(near)))
    base = np.where(lake > 0.5, 0, 0.25 * np.sin(x / 170 + y / 110)).astype(np.float32)
    angle = directions(reference, base, radius=7)
    canvas = Painting(rng, mix(blur(reference, 30), hexa("#b0675a"), 0.4))
    canvas.cover(reference, angle, Pass(38, 120, 0.5))
    canvas.cover(reference, angle, Pass(19, 60, 0.6, threshold=0.05, light=0.04))
    canvas.cover(reference, angle, Pass(10, 32, 0.6, threshold=0.055, light=0.035, hue=0.025))
    canvas.cover(reference, angle, Pass(5, 17, 0.6, threshold=0.065, light=0.03))
    canvas.cover(reference, angle, Pass(3, 10, 0.7, threshold=0.09, light=0.02, wobble=0.08))
    return picture(canvas.finished())


def poppies(rng: Generator) -> Image.Image:
    """A field in July, all dabs."""
    width = height = 1120
    x, y = grid(width, height)
    horizon = 400
    rise = y / horizon
    sky = ramp(rise, [(0, "#3f87c4"), (0.5, "#86bbe0"), (1, "#e6eef0")])
    heap = clouds(rng, width, height, 190, stretch=1.5)
    cumulus = smoothstep(0.47, 0.6, heap + 0.08 * np.sin(x / 190))
    shade = smoothstep(-0.05, 0.12, shift(heap, -26, -18) - heap + 0.02)
    puff = mix(np.broadcast_to(hexa("#fffaf0"), sky.shape), hexa("#a9b4d2"), shade)
    sky = mix(sky, puff, cumulus * smoothstep(1.0, 0.55, rise))
    depth = np.clip((y - horizon) / (height - horizon), 0, 1)
    meadow = ramp(depth, [(0, "#c9cf86"), (0.2, "#a6b95a"), (0.5, "#7a9a45"), (1, "#3f6a38")])
    bands = fbm(rng, width, height, 90, stretch=6, octaves=4)
    meadow = mix(meadow, hexa("#e3cf7a"), smoothstep(0.5, 0.75, bands) * (1 - depth) * 0.8)
    meadow = mix(meadow, hexa("#2d5548"), smoothstep(0.5, 0.25, bands) * depth * 0.7)
    scene = np.where((y > horizon)[..., None], meadow, sky).astype(np.float32)
    hills = (
        '<path d="M0 400V330C160 300 300 344 460 338S760 270 940 306 1080 330 1120 322V410H0z" fill="#8fa9c4"/>'
        '<path d="M0 410V366C200 340 330 384 520 376S880 330 1120 362V420H0z" fill="#7fa08c"/>'
    )
    path = (
        '<path d="M842 410C800 430 640 446 600 480S690 580 610 690 330 900 250 1120H420C480 930 640 830 690 700S640 540 660 500'
        ' 820 440 850 412z" '
        'fill="#e2c99a"/><path d="M330 1120C400 930 590 830 650 700S640 540 660 500L690 700'
        'C640 830 480 930 420 1120z" fill="#b48f78" opacity=".5"/>'
    )
    house = (
        '<path d="M806 402v-46h92v46z" fill="#f4e6cf"/><path d="M862 402v-46h36v46z" fill="#b9b6c9"/>'
        '<path d="M798 360l24 -34h66l20 34z" fill="#c2553d"/><rect x="872" y="312" width="12" height="28" '
        'fill="#8d4a41"/><rect x="820" y="370" width="12" height="16" fill="#4d6484"/>'
        '<rect x="842" y="370" width="12" height="32" fill="#4d6484"/>'
    )
    trees = []
    for px in (*range(-20, 620, 34), *range(930, 1140, 32)):
        tall = rng.uniform(34, 70) + (42 if px < 240 else 0)
        for _ in range(9):
            cx, cy = px + rng.normal(0, 17), 402 - rng.uniform(0, tall)
            tone = str(rng.choice(["#3f6b45", "#2f5745", "#55803f", "#78994a", "#35604f"]))
            trees.append(f'<ellipse cx="{cx:.0f}" cy="{cy:.0f}" rx="{rng.uniform(12, 24):.0f}" ry="14" fill="{tone}"/>')
    for px in (745, 772, 918):
        trees.append(f'<path d="M{px} 408C{px - 18} 360 {px - 8} 300 {px} 258C{px + 9} 300 {px + 17} 360 {px} 408z" '
                     'fill="#2c5244"/>')  # fmt: skip
    woman = (
        '<g transform="translate(560 800) scale(2.1)"><ellipse cx="34" cy="6" rx="60" ry="8" fill="#4f5a3f"/>'
        '<path d="M-26 6C-20 -40 -12 -58 0 -62C14 -58 22 -40 27 6z" fill="#f2f0ee"/>'
        '<path d="M6 6C12 -30 10 -52 0 -62C14 -58 22 -40 27 6z" fill="#9fa6cc"/>'
        '<path d="M-11 -56C-10 -84 12 -84 12 -56L8 -44H-8z" fill="#3d5a94"/><path d="M-10 -98C-14 -84 -10 -76 0 -76S14 -84 10 -98z" '
        'fill="#4a2c24"/><path d="M-4 -78h8v8h-8z" fill="#d9a27e"/><path d="M-10 -54L-30 -84L-25 -88L-6 -66z" '
        'fill="#35508c"/>'
        '<ellipse cx="0" cy="-95" rx="19" ry="5.500" fill="#f0cf7a"/><path d="M-10 -96a10 9 0 0 1 20 0z" fill="#e7bb5c"/>'
        '<path d="M-60 -92C-58 -124 -2 -132 8 -104z" fill="#e46f55"/><path d="M-60 -92C-40 -110 -10 -112 8 -104z" '
        'fill="#ad4a48"/><path d="M-36 -122L-27 -82" stroke="#5a4035" stroke-width="2.500"/></g>'
    )
    reference = over(scene, _svg(width, height, hills + "".join(trees) + house + path + woman))
    slope = np.where(y > horizon, -1.2 + 0.5 * np.sin(x / 160), 0.35 * np.sin(x / 140) + 0.2 * np.sin(y / 60))
    angle = directions(reference, slope.astype(np.float32), radius=9)
    canvas = Painting(rng, mix(blur(reference, 24), hexa("#d59a66"), 0.5))
    canvas.cover(reference, angle, Pass(30, 78, 0.5, light=0.05, hue=0.03))
    canvas.cover(reference, angle, Pass(16, 44, 0.6, threshold=0.06, light=0.05, hue=0.035))
    canvas.cover(reference, angle, Pass(8, 24, 0.6, threshold=0.08, light=0.04, hue=0.03))
    canvas.cover(reference, angle, Pass(4, 13, 0.7, threshold=0.11, light=0.02))
    _flowers(rng, canvas, reference, width, height, horizon)
    canvas.cover(reference, angle, Pass(3, 9, 0.7, threshold=0.1, light=0.02), _about(x, y, 560, 690, 170))
    return picture(canvas.finished(relief=0.6))


def _about(x: Field, y: Field, cx: float, cy: float, radius: float) -> Field:
    return np.asarray(np.hypot(x - cx, (y - cy) * 0.8) < radius, np.float32)


def _flowers(rng: Generator, canvas: Painting, meadow: Field, width: int, height: int, horizon: int) -> None:
    """Grass and flowers from the far edge of the field to our feet; they grow as they come nearer."""
    patches = fbm(rng, width, height, 190, stretch=2.2, octaves=3)
    reds = [hexa(c) for c in ("#d8341f", "#e8502f", "#b3201f", "#f0683a", "#c92a2a")]
    others = [hexa(c) for c in ("#f6f1e6", "#5f74c2", "#f2d15a", "#8c86d0")]
    greens = [hexa(c) for c in ("#8fae4c", "#55803f", "#b9c46a", "#3f6f4a", "#a4b85a")]
    for near in np.sort(rng.random(12000) ** 0.85):
        y = horizon + 16 + near * (height - horizon)
        x = rng.uniform(-20, width + 20)
        column, row = int(np.clip(x, 0, width - 1)), int(np.clip(y, 0, height - 1))
        on_path = meadow[row, column, 0] > meadow[row, column, 1] + 0.03
        if (on_path and rng.random() < 0.985) or (abs(x - 555) < 64 and 500 < y < 806):
            continue
        size = 3 + 19 * near**1.5
        if rng.random() < 0.45:
            tone = mix(greens[int(rng.integers(len(greens)))], meadow[row, column], 0.45)
            canvas.stroke(x, y, -1.57 + rng.normal(0, 0.3), tone, Pass(round(2 + size * 0.3), round(6 + size * 2.6)))
        elif rng.random() < smoothstep(0.4, 0.56, patches[row : row + 1, column])[0]:
            red = reds[int(rng.integers(len(reds)))]
            wide = max(3, round(size))
            low, high = (Pass(wide, round(wide * k), opacity=1) for k in (1.6, 1.2))
            canvas.stroke(x, y + size * 0.2, rng.normal(0, 0.4), red * np.float32(0.72), low)
            canvas.stroke(x + size * 0.3, y - size * 0.1, rng.normal(0.6, 0.5), red, high)
            canvas.stroke(x - size * 0.15, y - size * 0.25, rng.normal(0, 0.6), red * np.float32(1.12),
                          Pass(max(2, round(size * 0.6)), max(4, round(size)), opacity=1))  # fmt: skip
            if size > 12 and rng.random() < 0.6:
                canvas.stroke(x, y, 0.4, hexa("#3a1826"), Pass(round(size * 0.28), round(size * 0.4), opacity=1))
        elif rng.random() < 0.12:
            tone = others[int(rng.integers(len(others)))]
            canvas.stroke(x, y, rng.normal(0, 1), tone, Pass(max(2, round(size * 0.45)), max(4, round(size * 0.8))))
