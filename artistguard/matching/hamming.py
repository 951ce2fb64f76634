"""The exact search: which rows of a data set are within t bits of which of our hashes, row after row.

Four bands of 16 bits: our side is put beside every value of a band that it is near to, and a row is compared only with
what lies beside its own four values. Where all of that fits in a core's cache, rows are probed one by one; else the
rows of a block are sorted by band first, so that each bucket is read once a block. Where the memory does not hold our
side beside every value, each hash lies beside its own four values alone, and what a value is near to is gathered once
for all rows of a block that have it. A coarse look goes before all of that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from artistguard.matching import kernels, pigeonhole
from artistguard.matching.coarse import ALONE, BESIDE, Coarse
from artistguard.matching.pigeonhole import flips

Words: TypeAlias = npt.NDArray[np.uint64]

MOST_BITS = 10  # t beyond it is no search but a comparison with everything
MEMORY = 2 * 1024**3  # bytes an index may take
_BLOCK = 1 << 20  # rows at a time: with fewer, the index is read too often; with more, sorting leaves the cache
_GATHERED = 1 << 22  # rows, where what they are near to is gathered: the more share a value, the less that costs
_ROOM = 1 << 16  # pairs handed over at once
_ENTRY = 12  # bytes: hash and number
_MOST_MEMORY = _ENTRY * (2**31 - 1)  # where entries lie is kept in 32 bits
_VALUES = 1 << kernels.WIDTH
_ALL = range(kernels.BANDS)
_JOIN_FROM = 1 << 18  # entries: below, rows are probed one by one


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows that are near to hashes of ours: three arrays of one length. Each pair once, in no order."""

    rows: npt.NDArray[np.int64]
    items: npt.NDArray[np.int64]
    distances: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)


def radii(t: int) -> tuple[int, ...]:
    """The radius of each band for a search within t bits, 0 to MOST_BITS; -1 leaves a band out."""
    if not 0 <= t <= MOST_BITS:
        raise ValueError(f"{t} bits: 0 to {MOST_BITS} are searched")
    return pigeonhole.radii(t, kernels.BANDS)


def entries_each(t: int) -> int:
    """How many entries one hash takes in an index for t bits."""
    return sum(len(flips(kernels.WIDTH, radius)) for radius in radii(t))


class Partition:
    """Some of our hashes, indexed. Reading it is safe for several threads.

    `spread`: each hash lies beside all values that it is near to. Else it lies beside its own four alone, and what a
    value is near to is gathered when its rows come: fifty times smaller, and slower where few rows share a value.
    """

    def __init__(self, hashes: Words, t: int, first: int = 0, *, spread: bool = True) -> None:
        self._count = len(hashes)
        self._first = first  # the number of its first hash
        self._t = np.uint64(t)  # of the kind of what it is compared with
        self._radii = np.asarray(radii(t), np.int64)
        changes = [flips(kernels.WIDTH, radius) for radius in radii(t)]
        self._laid = [each if spread else each[:1] for each in changes]  # the first one changes nothing
        self._sought = [each[:1] if spread else each for each in changes]
        size = len(hashes) * sum(map(len, self._laid))
        self._offsets = np.zeros((kernels.BANDS, _VALUES + 1), np.int32)
        self._entries = np.empty(size, np.uint64)
        self._items = np.empty(size, np.uint32)
        self._block = _BLOCK if spread else _GATHERED
        self._probes = spread and size < _JOIN_FROM
        looks = (ALONE,) if self._probes else (ALONE, BESIDE)
        look = next((look for look in looks if look.worth(len(hashes), t)), None)
        self._coarse = Coarse(hashes, t, look) if look else None
        begin = 0
        for band, laid in enumerate(self._laid):
            if len(laid) == 0:
                continue
            kernels.count_entries(hashes, band, laid, self._offsets[band])
            self._offsets[band] += begin
            kernels.fill_entries(hashes, band, laid, self._offsets[band].copy(), self._entries, self._items)
            begin = int(self._offsets[band, -1])

    def search(self, rows: Words) -> Iterator[Pairs]:
        """The pairs of some rows."""
        if self._coarse is None:
            yield from self._exact(rows, _ALL)
            return
        if self._coarse.beside:
            yield from self._exact(rows, _ALL[:1])
        places = self._coarse.passing(rows)
        for pairs in self._exact(rows[places], _ALL[1:] if self._coarse.beside else _ALL):
            yield Pairs(places[pairs.rows].astype(np.int64), pairs.items, pairs.distances)

    def _exact(self, rows: Words, bands: range) -> Iterator[Pairs]:
        """The pairs that are told by these bands: each is told by the first that is near."""
        for start in range(0, len(rows), self._block):
            some = rows[start : start + self._block]
            for pairs in self._probed(some) if self._probes else self._joined(some, bands):
                yield Pairs(pairs.rows + start, pairs.items, pairs.distances)

    def _probed(self, rows: Words) -> Iterator[Pairs]:
        room = _Room()
        start = 0
        while start < len(rows):
            count, start = kernels.probe(
                rows, start, self._offsets, self._entries, self._items, self._radii, self._t, *room.arrays
            )
            yield from room.taken(count, start < len(rows), self._first)

    def _joined(self, rows: Words, bands: range) -> Iterator[Pairs]:
        room = _Room()
        ends = np.empty(_VALUES, np.int32)
        ordered = np.empty((len(rows), 2), np.uint64)
        beside = np.empty(self._count if max(map(len, self._sought)) > 1 else 0, np.uint64)
        index = self._offsets, self._entries, self._items, self._radii, self._t
        for band in bands:
            sought = self._sought[band]
            if len(sought) == 0:
                continue
            begins = np.empty(len(sought), np.int64)
            kernels.scatter(rows, band, ends, ordered)
            key = 0
            while key < _VALUES:
                count, key = kernels.join(ordered, ends, key, band, sought, *index, begins, beside, *room.arrays)
                yield from room.taken(count, key < _VALUES, self._first)


class HammingSearch:
    """Hashes of ours, shape (hashes,), searched for within t bits. In so many partitions as the memory allows."""

    def __init__(self, hashes: Words, t: int, *, memory: int = MEMORY) -> None:
        self._hashes = np.ascontiguousarray(hashes, np.uint64)
        self._t = t
        memory = min(memory, _MOST_MEMORY)
        self._spread = len(self._hashes) * entries_each(t) * _ENTRY <= memory
        self._each = len(self._hashes) if self._spread else max(1, memory // (kernels.BANDS * _ENTRY))
        self._only: Partition | None = None

    def __len__(self) -> int:
        return len(self._hashes)

    @property
    def partitions(self) -> int:
        """How many times the rows are gone through: 1 unless the memory allows no more."""
        return max(1, -(-len(self._hashes) // max(1, self._each)))

    @property
    def worth(self) -> int:
        """So many rows should be searched at once: with less, the index is gone through, or even built, too often."""
        return _BLOCK if self._spread else _GATHERED

    def search(self, rows: Words) -> Pairs:
        """All pairs of these rows, shape (rows,), with our hashes."""
        return joined([pairs for partition in self._parts() for pairs in partition.search(rows)])

    def _parts(self) -> Iterator[Partition]:
        if len(self._hashes) == 0:
            return
        if self.partitions == 1:
            self._only = self._only or Partition(self._hashes, self._t, spread=self._spread)
            yield self._only
            return
        for first in range(0, len(self._hashes), self._each):
            yield Partition(self._hashes[first : first + self._each], self._t, first, spread=False)


def brute(hashes: Words, rows: Words, t: int) -> Pairs:
    """The same answer from comparing everything with everything."""
    room, start, found = _Room(), 0, []
    while start < len(rows):
        count, start = kernels.brute(rows, hashes, np.uint64(t), start, *room.arrays)
        found += room.taken(count, start < len(rows), 0)
    return joined(found)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Several as one."""
    if not parts:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint8))
    return Pairs(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("rows", "items", "distances")))


class _Room:
    """Where the kernels put pairs. Grows when one row or bucket alone has more than fit."""

    def __init__(self) -> None:
        self._make(_ROOM)

    def _make(self, size: int) -> None:
        self.arrays: tuple[Any, ...] = (
            np.empty(size, np.int64),
            np.empty(size, np.int64),
            np.empty(size, np.uint8),
        )

    def taken(self, count: int, more: bool, first: int) -> list[Pairs]:
        """What was put there, copied; room made where nothing could be."""
        if count == 0 and more:
            self._make(2 * len(self.arrays[0]))
            return []
        rows, items, distances = (array[:count].copy() for array in self.arrays)
        return [Pairs(rows, items + first, distances)] if count else []
