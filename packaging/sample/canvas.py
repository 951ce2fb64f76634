"""Fields of numbers that pictures grow from: noise, blur, gradients, and drawings in SVG turned into pixels."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.floating[Any]]  # (height, width) or (height, width, 3), 0 to 1, sRGB where it is a colour
Generator = np.random.Generator


def hexa(code: str) -> Field:
    """One colour, shape (3,), from its six hexadecimal digits."""
    return np.array([int(code.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4)], np.float32)


def resize(field: Field, width: int, height: int) -> Field:
    """A plane at another size, by cubic interpolation."""
    return np.asarray(Image.fromarray(field).resize((width, height), Image.Resampling.BICUBIC), np.float32)


def fbm(rng: Generator, width: int, height: int, cell: float, *, octaves: int = 5, stretch: float = 1.0) -> Field:
    """Layered noise, about 0 to 1. `cell` is the largest feature in pixels; `stretch` makes it wider than tall."""
    total = np.zeros((height, width), np.float32)
    weight, norm = 1.0, 0.0
    for _ in range(octaves):
        columns = max(2, int(width / (cell * stretch)) + 3)
        rows = max(2, int(height / cell) + 3)
        grid = rng.random((rows, columns)).astype(np.float32)
        wide = max(width, round(columns * cell * stretch))
        tall = max(height, round(rows * cell))
        total += weight * resize(grid, wide, tall)[:height, :width]
        norm += weight
        weight *= 0.5
        cell = max(cell / 2, 1.0)
    return np.asarray(np.clip((total / norm - 0.5) * 1.5 + 0.5, 0, 1), np.float32)


def shift(field: Field, down: int, right: int = 0) -> Field:
    """A plane moved by whole pixels; the edge is repeated, nothing wraps around."""
    rows = np.clip(np.arange(field.shape[0]) - down, 0, field.shape[0] - 1)
    columns = np.clip(np.arange(field.shape[1]) - right, 0, field.shape[1] - 1)
    return field[rows][:, columns]


def clouds(rng: Generator, width: int, height: int, cell: float, *, stretch: float = 2.0) -> Field:
    """Noise that has been stirred, so that no straight edge of its grid is left."""
    plane = fbm(rng, width, height, cell, stretch=stretch, octaves=6)
    across = (fbm(rng, width, height, cell * 0.8, octaves=4) - 0.5) * cell * 1.6
    down = (fbm(rng, width, height, cell * 0.8, octaves=4) - 0.5) * cell * 1.1
    x, y = grid(width, height)
    row = np.clip(y + down + (x - width / 2) * 0.08, 0, height - 1).astype(int)
    return np.asarray(plane[row, np.clip(x + across, 0, width - 1).astype(int)], np.float32)


def _box(field: Field, radius: int, axis: int) -> Field:
    padded = np.pad(field, [(radius + 1, radius) if a == axis else (0, 0) for a in range(field.ndim)], "edge")
    sums = np.cumsum(padded, axis=axis, dtype=np.float64)
    size = field.shape[axis]
    high = np.take(sums, range(2 * radius + 1, 2 * radius + 1 + size), axis)
    low = np.take(sums, range(size), axis)
    return ((high - low) / (2 * radius + 1)).astype(np.float32)


def blur(field: Field, radius: int, *, vertical: int | None = None) -> Field:
    """A soft blur (three box blurs); `vertical` is the radius down the picture when it differs."""
    down = radius if vertical is None else vertical
    for _ in range(3):
        field = _box(field, radius, 1) if radius > 0 else field
        field = _box(field, down, 0) if down > 0 else field
    return field


def smoothstep(low: float, high: float, value: Field) -> Field:
    """0 below `low`, 1 above `high`, smooth between."""
    part = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def mix(first: Field, second: Field, amount: Field | float) -> Field:
    """From `first` to `second`; a plane as `amount` is spread over the three colours."""
    part = amount[..., None] if isinstance(amount, np.ndarray) and amount.ndim == 2 else amount
    return (first + (second - first) * part).astype(np.float32)


def ramp(value: Field, stops: Sequence[tuple[float, str]]) -> Field:
    """Colours (height, width, 3) for a plane of values, between stops of (value, colour)."""
    places = [place for place, _ in stops]
    colours = np.array([hexa(code) for _, code in stops])
    return np.stack([np.interp(value, places, colours[:, c]) for c in range(3)], -1).astype(np.float32)


def grid(width: int, height: int) -> tuple[Field, Field]:
    """x and y of every pixel."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return x, y


def picture(field: Field) -> Image.Image:
    """An RGB picture of a colour field."""
    return Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))


def field_of(image: Image.Image) -> Field:
    """The colour field of a picture, without its alpha."""
    return np.asarray(image.convert("RGB"), np.float32) / 255


def render(svg: str, width: int | None = None) -> Image.Image:
    """A drawing in SVG as an RGBA picture."""
    data = resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True)
    return Image.open(io.BytesIO(data)).convert("RGBA")


def over(base: Field, image: Image.Image) -> Field:
    """An RGBA picture laid over a colour field of the same size."""
    data = np.asarray(image, np.float32) / 255
    return mix(base, data[..., :3].astype(np.float32), data[..., 3].astype(np.float32))
