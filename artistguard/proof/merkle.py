"""A Merkle tree over any number of entries (RFC 9162, section 2.1, SHA-256), and proofs that an entry is in it.

Entries and nodes are hashed with different first bytes, so that no node can pass for an entry. A proof here also
carries the hash that was reached at each level: RFC 9162 needs none of them, but they tell what was changed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = 32  # bytes of a hash
_ENTRY, _NODE = b"\x00", b"\x01"


@dataclass(frozen=True, slots=True)
class Proof:
    """The way from one entry to the root. `path` holds the neighbours from the entry upwards, `reached` the hash
    after each of them; the last one is the root. A tree of one entry has neither."""

    index: int
    size: int
    entry: bytes  # the entry's hash
    path: tuple[bytes, ...]
    reached: tuple[bytes, ...]
    root: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What in a proof does not fit. `where`: "entry", "index", "size", "path", "reached" or "root"."""

    where: str
    what: str
    level: int | None = None  # of the path, counted from 1 at the entry


def entry_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(_ENTRY + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return hashlib.sha256(_NODE + left + right).digest()


class Tree:
    """A tree over the hashes of its entries, in memory: about 64 bytes an entry. Built in linear time."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        """`entries`: what `entry_hash` gives for each, in order. Raises ValueError for none at all."""
        if not entries:
            raise ValueError("a tree needs an entry")
        sha256 = hashlib.sha256
        self._levels: list[list[bytes]] = [list(entries)]
        while len(below := self._levels[-1]) > 1:
            above = [sha256(_NODE + below[i] + below[i + 1]).digest() for i in range(0, len(below) - 1, 2)]
            if len(below) % 2:
                above.append(below[-1])  # one without a neighbour stands for itself a level higher
            self._levels.append(above)

    @property
    def size(self) -> int:
        """How many entries."""
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """The root, 32 bytes."""
        return self._levels[-1][0]

    def proof(self, index: int) -> Proof:
        """The proof of one entry. Raises IndexError if there is none."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        path, reached, at = [], [], index
        for below, above in zip(self._levels, self._levels[1:], strict=False):
            if at ^ 1 < len(below):
                path.append(below[at ^ 1])
                reached.append(above[at // 2])
            at //= 2
        return Proof(index, self.size, self._levels[0][index], tuple(path), tuple(reached), self.root)


def sides(index: int, size: int) -> tuple[bool, ...]:
    """For each level of an entry's path, whether the neighbour stands to the left (RFC 9162, section 2.1.3.2).

    Raises ValueError for an entry that such a tree does not have.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} entries has no entry {index + 1}")
    found, last = [], size - 1
    while last:
        if index & 1:
            found.append(True)
        elif index != last:
            found.append(False)
        index >>= 1
        last >>= 1
    return tuple(found)


def check(proof: Proof, entry: bytes) -> tuple[Fault, ...]:
    """What does not fit in the proof of an entry; empty if it leads to the root. The first fault is the lowest.

    Raises nothing, whatever the proof says.
    """
    try:
        left = sides(proof.index, proof.size)
    except ValueError as error:
        return (Fault("index", str(error)),)
    if len(left) != len(proof.path):
        what = f"entry {proof.index + 1} of {proof.size} has {len(left)} levels, not {len(proof.path)}"
        return (Fault("size", what),)
    if len(proof.reached) != len(proof.path):
        return (Fault("reached", f"{len(proof.reached)} hashes are noted for {len(proof.path)} levels"),)
    if any(len(value) != LENGTH for value in (proof.entry, proof.root, *proof.path, *proof.reached)):
        return (Fault("path", f"a hash in it is not {LENGTH} bytes long"),)
    faults: list[Fault] = []
    at = entry_hash(entry)
    if at != proof.entry:
        if not _goes_on(at, proof, -1, left):
            at = proof.entry  # then the entry was changed, and its noted hash may still lead on
        faults.append(Fault("entry", "the entry is not the one that was hashed: it, or its noted hash, was changed"))
    for level, noted in enumerate(proof.reached):
        before, at = at, _above(at, proof, level, left)
        if at == noted:
            continue
        faults.append(_broken(proof, level, before, at, left))
        at = noted if not _goes_on(at, proof, level, left) else at
    if at != proof.root:
        faults.append(Fault("root", "the path leads to another root"))
    return tuple(faults)


def _above(at: bytes, proof: Proof, level: int, left: Sequence[bool]) -> bytes:
    return node_hash(proof.path[level], at) if left[level] else node_hash(at, proof.path[level])


def _goes_on(at: bytes, proof: Proof, level: int, left: Sequence[bool]) -> bool:
    """Whether what was reached leads to what was noted above it, so that only the note at this level is wrong."""
    if level + 1 == len(proof.path):
        return at == proof.root
    return _above(at, proof, level + 1, left) == proof.reached[level + 1]


def _broken(proof: Proof, level: int, before: bytes, at: bytes, left: Sequence[bool]) -> Fault:
    number = level + 1
    if _goes_on(at, proof, level, left):
        return Fault("reached", f"the hash noted for level {number} was changed", number)
    other = node_hash(before, proof.path[level]) if left[level] else node_hash(proof.path[level], before)
    if other == proof.reached[level]:
        return Fault("index", f"level {number} fits with its sides exchanged: the entry's number, or the size", number)
    return Fault("path", f"level {number} of {len(proof.path)} was changed", number)
