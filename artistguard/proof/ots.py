"""OpenTimestamps proofs: what calendars answer, read with suspicion, and put together as .ots files.

The library is the format's own (LGPL-3.0-or-later); nothing in it is asked to reach the network. A proof begins at the
SHA-256 of a file, leads over additions and hashes to what a calendar was given, and from there to the merkle root of a
Bitcoin block. Whether that block exists, and when, needs the chain itself: nothing here claims to know.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import (
    BytesDeserializationContext,
    BytesSerializationContext,
    DeserializationError,
)
from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

from artistguard.proof import merkle

LARGEST_ANSWER = 10_000  # bytes, as the reference client has it
LARGEST_FILE = 256 * 1024
DEEPEST = 160  # operations one after the other; readers stop at 256, and a path through a batch needs up to 70
NONCE = 16  # bytes
_HIGHEST = 100_000_000  # blocks: two thousand years of them
# What the library raises for bytes that are none of its own. Its assertions are checks of input, too.
_UNREADABLE = (DeserializationError, ValueError, TypeError, OverflowError, AssertionError)


class NoProof(ValueError):
    """The bytes are no part of a proof, or one that is too large or too deep."""


@dataclass(frozen=True, slots=True)
class Block:
    """A Bitcoin block that a proof leads to. `merkle_root` as block explorers print it, lower-case hex."""

    height: int
    merkle_root: str


@dataclass(frozen=True, slots=True)
class Pending:
    """A calendar's promise: under `uri` it will tell how `message` goes on."""

    message: bytes
    uri: str


@dataclass(frozen=True, slots=True)
class Kept:
    """All that a proof is made of. `answers` by the calendar's number; `upgrades` by that and the promise's, from 1."""

    nonce: bytes
    answers: Mapping[int, bytes]
    upgrades: Mapping[tuple[int, int], bytes] = field(default_factory=dict)


def commitment(root: bytes, nonce: bytes) -> bytes:
    """What calendars are given of a root: SHA-256 of its SHA-256 and a random number behind it."""
    return hashlib.sha256(hashlib.sha256(root).digest() + nonce).digest()


def answer(data: bytes, message: bytes) -> list[Pending | Block]:
    """What a calendar's answer about a message leads to. Raises NoProof."""
    return leads_to(_read(data, message))


def leads_to(stamp: Any) -> list[Pending | Block]:
    """The ends of a proof that mean something here, in a fixed order. Raises NoProof for a block that can be none."""
    found: list[Pending | Block] = []
    for message, end in stamp.all_attestations():
        if isinstance(end, PendingAttestation):
            found.append(Pending(message, end.uri))
        elif isinstance(end, BitcoinBlockHeaderAttestation):
            if len(message) != 32 or not 0 <= end.height < _HIGHEST:
                raise NoProof("it leads to a block that can be none")
            found.append(Block(end.height, message[::-1].hex()))
    return sorted(found, key=lambda end: (isinstance(end, Pending), repr(end)))


def promises(data: bytes, message: bytes) -> list[Pending]:
    """The promises in a calendar's answer, in the order that counts them. Raises NoProof."""
    return [end for end in answer(data, message) if isinstance(end, Pending)]


def of_root(root: bytes, kept: Kept) -> bytes:
    """The .ots file of a file that holds the root's 32 bytes. Raises NoProof where answers do not fit together."""
    stamp = Timestamp(hashlib.sha256(root).digest())
    _grow(stamp, kept)
    return _file(stamp)


def of_leaf(leaf: bytes, way: merkle.Proof, kept: Kept) -> bytes:
    """The .ots file of one record of the batch: its own, through the tree. Raises NoProof."""
    stamp = Timestamp(hashlib.sha256(leaf).digest())
    at = stamp.ops.add(OpPrepend(b"\x00")).ops.add(OpSHA256())
    for neighbour, left in zip(way.path, merkle.sides(way.index, way.size), strict=True):
        if left:
            at = at.ops.add(OpPrepend(b"\x01" + neighbour)).ops.add(OpSHA256())
        else:
            at = at.ops.add(OpAppend(neighbour)).ops.add(OpPrepend(b"\x01")).ops.add(OpSHA256())
    if at.msg != way.root:
        raise NoProof("the path leads to another root")
    _grow(at.ops.add(OpSHA256()), kept)
    return _file(stamp)


def read_file(data: bytes) -> tuple[bytes, list[Pending | Block]]:
    """(SHA-256 of the file it is about, what it leads to) of an .ots file, also of others'. Raises NoProof."""
    if len(data) > LARGEST_FILE:
        raise NoProof("it is too large")
    try:
        found = DetachedTimestampFile.deserialize(BytesDeserializationContext(data))
        if not isinstance(found.file_hash_op, OpSHA256):
            raise NoProof("it is about another hash than SHA-256")
        return found.file_digest, leads_to(found.timestamp)
    except NoProof:
        raise
    except _UNREADABLE as error:
        raise NoProof(f"it is no .ots file ({' '.join(str(error).split())[:80]})") from error


def _grow(stamp: Any, kept: Kept) -> None:
    """Lead a proof on, from the SHA-256 of the root over the nonce to all that calendars answered."""
    given = stamp.ops.add(OpAppend(kept.nonce)).ops.add(OpSHA256())
    for number, data in sorted(kept.answers.items()):
        promised = promises(data, given.msg)
        answered = _read(data, given.msg)
        for place, one in enumerate(promised, 1):
            more = kept.upgrades.get((number, place))
            if more is not None:
                next(_at(answered, one)).merge(_read(more, one.message))
        if _depth(answered) > DEEPEST:
            raise NoProof("it is too deep")
        try:
            given.merge(answered)
        except _UNREADABLE as error:
            raise NoProof("two answers contradict each other") from error


def _at(stamp: Any, promise: Pending) -> Iterator[Any]:
    """Where in a proof a promise stands."""
    if stamp.msg == promise.message and PendingAttestation(promise.uri) in stamp.attestations:
        yield stamp
    for below in stamp.ops.values():
        yield from _at(below, promise)


def _read(data: bytes, message: bytes) -> Any:
    if len(data) > LARGEST_ANSWER:
        raise NoProof("it is too large")
    try:
        context = BytesDeserializationContext(data)
        found = Timestamp.deserialize(context, message)
        context.assert_eof()
    except _UNREADABLE as error:
        raise NoProof(f"it is no proof ({' '.join(str(error).split())[:80]})") from error
    if _depth(found) > DEEPEST:
        raise NoProof("it is too deep")
    return found


def _depth(stamp: Any) -> int:
    return max((1 + _depth(below) for below in stamp.ops.values()), default=0)


def _file(stamp: Any) -> bytes:
    context = BytesSerializationContext()
    try:
        DetachedTimestampFile(OpSHA256(), stamp).serialize(context)
    except ValueError as error:
        raise NoProof("no calendar answered") from error
    return bytes(context.getbytes())
