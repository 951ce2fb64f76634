"""How surprising a nearness is: the number of false alarms to expect from the whole question that was asked.

A contrario (Desolneux, Moisan, Morel, 2008): NFA = tests x p. Tests are rows x views of ours that differ. p is how
often a row that has nothing to do with our hash is at least as near, and it is measured, for this hash, against rows
of the very set that is searched: flat and common pictures have crowded neighbourhoods, and are thereby worth less.
What the row tells beside its hash (its shape, a name, an address) narrows p further.

Below the least distance at which enough background rows were seen, p is an extrapolation: it falls as the tail of a
normal distribution does that is as wide as the near half of this hash's own distances, from what was measured there,
and never under what two hashes with 32 random ones would do. packaging/bench calibration shows it beside what was
counted on unrelated real art: at 8 to 14 bits within a factor of three wherever pictures with more than a few shades
gave ten events, and rather too many false alarms said than too few. A straight line through the last
measured distances said thirty times too many there.
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
    views: int
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
    return Chance(min(1.0, max(_below(counts, within, distance), by_chance(distance))), events, rows)


def odds(rows: int, views: int, near: Chance, *, shape: float = 1.0, words: float = 1.0) -> Odds:
    """The number of false alarms of a find among `rows` x `views` comparisons."""
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
    fall = ((middle - distance) ** 2 - (middle - first) ** 2) / (2 * spread)
    return int(within[first]) / rows * math.exp(-max(fall, 0.0))
