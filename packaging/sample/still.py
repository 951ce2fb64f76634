"""Three Pears and a Jug: a table by a window, in oils."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501

import numpy as np
from PIL import Image

from sample.brush import Painting, Pass, directions
from sample.canvas import Generator, blur, clouds, grid, hexa, mix, over, picture, ramp, render, smoothstep

WIDTH, HEIGHT, TABLE = 1250, 1000, 640

DEFS = (
    '<defs><radialGradient id="pear" cx=".34" cy=".58" r=".72" fx=".28" fy=".5"><stop offset="0" stop-color="#f6e58a"/>'
    '<stop offset=".35" stop-color="#d9b93f"/><stop offset=".68" stop-color="#9a8a2c"/><stop offset=".9" '
    'stop-color="#4d4a20"/><stop offset="1" stop-color="#6a5a35"/></radialGradient>'
    '<radialGradient id="blush" cx=".7" cy=".62" r=".45"><stop offset="0" stop-color="#c2402a" stop-opacity=".85"/>'
    '<stop offset="1" stop-color="#c2402a" stop-opacity="0"/></radialGradient>'
    '<linearGradient id="jug" x1="0" x2="1" y1="0" y2=".12"><stop offset="0" stop-color="#4f8f9c"/><stop offset=".2" '
    'stop-color="#bfe0d8"/><stop offset=".34" stop-color="#5aa1a8"/><stop offset=".66" stop-color="#1f5566"/>'
    '<stop offset=".88" stop-color="#12303f"/><stop offset="1" stop-color="#4a5560"/></linearGradient>'
    '<linearGradient id="cream" x1="0" x2="1" y1="0" y2=".1"><stop offset="0" stop-color="#d8c6a4"/><stop offset=".22" '
    'stop-color="#fff6e0"/><stop offset=".6" stop-color="#b9a283"/><stop offset="1" stop-color="#6a5a50"/>'
    '</linearGradient><radialGradient id="orange" cx=".34" cy=".34" r=".75"><stop offset="0" stop-color="#ffd08a"/>'
    '<stop offset=".3" stop-color="#ef8b2c"/><stop offset=".72" stop-color="#a84a18"/><stop offset="1" '
    'stop-color="#5a2a1c"/></radialGradient><radialGradient id="plum" cx=".34" cy=".34" r=".75"><stop offset="0" '
    'stop-color="#b9a9d8"/><stop offset=".28" stop-color="#5d4284"/><stop offset=".75" stop-color="#2a1b40"/>'
    '<stop offset="1" stop-color="#4a2c3c"/></radialGradient><filter id="soft" x="-30%" y="-60%" width="160%" '
    'height="220%"><feGaussianBlur stdDeviation="16"/></filter><filter id="small"><feGaussianBlur stdDeviation="5"/>'
    "</filter></defs>"
)


def _pear(x: float, y: float, s: float, turn: float) -> str:
    body = (
        "M0 -206C26 -206 40 -184 44 -156C50 -122 88 -104 100 -54C112 0 70 34 0 34C-70 34 -112 0 -100 -54"
        "C-88 -104 -50 -122 -44 -156C-40 -184 -26 -206 0 -206z"
    )
    return (
        f'<g transform="translate({x} {y}) rotate({turn}) scale({s})"><path d="{body}" fill="url(#pear)"/>'
        f'<path d="{body}" fill="url(#blush)"/><path d="M-3 -200C-4 -226 4 -246 20 -262L28 -256C14 -240 8 -222 8 -200z" '
        'fill="#4a3018"/><ellipse cx="-42" cy="-70" rx="13" ry="26" fill="#fffbe0" opacity=".9" filter="url(#small)"/>'
        '<ellipse cx="-18" cy="-160" rx="6" ry="15" fill="#fffbe0" opacity=".7" filter="url(#small)"/></g>'
    )


def _shadow(x: float, y: float, rx: float, ry: float, depth: float = 0.75) -> str:
    return f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="#1c1424" opacity="{depth}" filter="url(#soft)"/>'


def _grapes(rng: Generator, x: float, y: float) -> str:
    parts = []
    for row in range(6):
        for place in range(6 - row):
            px = x + place * 37 + row * 19 + rng.uniform(-8, 8)
            py = y - row * 27 + rng.uniform(-6, 6)
            parts.append(
                f'<circle cx="{px:.0f}" cy="{py:.0f}" r="25" fill="url(#plum)"/>'
                f'<circle cx="{px - 9:.0f}" cy="{py - 10:.0f}" r="4.500" fill="#f0ecff"/>'
            )
    order = sorted(range(len(parts)), key=lambda _: rng.random())
    return "".join(parts[i] for i in order)


def _jug(x: float, y: float) -> str:
    return (
        f'<g transform="translate({x} {y})"><path d="M96 -330C190 -352 222 -262 196 -190C182 -150 144 -112 108 -96" '
        'fill="none" stroke="#1d4d5e" stroke-width="30" stroke-linecap="round"/>'
        '<path d="M98 -336C184 -352 212 -268 186 -196" fill="none" stroke="#79b3b4" stroke-width="8" '
        'stroke-linecap="round"/>'
        '<path d="M-92 -392C-70 -384 66 -384 96 -396C92 -350 84 -330 92 -300C112 -244 150 -206 150 -128C150 -44 104 20 '
        '0 20C-104 20 -150 -44 -150 -128C-150 -206 -108 -244 -90 -300C-82 -330 -96 -350 -128 -394z" fill="url(#jug)"/>'
        '<path d="M-88 -300C-60 -290 60 -290 92 -300C102 -272 116 -250 128 -226C80 -200 -84 -204 -127 -226'
        'C-114 -250 -98 -274 -88 -300z" fill="url(#cream)"/>'
        '<path d="M-118 -214C-70 -196 70 -196 124 -214" fill="none" stroke="#c56a35" stroke-width="7"/>'
        '<path d="M-128 -394C-84 -410 60 -410 96 -396C66 -382 -70 -382 -128 -394z" fill="#16303c"/>'
        '<path d="M-128 -394C-84 -384 60 -382 96 -396" fill="none" stroke="#d3ece4" stroke-width="6"/>'
        '<ellipse cx="-78" cy="-140" rx="14" ry="52" fill="#f6fffb" opacity=".9" filter="url(#small)" '
        'transform="rotate(8 -78 -140)"/><ellipse cx="96" cy="-60" rx="16" ry="40" fill="#b0814d" opacity=".5" '
        'filter="url(#small)"/></g>'
    )


def _lip(x: float, y: float) -> str:
    """The near edge of the jug, in front of what stands in it."""
    return (
        f'<path transform="translate({x} {y})" d="M-128 -394C-84 -381 60 -379 96 -396C93 -366 88 -346 88 -330'
        'C40 -340 -50 -340 -86 -326C-84 -350 -100 -366 -128 -394z" fill="url(#jug)"/><path '
        f'transform="translate({x} {y})" d="M-128 -394C-84 -381 60 -379 96 -396" fill="none" stroke="#d3ece4" '
        'stroke-width="6"/>'
    )


def _sprig(rng: Generator) -> str:
    """Eucalyptus out of the jug."""
    parts = []
    for bend, reach, side in ((-185, 215, 1), (-80, 290, -1), (70, 262, 1), (200, 170, -1)):
        parts.append(
            f'<path d="M430 345C{430 + bend * 0.2} {250} {430 + bend * 0.6} {335 - reach * 0.6} {430 + bend} '
            f'{335 - reach}" fill="none" stroke="#4b5a48" stroke-width="6"/>'
        )
        for step in range(3, 11):
            t = step / 10
            px, py = 430 + bend * t**1.5, 335 - reach * t**0.9
            for hand in (-1, 1):
                tone = str(rng.choice(["#7f9a84", "#5d7f70", "#a9bf9f", "#48685e", "#8fae9a"]))
                turn = hand * 52 + bend * 0.12 + rng.normal(0, 12) + side * 4
                size = 21 * (1.15 - 0.4 * t)
                parts.append(
                    f'<g transform="translate({px:.0f} {py:.0f}) rotate({turn:.0f})"><ellipse cx="0" cy="{-size}" '
                    f'rx="{size * 0.72:.0f}" ry="{size:.0f}" fill="{tone}"/><path d="M0 0V{-size * 1.7:.0f}" '
                    'stroke="#d7e2c8" stroke-width="2"/></g>'
                )
    return "".join(parts)


def still_life(rng: Generator) -> Image.Image:
    """Light from the left, a warm wall, a white cloth."""
    x, y = grid(WIDTH, HEIGHT)
    light = np.exp(-(((x - 190) / 620) ** 2) - (((y - 250) / 520) ** 2))
    wall = ramp(
        (light + (clouds(rng, WIDTH, HEIGHT, 200) - 0.5) * 0.3).astype(np.float32),
        [(0, "#2a1d28"), (0.35, "#553538"), (0.7, "#97604a"), (1, "#c99a6c")],
    )
    # The shadow of a window's bars, slanting over the wall.
    slant = (x + y * 0.55) % 250
    pane = (
        smoothstep(24, 30, slant) * smoothstep(250, 244, slant) * smoothstep(0.0, 8, np.abs((y - x * 0.18) - 190) - 8)
    )
    inside = smoothstep(60, 80, x) * smoothstep(760, 700, x + y * 0.5) * smoothstep(20, 40, y) * smoothstep(470, 440, y)
    wall = mix(wall, hexa("#f0c98e"), (pane * inside * 0.34).astype(np.float32))
    wood = ramp(
        (0.75 - (x / WIDTH) * 0.55 + (clouds(rng, WIDTH, HEIGHT, 60, stretch=8) - 0.5) * 0.5).astype(np.float32),
        [(0, "#2b1a1c"), (0.5, "#70442f"), (1, "#b97c4c")],
    )
    scene = np.where((y > TABLE)[..., None], wood, wall).astype(np.float32)
    scene *= (1 - 0.5 * np.exp(-(((y - TABLE) / 9) ** 2)))[..., None]
    folds = 0.5 + 0.5 * np.sin(x / 46 + 2.2 * np.sin(y / 140) + y / 88)
    folds = folds * 0.6 + 0.4 * clouds(rng, WIDTH, HEIGHT, 120, stretch=1)
    lit = folds * 0.65 + 0.5 - x / WIDTH * 0.45
    cloth = ramp(lit.astype(np.float32), [(0.1, "#544a66"), (0.4, "#9b93a6"), (0.7, "#e4dac8"), (1, "#fffaec")])
    mask = render(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><path d="M70 1000C60 900 130 800 210 '
        '742S420 690 560 700 800 716 900 744 1010 800 1010 850 900 900 860 1000z" fill="#fff"/></svg>'
    )
    scene = mix(scene, cloth, np.asarray(mask, np.float32)[..., 3] / 255)
    things = (
        _shadow(640, 706, 300, 40) + _shadow(760, 792, 170, 34) + _shadow(1010, 812, 190, 34) + _shadow(1120, 912, 170, 26) + _shadow(470, 860, 190, 36)
        + _jug(440, 716) + _sprig(rng) + _lip(440, 716) + _grapes(rng, 880, 800) + _pear(712, 770, 1.02, 3)
        + _shadow(330, 872, 120, 22, 0.5) + _pear(610, 838, 0.94, -14)
        + '<g transform="translate(300 838)"><circle r="72" fill="url(#orange)"/><circle cx="-24" cy="-26" r="11" '
        'fill="#fff3d8" filter="url(#small)"/><path d="M-6 -58l8 -8 8 8z" fill="#4b5a2a"/></g>'
        + _pear(1010, 884, 0.86, 74)
        + '<g transform="translate(452 912)"><path d="M-74 0A74 56 0 0 0 74 0z" fill="#d2701f"/><ellipse rx="74" ry="27" '
        'fill="#f4b65a"/><ellipse rx="66" ry="22" fill="#fde3a6"/><ellipse rx="60" ry="19" fill="#f08c2a"/>'
        '<path d="M0 0L-58 4M0 0L-40 -13M0 0L0 -18M0 0L40 -13M0 0L58 4M0 0L34 15M0 0L-34 15" stroke="#fde3a6" '
        'stroke-width="4"/></g>'
        '<path d="M640 930L900 968L912 958L842 936L644 918z" fill="#cfd4d8"/><path d="M640 930L900 968L912 958" '
        'stroke="#fff" stroke-width="3" fill="none"/><path d="M646 917L500 892C488 890 486 906 498 910L640 932z" '
        'fill="#3d2418"/>'
    )  # fmt: skip
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{DEFS}{things}</svg>'
    reference = over(scene, render(svg))
    base = np.where(y > TABLE, 0.1, -0.8 + 0.4 * np.sin(x / 200)).astype(np.float32)
    angle = directions(reference, base, radius=9)
    canvas = Painting(rng, mix(blur(reference, 30), hexa("#7a4630"), 0.5))
    canvas.cover(reference, angle, Pass(36, 100, 0.5))
    canvas.cover(reference, angle, Pass(18, 54, 0.6, threshold=0.045, light=0.03))
    canvas.cover(reference, angle, Pass(10, 30, 0.6, threshold=0.05, light=0.025))
    canvas.cover(reference, angle, Pass(5, 16, 0.6, threshold=0.06, light=0.02))
    canvas.cover(reference, angle, Pass(3, 9, 0.7, threshold=0.08, light=0.015, wobble=0.08))
    return picture(canvas.finished())
