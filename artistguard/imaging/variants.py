"""pHashes of many views of one picture: its flips and turns, crops, frames, letterboxes and small tilts.

Data sets publish one hash a row, so it is our side that is hashed in many ways. pHash scales a picture to 32 x 32 and
keeps the 8 x 8 lowest frequencies of its cosine transform; both are linear and separable. So with D the 8 x 32 part of
the transform and L(a, b) the 32 x n matrix that scales the part from a to b of n pixels with Lanczos, a view's
coefficients are (D L(a, b)) picture (D L(c, d)) transposed: two small matrix products give those of every pair of a
vertical and a horizontal part at once. A part that reaches beyond the picture is a frame: outside it every pixel has
one value, and that changes nothing but what a constant changes. A flip changes the signs of odd frequencies, a turn
exchanges rows and columns.

Differences from `imagehash.phash` of a picture really cropped and saved: no rounding to whole grey values between
the steps, and a base of `EDGE` pixels. Measured by packaging/bench copies_recall. The whole picture, as it is and in
its flips and turns, is hashed as imagehash does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging import fingerprint
from artistguard.imaging.limits import Limits
from artistguard.imaging.opening import opened
from artistguard.imaging.read import bases
from artistguard.imaging.ways import WHOLE, Part, Way, label, share, ways
from artistguard.model.turns import Turn

Matrix: TypeAlias = npt.NDArray[np.float32]
Hashes: TypeAlias = npt.NDArray[np.uint64]

RECIPE = 2  # changes when the views do: stored variants of another recipe are made anew
EDGE = 256  # px: the square base that all views are taken of
_HASHED, _KEPT = 32, 8  # pHash: pixels scaled to, frequencies kept
_SUPPORT = 3.0  # of Lanczos, in output pixels
_NOTHING = 2.0  # a frequency below it is arithmetic's noise: whole grey values make it at least that large
NEAR = 2  # bits up to which a view is the same as one before it: a tenth fewer, and half a percent of recall at 4 bits


@dataclass(frozen=True, slots=True)
class Variants:
    """The pHashes of a picture's views: `hashes` and `ways` have the shape (views,), each hash once.

    `ways` holds what `described` tells: way and turn. The first is the picture as it is. `entropy`: of its grey
    values, 0 to 8 bits; flat pictures have little. `aspect`: width by height, as stored.
    """

    hashes: Hashes
    ways: npt.NDArray[np.uint16]
    entropy: float
    aspect: float


def read_variants(path: Path, kind: Kind, *, limits: Limits) -> Variants:
    """Decode `path` and hash its views: of the pixels as stored, on white. Raises FileErrors."""
    with opened(path, kind, limits) as picture:
        return variants(bases(picture.image, kind).grey)


def variants(grey: Image.Image) -> Variants:
    """The views of the picture whose "L" conversion is `grey` (pixels as stored)."""
    base = np.asarray(grey.resize((EDGE, EDGE), Image.Resampling.LANCZOS), np.float32)
    ratio = grey.width / grey.height
    coefficients: list[Matrix] = []
    labels = [label(0, turn) for turn in Turn]
    for number, way, low in _coefficients(base, ratio):
        for turn in way.turns:
            coefficients.append(_turned(low, turn))
            labels.append(label(number, turn))
    # Of the whole picture as everybody hashes it: in one that is its own mirror image half of the bits are rounding's.
    hashes = np.concatenate([_whole_hashes(grey), _hashes(np.stack(coefficients))])
    kept = _distinct(hashes)
    return Variants(hashes[kept], np.asarray(labels, np.uint16)[kept], _entropy(base), ratio)


def shares(owners: npt.NDArray[np.integer], ways: npt.NDArray[np.uint16]) -> npt.NDArray[np.float64]:
    """Of each view, shape (views,), the share of its picture's comparisons that it counts for: at most 1 a picture.

    A way that comes twice counts half each time: a file's own hash may stand beside that of the base.
    """
    kinds = owners.astype(np.int64) << 16 | ways
    _, places, counts = np.unique(kinds, return_inverse=True, return_counts=True)
    each = np.asarray([share(int(way)) for way in ways])
    return np.asarray(each / counts[places], np.float64)


def _coefficients(base: Matrix, aspect: float) -> Iterator[tuple[int, Way, Matrix]]:
    """Number, way and the 8 x 8 lowest frequencies of each way but the first."""
    all_ways = ways(aspect)
    straight = [(number, way) for number, way in enumerate(all_ways) if number and not way.tilt and way.light == 1]
    yield from ((number, way, low) for (number, way), low in zip(straight, _shown(base, straight), strict=True))
    for number, way in enumerate(all_ways):
        if way.tilt:
            yield number, way, _whole(_tilted(base, way, aspect))
        elif way.light != 1:
            yield number, way, _whole(np.minimum(base * np.float32(way.light), np.float32(255.0)))


def _shown(base: Matrix, shown: list[tuple[int, Way]]) -> Iterator[Matrix]:
    rows = {part: place for place, part in enumerate(dict.fromkeys(way.rows for _, way in shown))}
    columns = {part: place for place, part in enumerate(dict.fromkeys(way.columns for _, way in shown))}
    down = np.concatenate([_reading(part) for part in rows])
    across = np.concatenate([_reading(part) for part in columns])
    everything = (down @ base @ across.T).reshape(len(rows), _KEPT, len(columns), _KEPT)
    down_ones, across_ones = down.sum(axis=1), across.sum(axis=1)
    full = _transform().sum(axis=1)
    for _, way in shown:
        row, column = rows[way.rows], columns[way.columns]
        low: Matrix = everything[row, :, column, :]
        if way.colour is not None:
            inside = np.outer(
                down_ones[row * _KEPT : (row + 1) * _KEPT], across_ones[column * _KEPT : (column + 1) * _KEPT]
            )
            low = (low + way.colour * (np.outer(full, full) - inside)).astype(np.float32)
        yield low


def _whole(picture: Matrix) -> Matrix:
    reading = _reading(WHOLE)
    return np.asarray(reading @ picture @ reading.T, np.float32)


def _tilted(base: Matrix, way: Way, aspect: float) -> Matrix:
    """The base as it looks when the picture, not the square base, is tilted within its own frame."""
    angle = np.deg2rad(way.tilt)
    sine, cosine = float(np.sin(angle)), float(np.cos(angle))
    # Where the corners are to be cut off, so much is enlarged that nothing beyond the picture is seen.
    grown = 1.0 if way.colour is not None else cosine + abs(sine) * max(aspect, 1 / aspect)
    middle = EDGE / 2
    a, b = cosine / grown, -sine / aspect / grown
    d, e = sine * aspect / grown, cosine / grown
    matrix = (a, b, middle - a * middle - b * middle, d, e, middle - d * middle - e * middle)
    image = Image.fromarray(base)
    return np.asarray(
        image.transform(
            image.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=way.colour or 0.0
        )
    )


@cache
def _transform() -> Matrix:
    """The lowest frequencies of the cosine transform of 32 values (type II, as scipy.fftpack.dct), shape (8, 32)."""
    frequency, place = np.mgrid[:_KEPT, :_HASHED]
    return np.asarray(2 * np.cos(np.pi * frequency * (2 * place + 1) / (2 * _HASHED)), np.float32)


@cache
def _reading(part: Part) -> Matrix:
    """Scale a part of the base to 32 values and transform them: shape (8, EDGE)."""
    start, end = part.start * EDGE, part.end * EDGE
    scale = (end - start) / _HASHED
    stretch = max(scale, 1.0)
    # Pixels beyond the base are those of a frame: they share in the weights, and `_shown` adds what they are worth.
    first, last = min(0, int(np.floor(start))), max(EDGE, int(np.ceil(end)))
    middle = np.arange(first, last) + 0.5
    centre = start + (np.arange(_HASHED) + 0.5) * scale
    weights = _lanczos((middle[None, :] - centre[:, None]) / stretch)
    weights[:, (middle < start) | (middle > end)] = 0.0  # what was cut off is not there to be looked at
    weights /= weights.sum(axis=1, keepdims=True)
    weights[:, (middle < part.bare * EDGE) | (middle > part.covered * EDGE)] = 0.0
    return np.asarray(_transform() @ weights[:, -first : EDGE - first], np.float32)


def _lanczos(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = np.where(np.abs(at) < _SUPPORT, np.sinc(at) * np.sinc(at / _SUPPORT), 0.0)
    return found


def _turned(low: Matrix, turn: Turn) -> Matrix:
    """The coefficients of a flipped or turned picture from those of the picture."""
    signs = (1 - 2 * (np.arange(_KEPT) % 2)).astype(np.float32)
    if turn.mirrored:
        low = low * signs
    for _ in range(turn.quarters):  # a quarter to the left: rows and columns exchanged, then upside down
        low = low.T * signs[:, None]
    return low


def _whole_hashes(grey: Image.Image) -> Hashes:
    """imagehash's own hash of the whole picture in each of `Turn`, shape (8,)."""
    found = fingerprint.each_turn(grey, fingerprint.phash_base, fingerprint.phash)
    # What takes a turn back is kept under that turn: the picture turned so is under what takes that back.
    return np.asarray([int(found[turn.undone].value, 16) for turn in Turn], np.uint64)


def _hashes(coefficients: Matrix) -> Hashes:
    """imagehash's rule: one bit a frequency, whether it is over the median of all 64; shape (views,)."""
    flat = coefficients.reshape(len(coefficients), _KEPT * _KEPT)
    flat = np.where(np.abs(flat) < _NOTHING, 0.0, flat)
    bits = flat > np.median(flat, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(">u8")[:, 0].astype(np.uint64)


def _entropy(base: Matrix) -> float:
    """Shannon's, of the whole grey values, in bits."""
    counts = np.bincount(np.clip(np.rint(base), 0, 255).astype(np.uint8).ravel(), minlength=256)
    shares = counts[counts > 0] / base.size
    return float(-(shares * np.log2(shares)).sum())


def _distinct(hashes: Hashes) -> list[int]:
    """The places of those that are over `NEAR` bits from every one kept before."""
    kept: list[int] = []
    chosen = np.empty(len(hashes), np.uint64)
    for place, value in enumerate(hashes):
        if not kept or np.bitwise_count(chosen[: len(kept)] ^ value).min() > NEAR:
            chosen[len(kept)] = value
            kept.append(place)
    return kept
