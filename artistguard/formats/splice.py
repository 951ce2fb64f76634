"""An output as pieces: ranges of the source and new bytes. Nothing large is ever held."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from artistguard.model.errors import ChangedSinceImport

BLOCK = 1 << 18  # bytes; what fits the processor's cache is copied, hashed and compared four times as fast


class Hash(Protocol):
    """Anything that is told the bytes as they pass, such as `hashlib.sha256()`."""

    def update(self, data: memoryview, /) -> object:
        """Take in the next bytes."""


@dataclass(frozen=True, slots=True)
class Span:
    """`length` bytes of the source from offset `start` on."""

    start: int
    length: int

    @property
    def end(self) -> int:
        """The offset behind the last byte."""
        return self.start + self.length


Piece = Span | bytes


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `new` in the place of `length` bytes of the source at `start`; a `length` of 0 inserts."""

    start: int
    length: int
    new: bytes


@dataclass(frozen=True, slots=True)
class Splice:
    """A file made of another one."""

    pieces: tuple[Piece, ...]

    @property
    def length(self) -> int:
        """Size of the output in bytes."""
        return sum(piece.length if isinstance(piece, Span) else len(piece) for piece in self.pieces)

    def write(self, source: BinaryIO, target: BinaryIO, hasher: Hash | None = None) -> None:
        """Write the output to `target` at its present position, a block at a time. `hasher` sees every byte."""
        for data in self.stream(source):
            target.write(data)
            if hasher is not None:
                hasher.update(data)

    def read(self, source: BinaryIO) -> bytes:
        """The whole output in memory: for small files and tests."""
        return b"".join(bytes(data) for data in self.stream(source))

    def stream(self, source: BinaryIO) -> Iterator[memoryview]:
        """The output in blocks of at most 256 KiB. A block is valid until the next one is asked for."""
        buffer = memoryview(bytearray(BLOCK))
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield memoryview(piece)
                continue
            source.seek(piece.start)
            left = piece.length
            while left:
                got = _readinto(source, buffer[: min(left, BLOCK)])
                if not got:
                    raise ChangedSinceImport("The file became shorter while it was read.", "Import it again.")
                yield buffer[:got]
                left -= got


def apply(size: int, edits: Iterable[Edit]) -> Splice:
    """A source of `size` bytes with `edits` made. They must not overlap.

    At one place insertions come first, in their order.
    """
    pieces: list[Piece] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.length > 0)):
        if not at <= edit.start <= edit.start + edit.length <= size:
            raise ValueError("edits overlap or leave the file")
        if edit.start > at:
            pieces.append(Span(at, edit.start - at))
        if edit.new:
            pieces.append(edit.new)
        at = edit.start + edit.length
    if at < size:
        pieces.append(Span(at, size - at))
    return Splice(tuple(pieces))


def _readinto(source: BinaryIO, buffer: memoryview) -> int:
    readinto = getattr(source, "readinto", None)
    if readinto is not None:
        return int(readinto(buffer) or 0)
    data = source.read(len(buffer))  # an mmap has no readinto
    buffer[: len(data)] = data
    return len(data)
