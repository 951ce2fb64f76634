"""Rain at the window: a small loop of eight frames in few flat colours."""

# A drawing is lists of points and shapes: they read better unbroken, in the order of drawing.
# ruff: noqa: E501, PERF401

import math

from PIL import Image

from sample.canvas import Generator, render
from sample.flat import leaf, page

WIDTH, HEIGHT, FRAMES = 1000, 720, 8


def _outside(rng: Generator) -> str:
    parts = ['<rect width="1000" height="720" fill="#2a3a66"/><path d="M0 0H1000V210H0z" fill="#22305a"/>']
    for tone, low, high in (("#35477a", 150, 330), ("#1f2a50", 90, 230)):
        x = 80.0
        while x < 920:
            wide, tall = rng.uniform(46, 96), rng.uniform(low, high)
            parts.append(
                f'<rect x="{x:.0f}" y="{560 - tall:.0f}" width="{wide:.0f}" height="{tall:.0f}" fill="{tone}"/>'
            )
            for row in range(int(tall // 30)):
                for column in range(int(wide // 22)):
                    if rng.random() < 0.34:
                        lamp = str(rng.choice(["#f7c668", "#f29c56", "#ffe3a1"]))
                        parts.append(f'<rect x="{x + 8 + column * 20:.0f}" y="{572 - tall + row * 30:.0f}" width="9" height="14" '
                                     f'fill="{lamp}"/>')  # fmt: skip
            x += wide + rng.uniform(0, 10)
    for _ in range(16):
        x, y, r = rng.uniform(110, 890), rng.uniform(330, 540), rng.uniform(10, 26)
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{rng.choice(["#b8705a", "#8a6a6a", "#c98f5a"])}"/>'
        )
    return "".join(parts)


def _rain(drops: list[tuple[float, float, float]], frame: int) -> str:
    parts = []
    for x, y, long in drops:
        # Each drop falls one whole window in the loop, so that the last frame meets the first.
        down = (y + frame / FRAMES * 560) % 560
        parts.append(f"M{x - down * 0.12:.0f} {down:.0f}l{-long * 0.12:.1f} {long:.0f}")
    return f'<path d="{"".join(parts)}" stroke="#9fb4dc" stroke-width="3" stroke-linecap="round"/>'


def _room(frame: int, bulbs: list[int]) -> str:
    turn = math.tau * frame / FRAMES
    swish = 34 * math.sin(turn)
    blink = frame == 5
    parts = [
        # The frame of the window and its bars.
        '<path fill-rule="evenodd" d="M0 0H1000V720H0zM120 40H880V560H120z" fill="#c97f5a"/>'
        '<path fill-rule="evenodd" d="M96 18H904V582H96zM120 40H880V560H120z" fill="#8f4f45"/>'
        '<path d="M490 40h20v520h-20zM120 250h760v16H120z" fill="#8f4f45"/><path d="M510 40h5v520h-5zM120 266h760v5H120z" '
        'fill="#6a3a3c"/>'
        + "".join(f'<path d="M{x} 0v720" stroke="#bd724f" stroke-width="10"/>' for x in (30, 66, 934, 970)),
        # A curtain on one side; a plant hangs on the other.
        '<path d="M0 0H190C180 180 150 330 60 430C90 520 90 620 100 720H0z" fill="#e8b55a"/><path d="M60 0C60 200 40 330 20 440'
        'M110 0C104 180 80 320 40 420M150 0C146 150 110 300 52 428M34 470C50 560 56 640 56 720" stroke="#c98f3f" '
        'stroke-width="9" fill="none"/><path d="M14 420L84 444L78 466L10 446z" fill="#b8404a"/>',
        '<path d="M40 560H960V604H40z" fill="#a9644d"/><path d="M60 604H940V720H60z" fill="#5c3340"/>'
        '<path d="M40 596H960V610H40z" fill="#7a4343"/>',
    ]
    for k in range(22):
        sway = 4 * math.sin(turn + k * 1.7)
        fill, vein = (("#2f6a58", "#5aa583"), ("#3f8a6a", "#7fc4a8"), ("#5f9a5c", "#a9cf8a"))[k % 3]
        x, y = 905 + 62 * math.sin(k * 2.4), 122 + (k * 37 % 200)
        parts.append(leaf(x, y, 92 - k * 1.5, 40, 180 + 34 * math.sin(k * 2.4) + sway, fill, vein))
    parts.append(
        '<path d="M905 -10L846 70M905 -10L964 70" stroke="#3a2230" stroke-width="4"/><path d="M838 66H972L950 150'
        'Q905 168 860 150z" fill="#e98a63"/><path d="M832 62H978V84H832z" fill="#f2a878"/><path d="M930 84h40l-20 66'
        'q-18 8 -30 10z" fill="#c9694f"/>'
    )
    for k in range(9):
        parts.append(f'<path d="M{90 + k * 100} 626v94" stroke="#4b2938" stroke-width="6"/>')
    # Lights on a string, by turns.
    parts.append(
        '<path d="M150 6C300 96 420 96 500 54C600 96 720 96 850 6" fill="none" stroke="#3a2230" stroke-width="4"/>'
    )
    for k, phase in enumerate(bulbs):
        t = (k + 0.5) / len(bulbs)
        x = 160 + 680 * t
        y = 20 + 58 * math.sin(math.pi * ((t * 2) % 1)) ** 0.7 + (26 if 0.42 < t < 0.58 else 0)
        tone = ("#ffe9a8", "#f2674a", "#ffc14d", "#7fc4a8")[k % 4] if (frame + phase) % 4 else "#8a6a5a"
        parts.append(f'<path d="M{x:.0f} {y:.0f}c-14 8 -10 28 0 30c10 -2 14 -22 0 -30z" fill="{tone}"/>')
    # The cat, from behind, and its tail that never rests.
    parts.append(
        f'<path d="M390 560C450 590 520 640 {470 + swish:.0f} 676C{450 + swish:.0f} 690 {430 + swish:.0f} 676 {440 + swish:.0f} 660'
        'C470 640 420 610 372 588z" fill="#2b1e33"/>'
        '<path d="M270 570C250 480 270 400 330 376C390 400 420 480 404 570z" fill="#2b1e33"/>'
        '<path d="M276 372L268 296L308 322H352L392 296L386 372C376 412 286 412 276 372z" fill="#2b1e33"/>'
        '<path d="M330 396C320 440 322 500 334 556M300 330l8 20M330 326v24M358 330l-8 20" stroke="#46324c" stroke-width="6" '
        'fill="none" stroke-linecap="round"/><path d="M281 314L280 344L298 330zM379 314L380 344L362 330z" fill="#a5636a"/>'
        '<path d="M282 390q48 30 96 0l2 12q-50 30 -100 0z" fill="#f2674a"/>'
    )
    if blink:
        parts.append('<path d="M268 296L262 288L300 318zM392 296L404 292L360 318z" fill="#2b1e33"/>')
    # A plant, books, and a mug with its steam.
    for a, long in ((-62, 120), (-34, 170), (-8, 190), (20, 176), (48, 140), (74, 100)):
        tone, vein = (("#3f8a6a", "#7fc4a8"), ("#2f6a58", "#5aa583"))[abs(a) // 10 % 2]
        parts.append(leaf(742, 486, long, long * 0.42, a + 2.5 * math.sin(turn + a), tone, vein))
    parts.append('<path d="M690 480H794L780 562H704z" fill="#d9694f"/><path d="M684 470H800V496H684z" fill="#e98a63"/>'
                 '<path d="M760 496h28l-10 66h-24z" fill="#b8504a"/>')  # fmt: skip
    for x, y, w, tone in ((540, 538, 124, "#b8404a"), (550, 514, 106, "#3f6f8a"), (544, 492, 112, "#e8b55a")):
        parts.append(f'<path d="M{x} {y}h{w}v24h{-w}z" fill="{tone}"/><path d="M{x + w - 18} {y + 4}h18v16h-18z" fill="#fbe8c8"/>'
                     f'<path d="M{x + 14} {y}v24M{x + 24} {y}v24" stroke="#2b1e33" stroke-width="3"/>')  # fmt: skip
    parts.append('<path d="M560 436h64v46q-6 10 -32 10t-32 -10z" fill="#f7ead0"/><path d="M624 446c26 -4 26 34 -2 30" fill="none" '
                 'stroke="#f7ead0" stroke-width="9"/><path d="M560 452h64v12h-64z" fill="#7fc4a8"/>')  # fmt: skip
    for k in range(2):
        x, lift = 580 + k * 24, 8 * math.sin(turn + k * 2)
        parts.append(f'<path d="M{x} 424c{-14 + lift:.0f} -18 {14 - lift:.0f} -30 {lift:.0f} -52" stroke="#c9d2e6" stroke-width="5" '
                     'fill="none" stroke-linecap="round"/>')  # fmt: skip
    return "".join(parts)


def rain_at_the_window(rng: Generator) -> list[Image.Image]:
    """Eight frames with one palette."""
    outside = _outside(rng)
    drops = [(float(rng.uniform(120, 960)), float(rng.uniform(0, 560)), float(rng.uniform(14, 34))) for _ in range(110)]
    bulbs = [int(rng.integers(4)) for _ in range(13)]
    frames = [
        render(page(WIDTH, HEIGHT, outside + _rain(drops, f) + _room(f, bulbs))).convert("RGB") for f in range(FRAMES)
    ]
    palette = frames[0].quantize(112, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
