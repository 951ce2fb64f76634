"""A coarse look before the exact search: tables of bits, small enough for a cache, that most rows fail.

Pigeonhole again, with wider bands. Either three of 22, 21 and 21 bits, and only the rows that pass are searched; or two
of 24 bits beside the exact search's first, and all rows are searched by that one, but only those that pass by the other
three. So this decides how fast it goes and never what is found.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from artistguard.matching import kernels
from artistguard.matching.pigeonhole import flips, radii


@dataclass(frozen=True, slots=True)
class Look:
    """The bands that are looked at, (first bit, bits) each; and whether it is beside the exact search's first band."""

    bands: tuple[tuple[int, int], ...]
    beside: bool
    most: float  # bits that are set for a bit of a table, all tables together: with more, too many rows pass

    def each(self, t: int) -> list[tuple[int, int, int]]:
        """The bands for pairs within t bits: (first bit, bits, radius) each."""
        left = t - radii(t, kernels.BANDS)[0] - 1 if self.beside else t  # errors: what the first band leaves
        found = zip(self.bands, radii(left, len(self.bands)), strict=True)
        return [(first, width, radius) for (first, width), radius in found]

    def worth(self, count: int, t: int) -> bool:
        """Whether looking first makes a search for so many hashes faster."""
        set_bits = sum(count * len(flips(width, radius)) / 2**width for _, width, radius in self.each(t))
        return bool(set_bits < self.most)


ALONE = Look(((0, 22), (22, 21), (43, 21)), beside=False, most=1.2)
BESIDE = Look(((kernels.WIDTH, 24), (kernels.WIDTH + 24, 24)), beside=True, most=0.5)


class Coarse:
    """The tables of some hashes, shape (hashes,), for a search within t bits."""

    def __init__(self, hashes: npt.NDArray[np.uint64], t: int, look: Look) -> None:
        self.beside = look.beside
        self._shifts = np.zeros(3, np.uint64)
        self._masks = np.zeros(3, np.uint64)
        tables = [np.zeros(1, np.uint64) for _ in range(3)]  # one of no bit that is set: nothing passes by it
        for place, (first, width, radius) in enumerate(look.each(t)):
            self._shifts[place], self._masks[place] = first, (1 << width) - 1
            tables[place] = np.zeros(1 << (width - 6), np.uint64)
            kernels.mark(hashes, self._shifts[place], self._masks[place], flips(width, radius), tables[place])
        self._first, self._second, self._third = tables

    def passing(self, rows: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint32]:
        """The places of the rows that may be near to one of the hashes, ascending; `beside`: by more than the first
        band.
        """
        places = np.empty(len(rows), np.uint32)
        count = kernels.passing(
            rows, self._shifts, self._masks, self._first, self._second, self._third, places
        )  # fmt: skip
        return places[:count]
