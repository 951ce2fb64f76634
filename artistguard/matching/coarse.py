"""A coarse look before the exact search: three tables of bits, small enough for a cache, that most rows fail.

Pigeonhole again, with three bands of 22, 21 and 21 bits: a pair within t bits is within a band's radius in one of them,
when the radii sum to t - 2. What passes is searched exactly, so this decides how fast it goes and never what is found.
"""

import itertools

import numpy as np
import numpy.typing as npt

from artistguard.matching import kernels

_BANDS = ((0, 22), (22, 21), (43, 21))  # (first bit, bits)
_MOST = 1.2  # bits that are set for a bit of a table, all three together: with more, too many rows pass


class Coarse:
    """The tables of some hashes, shape (hashes,), for a search within t bits."""

    def __init__(self, hashes: npt.NDArray[np.uint64], t: int) -> None:
        self._shifts = np.asarray([first for first, _ in _BANDS], np.uint64)
        self._masks = np.asarray([(1 << width) - 1 for _, width in _BANDS], np.uint64)
        # A band that takes care of nothing has a table too, of no bit that is set.
        self._tables = tuple(np.zeros(1 << (width - 6), np.uint64) for _, width in _BANDS)
        for (first, width), radius, table in zip(_BANDS, _radii(t), self._tables, strict=True):
            kernels.mark(hashes, np.uint64(first), np.uint64((1 << width) - 1), flips(width, radius), table)

    @staticmethod
    def worth(count: int, t: int) -> bool:
        """Whether looking first makes a search for so many hashes faster."""
        set_bits = (count * len(flips(width, r)) / 2**width for (_, width), r in zip(_BANDS, _radii(t), strict=True))
        return bool(sum(set_bits) < _MOST)

    def passing(self, rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        """The places of the rows that may be near to one of the hashes, ascending."""
        places = np.empty(len(rows), np.uint32)
        first, second, third = self._tables
        count = kernels.passing(rows, self._shifts, self._masks, first, second, third, places)
        return places[:count]


def _radii(t: int) -> list[int]:
    """The radius of each band; -1 leaves a band out."""
    return [(t + len(_BANDS) - place) // len(_BANDS) - 1 for place in range(len(_BANDS))]


def flips(width: int, radius: int) -> npt.NDArray[np.uint64]:
    """Every way to change at most `radius` of so many bits; none below 0."""
    found = [
        sum(1 << bit for bit in bits)
        for changed in range(radius + 1)
        for bits in itertools.combinations(range(width), changed)
    ]
    return np.asarray(found, np.uint64)
