"""JPEG XL: boxes around a codestream, or a naked codestream, which is wrapped to carry anything.

Source: ISO/IEC 18181-2.
"""

from dataclasses import dataclass

from artistguard.formats import ifd
from artistguard.formats.boxes import Box, box, complete, walk
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import Source, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged

SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
_FTYP = box(b"ftyp", b"jxl \0\0\0\0jxl ")
_CODESTREAM = (b"jxlc", b"jxlp")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The boxes of one kind of metadata; `packed`: one of them is compressed with Brotli (brob)."""

    boxes: tuple[Box, ...]
    packed: bool


def _naked(source: Source) -> bool:
    return source.peek(0, 2) == b"\xff\x0a"


def _walk(source: Source) -> tuple[Box, ...]:
    if source.peek(0, 12) != SIGNATURE:
        raise Damaged("It does not start as a JPEG XL file does.")
    boxes = tuple(walk(source, lenient=True))
    if not any(b.type in _CODESTREAM for b in boxes):
        raise Damaged("The JPEG XL file holds no picture.")
    return boxes


def _metadata(source: Source, boxes: tuple[Box, ...], kind: bytes) -> Metadata:
    packed = any(b.type == b"brob" and source.peek(b.body, 4) == kind for b in boxes)
    return Metadata(tuple(b for b in boxes if b.type == kind), packed)


def _exif_data(source: Source, found: Metadata) -> bytes | None:
    if not found.boxes:
        return None
    data = source.read(found.boxes[0].body, found.boxes[0].size)
    return data[4 + int.from_bytes(data[:4], "big") :] or None


def read_blocks(source: Source) -> Blocks:
    """The boxes `xml ` and `Exif`; compressed ones are not read. The profile is within the codestream."""
    if _naked(source):
        return Blocks()
    boxes = _walk(source)
    xmp = _metadata(source, boxes, b"xml ").boxes
    exif = _exif_data(source, _metadata(source, boxes, b"Exif"))
    artist, rights = ifd.texts(exif)
    packet = source.read(xmp[0].body, xmp[0].size) if xmp else None
    return Blocks(xmp=packet, exif=exif, artist=artist, copyright=rights)


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place, or put before the codestream. A naked codestream is wrapped even when nothing is added."""
    if _naked(source):
        return Rewrite(apply(source.size, [Edit(0, 0, _wrapping(source, blocks))]), None)
    boxes = _walk(source)
    if not complete(source):
        raise Damaged("The JPEG XL file ends too early.")
    exifs, xmps = (_metadata(source, boxes, kind) for kind in (b"Exif", b"xml "))
    at = next(b.start for b in boxes if b.type in _CODESTREAM)
    edits: list[Edit] = []
    exif = ifd.updated(_exif_data(source, exifs), blocks.exif, blocks.artist, blocks.copyright)
    if exif is not None:
        edits += _replace(source, boxes, exifs, at, box(b"Exif", b"\0\0\0\0", exif) if exif else b"")
    if blocks.xmp is not None:
        edits += _replace(source, boxes, xmps, at, box(b"xml ", blocks.xmp) if blocks.xmp else b"")
    return Rewrite(apply(source.size, edits), None)


def _wrapping(source: Source, blocks: Blocks) -> bytes:
    exif = ifd.updated(None, blocks.exif, blocks.artist, blocks.copyright)
    parts = [SIGNATURE, _FTYP]
    parts += [box(b"Exif", b"\0\0\0\0", exif)] if exif else []
    parts += [box(b"xml ", blocks.xmp)] if blocks.xmp else []
    size = source.size + 8
    if size < 1 << 32:
        return b"".join((*parts, size.to_bytes(4, "big"), b"jxlc"))
    return b"".join((*parts, b"\0\0\0\x01jxlc", (size + 8).to_bytes(8, "big")))


def _replace(source: Source, boxes: tuple[Box, ...], old: Metadata, at: int, new: bytes) -> list[Edit]:
    if [source.read(b.start, b.end - b.start) for b in old.boxes] == [new] and not old.packed:
        return []
    if old.packed:
        raise CannotEmbed("Its metadata is compressed in a way the program does not read.")
    if old.boxes and any(b.type == b"jbrd" for b in boxes):
        raise CannotEmbed("It can give back the JPEG it was made from, and other metadata would break that.")
    if not old.boxes:
        return [Edit(at, 0, new)] if new else []
    return [Edit(b.start, b.end - b.start, b"" if i else new) for i, b in enumerate(old.boxes)]


def picture(source: Source) -> Picture:
    """The codestream, wrapped or not, in one piece or several."""
    if _naked(source):
        return Picture((), (Span(0, source.size),))
    skip = {b"jxlc": 0, b"jxlp": 4}  # jxlp: a number before each part
    found = [(b.body + skip[b.type], b.end) for b in _walk(source) if b.type in skip]
    return Picture((), merged([Span(start, max(0, end - start)) for start, end in found]))


def carry(source: Source) -> Carry:
    """XMP, EXIF and the credential, unless the boxes are compressed or belong to a JPEG inside."""
    if _naked(source):
        return Carry(True, False, True, True)
    boxes = _walk(source)
    keeps = any(b.type == b"jbrd" for b in boxes)
    exif, xmp = (_metadata(source, boxes, kind) for kind in (b"Exif", b"xml "))
    can = [not found.packed and not (keeps and found.boxes) for found in (xmp, exif)]
    can[1] = can[1] and ifd.sound(_exif_data(source, exif))
    why = "" if all(can) else "Some of its metadata is compressed or bound to the JPEG inside, and stays as it is."
    return Carry(can[0], False, can[1], True, why)


def structure(source: Source) -> Structure:
    """What the boxes say; frames and bits are within the codestream and stay unknown here."""
    if _naked(source):
        return Structure()
    try:
        _walk(source)
    except Damaged:
        return Structure(truncated=True)
    return Structure(truncated=not complete(source))
