"""Chooses the cuts of imaging/ways.py: python packaging/benchmarks/choose_cuts.py. No figure of recall is of this art.

Of pictures of corpus.TUNED, parts cut at random are hashed, and so are all cuts on a lattice of fiftieths of the side.
Then one cut after the other is taken, with all that mirrors and turns make of it: whichever brings the most copies
nearer for each view that it costs. Every bit counts a little, so that what is found at 8 bits is found at 4 later on.
"""

import hashlib
import heapq
import itertools
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import machine

os.environ.update(machine.SETTINGS)

import corpus
import numpy as np
from PIL import Image

from artistguard.imaging import variants
from artistguard.imaging.ways import Part, Way
from artistguard.matching.gate import LEAST_QUALITY

Sides = tuple[int, int, int, int]  # cut off left, right, above, below, in fiftieths

_PICTURES = 45  # of one package
_VIEWS = 700  # where to stop: the best come first
_DEEPEST, _DEEPEST_UNEVEN = 18, 14
_LEAST_ENTROPY = 2.0
# What is left of the width and height: shares of the area as in the 39 attacks, of the sides, and uneven ones.
_EVEN = (0.975, 0.949, 0.894, 0.837, 0.707, 0.9, 0.8, 0.7)
_UNEVEN = ((1.0, 0.85), (0.85, 1.0), (0.73, 1.0), (1.0, 0.73), (0.9, 0.8), (0.8, 0.9))
_WEIGHT = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5)
_WORTH = np.concatenate([[1.5] * 5, [1.2] * 2, [1.0] * 2, [0.0] * 56])  # of a copy so many bits off


def main() -> None:
    """Print the cuts, dearest last, and how many views and which share of copies within 4 and 8 bits they come to."""
    random = np.random.default_rng(5)
    lattice = _lattice()
    orbits = list(dict.fromkeys(frozenset(_alike(sides)) for sides in lattice))
    hashes, copies = [], []
    for base in _bases():
        hashes.append(_hashed(base, [_parts(sides) for sides in lattice]))
        copies.append(_hashed(base, [_at_random(random, *left) for left in _copies()]))
    place = {sides: number for number, sides in enumerate(lattice)}
    ours, theirs = np.stack(hashes), np.stack(copies)
    weights = np.asarray([*np.repeat(_WEIGHT, 6), *[1.0] * 2 * len(_UNEVEN)])
    weights = np.broadcast_to(weights / weights.sum() / len(theirs), theirs.shape)
    off = [_least(ours[:, [place[sides] for sides in orbit]], theirs) for orbit in orbits]
    best, views, step = off[orbits.index(frozenset({(0, 0, 0, 0)}))], 0, 0
    waiting = [(-np.inf, number, -1) for number in range(len(orbits))]
    while waiting and views < _VIEWS:
        _, number, when = heapq.heappop(waiting)
        if (
            when != step
        ):  # what it brings can only have become less since: look again, and see whether it is still first
            better = np.minimum(best, off[number])
            gain = float(((_WORTH[better] - _WORTH[best]) * weights).sum()) / len(orbits[number])
            heapq.heappush(waiting, (-gain, number, step))
            continue
        best = np.minimum(best, off[number])
        views, step = views + len(orbits[number]), step + 1
        within = " ".join(f"{100 * float((best <= bits).mean()):5.1f} %" for bits in (4, 8))
        print(f"{min(orbits[number])!s:18} {views:4} views  {within} within 4, 8 bits", flush=True)


def _lattice() -> list[Sides]:
    """All cuts that leave the shape, and the coarser half of those that do not."""
    even = [
        (left, cut - left, above, cut - above)
        for cut in range(_DEEPEST + 1)
        for left, above in itertools.product(range(cut + 1), repeat=2)
    ]
    depths = range(0, _DEEPEST_UNEVEN + 1, 2)
    uneven = [
        (left, across - left, above, down - above)
        for across, down in itertools.product(depths, repeat=2)
        if across != down
        for left, above in itertools.product(range(0, across + 1, 2), range(0, down + 1, 2))
    ]
    return [*even, *uneven]


def _alike(sides: Sides) -> list[Sides]:
    """What mirrors and turns make of a cut."""
    one, other = sides[:2], sides[2:]
    return [
        (*across, *down)
        for first, second in ((one, other), (other, one))
        for across in (first, first[::-1])
        for down in (second, second[::-1])
    ]


def _copies() -> list[tuple[float, float]]:
    return [*((left, left) for left in _EVEN for _ in range(6)), *(left for left in _UNEVEN for _ in range(2))]


def _at_random(random: Any, across: float, down: float) -> tuple[Part, Part]:
    """Rows and columns of a part that lies anywhere; whole two-hundredths, so that few are to be made ready."""
    left, above = random.random() * (1 - across), random.random() * (1 - down)
    whole = [round(200 * each) / 200 for each in (above, above + down, left, left + across)]
    return Part(whole[0], whole[1]), Part(whole[2], whole[3])


def _parts(sides: Sides) -> tuple[Part, Part]:
    left, right, above, below = sides
    return Part(above / 50, 1 - below / 50), Part(left / 50, 1 - right / 50)


def _hashed(base: Any, parts: Sequence[tuple[Part, Part]]) -> Any:
    ways = [(number, Way("", rows, columns)) for number, (rows, columns) in enumerate(parts)]
    return variants._hashes(np.stack(list(variants._shown(base, ways))))


def _least(views: Any, copies: Any) -> Any:
    """Bits from each copy to the nearest of some views of its picture."""
    least = np.full(copies.shape, 64, np.uint8)
    for view in range(views.shape[1]):
        np.minimum(least, np.bitwise_count(copies ^ views[:, view : view + 1]), out=least)
    return least


def _bases() -> list[Any]:
    """Of each package some pictures with enough in them, chosen by name: what variants are made of."""
    import pdqhash

    found = []
    for package in corpus.TUNED:
        with tempfile.TemporaryDirectory(dir=corpus.CACHE) as scratch:
            corpus.say(package)
            files = [
                path
                for path in corpus.unpacked(package, Path(scratch)).rglob("*")
                if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp") and not path.is_symlink()
            ]
            kept = 0
            for path in sorted(files, key=lambda path: hashlib.sha256(path.name.encode()).digest()):
                with Image.open(path) as opened:
                    if min(opened.size) < 96 or max(opened.size) > 3 * min(opened.size):
                        continue
                    full = opened.convert("RGBA")
                ground = Image.new("RGB", full.size, "white")
                ground.paste(full, mask=full.getchannel("A"))
                ground.thumbnail((512, 512))
                grey = ground.convert("L")
                if grey.entropy() < _LEAST_ENTROPY or pdqhash.compute(np.asarray(ground))[1] < LEAST_QUALITY:
                    continue
                edge = (variants.EDGE, variants.EDGE)
                found.append(np.asarray(grey.resize(edge, Image.Resampling.LANCZOS), np.float32))
                kept += 1
                if kept == _PICTURES:
                    break
    return found


if __name__ == "__main__":
    sys.exit(main())
