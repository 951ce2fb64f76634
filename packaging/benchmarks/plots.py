"""Pictures of figures: lines over axes that count in powers of ten, drawn with Pillow alone."""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 640, 420  # px of one plot
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 150, 40, 50
_COLOURS = ((31, 119, 180), (214, 39, 40), (44, 160, 44), (148, 103, 189), (255, 127, 14), (23, 190, 207), (90, 90, 90))
_INK, _GRID = (30, 30, 30), (225, 225, 225)

Lines = Mapping[str, Sequence[tuple[float, float]]]


def save(path: Path, plots: Iterable[tuple[str, str, str, Lines, bool]]) -> None:
    """Plots beside each other as one PNG: (title, words at the x axis, at the y axis, lines by name, whether x is
    in powers of ten too). Points without a positive y are left out."""
    drawn = [_plot(*each) for each in plots]
    sheet = Image.new("RGB", (_WIDTH * len(drawn), _HEIGHT), "white")
    for place, plot in enumerate(drawn):
        sheet.paste(plot, (place * _WIDTH, 0))
    sheet.save(path)


def _plot(title: str, across: str, up: str, lines: Lines, powers: bool) -> Image.Image:
    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    kept = {name: [(x, y) for x, y in points if y > 0] for name, points in lines.items()}
    every = [point for points in kept.values() for point in points]
    draw.text((_LEFT, 10), title, _INK, ImageFont.load_default(15))
    if not every:
        return sheet
    scale = math.log10 if powers else float
    xs = sorted({x for x, _ in every})
    low, high = scale(xs[0]), scale(xs[-1])
    bottom = math.floor(math.log10(min(y for _, y in every)))
    top = max(bottom + 1, math.ceil(math.log10(max(y for _, y in every))))
    right, floor = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (right - _LEFT) * (scale(x) - low) / ((high - low) or 1),
            floor - (floor - _TOP) * (math.log10(y) - bottom) / (top - bottom),
        )

    for power in range(bottom, top + 1):
        _, y = at(xs[0], 10.0**power)
        draw.line((_LEFT, y, right, y), _GRID)
        draw.text((_LEFT - 8, y), f"1e{power}", _INK, font, anchor="rm")
    for x in xs:
        place, _ = at(x, 10.0**bottom)
        draw.line((place, _TOP, place, floor), _GRID)
        draw.text((place, floor + 8), f"{x:,.0f}", _INK, font, anchor="mt")
    draw.rectangle((_LEFT, _TOP, right, floor), outline=_INK)
    draw.text(((_LEFT + right) / 2, floor + 28), across, _INK, font, anchor="mt")
    draw.text((8, _TOP - 4), up, _INK, font, anchor="lb")
    for number, (name, points) in enumerate(kept.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [at(x, y) for x, y in points]
        draw.line(places, colour, 2)
        for x, y in places:
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), colour)
        draw.text((right + 10, _TOP + 18 * number), name, colour, font)
    return sheet
