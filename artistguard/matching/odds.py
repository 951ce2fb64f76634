"""How surprising a nearness is: the number of false alarms to expect from the whole question that was asked.

A contrario (Desolneux, Moisan, Morel, 2008): NFA = tests x p. Tests are rows x works x views, and views need not
count alike: where those of a work have shares that make 1 together, a find of a view with the share s is one of rows x
works / s tests, and finds at a number of false alarms are as many as it says, whatever the shares are. p is how often a
row that has nothing to do with our hash is at least as near, and it is measured, for this hash, against rows of the
very set that is searched: flat and common pictures have crowded neighbourhoods, and are thereby worth less. What the
row tells beside its hash (its shape, a name, an address) narrows p further.

Below the least distance at which enough background rows were seen, p is an extrapolation, from what was measured there
and from how wide the near half of this hash's own distances is: a normal distribution of that width falls too fast
from there (crowds of like motifs: planets, portraits, one thing on white), a straight line through the last measured
distances too slowly, so it begins less steeply and goes on to bend as the normal one does. The few rows that were seen
nearer still move it, as counts move a gamma prior. Both numbers were chosen on one half of the art, by package, and
packaging/bench calibration counts false alarms on the other: at 8 to 14 bits they were within a factor of three in
every band of entropy with ten events, where the normal tail alone said up to sixteen times too few.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from artistguard.matching import kernels
from artistguard.matching.hamming import Words

BITS, ONES = 64, 32  # of a pHash with structure
LIKELY, POSSIBLE = 1e-2, 1.0  # false alarms
ENOUGH = 10  # background rows that make a measured distance
_STEEP = 0.7  # of the normal tail's fall at the least measured distance
_PRIOR = 0.1  # rows that the extrapolation weighs: few, so that what was seen near soon outweighs it
_LEAST_SPREAD = 16.25  # bits squared: the variance of distances between hashes with 32 random ones


class Band(StrEnum):
    """What a number of false alarms is called. The number itself is always shown with the word."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    CHANCE = "chance"  # not shown unless asked for

    @classmethod
    def of(cls, nfa: float) -> "Band":
        """The band of a number of false alarms."""
        return cls.LIKELY if nfa < LIKELY else cls.POSSIBLE if nfa < POSSIBLE else cls.CHANCE


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a background row is at least as near. `events` of `rows` were; few, and p is extrapolated."""

    p: float
    events: int
    rows: int

    @property
    def extrapolated(self) -> bool:
        """Whether it lies beyond the measured distances."""
        return self.events < ENOUGH


@dataclass(frozen=True, slots=True)
class Odds:
    """A find's number of false alarms, and what it is made of."""

    nfa: float
    rows: int
    views: int  # of ours that a row counts as compared with: all works', by this view's share
    chance: Chance
    shape: float = 1.0  # the share of background rows of a shape as fitting; 1 where nothing is known
    words: float = 1.0  # the share of rows whose words say as much

    @property
    def band(self) -> Band:
        """Its word."""
        return Band.of(self.nfa)


class Background:
    """Rows of a data set that stand for all of it: their hashes, and widths by heights."""

    def __init__(self, hashes: Words, aspects: npt.NDArray[np.float64] | None = None) -> None:
        """`hashes` and `aspects` (width by height; nan where unknown) have the shape (rows,)."""
        self._hashes = np.ascontiguousarray(hashes, np.uint64)
        known = aspects[np.isfinite(aspects) & (aspects > 0)] if aspects is not None else np.empty(0)
        self._shapes = np.sort(np.log(known))

    def __len__(self) -> int:
        return len(self._hashes)

    def chances(self, ours: Sequence[int], distances: Sequence[int]) -> list[Chance]:
        """For each hash of ours at its distance. About a millisecond a hash and a million rows."""
        if not ours:
            return []
        wanted = np.asarray(list(dict.fromkeys(ours)), np.uint64)
        counts = np.zeros((len(wanted), BITS + 1), np.int64)
        kernels.histogram(self._hashes, wanted, counts)
        rows = {int(value): place for place, value in enumerate(wanted)}
        return [chance(counts[rows[own]], distance) for own, distance in zip(ours, distances, strict=True)]

    def part(self, rows: int) -> "Background":
        """So many rows of it, from everywhere."""
        return Background(self._hashes[:: max(1, len(self._hashes) // rows)][:rows])

    def shape(self, expected: float, found: float) -> float:
        """The share of rows whose aspect ratio is as near to the expected one as the found one is, at least one row's.

        1 where nothing is known. The two within 2 % count as equal: sizes are whole numbers.
        """
        if len(self._shapes) == 0 or not (expected > 0 and found > 0 and math.isfinite(expected * found)):
            return 1.0
        off = max(abs(math.log(found / expected)), 0.02)
        first = np.searchsorted(self._shapes, math.log(expected) - off, "left")
        last = np.searchsorted(self._shapes, math.log(expected) + off, "right")
        return max(int(last - first), 1) / len(self._shapes)


def chance(counts: npt.NDArray[np.int64], distance: int) -> Chance:
    """How often a row is within `distance` bits, from how many background rows are at each distance, shape (65,)."""
    rows = int(counts.sum())
    within = np.cumsum(counts)
    events = int(within[distance])
    if rows == 0:
        return Chance(1.0, 0, 0)
    if events >= ENOUGH:
        return Chance(events / rows, events, rows)
    below = _below(counts, within, distance)
    seen = (_PRIOR + events) / (_PRIOR / below + rows) if below > 0 and rows >= ENOUGH else below
    return Chance(min(1.0, max(seen, by_chance(distance))), events, rows)


def odds(rows: int, views: int, near: Chance, *, shape: float = 1.0, words: float = 1.0) -> Odds:
    """The number of false alarms of a find among `rows` x `views` comparisons, views by the found one's share."""
    return Odds(rows * views * near.p * shape * words, rows, views, near, shape, words)


@cache
def by_chance(distance: int) -> float:
    """How often two hashes with 32 random ones are within `distance` bits (hypergeometric; always an even number)."""
    pairs = range(min(distance // 2, ONES) + 1)
    return sum(math.comb(ONES, k) * math.comb(BITS - ONES, k) for k in pairs) / math.comb(BITS, ONES)


def _below(counts: npt.NDArray[np.int64], within: npt.NDArray[np.int64], distance: int) -> float:
    """The share within a distance at which fewer rows than enough were seen."""
    rows = int(within[-1])
    if rows < ENOUGH:
        return (int(within[distance]) + 1) / rows
    first = int(np.searchsorted(within, ENOUGH))  # the least distance that is measured
    middle = int(np.searchsorted(within, (rows + 1) // 2))
    off = middle - np.arange(middle + 1)
    near = counts[: middle + 1]
    spread = max(float((near * off**2).sum() / near.sum()), _LEAST_SPREAD)
    farther = max(first - distance, 0)
    fall = _STEEP * (middle - first) * farther / spread + farther**2 / (2 * spread)
    return int(within[first]) / rows * math.exp(-fall)
