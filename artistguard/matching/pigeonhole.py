"""Hashes cut into bands: a pair within t bits is, in one band at least, within that band's radius.

That holds when every error has a band that it is too many for: when radii + 1 sum to t + 1, where a radius of -1 leaves
a band out (GPH: Qin et al., "Pigeonring", 2018, for whole numbers of bits).
"""

import itertools

import numpy as np
import numpy.typing as npt


def radii(t: int, bands: int) -> tuple[int, ...]:
    """The radius of each of so many bands for pairs within t bits; all are -1 where t is -1."""
    return tuple((t + bands - place) // bands - 1 for place in range(bands))


def flips(width: int, radius: int) -> npt.NDArray[np.uint64]:
    """Every way to change at most `radius` of so many bits, no change first; none below 0."""
    found = [
        sum(1 << bit for bit in bits)
        for changed in range(radius + 1)
        for bits in itertools.combinations(range(width), changed)
    ]
    return np.asarray(found, np.uint64)
