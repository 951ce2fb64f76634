"""A brush: a picture in the mind is laid down as bristly strokes, large first, then smaller where detail asks."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from sample.canvas import Field, Generator, blur, smoothstep

ANGLES = 36  # directions a brush can lie in, over half a turn
VARIANTS = 4  # brushes of one size, each with other bristles


@dataclass(frozen=True)
class Pass:
    """One time over the canvas with one brush. Sizes in pixels."""

    width: float
    length: float
    spacing: float = 0.6  # distance between strokes, in brush widths
    threshold: float = 0.0  # strokes only where the canvas differs more than this from what is meant
    opacity: float = 0.9
    light: float = 0.035  # how much lighter or darker a stroke may turn out
    hue: float = 0.02  # how much a stroke's colour may wander
    wobble: float = 0.15  # how much its direction may, in radians


@cache
def _sprites(width: float, length: float) -> list[list[tuple[Field, Field]]]:
    """Opacity and thickness of every brush of this size: [angle][variant]."""
    rng = np.random.default_rng(int(width * 977 + length * 31))
    reach = int(np.hypot(width, length) / 2) + 2
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    table = []
    count = max(4, int(width * 1.5))
    shapes = [(rng.random(count), rng.random(count), rng.random(count)) for _ in range(VARIANTS)]
    for index in range(ANGLES):
        turn = np.pi * index / ANGLES
        along = x * np.cos(turn) + y * np.sin(turn)
        across = -x * np.sin(turn) + y * np.cos(turn)
        row = []
        for bristle, start, end in shapes:
            place = np.clip((across / width + 0.5) * (count - 1), 0, count - 1)
            hair = np.interp(place, range(count), bristle)
            begin = -length / 2 + np.interp(place, range(count), start) * length * 0.22
            finish = length / 2 - np.interp(place, range(count), end) * length * 0.30
            soft = max(1.5, length * 0.06)
            body = smoothstep(0, 1, ((along - begin) / soft).astype(np.float32))
            body *= smoothstep(0, 1, ((finish - along) / (soft * 1.6)).astype(np.float32))
            body *= smoothstep(0, 1, ((width / 2 - np.abs(across)) / max(1.2, width * 0.12)).astype(np.float32))
            dry = 0.55 + 0.45 * smoothstep(0.15, 0.6, hair.astype(np.float32))
            row.append(((body * dry).astype(np.float32), hair.astype(np.float32)))
        table.append(row)
    return table


def directions(reference: Field, base: Field, *, radius: int = 8, trust: float = 1.0) -> Field:
    """Where strokes run: along the edges of the picture where there are any, along `base` (radians) elsewhere."""
    grey = blur(reference.mean(-1), 2)
    dy, dx = np.gradient(grey)
    xx, yy, xy = (blur(np.asarray(p, np.float32), radius) for p in (dx * dx, dy * dy, dx * dy))
    edge = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    strength = smoothstep(0.0, 0.00012, np.hypot(xx - yy, 2 * xy).astype(np.float32)) * trust
    # Directions are half-turn periodic, so they are mixed as doubled angles.
    c = np.cos(2 * edge) * strength + np.cos(2 * base) * (1 - strength)
    s = np.sin(2 * edge) * strength + np.sin(2 * base) * (1 - strength)
    return np.asarray(0.5 * np.arctan2(s, c), np.float32)


class Painting:
    """A canvas with colour and the thickness of the paint."""

    def __init__(self, rng: Generator, ground: Field, margin: int = 90) -> None:
        self.rng = rng
        self.margin = margin
        pad = ((margin, margin), (margin, margin))
        self.colour = np.pad(ground, (*pad, (0, 0)), "edge").astype(np.float32)
        self.thick = np.zeros(self.colour.shape[:2], np.float32)

    def stroke(self, x: float, y: float, angle: float, colour: Field, brush: Pass) -> None:
        """One stroke about (x, y)."""
        table = _sprites(brush.width, brush.length)
        alpha, hair = table[round(angle / np.pi * ANGLES) % ANGLES][int(self.rng.integers(VARIANTS))]
        side = len(alpha)
        reach = side // 2
        top, left = int(y) + self.margin - reach, int(x) + self.margin - reach
        if top < 0 or left < 0 or top + side > len(self.thick):
            return
        if left + side > len(self.thick[0]):
            return
        place = np.s_[top : top + side, left : left + side]
        cover = alpha * np.float32(brush.opacity)
        tint = colour + (hair[..., None] - 0.5) * np.float32(brush.light * 1.5)
        self.colour[place] += cover[..., None] * (tint - self.colour[place])
        self.thick[place] += cover * (hair * np.float32(0.5 + brush.width / 24) - self.thick[place] * 0.75)

    def cover(self, reference: Field, angle: Field, brush: Pass, where: Field | None = None) -> None:
        """Strokes all over, in no order, coloured as the reference is about each of them."""
        height, width = angle.shape
        step = brush.width * brush.spacing
        soft = blur(reference, max(1, int(brush.width / 5)))
        m = self.margin
        xs, ys = np.meshgrid(np.arange(-step, width + step, step), np.arange(-step, height + step, step))
        x = (xs + self.rng.uniform(-0.7, 0.7, xs.shape) * step).ravel()
        y = (ys + self.rng.uniform(-0.7, 0.7, ys.shape) * step).ravel()
        column = np.clip(x, 0, width - 1).astype(int)
        row = np.clip(y, 0, height - 1).astype(int)
        keep = np.ones(len(x), bool)
        if brush.threshold > 0:
            canvas = self.colour[m : m + height, m : m + width]
            differs = blur(np.abs(canvas - soft).max(-1), max(1, int(brush.width / 3)))
            keep &= differs[row, column] > brush.threshold
        if where is not None:
            keep &= self.rng.random(len(x)) < where[row, column]
        order = self.rng.permutation(np.flatnonzero(keep))
        turns = self.rng.normal(0, brush.wobble, len(x))
        lights = self.rng.normal(0, brush.light, len(x))
        hues = self.rng.normal(0, brush.hue, (len(x), 3))
        for i in order:
            colour = soft[row[i], column[i]] + np.float32(lights[i]) + hues[i].astype(np.float32)
            self.stroke(x[i], y[i], float(angle[row[i], column[i]] + turns[i]), colour, brush)

    def finished(self, *, relief: float = 0.5, weave: float = 0.012) -> Field:
        """The painting under a raking light, so that the paint stands up, on a woven ground."""
        m = self.margin
        thick = blur(self.thick, 1)
        slope = (np.roll(thick, 1, 0) - thick) + (np.roll(thick, 1, 1) - thick)
        shade = np.clip(slope * relief, -0.11, 0.13)[m:-m, m:-m]
        colour = self.colour[m:-m, m:-m]
        y, x = np.mgrid[0 : shade.shape[0], 0 : shade.shape[1]]
        cloth = (np.sin(x * 1.9) * np.cos(y * 0.4) + np.sin(y * 1.9) * np.cos(x * 0.4)).astype(np.float32) * weave
        lit = colour * (1 + shade + cloth)[..., None] + np.maximum(shade, 0)[..., None] * 0.25
        return np.asarray(np.clip(lit, 0, 1), np.float32)
