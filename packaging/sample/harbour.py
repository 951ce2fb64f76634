"""Harbour Lights: a quay at dusk, painted wet in wet."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: PERF401

import numpy as np
from PIL import Image

from sample.brush import Painting, Pass, directions
from sample.canvas import Field, Generator, blur, clouds, fbm, grid, mix, over, picture, ramp, render, shift, smoothstep

WIDTH, HEIGHT, SHORE = 1400, 934, 540
WALLS = ("#8d5f60", "#b5745c", "#6c7393", "#cf9a74", "#59648c", "#95869a", "#a85a50", "#d8b48c", "#7a8fa0")
ROOFS = ("#3a2d49", "#4d3040", "#2f3353", "#573646")
LIT = ("#ffdf94", "#ffc768", "#ffb050", "#ffe9b4")


def _sky(rng: Generator) -> Field:
    x, y = grid(WIDTH, HEIGHT)
    height = y / SHORE + (fbm(rng, WIDTH, HEIGHT, 260, stretch=3) - 0.5) * 0.16
    sky = ramp(
        height,
        [(0, "#1c2d58"), (0.25, "#37467f"), (0.5, "#7b689a"), (0.7, "#d08a86"), (0.86, "#f3ae7c"), (1, "#fbd394")],
    )
    cloud = clouds(rng, WIDTH, HEIGHT, 170, stretch=3.6)
    body = smoothstep(0.47, 0.62, cloud) * smoothstep(1.0, 0.6, y / SHORE)
    under = smoothstep(0.5, 0.62, shift(cloud, -14)) * smoothstep(0.1, 0.7, y / SHORE)
    sky = mix(sky, ramp(y / SHORE, [(0, "#2b3a68"), (0.5, "#5a5387"), (1, "#a8748a")]), body * 0.9)
    sky = mix(sky, ramp(y / SHORE, [(0, "#6a5f95"), (0.4, "#e08b80"), (1, "#ffd08a")]), under * (1 - body) * 0.85)
    glow = np.exp(-(((x - 470) / 420) ** 2) - ((y - SHORE) / 190) ** 2)
    return mix(sky, np.broadcast_to(np.array([1, 0.86, 0.6], np.float32), sky.shape), glow * 0.7)


def _house(rng: Generator, x: float, wide: float, tall: float) -> str:
    wall, roof = str(rng.choice(WALLS)), str(rng.choice(ROOFS))
    top, gable = SHORE - tall, wide * rng.uniform(0.45, 0.7)
    peak = x + wide / 2
    parts = [
        f'<path d="M{x} {SHORE}V{top}L{peak} {top - gable}L{x + wide} {top}V{SHORE}z" fill="{wall}"/>',
        f'<path d="M{x + wide * 0.62} {SHORE}V{top - gable * 0.7}L{x + wide} {top}V{SHORE}z" fill="#2a2448" '
        'opacity=".28"/>',
        f'<path d="M{x - 5} {top + 6}L{peak} {top - gable - 5}L{x + wide + 5} {top + 6}" fill="none" '
        f'stroke="{roof}" stroke-width="11" stroke-linejoin="round"/>',
        f'<rect x="{x + wide * 0.68}" y="{top - gable * 0.95}" width="11" height="{gable * 0.6}" fill="{roof}"/>',
    ]
    columns = 2 if wide < 74 else 3
    rows = int(tall // 42)
    for row in range(rows):
        for column in range(columns):
            wx = x + wide * (column + 0.5) / columns - 7
            wy = top + 12 + row * 40
            lit = rng.random() < 0.5
            fill = str(rng.choice(LIT)) if lit else "#2b3157"
            parts.append(
                f'<rect x="{wx - 2.5}" y="{wy - 2.5}" width="19" height="27" fill="#f1dcc4" opacity=".35"/>'
                f'<rect x="{wx}" y="{wy}" width="14" height="22" fill="{fill}"/>'
            )
    return "".join(parts)


def _lamp(x: float, y: float, scale: float) -> str:
    return (
        f'<path d="M{x} {y}v{-62 * scale}" stroke="#1d1c33" stroke-width="{4 * scale}"/>'
        f'<circle cx="{x}" cy="{y - 66 * scale}" r="{52 * scale}" fill="url(#lamp)"/>'
        f'<circle cx="{x}" cy="{y - 66 * scale}" r="{7 * scale}" fill="#fff6d6"/>'
    )


DEFS = (
    '<defs><radialGradient id="lamp"><stop offset="0" stop-color="#ffd98a" stop-opacity=".95"/>'
    '<stop offset=".3" stop-color="#ffb65a" stop-opacity=".45"/>'
    '<stop offset="1" stop-color="#ff9a4a" stop-opacity="0"/></radialGradient></defs>'
)


def _page(body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{DEFS}{body}</svg>'
    )


def _town(rng: Generator) -> str:
    parts = [
        f'<path d="M0 {SHORE}V420C140 380 230 392 330 424S560 350 700 372 920 452 1060 470 1300 498 1400 500V{SHORE}z" '
        'fill="#5a5080"/>',
        f'<path d="M0 {SHORE}V468C160 440 260 462 400 470S700 428 860 462 1100 508 1250 516V{SHORE}z" fill="#443f6e"/>',
    ]
    # A church among the houses, and the houses in two rows.
    x: float
    for x in range(-10, 860, 58):
        parts.append(_house(rng, x + rng.uniform(-8, 8), rng.uniform(50, 66), rng.uniform(150, 196)))
    parts.append(f'<rect x="598" y="{SHORE - 300}" width="50" height="300" fill="#675a7d"/>')
    parts.append(f'<rect x="630" y="{SHORE - 300}" width="18" height="300" fill="#3d3760"/>')
    parts.append(f'<path d="M590 {SHORE - 298}L623 {SHORE - 420}L656 {SHORE - 298}z" fill="#2b2b50"/>')
    parts.append(f'<circle cx="620" cy="{SHORE - 262}" r="13" fill="#ffe3a0"/>')
    x = -34.0
    while x < 905:
        wide = rng.uniform(64, 96)
        parts.append(_house(rng, x, wide, rng.uniform(80, 138)))
        x += wide + rng.uniform(1, 5)
    parts.append(f'<path d="M905 {SHORE}V{SHORE - 60}h70v-26h60v86z" fill="#4a4468"/>')
    parts.append(f'<rect x="928" y="{SHORE - 44}" width="24" height="22" fill="#ffc768"/>')
    # The mole and its light.
    parts.append(f'<path d="M0 {SHORE - 16}H1080L1160 {SHORE - 12}H1310V{SHORE + 6}H0z" fill="#3b3558"/>')
    parts.append(
        f'<path d="M0 {SHORE - 17}H1080L1160 {SHORE - 13}H1310" stroke="#b98d80" stroke-width="4" fill="none"/>'
    )
    parts.append(f'<path d="M1262 {SHORE - 14}L1269 {SHORE - 128}H1291L1298 {SHORE - 14}z" fill="#e9d3c4"/>')
    parts.append(f'<path d="M1283 {SHORE - 14}L1280 {SHORE - 128}H1291L1298 {SHORE - 14}z" fill="#7d6b8c"/>')
    parts.append(f'<path d="M1264.500 {SHORE - 56}L1267 {SHORE - 92}H1293L1295.500 {SHORE - 56}z" fill="#b3473f"/>')
    parts.append(f'<path d="M1264 {SHORE - 128}h32l-5 -26h-22z" fill="#322d4e"/>')
    parts.append(f'<circle cx="1280" cy="{SHORE - 142}" r="80" fill="url(#lamp)"/>')
    parts.append(f'<circle cx="1280" cy="{SHORE - 142}" r="8" fill="#fff8dc"/>')
    parts.extend(_lamp(x, SHORE - 14, 0.9) for x in (70, 232, 398, 560, 735, 898, 1050))
    return "".join(parts)


def _trawler(x: float, y: float, s: float, hull: str, stripe: str) -> str:
    """A fishing boat with its waterline at y."""
    return (
        f'<g transform="translate({x} {y}) scale({s})">'
        f'<path d="M-150 -52C-120 -46 90 -44 128 -60C158 -70 172 -80 184 -88C176 -52 158 -14 138 6H-128'
        f'C-142 -8 -148 -30 -150 -52z" fill="{hull}"/>'
        f'<path d="M-149 -40C-100 -32 100 -32 178 -72L184 -88C172 -80 158 -70 128 -60C90 -44 -120 -46 -150 -52z" '
        f'fill="{stripe}"/>'
        '<path d="M-134 -4H144L138 6H-128z" fill="#7a2f33"/>'
        '<path d="M-70 -46V-118H22L34 -48z" fill="#e2cdb8"/><path d="M-6 -48V-118H22L34 -48z" fill="#8f7d92"/>'
        '<path d="M-82 -116H36L28 -130H-74z" fill="#96403c"/>'
        '<rect x="-58" y="-106" width="26" height="26" fill="#ffd98a"/>'
        '<rect x="-24" y="-106" width="22" height="26" fill="#ffc768"/>'
        '<path d="M-22 -130V-290M96 -52V-220M-22 -270L96 -210M-22 -284L180 -86M-22 -284L-146 -54M96 -216L178 -84" '
        'stroke="#231f38" stroke-width="4" fill="none"/><path d="M-22 -290V-130" stroke="#231f38" stroke-width="8"/>'
        '<path d="M-120 -52C-116 -80 -92 -84 -84 -52z" fill="#c77a3f"/><circle cx="-22" cy="-292" r="46" '
        'fill="url(#lamp)"/><circle cx="-22" cy="-292" r="7" fill="#fff6d6"/></g>'
    )


def _dinghy(x: float, y: float, s: float, hull: str) -> str:
    return (
        f'<g transform="translate({x} {y}) scale({s})">'
        f'<path d="M-92 -30C-40 -20 40 -20 98 -36C90 -10 78 4 66 8H-66C-80 0 -88 -14 -92 -30z" fill="{hull}"/>'
        '<path d="M-92 -30C-40 -20 40 -20 98 -36L94 -27C40 -12 -40 -12 -90 -22z" fill="#f0d9b8"/>'
        '<path d="M-30 -22L-112 -2M34 -22L120 4" stroke="#3b2c3c" stroke-width="5"/></g>'
    )


def _gulls() -> str:
    flock = ((930, 250, 1.3, -8), (1010, 215, 1.0, 10), (1078, 262, 0.8, -4), (865, 300, 0.7, 6), (1150, 180, 0.7, 4))
    wing = (
        '<path d="M-26 -9C-14 -16 -5 -8 0 0C6 -10 16 -15 28 -6C16 -9 8 -2 1 6C-6 -3 -14 -10 -26 -9z" fill="#fbe6d0"/>'
    )
    return "".join(f'<g transform="translate({x} {y}) scale({s}) rotate({r})">{wing}</g>' for x, y, s, r in flock)


def _boats() -> str:
    small = _dinghy(250, 676, 0.95, "#9c4238") + _dinghy(452, 800, 1.3, "#2f6468") + _dinghy(610, 632, 0.6, "#6a5478")
    return (
        _gulls()
        + _trawler(760, 640, 0.55, "#7a3a3c", "#e7c9a4")
        + small
        + _trawler(1060, 770, 1.18, "#234468", "#ecd9bd")
    )


def _mirrored() -> str:
    def flip(body: str, y: float) -> str:
        return f'<g transform="translate(0 {2 * y + 8}) scale(1 -1)">{body}</g>'

    return (
        flip(_trawler(760, 640, 0.55, "#7a3a3c", "#e7c9a4"), 640)
        + flip(_dinghy(250, 676, 0.95, "#9c4238"), 676)
        + flip(_dinghy(452, 800, 1.3, "#2f6468"), 800)
        + flip(_dinghy(610, 632, 0.6, "#6a5478"), 632)
        + flip(_trawler(1060, 770, 1.18, "#234468", "#ecd9bd"), 770)
    )


def _water(rng: Generator, above: Field) -> Field:
    """The scene above the shore, mirrored, broken by ripples that grow toward us."""
    x, y = grid(WIDTH, HEIGHT)
    depth = np.clip((y - SHORE) / (HEIGHT - SHORE), 0, 1)
    mirror = np.clip(2 * SHORE - (y - SHORE) * 0.2 - y, 0, SHORE - 1)
    ripple = fbm(rng, WIDTH, HEIGHT, 26, stretch=7, octaves=3) - 0.5
    swell = fbm(rng, WIDTH, HEIGHT, 60, stretch=4, octaves=3) - 0.5
    shift_x = (ripple * 70 + swell * 40) * (0.15 + depth)
    shift_y = ripple * 150 * (0.1 + depth)
    column = np.clip(x + shift_x, 0, WIDTH - 1).astype(int)
    row = np.clip(mirror + shift_y, 0, SHORE - 1).astype(int)
    water = blur(above, 1, vertical=9)[row, column]
    boats = render(_page(_mirrored()))
    rgba = np.asarray(boats, np.float32) / 255
    row = np.clip(y + shift_y * 0.22, 0, HEIGHT - 1).astype(int)
    near = np.clip(x + shift_x * 0.4, 0, WIDTH - 1).astype(int)
    rgba = rgba[row, near]
    deep = ramp(depth, [(0, "#7d6688"), (0.4, "#3c4577"), (1, "#16244a")])
    water = mix(water * 0.9, deep, 0.2 + 0.34 * depth)
    water = mix(water, rgba[..., :3] * 0.72, rgba[..., 3] * 0.88)
    crest = smoothstep(0.12, 0.3, ripple) * (0.15 + 0.3 * depth)
    return mix(water, ramp(depth, [(0, "#f6b98c"), (0.5, "#b98aa6"), (1, "#6a78b0")]), crest)


def harbour_lights(rng: Generator) -> Image.Image:
    """The quay, its lamps, and the boats that came home."""
    scene = over(_sky(rng), render(_page(_town(rng))))
    _, y = grid(WIDTH, HEIGHT)
    reference = np.where((y > SHORE)[..., None], _water(rng, scene), scene).astype(np.float32)
    reference = over(reference, render(_page(_boats())))
    base = np.where(y > SHORE, 0.0, 0.12 * np.sin(y / 60)).astype(np.float32)
    angle = directions(reference, base, radius=6)
    angle = np.where((y > SHORE + 12) & (np.abs(np.sin(angle)) < 0.9), angle * 0.25, angle).astype(np.float32)
    canvas = Painting(rng, mix(blur(reference, 30), np.array([0.55, 0.33, 0.3], np.float32), 0.45))
    canvas.cover(reference, angle, Pass(34, 110, 0.5))
    canvas.cover(reference, angle, Pass(17, 58, 0.6, threshold=0.05))
    canvas.cover(reference, angle, Pass(9, 32, 0.6, threshold=0.06, light=0.025))
    canvas.cover(reference, angle, Pass(5, 17, 0.6, threshold=0.07, light=0.02, hue=0.012, wobble=0.08))
    canvas.cover(reference, angle, Pass(3, 10, 0.7, threshold=0.09, light=0.015, hue=0.01, wobble=0.05))
    return picture(canvas.finished())
