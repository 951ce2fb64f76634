"""Which kept fingerprints are near a few others: the interface of such an index, and the plain one that tries all.

Hashes are arrays of unsigned 64-bit words, shape (hashes, words): one word for pHash, four for PDQ. Distances are
Hamming distances, in bits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.uint64]
Distances: TypeAlias = npt.NDArray[np.uint16]

_BLOCK = 8192  # hashes compared at once: with eight queries, what fits the processor's own cache
_SMALLEST = 1024


@dataclass(frozen=True, slots=True)
class Hit:
    """A kept hash within the radius of the query at `row`."""

    key: str
    row: int
    distance: int


class LookupIndex(Protocol):
    """Hashes of one length under keys, found by nearness. Exact: what is in the radius is found, and nothing else."""

    def __len__(self) -> int:
        """How many hashes are kept."""

    def add(self, keys: Sequence[str], hashes: Hashes) -> None:
        """Keep a hash under each key. A key that is there already gets the new hash."""

    def remove(self, keys: Iterable[str]) -> None:
        """Forget keys; unknown ones are passed over."""

    def query(self, hashes: Hashes, radius: int) -> list[Hit]:
        """Every kept hash at most `radius` bits from any of a few `hashes`, once for each it is near to."""

    def distances(self, keys: Sequence[str], hashes: Hashes) -> Distances:
        """Bits between the hashes of some keys and a few `hashes`: shape (keys, hashes). Raises KeyError."""


class BruteForce:
    """The index that compares with everything kept. No wait at the start; a hundred thousand are a millisecond or so.

    Kept word by word, so that the comparison of one word with all hashes runs through memory in order.
    """

    def __init__(self, words: int) -> None:
        self.words = words
        self._kept: Hashes = np.empty((words, _SMALLEST), np.uint64)
        self._keys: list[str] = []
        self._rows: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, keys: Sequence[str], hashes: Hashes) -> None:
        """See LookupIndex."""
        if hashes.shape != (len(keys), self.words):
            raise ValueError(f"{len(keys)} keys with hashes of shape {hashes.shape}, not ({len(keys)}, {self.words})")
        rows = np.empty(len(keys), np.intp)
        for place, key in enumerate(keys):
            row = self._rows.setdefault(key, len(self._keys))
            if row == len(self._keys):
                self._keys.append(key)
            rows[place] = row
        self._room(len(self._keys))
        self._kept[:, rows] = hashes.T

    def remove(self, keys: Iterable[str]) -> None:
        """See LookupIndex. The last hash takes the place of the removed one."""
        for key in keys:
            row = self._rows.pop(key, None)
            if row is None:
                continue
            last = self._keys.pop()
            if last != key:
                self._keys[row], self._rows[last] = last, row
                self._kept[:, row] = self._kept[:, len(self._keys)]

    def query(self, hashes: Hashes, radius: int) -> list[Hit]:
        """See LookupIndex. All of `hashes` are compared in one pass over what is kept."""
        asked = self._asked(hashes)
        found = []
        differing = np.empty((len(hashes), _BLOCK), np.uint64)
        bits = np.empty((len(hashes), _BLOCK), np.uint8)
        total = np.empty((len(hashes), _BLOCK), np.uint16)
        for start in range(0, len(self._keys), _BLOCK):
            size = min(_BLOCK, len(self._keys) - start)
            part = slice(0, size)
            distance = bits[:, part] if self.words == 1 else total[:, part]
            for word in range(self.words):
                kept = self._kept[word, start : start + size]
                np.bitwise_xor(kept, asked[word], out=differing[:, part])
                np.bitwise_count(differing[:, part], out=bits[:, part])
                if self.words > 1:
                    np.add(total[:, part] if word else 0, bits[:, part], out=total[:, part])
            if distance.min() > radius:  # nearly always, and much sooner said than where they are
                continue
            for row, place in np.argwhere(distance <= radius):
                found.append(Hit(self._keys[start + place], int(row), int(distance[row, place])))
        return found

    def distances(self, keys: Sequence[str], hashes: Hashes) -> Distances:
        """See LookupIndex."""
        asked = self._asked(hashes)
        kept = self._kept[:, [self._rows[key] for key in keys]]
        found: Distances = np.bitwise_count(kept[:, :, None] ^ asked[:, None, :, 0]).sum(axis=0, dtype=np.uint16)
        return found

    def _asked(self, hashes: Hashes) -> Hashes:
        """The queries word by word, each as a column: shape (words, hashes, 1)."""
        if hashes.ndim != 2 or hashes.shape[1] != self.words:
            raise ValueError(f"hashes of shape {hashes.shape}, not (any, {self.words})")
        return np.ascontiguousarray(hashes.T, np.uint64)[:, :, None]

    def _room(self, count: int) -> None:
        if count > self._kept.shape[1]:
            grown = np.empty((self.words, max(count, 2 * self._kept.shape[1])), np.uint64)
            grown[:, : self._kept.shape[1]] = self._kept
            self._kept = grown


def packed(values: Sequence[str], words: int) -> Hashes:
    """Hashes written as lower-case hex digits, 16 a word, as an array of shape (values, words). Raises ValueError."""
    data = bytes.fromhex("".join(values))
    if any(len(value) != 16 * words for value in values):
        raise ValueError(f"a hash of {words} words has {16 * words} hex digits")
    return np.frombuffer(data, ">u8").astype(np.uint64).reshape(len(values), words)
