"""Night over Loch Arran: stars by the thousand, and one tent awake."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501

import numpy as np
from PIL import Image

from sample.canvas import Field, Generator, blur, clouds, fbm, grid, hexa, mix, over, picture, ramp, render, smoothstep
from sample.landscapes import pine

WIDTH, HEIGHT, SHORE = 1400, 875, 640


def _stars(rng: Generator, band: Field) -> Field:
    """Points of light, most of them in the Milky Way; the brightest have a halo and a colour."""
    light = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    tints = [hexa(c) for c in ("#ffffff", "#cfe0ff", "#ffe2c0", "#fff3dc", "#b8ccff")]
    halo = np.zeros_like(light)
    for _ in range(15000):
        x, y = int(rng.integers(1, WIDTH - 1)), int(rng.integers(1, SHORE - 1))
        if rng.random() > 0.22 + 0.8 * band[y, x]:
            continue
        glow = min(1.0, 0.09 / max(rng.random(), 1e-3) ** 0.55)
        tint = tints[int(rng.integers(len(tints)))] * np.float32(glow)
        light[y, x] = np.maximum(light[y, x], tint)
        if glow > 0.5:
            for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
                light[y + dy, x + dx] = np.maximum(light[y + dy, x + dx], tint * 0.45)
        if glow > 0.93:
            halo[y, x] += tint * np.float32(rng.uniform(4, 26))
    return light + blur(halo, 2) + blur(halo, 7) * 1.6


def night(rng: Generator) -> Image.Image:
    """The Milky Way over a loch between hills."""
    x, y = grid(WIDTH, HEIGHT)
    sky = ramp(
        y / SHORE + (fbm(rng, WIDTH, HEIGHT, 300) - 0.5) * 0.12,
        [(0, "#080d24"), (0.35, "#101c42"), (0.65, "#1c3a63"), (0.85, "#2f6a78"), (1, "#6f9d84")],
    )
    # The band leans from the lower left to the upper right, with dark lanes of dust along its middle.
    across = (x - 880) * 0.78 + (y - 180) * 0.62 + (clouds(rng, WIDTH, HEIGHT, 240) - 0.5) * 150
    band = np.exp(-((across / 165) ** 2)).astype(np.float32)
    core = np.exp(-((across / 80) ** 2)).astype(np.float32) * smoothstep(-200, 700, y + 0.2 * x)
    gas = clouds(rng, WIDTH, HEIGHT, 120, stretch=1)
    dust = smoothstep(0.42, 0.75, clouds(rng, WIDTH, HEIGHT, 54, stretch=1)) * np.exp(-(((across - 14) / 58) ** 2))
    sky = sky + band[..., None] * hexa("#3e4f8e") * (0.35 + 0.9 * gas)[..., None]
    sky = sky + core[..., None] * hexa("#b97f86") * (0.25 + 0.75 * gas)[..., None] * 0.8
    sky = sky + (core * smoothstep(0.5, 0.8, gas))[..., None] * hexa("#f0c8a4") * 0.5
    sky = mix(sky.astype(np.float32), hexa("#0d1230"), (dust * 0.72).astype(np.float32))
    sky = np.clip(sky + _stars(rng, band), 0, 1).astype(np.float32)
    sky = mix(sky, hexa("#9fc79a"), (np.exp(-(((y - SHORE) / 70) ** 2)) * 0.35).astype(np.float32))
    streak = (
        '<linearGradient id="m" x1="0" x2="1" y1="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity="0"/>'
        '<stop offset="1" stop-color="#f4fbff"/></linearGradient><path d="M210 84L372 172L373.500 169z" fill="url(#m)"/>'
    )
    hills = (
        '<linearGradient id="h1" x1="0" x2="0" y1="0" y2="1"><stop offset="0" stop-color="#14304f"/><stop offset="1" '
        'stop-color="#2b5a6e"/></linearGradient><linearGradient id="h2" x1="0" x2="0" y1="0" y2="1"><stop offset="0" '
        'stop-color="#0c2140"/><stop offset="1" stop-color="#1b4358"/></linearGradient>'
        f'<path d="M0 {SHORE}V482L60 452 96 462 150 430 210 470 262 500 318 492 372 470 430 432 476 448 520 486 575 520 640 560 700 578 760 590 820 580 868 566 930 540 1000 524 1060 486 1120 470 1168 430 1216 408 1260 '
        f'440 1310 452 1352 486 1400 500V{SHORE}z" fill="url(#h1)"/>'
        f'<path d="M0 {SHORE}V560C120 530 250 570 370 596S560 614 700 622 930 604 1040 572 1260 520 1400 560V{SHORE}z" '
        'fill="url(#h2)"/>'
        f'<path d="M0 {SHORE}V604C160 596 330 624 480 632H960C1100 618 1250 600 1400 610V{SHORE}z" fill="#0a1830"/>'
    )
    wood = []
    for _ in range(190):
        side = rng.random() ** 1.5 * 520
        px = side - 20 if rng.random() < 0.5 else WIDTH + 20 - side * 0.85
        wood.append(pine(rng, px, SHORE + 2, rng.uniform(18, 66) * (1.25 - side / 800), "#081327"))
    page = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
    scene = over(sky, render(f"{page}{streak}{hills}{''.join(wood)}</svg>"))
    # Water: the sky again, drawn out downward and broken by a breath of wind.
    ripple = (clouds(rng, WIDTH, HEIGHT, 14, stretch=9) - 0.5) * (10 + (y - SHORE) * 0.42)
    row = np.clip(2 * SHORE - (y - SHORE) * 0.7 - y + ripple, 0, SHORE - 1).astype(int)
    column = np.clip(x + ripple * 0.4, 0, WIDTH - 1).astype(int)
    mirror = blur(scene, 0, vertical=3)[row, column] * 0.82
    mirror = mix(mirror, hexa("#0a1636"), np.clip((y - SHORE) / 420, 0, 0.5))
    mirror += (
        smoothstep(0.55, 0.9, fbm(rng, WIDTH, HEIGHT, 9, stretch=12, octaves=3))[..., None] * hexa("#39618a") * 0.22
    )
    scene = np.where((y >= SHORE)[..., None], mirror, scene).astype(np.float32)
    haze = np.exp(-(((y - SHORE) / 26) ** 2)) * (0.1 + 0.5 * fbm(rng, WIDTH, HEIGHT, 90, stretch=6, octaves=3))
    scene = mix(scene, hexa("#7fb0b0"), haze.astype(np.float32))
    bank = (
        '<defs><radialGradient id="g"><stop offset="0" stop-color="#ffc873" stop-opacity=".85"/><stop offset="1" '
        'stop-color="#ff9d4a" stop-opacity="0"/></radialGradient><linearGradient id="t" x1="0" x2="0" y1="0" y2="1">'
        '<stop offset="0" stop-color="#d9642f"/><stop offset=".7" stop-color="#ffb858"/><stop offset="1" '
        'stop-color="#ffe2a0"/></linearGradient></defs>'
        '<path d="M0 742C140 732 260 752 380 788S590 838 720 842 850 862 900 875H0z" fill="#060d1c"/>'
        '<ellipse cx="330" cy="776" rx="300" ry="110" fill="url(#g)"/>'
        '<path d="M0 752C140 744 260 764 380 798S590 846 720 850 850 866 890 875H0z" fill="#0b1524"/>'
        '<ellipse cx="345" cy="808" rx="260" ry="34" fill="url(#g)"/>'
        '<path d="M236 800L322 690L420 806C360 814 290 812 236 800z" fill="url(#t)"/>'
        '<path d="M322 690L420 806L446 796L342 694z" fill="#8f3b24"/>'
        '<path d="M322 690L318 809M322 690L280 806M236 800L196 812M446 796L486 816M322 690L322 682" stroke="#4a1d18" '
        'stroke-width="2.500" fill="none"/><path d="M300 808C298 776 308 756 318 744V809z" fill="#5a2318" opacity=".75"/>'
        '<path d="M352 806C350 782 358 768 366 768S384 784 382 806z" fill="#3a1612" opacity=".6"/>'
        '<circle cx="366" cy="760" r="9" fill="#3a1612" opacity=".6"/>'
    )
    people = (
        '<g transform="translate(560 846) scale(1.15)"><g fill="#04080f"><path d="M-11 0L-9 -34C-14 -50 -12 -64 -2 -68'
        'C10 -68 15 -54 12 -36L13 0H4L2 -30L-3 0z"/><circle cx="-1" cy="-78" r="9"/><path d="M-10 -80c2-12 18-12 19 0z"/>'
        '<path d="M9 -60C18 -48 18 -34 15 -26L10 -27C12 -36 10 -44 5 -52z"/><path d="M34 0C30 -12 32 -26 42 -32L42 -42L47 -37L57 -36L50 -30'
        'C54 -18 54 -8 54 0zM34 0C26 -2 22 -8 24 -14C28 -8 32 -6 38 -6z"/></g><path d="M-10 -2L-8 -34C-13 -50 -11 -64 -3 '
        '-67M-9 -76c-2-8 4-14 9-12M33 -4C30 -14 33 -26 41 -31" stroke="#ffb45c" stroke-width="2" fill="none"/></g>'
    )
    grass = []
    for _ in range(520):
        px = rng.uniform(-10, 880)
        foot = 752 + max(0.0, px - 150) * 0.16 + rng.uniform(2, 26)
        if 236 < px < 446:
            continue
        lean, tall = rng.normal(0, 7), rng.uniform(8, 30)
        lit = "#a8763a" if 150 < px < 520 and rng.random() < 0.32 else "#060c18"
        grass.append(
            f'<path d="M{px:.0f} {foot:.0f}q{lean * 0.3:.0f} {-tall * 0.6:.0f} {lean:.0f} {-tall:.0f}" stroke="{lit}" '
            f'stroke-width="{rng.uniform(1.2, 2.6):.1f}" fill="none"/>'
        )
    trees = [pine(rng, px, base, tall, "#040914") for px, base, tall in (
        (58, 800, 520), (-20, 800, 430), (128, 806, 330), (182, 800, 190), (1372, 890, 640), (1300, 900, 420),
        (1420, 900, 500), (1238, 905, 240),
    )]  # fmt: skip
    right = '<path d="M1400 800C1320 806 1240 836 1150 875H1400z" fill="#040914"/>'
    scene = over(scene, render(f"{page}{''.join(trees)}{bank}{right}{''.join(grass)}{people}</svg>"))
    scene = scene + rng.normal(0, 0.006, scene.shape[:2]).astype(np.float32)[..., None]
    corner = 1 - 0.28 * smoothstep(0.55, 1.25, np.hypot((x - 700) / 800, (y - 430) / 520))
    return picture(scene * corner[..., None])
