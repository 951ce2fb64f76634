"""AVIF and HEIC: metadata items are added behind everything; the index grows, and offsets follow it.

Sources: ISO/IEC 14496-12, ISO/IEC 23008-12 (HEIF), AV1 Image File Format 1.1, MIAF.
"""

from dataclasses import dataclass

from artistguard.formats import ifd
from artistguard.formats.boxes import Box, box, complete, walk
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.items import XMP_TYPE, Info, Meta
from artistguard.formats.source import Source, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged, FileError, TooLarge

_UNSAFE = "Its index of parts is written in a way that signing inside would break; the picture could be lost."
_SEQUENCE = "It is a sequence of pictures like a film, and signing inside could break it."


@dataclass(frozen=True, slots=True)
class Layout:
    """The top level of a file."""

    boxes: tuple[Box, ...]
    meta: Meta | None

    @property
    def sequence(self) -> bool:
        """Whether it holds tracks."""
        return any(b.type in (b"moov", b"moof") for b in self.boxes)


def _layout(source: Source) -> Layout:
    boxes = tuple(walk(source, lenient=True))
    if not boxes or boxes[0].type != b"ftyp":
        raise Damaged("It does not start as an AVIF or HEIC file does.")
    meta = next((b for b in boxes if b.type == b"meta"), None)
    return Layout(boxes, Meta(source, meta) if meta else None)


def _xmp(meta: Meta) -> Info | None:
    return next((i for i in meta.infos if i.is_xmp), None)


def _exif(meta: Meta) -> Info | None:
    return next((i for i in meta.infos if i.type == b"Exif"), None)


def _readable(info: Info | None) -> bool:
    return info is None or not (info.encoding or info.protected)


def _exif_data(meta: Meta) -> bytes | None:
    """The TIFF structure of the Exif item: four bytes tell where in the item it starts."""
    info = _exif(meta)
    if info is None or not _readable(info):
        return None
    data = meta.data(info.id)
    return data[4 + int.from_bytes(data[:4], "big") :] or None


def read_blocks(source: Source) -> Blocks:
    """The XMP and Exif items, and the colour profile among the properties."""
    meta = _layout(source).meta
    if meta is None:
        return Blocks()
    xmp, exif = _xmp(meta), _exif_data(meta)
    artist, rights = ifd.texts(exif)
    return Blocks(
        xmp=meta.data(xmp.id) if xmp and _readable(xmp) else None,
        exif=exif,
        icc=_profile(meta),
        artist=artist,
        copyright=rights,
    )


def _properties(meta: Meta) -> list[Box]:
    child = meta.children.get(b"iprp")
    boxes = list(walk(meta.source, child.body, child.end)) if child else []
    container = next((b for b in boxes if b.type == b"ipco"), None)
    return list(walk(meta.source, container.body, container.end)) if container else []


def _profile(meta: Meta) -> bytes | None:
    for found in _properties(meta):
        if found.type == b"colr" and meta.source.peek(found.body, 4) in (b"prof", b"rICC"):
            return meta.source.read(found.body + 4, found.size - 4)
    return None


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """XMP and Exif items replaced or added, their bytes in a box of their own at the end."""
    if blocks == Blocks():
        return Rewrite(apply(source.size, ()), None)
    layout = _layout(source)
    why = _why_not(layout)
    meta = layout.meta
    if why or meta is None:
        raise CannotEmbed(why, "A sidecar can hold it.")
    wanted = _wanted(meta, blocks)
    if not wanted:
        return Rewrite(apply(source.size, ()), None)
    edits: list[Edit] = []
    last = layout.boxes[-1]
    kept = _own(meta, last)
    if kept is not None:
        edits.append(Edit(last.start, last.end - last.start, b""))
        wanted = {**{i: meta.data(i.id) for i in kept if i not in wanted}, **wanted}
    elif last.open:
        edits.append(Edit(last.start, 4, _size(last.end - last.start)))
    new = [info for info in wanted if info not in meta.infos]
    inner = (
        _child(meta, b"iinf", meta.with_infos(new)) + _child(meta, b"iref", meta.with_references(new)) if new else []
    )
    sized = meta.locations
    for info in wanted:
        sized = sized.placed(info.id, 1, 1)
    inner += _child(meta, b"iloc", sized.encoded())  # for its length; the offsets follow from that
    delta = sum(len(e.new) - e.length for e in inner)
    locations = meta.locations.shifted(meta.box.start, meta.box.end, delta)
    at = source.size + delta - (last.end - last.start if kept is not None else 0) + 8
    for info, data in wanted.items():
        locations = locations.placed(info.id, at, len(data))
        at += len(data)
    edits += inner[:-1] + _child(meta, b"iloc", locations.encoded())
    edits.append(Edit(meta.box.start, 4, _size(meta.box.end - meta.box.start + delta)))
    edits.append(Edit(source.size, 0, box(b"mdat", *wanted.values())))
    return Rewrite(apply(source.size, edits), None)


def _wanted(meta: Meta, blocks: Blocks) -> dict[Info, bytes]:
    """The items to write, with their bytes; those that hold what they should already are left out."""
    free = max([i.id for i in meta.infos] + [p.id for p in meta.locations.places]) + 1
    wanted: dict[Info, bytes] = {}
    exif = ifd.updated(_exif_data(meta), blocks.exif, blocks.artist, blocks.copyright)
    if exif and exif != _exif_data(meta):
        wanted[_exif(meta) or Info(free, b"Exif")] = b"\0\0\0\0" + exif
    if blocks.xmp is not None:
        info = _xmp(meta) or Info(free + 1, b"mime", XMP_TYPE)
        if info not in meta.infos or meta.data(info.id) != blocks.xmp:
            wanted[info] = blocks.xmp
    if not all(_readable(info) for info in wanted):
        raise CannotEmbed("Its metadata is packed in a way the program does not read.")
    if any(not data for data in wanted.values()):
        raise CannotEmbed("Metadata cannot be taken out of a file of this kind.")
    return wanted


def _own(meta: Meta, last: Box) -> list[Info] | None:
    """The metadata items in the last box if nothing else lies there: then it is replaced instead of left behind."""
    if last.type != b"mdat" or last.open:
        return None
    inside: list[Info] = []
    for info in meta.infos:
        spans = meta.spans(info.id)
        touching = [s for s in spans if s.start < last.end and s.end > last.start]
        if not touching:
            continue
        if touching != spans or not info.is_metadata or not _readable(info):
            return None
        inside.append(info)
    covered = sum(s.length for info in inside for s in meta.spans(info.id))
    return inside if inside and covered == last.size else None


def _child(meta: Meta, kind: bytes, new: bytes) -> list[Edit]:
    if not new:
        return []
    old = meta.children.get(kind)
    return [Edit(old.start, old.end - old.start, new)] if old else [Edit(meta.box.end, 0, new)]


def _size(value: int) -> bytes:
    if value >= 1 << 32:
        raise CannotEmbed("The file is too large to carry more.")
    return value.to_bytes(4, "big")


def _why_not(layout: Layout) -> str:
    meta = layout.meta
    if meta is None or not meta.primary or b"iinf" not in meta.children:
        return "It has no place for metadata." if not layout.sequence else _SEQUENCE
    if layout.sequence:
        return _SEQUENCE
    wide = meta.box.body != meta.box.start + 8
    return _UNSAFE if not meta.locations.safe or meta.box.open or wide else ""


def picture(source: Source) -> Picture:
    """The data of all picture items, their properties and how they are put together; whole tracks of sequences."""
    layout = _layout(source)
    meta = layout.meta
    facts: list[object] = []
    spans: list[Span] = []
    if meta is not None:
        pictures = [i for i in meta.infos if not i.is_metadata]
        ids = {i.id for i in pictures}
        facts += [meta.primary, tuple((i.id, i.type) for i in pictures)]
        facts.append(tuple(reference for reference in meta.references() if reference[0] != b"cdsc"))
        for place in meta.locations.places:
            if place.id in ids:
                offsets = place.extents if place.method == 2 else tuple(e.length for e in place.extents)
                facts.append((place.id, place.method, offsets))
        properties = meta.children.get(b"iprp")
        spans += [Span(properties.start, properties.end - properties.start)] if properties else []
        for info in pictures:
            spans += meta.spans(info.id)
    if layout.sequence:
        kinds = (b"moov", b"moof", b"mdat")
        spans += [Span(b.start, b.end - b.start) for b in layout.boxes if b.type in kinds]
    if sum(s.length for s in spans) > 4 * source.size:
        raise TooLarge("Its parts claim more data than the file holds.")
    if not spans:
        raise Damaged("The file holds no picture.")
    return Picture(tuple(facts), merged(spans))


def carry(source: Source) -> Carry:
    """Nothing when signing would break the index or a film; else XMP, EXIF and the credential."""
    layout = _layout(source)
    why = _why_not(layout)
    meta = layout.meta
    if why or meta is None:
        return Carry(False, False, False, False, why)
    xmp, exif = _readable(_xmp(meta)), _readable(_exif(meta)) and ifd.sound(_exif_data(meta))
    if xmp and exif:
        return Carry(True, False, True, True)
    return Carry(xmp, False, exif, True, "Some of its metadata is packed or damaged and stays as it is.")


def structure(source: Source) -> Structure:
    """`animated` means tracks. A file that holds several single pictures counts as one page."""
    try:
        layout = _layout(source)
        picture(source)
    except FileError:
        return Structure(truncated=True)
    bits = _bits(layout.meta) if layout.meta else None
    return Structure(animated=layout.sequence, truncated=not complete(source), bits=bits)


def _bits(meta: Meta) -> int | None:
    for found in _properties(meta):
        data = meta.source.peek(found.body, min(found.size, 32))
        if found.type == b"pixi" and len(data) > 5:
            return data[5]
        if found.type == b"av1C" and len(data) > 2:
            return (12 if data[2] & 0x20 else 10) if data[2] & 0x40 else 8
        if found.type == b"hvcC" and len(data) > 17:
            return 8 + (data[17] & 7)
    return None
