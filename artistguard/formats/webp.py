"""WebP: RIFF chunks. Source: WebP container specification (RFC 9649); C2PA 2.2 A.3.5."""

from dataclasses import dataclass

from artistguard.formats import ifd
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import MAX_PARTS, Source, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged

_ICC, _ALPHA, _EXIF, _XMP, _ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02
_CODED = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")


@dataclass(frozen=True, slots=True)
class Chunk:
    """`length` counts header and padding, `size` the data."""

    type: bytes
    start: int
    size: int

    @property
    def body(self) -> int:
        """Offset of the data."""
        return self.start + 8

    @property
    def length(self) -> int:
        """Bytes with header and padding."""
        return 8 + self.size + self.size % 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size in pixels and what the VP8X flags say of the picture."""

    width: int
    height: int
    alpha: bool
    animated: bool


def _walk(source: Source) -> tuple[list[Chunk], int, bool]:
    """The chunks, the end of the RIFF data, and whether it is all there."""
    head = source.peek(0, 12)
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        raise Damaged("It does not start as a WebP does.")
    riff = 8 + int.from_bytes(head[4:8], "little")
    end = min(riff, source.size)
    found: list[Chunk] = []
    at = 12
    while at + 8 <= end:
        head = source.read(at, 8)
        chunk = Chunk(head[:4], at, int.from_bytes(head[4:], "little"))
        if at + 8 + chunk.size > end:
            return found, end, False
        found.append(chunk)
        at += chunk.length
        if len(found) > MAX_PARTS:
            raise Damaged("The WebP has more chunks than any picture.")
    # The padding of the last chunk is at times forgotten.
    return found, min(max(at, end), source.size), riff <= source.size


def _first(chunks: list[Chunk], kind: bytes) -> Chunk | None:
    return next((c for c in chunks if c.type == kind), None)


def _canvas(source: Source, chunks: list[Chunk]) -> Canvas:
    extended = _first(chunks, b"VP8X")
    if extended:
        data = source.read(extended.body, 10)
        width, height = (1 + int.from_bytes(data[i : i + 3], "little") for i in (4, 7))
        return Canvas(width, height, bool(data[0] & _ALPHA), bool(data[0] & _ANIMATION))
    lossless, lossy = _first(chunks, b"VP8L"), _first(chunks, b"VP8 ")
    if lossless:
        bits = int.from_bytes(source.read(lossless.body, 5)[1:], "little")
        return Canvas(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF), bool(bits >> 28 & 1), False)
    if lossy:
        data = source.read(lossy.body, 10)
        width, height = (int.from_bytes(data[i : i + 2], "little") & 0x3FFF for i in (6, 8))
        return Canvas(width, height, False, False)
    raise Damaged("The WebP holds no picture.")


def _body(source: Source, chunk: Chunk | None) -> bytes | None:
    return source.read(chunk.body, chunk.size) if chunk else None


def _exif(source: Source, chunks: list[Chunk]) -> bytes | None:
    data = _body(source, _first(chunks, b"EXIF"))
    return data.removeprefix(b"Exif\0\0") if data is not None else None


def read_blocks(source: Source) -> Blocks:
    """The chunks XMP, EXIF and ICCP."""
    chunks, _, _ = _walk(source)
    exif = _exif(source, chunks)
    artist, rights = ifd.texts(exif)
    xmp, icc = (_body(source, _first(chunks, kind)) for kind in (b"XMP ", b"ICCP"))
    return Blocks(xmp=xmp, exif=exif, icc=icc, artist=artist, copyright=rights)


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place or put at the end; a simple file becomes an extended one (VP8X)."""
    chunks, end, complete = _walk(source)
    if not complete:
        raise Damaged("The WebP ends too early.")
    canvas = _canvas(source, chunks)
    exif = ifd.updated(_exif(source, chunks), blocks.exif, blocks.artist, blocks.copyright)
    edits: list[Edit] = []
    present = {c.type for c in chunks}
    for kind, new in ((b"EXIF", exif), (b"XMP ", blocks.xmp)):
        if new is None:
            continue
        old = [c for c in chunks if c.type == kind]
        whole = _chunk(kind, new) if new else b""
        pad = b"\0" if end % 2 and not old else b""
        edits += [Edit(c.start, min(c.length, end - c.start), b"" if i else whole) for i, c in enumerate(old)]
        if not old and whole:
            edits.append(Edit(end, 0, (pad if not any(e.start == end for e in edits) else b"") + whole))
        (present.add if new else present.discard)(kind)
    if edits:
        edits.append(_extended(source, chunks, canvas, present))
        size = end + sum(len(e.new) - e.length for e in edits) - 8
        if size >= 1 << 32:
            raise CannotEmbed("The file is too large for its format to carry more.")
        edits.append(Edit(4, 4, size.to_bytes(4, "little")))
    return Rewrite(apply(source.size, edits), None)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\0" * (len(data) % 2)


def _extended(source: Source, chunks: list[Chunk], canvas: Canvas, present: set[bytes]) -> Edit:
    """VP8X with the flags of the metadata that will be there."""
    flags = (_EXIF if b"EXIF" in present else 0) | (_XMP if b"XMP " in present else 0)
    old = _first(chunks, b"VP8X")
    if old:
        return Edit(old.body, 1, bytes((source.read(old.body, 1)[0] & ~(_EXIF | _XMP) | flags,)))
    flags |= (_ICC if b"ICCP" in present else 0) | (_ALPHA if canvas.alpha else 0)
    size = (canvas.width - 1).to_bytes(3, "little") + (canvas.height - 1).to_bytes(3, "little")
    return Edit(12, 0, _chunk(b"VP8X", bytes((flags, 0, 0, 0)) + size))


def picture(source: Source) -> Picture:
    """The picture chunks with their headers; the canvas as a value, since the header may be upgraded."""
    chunks, _, _ = _walk(source)
    spans = [Span(c.start, 8 + c.size) for c in chunks if c.type in _CODED]
    return Picture((_canvas(source, chunks),), merged(spans))


def carry(source: Source) -> Carry:
    """XMP, EXIF and the credential; IIM has no place in WebP."""
    sound = ifd.sound(_exif(source, _walk(source)[0]))
    return Carry(True, False, sound, True, "" if sound else "Its EXIF block is damaged and stays as it is.")


def structure(source: Source) -> Structure:
    """`pages` counts the frames of an animation."""
    chunks, _, complete = _walk(source)
    frames = sum(c.type == b"ANMF" for c in chunks)
    return Structure(pages=max(1, frames), animated=frames > 1, truncated=not complete, bits=8)
