"""The items of an AVIF or HEIC file: what there is (iinf), where it lies (iloc), what it belongs to (iref).

Sources: ISO/IEC 14496-12 section 8.11, ISO/IEC 23008-12.
"""

from dataclasses import dataclass, replace

from artistguard.formats.boxes import Box, box, walk
from artistguard.formats.source import Source
from artistguard.formats.splice import Span
from artistguard.model.errors import CannotEmbed, Damaged, TooLarge

XMP_TYPE = b"application/rdf+xml"
_MAX_ITEMS = 20_000


@dataclass(frozen=True, slots=True)
class Info:
    """An infe entry. `content`: media type, `encoding`: content encoding, of mime items."""

    id: int
    type: bytes
    content: bytes = b""
    encoding: bytes = b""
    protected: bool = False

    @property
    def is_metadata(self) -> bool:
        """Whether it is no picture."""
        return self.type in (b"Exif", b"mime", b"uri ")

    @property
    def is_xmp(self) -> bool:
        """Whether it is an XMP packet that can be read as it stands."""
        return self.type == b"mime" and self.content == XMP_TYPE


@dataclass(frozen=True, slots=True)
class Extent:
    """One range; `offset` counts from the item's base."""

    index: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Place:
    """An iloc entry. `method`: 0 file, 1 idat, 2 another item. `external`: the data lies in another file."""

    id: int
    method: int
    external: int
    base: int
    extents: tuple[Extent, ...]


@dataclass(frozen=True, slots=True)
class Locations:
    """The iloc box. Sizes are those of its fields, in bytes."""

    version: int
    offset_size: int
    length_size: int
    base_size: int
    index_size: int
    places: tuple[Place, ...]

    @property
    def safe(self) -> bool:
        """Whether c2pa 0.91 moves the items rightly when it puts its box in front of them.

        It counts an item twice whose base field exists and holds 0, and misreads the fields of an index.
        """
        if any(size not in (0, 4, 8) for size in (self.offset_size, self.length_size, self.base_size)):
            return False
        if self.version == 1 and self.index_size != self.base_size:
            return False
        if self.version == 2 and self.index_size not in (0, self.base_size):
            return False
        if any(p.external or p.method > 2 for p in self.places):
            return False
        files = [p for p in self.places if p.method == 0]
        if self.base_size and any(p.base == 0 for p in files):
            return False
        return all(e.length and p.base + e.offset for p in files for e in p.extents)

    def encoded(self) -> bytes:
        """The box."""
        wide = 4 if self.version == 2 else 2
        sizes = bytes((self.offset_size << 4 | self.length_size, self.base_size << 4 | self.index_size))
        data = [bytes((self.version, 0, 0, 0)), sizes, _number(len(self.places), wide)]
        for place in self.places:
            data.append(_number(place.id, wide))
            if self.version:
                data.append(_number(place.method, 2))
            data += [_number(place.external, 2), _number(place.base, self.base_size), _number(len(place.extents), 2)]
            for extent in place.extents:
                if self.version:
                    data.append(_number(extent.index, self.index_size))
                data += [_number(extent.offset, self.offset_size), _number(extent.length, self.length_size)]
        return box(b"iloc", *data)

    def shifted(self, start: int, end: int, delta: int) -> "Locations":
        """With file offsets behind `end` moved by `delta`; what lies in `start` to `end` itself cannot be moved."""

        def move(place: Place) -> Place:
            if place.method or not place.extents:
                return place
            ends = [place.base + e.offset for e in place.extents]
            if all(at < start for at in ends):
                return place
            if any(at < end for at in ends):
                raise CannotEmbed("Its pictures lie where its metadata must grow.")
            if self.base_size:
                return replace(place, base=place.base + delta)
            return replace(place, extents=tuple(replace(e, offset=e.offset + delta) for e in place.extents))

        return replace(self, places=tuple(move(place) for place in self.places))

    def placed(self, id_: int, offset: int, length: int) -> "Locations":
        """With an item in the file at `offset`."""
        extent = Extent(0, 0 if self.base_size else offset, length)
        place = Place(id_, 0, 0, offset if self.base_size else 0, (extent,))
        return replace(self, places=(*(p for p in self.places if p.id != id_), place))


def _number(value: int, size: int) -> bytes:
    if value >= 1 << (8 * size) and value:
        raise CannotEmbed("The file's index of parts has no room for more.")
    return value.to_bytes(size, "big")


class Meta:
    """The meta box of a file, read."""

    def __init__(self, source: Source, meta: Box) -> None:
        self.source = source
        self.box = meta
        self.children = {b.type: b for b in walk(source, meta.body + 4, meta.end)}
        self.primary = self._primary()
        self.infos = self._infos()
        self.locations = self._locations()
        self._places = {place.id: place for place in self.locations.places}

    def _full(self, kind: bytes) -> bytes:
        child = self.children.get(kind)
        return self.source.read(child.body, child.size) if child else b""

    def _primary(self) -> int:
        data = self._full(b"pitm")
        return int.from_bytes(data[4 : 8 if data[0] else 6], "big") if data else 0

    def _infos(self) -> tuple[Info, ...]:
        child = self.children.get(b"iinf")
        if child is None:
            return ()
        head = child.body + (6 if self.source.number(child.body, 1) == 0 else 8)
        found = [_info(self.source.read(b.body, min(b.size, 4096))) for b in walk(self.source, head, child.end)]
        if len(found) > _MAX_ITEMS:
            raise TooLarge("The file has more parts than the program reads.")
        return tuple(found)

    def _locations(self) -> Locations:
        data = self._full(b"iloc")
        if not data:
            raise Damaged("The file does not tell where its pictures are.")
        version, sizes, more = data[0], data[4], data[5]
        if version > 2:
            raise Damaged("The file tells in an unknown way where its pictures are.")
        wide = 4 if version == 2 else 2
        at = 6

        def number(size: int) -> int:
            nonlocal at
            if at + size > len(data):
                raise Damaged("The list of the file's pictures is cut off.")
            at += size
            return int.from_bytes(data[at - size : at], "big")

        head = Locations(version, sizes >> 4, sizes & 15, more >> 4, more & 15 if version else 0, ())
        places: list[Place] = []
        total = 0
        for _ in range(number(wide)):
            id_ = number(wide)
            method = number(2) & 15 if version else 0
            external, base = number(2), number(head.base_size)
            count = number(2)
            total += count
            if total > _MAX_ITEMS or (count and not head.offset_size + head.length_size):
                raise Damaged("The file claims more parts than it can have.")
            extents = tuple(
                Extent(number(head.index_size), number(head.offset_size), number(head.length_size))
                for _ in range(count)
            )
            places.append(Place(id_, method, external, base, extents))
            if len(places) > _MAX_ITEMS:
                raise Damaged("The file claims more parts than it can have.")
        return replace(head, places=tuple(places))

    def references(self) -> tuple[tuple[bytes, bytes], ...]:
        """The references between items, undecoded: (type, content)."""
        child = self.children.get(b"iref")
        if child is None:
            return ()
        return tuple((b.type, self.source.read(b.body, b.size)) for b in walk(self.source, child.body + 4, child.end))

    def spans(self, id_: int) -> list[Span]:
        """Where an item's bytes lie in the file; nothing for one made of another item."""
        place = self._places.get(id_)
        if place is None or place.method > 1 or place.external:
            return []
        start, end = place.base, self.source.size
        if place.method == 1:
            idat = self.children.get(b"idat")
            if idat is None:
                raise Damaged("The file lacks the data of one of its pictures.")
            start, end = start + idat.body, idat.end
        found = [Span(start + e.offset, e.length or end - start - e.offset) for e in place.extents]
        if any(s.length < 0 or s.end > end for s in found):
            raise Damaged("The file ends before its pictures do.")
        return found

    def data(self, id_: int) -> bytes:
        """An item's bytes."""
        spans = self.spans(id_)
        if sum(s.length for s in spans) > 64 << 20:
            raise TooLarge("One of its metadata blocks is too large.")
        return b"".join(self.source.read(s.start, s.length) for s in spans)

    def with_infos(self, new: list[Info]) -> bytes:
        """The iinf box with more items."""
        data = self._full(b"iinf")
        wide = 2 if data[0] == 0 else 4
        count = int.from_bytes(data[4 : 4 + wide], "big") + len(new)
        return box(b"iinf", data[:4], _number(count, wide), data[4 + wide :], *(_infe(info) for info in new))

    def with_references(self, new: list[Info]) -> bytes:
        """The iref box with the new items described as being about the primary picture."""
        data = self._full(b"iref") or bytes((1 if self.primary > 0xFFFF else 0, 0, 0, 0))
        wide = 4 if data[0] else 2
        about = _number(1, 2) + _number(self.primary, wide)
        return box(b"iref", data, *(box(b"cdsc", _number(info.id, wide), about) for info in new))


def _info(data: bytes) -> Info:
    version = data[0]
    if version < 2:
        return Info(int.from_bytes(data[4:6], "big"), b"mime", protected=True)
    wide = 2 if version == 2 else 4
    at = 4 + wide
    texts = data[at + 6 :].split(b"\0")
    content, encoding = [*texts[1:3], b"", b""][:2] if data[at + 2 : at + 6] == b"mime" else (b"", b"")
    protected = data[at : at + 2] != b"\0\0"
    return Info(int.from_bytes(data[4:at], "big"), data[at + 2 : at + 6], content, encoding, protected)


def _infe(info: Info) -> bytes:
    wide = 2 if info.id <= 0xFFFF else 4
    head = bytes((2 if wide == 2 else 3, 0, 0, 0)) + info.id.to_bytes(wide, "big") + b"\0\0" + info.type + b"\0"
    return box(b"infe", head, info.content + b"\0" if info.content else b"")
