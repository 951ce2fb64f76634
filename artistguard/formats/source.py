"""Reading a hostile file at chosen places: every read is bounded and complete, or one clear error."""

import io
import os
import struct
import zlib
from collections.abc import Callable
from functools import wraps
from typing import BinaryIO, ParamSpec, TypeVar

from artistguard.formats.splice import Span
from artistguard.model.errors import Damaged, TooLarge, Unreadable

MAX_BLOCK = 64 << 20  # bytes of one metadata block; real XMP histories reach tens of megabytes
MAX_PARTS = 300_000  # chunks or blocks of one file; a PNG of 500 MB in the smallest usual ones has 130,000

P = ParamSpec("P")
T = TypeVar("T")


def guarded(function: Callable[P, T]) -> Callable[P, T]:
    """Turn what a broken file makes Python raise into errors of ours: the boundary of this room."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except OSError as error:
            raise Unreadable(f"The file cannot be read: {error.strerror or 'input error'}.") from error
        except (struct.error, ValueError, LookupError, OverflowError, zlib.error, EOFError) as error:
            raise Damaged("The file is not built as its kind should be.") from error

    return call


class Source:
    """A file as a range of bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        file.seek(0, os.SEEK_END)
        self.size = file.tell()  # what an mmap does not return from seek
        # A walk over thousands of small chunks would refill Python's buffer at each of them.
        plain = isinstance(file, io.BufferedReader) and isinstance(file.raw, io.FileIO) and hasattr(os, "pread")
        self._descriptor = file.fileno() if plain else None

    def peek(self, offset: int, length: int) -> bytes:
        """At most `length` bytes from `offset` on: fewer at the end of the file."""
        if length > MAX_BLOCK:
            raise TooLarge(f"One of its blocks is larger than {MAX_BLOCK >> 20} MB.")
        if offset >= self.size or length <= 0:
            return b""
        if self._descriptor is not None:
            data = os.pread(self._descriptor, length, offset)
            if len(data) == length or offset + len(data) >= self.size:
                return data
        self.file.seek(offset)
        return self.file.read(length) or b""

    def read(self, offset: int, length: int) -> bytes:
        """Exactly `length` bytes from `offset` on."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise Damaged("The file ends too early, or one of its lengths is wrong.")
        data = self.peek(offset, length)
        if len(data) != length:
            raise Damaged("The file ends too early.")
        return data

    def span(self, start: int, length: int) -> Span:
        """A span that lies within the file."""
        if start < 0 or length < 0 or start + length > self.size:
            raise Damaged("The file ends too early, or one of its lengths is wrong.")
        return Span(start, length)

    def number(self, offset: int, length: int) -> int:
        """A big-endian number of `length` bytes."""
        return int.from_bytes(self.read(offset, length), "big")


class Cursor:
    """Reading forward in small steps through a window of the file."""

    WINDOW = 1 << 18

    def __init__(self, source: Source, offset: int = 0) -> None:
        self.source = source
        self.offset = offset
        self._base = 0
        self._window = b""

    def take(self, length: int) -> bytes:
        """The next `length` bytes, complete or `Damaged`."""
        at = self.offset - self._base
        if at < 0 or at + length > len(self._window):
            self._base, at = self.offset, 0
            self._window = self.source.peek(self.offset, max(length, self.WINDOW))
            if len(self._window) < length:
                raise Damaged("The file ends too early.")
        self.offset += length
        return self._window[at : at + length]

    def byte(self) -> int:
        """The next byte as a number."""
        return self.take(1)[0]


def merged(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in their order, neighbours joined, empty ones left out."""
    result: list[Span] = []
    for span in spans:
        if not span.length:
            continue
        if result and result[-1].end == span.start:
            result[-1] = Span(result[-1].start, result[-1].length + span.length)
        else:
            result.append(span)
    return tuple(result)


def inflate(data: bytes, limit: int = MAX_BLOCK) -> bytes:
    """zlib data of at most `limit` bytes; a bomb is `TooLarge`."""
    unpacker = zlib.decompressobj()
    result = unpacker.decompress(data, limit + 1)
    if len(result) > limit:
        raise TooLarge("One of its compressed blocks unpacks to far more than it should.")
    return result
