"""Tars of samples, as WebDataset lays them out: files of one name and several endings, one after the other.

Read from their headers alone (POSIX.1-2001 ustar and pax, and GNU's long names); nothing is ever written to a disk, so
names lead nowhere. A tar is a stranger's: lengths are checked against the file, links, devices and folders are passed
over, and sparse members, which say that they are larger than they are, end it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, BinaryIO

from artistguard.model.errors import Damaged, TooLarge

PICTURES = frozenset({"jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "avif"})  # endings
_BLOCK = 512
_MOST_MEMBERS = 2_000_000
_LONGEST_NAME = 4096  # bytes
_LONGEST_PAX = 65_536  # bytes of what is said of one member
_REGULAR = (b"0", b"\0", b"7")
_WITHOUT_DATA = (b"1", b"2", b"3", b"4", b"5", b"6")  # links, devices, folders, pipes
# The key is the name up to the first dot of its last part; names that begin with a dot are nobody's samples.
_NAME = re.compile(r"((?:.*/)?[^./][^./]*)\.([^/]+)", re.DOTALL)
_RECORD = re.compile(rb"([1-9][0-9]{0,5}) ([^=\n]{1,256})=")


@dataclass(frozen=True, slots=True)
class Entry:
    """A regular file in a tar: where its bytes lie."""

    name: str
    offset: int
    size: int

    def read(self, file: IO[bytes], most: int) -> bytes:
        """Its bytes. Raises TooLarge for more than `most`, and Damaged."""
        if self.size > most:
            raise TooLarge(f"It has {self.size:,} bytes; at most {most:,} are read.")
        file.seek(self.offset)
        data = file.read(self.size)
        if len(data) != self.size:
            raise Damaged("The tar ends in the midst of it.")
        return data


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture with what stands beside it: its text (KEY.txt) and its facts (KEY.json)."""

    picture: Entry
    text: Entry | None = None
    facts: Entry | None = None


def samples(file: BinaryIO) -> Iterator[Sample]:
    """The samples that hold a picture, in order. Raises Damaged or TooLarge after those before what is wrong."""
    key, sample = "", Sample(Entry("", 0, 0))
    try:
        for entry in entries(file):
            match = _NAME.fullmatch(entry.name)
            if match is None:
                continue
            if match[1] != key:
                if sample.picture.name:
                    yield sample
                key, sample = match[1], Sample(Entry("", 0, 0))
            ending = match[2].lower().rpartition(".")[2]
            if ending in PICTURES and not sample.picture.name:
                sample = replace(sample, picture=entry)
            elif ending == "txt":
                sample = replace(sample, text=entry)
            elif ending == "json":
                sample = replace(sample, facts=entry)
    except (Damaged, TooLarge):
        if sample.picture.name:
            yield sample
        raise
    if sample.picture.name:
        yield sample


def entries(file: BinaryIO) -> Iterator[Entry]:
    """The regular files of a tar. The file may be read elsewhere in between."""
    end = file.seek(0, io.SEEK_END)
    at, name, size = 0, "", None
    for _ in range(_MOST_MEMBERS):
        file.seek(at)
        header = file.read(_BLOCK)
        if not header or not header.strip(b"\0"):
            return
        _check(header)
        kind = header[156:157]
        if kind == b"S":
            raise Damaged("The tar holds a sparse member, as no data set does.")
        length = _number(header[124:136]) if size is None else size
        data = at + _BLOCK
        if kind in _WITHOUT_DATA:
            at, name, size = data, "", None
            continue
        if length > end - data:
            raise Damaged("The tar is cut off, or a member says that it is larger than the tar.")
        at = data + -(-length // _BLOCK) * _BLOCK
        if kind == b"L":
            name = _text(_read(file, data, length, _LONGEST_NAME).rstrip(b"\0"))
        elif kind == b"x":
            name, size = _pax(_read(file, data, length, _LONGEST_PAX), name)
        elif kind not in (b"g", b"K"):
            if kind in _REGULAR:
                yield Entry(name or _own_name(header), data, length)
            name, size = "", None
    raise TooLarge(f"The tar has more than {_MOST_MEMBERS:,} members.")


def _check(header: bytes) -> None:
    if len(header) < _BLOCK:
        raise Damaged("The tar is cut off.")
    if sum(header) - sum(header[148:156]) + 8 * 32 != _number(header[148:156]):
        raise Damaged("The tar is damaged: a header does not add up.")


def _number(field: bytes) -> int:
    """Octal digits, or the bytes themselves where they would not do (GNU); never below nothing."""
    if field[0] & 0x80:
        if field[0] & 0x40:
            raise Damaged("The tar is damaged: a member has less than no bytes.")
        return int.from_bytes(bytes([field[0] & 0x3F]) + field[1:], "big")
    digits = field.strip(b" \0")
    if not re.fullmatch(rb"[0-7]*", digits):
        raise Damaged("The tar is damaged: a length is no number.")
    return int(digits or b"0", 8)


def _own_name(header: bytes) -> str:
    name = _text(header[:100].split(b"\0", 1)[0])
    prefix = _text(header[345:500].split(b"\0", 1)[0]) if header[257:263] == b"ustar\0" else ""
    return f"{prefix}/{name}" if prefix else name


def _read(file: BinaryIO, at: int, length: int, most: int) -> bytes:
    if length > most:
        raise Damaged("The tar is damaged: it says more of a member than its name.")
    file.seek(at)
    return file.read(length)


def _pax(data: bytes, name: str) -> tuple[str, int | None]:
    """(name, size) that a pax header gives the next member."""
    at, size = 0, None
    while at < len(data):
        match = _RECORD.match(data, at)
        if match is None or at + int(match[1]) > len(data) or match.end() >= at + int(match[1]):
            raise Damaged("The tar is damaged: what it says of a member cannot be read.")
        value = data[match.end() : at + int(match[1]) - 1]
        if match[2].startswith(b"GNU.sparse"):
            raise Damaged("The tar holds a sparse member, as no data set does.")
        if match[2] == b"path":
            name = _text(value[:_LONGEST_NAME])
        elif match[2] == b"size":
            if not re.fullmatch(rb"[0-9]{1,18}", value):
                raise Damaged("The tar is damaged: a length is no number.")
            size = int(value)
        at += int(match[1])
    return name, size


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
