"""TIFF structure: the directories of TIFF and BigTIFF files, and of EXIF blocks, edited by appending only.

A changed directory is written anew behind everything else, and only the header's pointer to it changes. Nothing
else moves, so maker notes and private tags with offsets of their own stay right. Sources: TIFF 6.0, BigTIFF design
note, EXIF 3.0.
"""

import io
import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from artistguard.formats.source import MAX_BLOCK, Source
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged, TooLarge

ARTIST, COPYRIGHT = 0x013B, 0x8298
ASCII, BYTE, UNDEFINED = 2, 1, 7
MAX_DIRECTORIES = 5_000
MAX_TAGS = 2048  # of one directory; real ones have some dozens
MAX_ALL_TAGS = 100_000  # of all directories of a file
MAX_NUMBERS = 2_000_000  # strips or tiles of one page

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_ARRAYS = {1: "B", 7: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One tag. `at`: where its value lies in the file; `field`: the raw value-or-offset field."""

    tag: int
    type: int
    count: int
    field: bytes
    at: int

    @property
    def length(self) -> int:
        """Bytes of the value; an unknown type counts as one byte a piece."""
        return _SIZES.get(self.type, 1) * self.count


@dataclass(frozen=True, slots=True)
class Directory:
    """One IFD. `next` is the offset of the following one, 0 at the end."""

    offset: int
    entries: tuple[Entry, ...]
    next: int

    def get(self, tag: int) -> Entry | None:
        """The entry of a tag."""
        return next((entry for entry in self.entries if entry.tag == tag), None)


@dataclass(frozen=True, slots=True)
class Value:
    """What a tag shall hold: its TIFF type and the bytes."""

    type: int
    data: bytes


class Tiff:
    """The directories of a TIFF structure that fills `source`."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._tags = 0
        head = source.read(0, 8)
        marks = {b"II*\0": ("<", False), b"MM\0*": (">", False), b"II+\0": ("<", True), b"MM\0+": (">", True)}
        if head[:4] not in marks:
            raise Damaged("Its TIFF header is wrong.")
        self.order, self.big = marks[head[:4]]
        if self.big and head[4:8] != struct.pack(self.order + "HH", 8, 0):
            raise Damaged("Its BigTIFF header is wrong.")
        self.word = 8 if self.big else 4  # bytes of an offset
        self._offset = "Q" if self.big else "I"
        self.pointer = 8 if self.big else 4  # where the header points to the first directory
        self.first = self._unpack(self._offset, source.read(self.pointer, self.word))

    def _unpack(self, code: str, data: bytes) -> int:
        return int(struct.unpack(self.order + code, data)[0])

    def directory(self, offset: int) -> Directory:
        """The directory at an offset."""
        lead = 8 if self.big else 2
        count = self._unpack("Q" if self.big else "H", self.source.read(offset, lead))
        self._tags += count
        if count > MAX_TAGS or self._tags > MAX_ALL_TAGS:
            raise Damaged("Its directories claim more tags than any picture has.")
        size = 20 if self.big else 12
        data = self.source.read(offset + lead, count * size)
        entries = []
        field_at = offset + lead + 4 + self.word
        for tag, kind, number, field in struct.iter_unpack(self.order + ("HHQ8s" if self.big else "HHI4s"), data):
            inline = _SIZES.get(kind, 1) * number <= self.word
            entries.append(Entry(tag, kind, number, field, field_at if inline else self._unpack(self._offset, field)))
            field_at += size
        behind = offset + lead + count * size
        # Some writers leave the last pointer out at the very end of a block.
        tail = self.source.peek(behind, self.word)
        return Directory(offset, tuple(entries), self._unpack(self._offset, tail) if len(tail) == self.word else 0)

    def chain(self, first: int | None = None, limit: int = MAX_DIRECTORIES) -> list[Directory]:
        """The directories from the first on, each once: a loop is `Damaged`."""
        found: list[Directory] = []
        seen: set[int] = set()
        offset = self.first if first is None else first
        while offset:
            if offset in seen or len(found) >= limit:
                raise Damaged("Its directories run in a circle, or there are too many.")
            seen.add(offset)
            found.append(self.directory(offset))
            offset = found[-1].next
        return found

    def data(self, entry: Entry, limit: int = MAX_BLOCK) -> bytes:
        """The bytes of a value."""
        if entry.length > limit:
            raise TooLarge("One of its tags is larger than it should be.")
        return self.source.read(entry.at, entry.length)

    def span(self, entry: Entry) -> Span:
        """Where a value lies."""
        return self.source.span(entry.at, entry.length)

    def numbers(self, entry: Entry | None) -> "array[int]":
        """The values of a tag of whole numbers; empty when there is no such tag."""
        if entry is None or entry.type not in _ARRAYS:
            return array("Q")
        if entry.count > MAX_NUMBERS:
            raise TooLarge("One of its pages has more parts than the program reads.")
        values = array(_ARRAYS[entry.type], self.data(entry))
        if struct.pack("=H", 1) != struct.pack(self.order + "H", 1):
            values.byteswap()
        return values

    def digest(self, entry: Entry) -> str:
        """A value told apart by content, whatever width or byte order its whole numbers are written in."""
        if entry.type in (3, 4, 13, 16, 18):
            return sha256(array("Q", self.numbers(entry)).tobytes()).hexdigest()
        return sha256(self.data(entry)).hexdigest()

    def text(self, entry: Entry | None) -> str | None:
        """A text tag: UTF-8 as everybody writes it today, else Latin-1."""
        if entry is None:
            return None
        data = self.data(entry, 1 << 20).rstrip(b"\0 ").replace(b"\0", b"\n")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("latin-1")

    def edits(self, changes: Mapping[int, Value | None]) -> list[Edit]:
        """What to do to the file so that the first directory has these values (None: not the tag). Append-only."""
        old = self.directory(self.first) if self.first else Directory(0, (), 0)
        changes = {tag: value for tag, value in changes.items() if not self._holds(old.get(tag), value)}
        if not changes:
            return []
        end = self.source.size
        pad = -end % (8 if self.big else 2)
        records = {
            e.tag: struct.pack(self.order + "HH", e.tag, e.type) + self._number(e.count) + e.field for e in old.entries
        }
        for tag, value in changes.items():
            records.pop(tag, None)
            if value is not None:
                records[tag] = b""
        at = end + pad
        values_at = at + (8 if self.big else 2) + len(records) * (20 if self.big else 12) + self.word
        values = bytearray()
        for tag, value in changes.items():
            if value is None:
                continue
            count = len(value.data) // _SIZES[value.type]
            if len(value.data) <= self.word:
                field = value.data.ljust(self.word, b"\0")
            else:
                field = self._number(values_at + len(values))
                values += value.data + b"\0" * (len(value.data) % 2)
            records[tag] = struct.pack(self.order + "HH", tag, value.type) + self._number(count) + field
        lead = struct.pack(self.order + ("Q" if self.big else "H"), len(records))
        body = lead + b"".join(records[tag] for tag in sorted(records)) + self._number(old.next)
        return [Edit(self.pointer, self.word, self._number(at)), Edit(end, 0, b"\0" * pad + body + bytes(values))]

    def _number(self, value: int) -> bytes:
        if value >= 1 << (8 * self.word):
            raise CannotEmbed("The file is too large for its format to carry more: TIFF ends at 4 GB.")
        return struct.pack(self.order + self._offset, value)

    def _holds(self, entry: Entry | None, value: Value | None) -> bool:
        if entry is None or value is None:
            return entry is None and value is None
        return entry.type == value.type and entry.length == len(value.data) and self.data(entry) == value.data


def ascii_value(text: str) -> Value | None:
    """A text as ExifTool writes it: UTF-8 bytes in an ASCII tag. Empty text means no tag."""
    data = text.replace("\0", " ").encode("utf-8", "replace")
    return Value(ASCII, data + b"\0") if data else None


def ascii_changes(artist: str | None, copyright_: str | None) -> dict[int, str]:
    """The tags behind the two texts; None leaves a tag alone."""
    return {tag: text for tag, text in ((ARTIST, artist), (COPYRIGHT, copyright_)) if text is not None}


def set_ascii_tags(tiff: bytes, tags: Mapping[int, str]) -> bytes:
    """An EXIF block with text tags of its first directory set; "" removes one, b"" starts a fresh block.

    The block grows at its end and keeps every offset. Setting what it holds already gives back the same bytes.
    """
    if not tiff and not any(tags.values()):
        return b""
    tiff = tiff or b"II*\0\0\0\0\0"
    file = io.BytesIO(tiff)
    source = Source(file)
    edits = Tiff(source).edits({tag: ascii_value(text) for tag, text in tags.items()})
    return apply(source.size, edits).read(file) if edits else tiff


def texts(tiff: bytes | None) -> tuple[str | None, str | None]:
    """Artist and copyright of an EXIF block; (None, None) when it has none or cannot be read."""
    if not tiff:
        return None, None
    try:
        block = Tiff(Source(io.BytesIO(tiff)))
        first = block.directory(block.first) if block.first else Directory(0, (), 0)
        return block.text(first.get(ARTIST)), block.text(first.get(COPYRIGHT))
    except (Damaged, TooLarge, struct.error):
        return None, None


def sound(tiff: bytes | None) -> bool:
    """Whether the first directory of an EXIF block can be read, and so be written again. None counts as sound."""
    if tiff is None:
        return True
    try:
        block = Tiff(Source(io.BytesIO(tiff)))
        if block.first:
            block.directory(block.first)
    except (Damaged, struct.error):
        return False
    return True


def updated(old: bytes | None, exif: bytes | None, artist: str | None, copyright_: str | None) -> bytes | None:
    """The EXIF block to write: `exif` in place of `old` when given, with the two texts set. None: leave as it is."""
    changes = ascii_changes(artist, copyright_)
    if not changes:
        return exif
    base = exif if exif is not None else old
    if not sound(base):
        raise CannotEmbed("Its EXIF block is damaged and is kept as it is.", "The rights stay in the other tags.")
    result = set_ascii_tags(base or b"", changes)
    return result or None
