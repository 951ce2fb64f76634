"""PNG and APNG: chunks. Source: PNG specification, third edition; XMP part 3; C2PA 2.2 A.3.2 (caBX)."""

import zlib
from dataclasses import dataclass

from artistguard.formats import ifd
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import MAX_BLOCK, MAX_PARTS, Source, inflate, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged, TooLarge

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XMP = b"XML:com.adobe.xmp\0"
AFTER_IHDR = 33
_CODED = frozenset(b"IHDR PLTE tRNS IDAT acTL fcTL fdAT CgBI iCCP sRGB gAMA cHRM sBIT cICP mDCV cLLI IEND".split())
_DATA = (b"IDAT", b"fdAT")
_MOST_TEXTS = 100


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk, or several of picture data in a row: `length` counts headers and checksums."""

    type: bytes
    start: int
    length: int

    @property
    def body(self) -> int:
        """Offset of the data."""
        return self.start + 8

    @property
    def size(self) -> int:
        """Bytes of data (of a single chunk)."""
        return self.length - 12


def _walk(source: Source) -> tuple[list[Chunk], bool]:
    """The chunks up to IEND, and whether that was there. What follows IEND is not the PNG's."""
    if source.peek(0, 8) != SIGNATURE or source.peek(12, 4) not in (b"IHDR", b"CgBI"):
        raise Damaged("It does not start as a PNG does.")
    found: list[Chunk] = []
    at = 8
    for _ in range(MAX_PARTS):
        head = source.peek(at, 8)
        length = int.from_bytes(head[:4], "big") + 12
        if len(head) < 8 or at + length > source.size:
            return found, False
        kind = head[4:]
        last = found[-1] if found else None
        if last and last.type == kind and kind in _DATA:
            found[-1] = Chunk(kind, last.start, last.length + length)
        else:
            found.append(Chunk(kind, at, length))
        at += length
        if kind == b"IEND":
            return found, True
    raise Damaged("The PNG has more chunks than any picture.")


def _body(source: Source, chunk: Chunk) -> bytes:
    return source.read(chunk.body, chunk.size)


def _of(source: Source, chunks: list[Chunk], kind: bytes, head: bytes = b"") -> list[Chunk]:
    return [c for c in chunks if c.type == kind and (not head or source.peek(c.body, len(head)) == head)]


def read_blocks(source: Source) -> Blocks:
    """XMP of the iTXt chunk, EXIF of eXIf. What ImageMagick keeps as hexadecimal text is left alone."""
    chunks, _ = _walk(source)
    xmp = _of(source, chunks, b"iTXt", XMP)
    exif = _exif(source, chunks)
    profile = _of(source, chunks, b"iCCP")
    artist, rights = ifd.texts(exif)
    return Blocks(
        xmp=_text(_body(source, xmp[0])) if xmp else None,
        exif=exif,
        icc=_profile(_body(source, profile[0])) if profile else None,
        artist=artist,
        copyright=rights,
    )


def _text(body: bytes) -> bytes:
    """The text of an iTXt chunk: keyword, flag, method, language, translated keyword, text."""
    packed = body[len(XMP)] == 1
    text = body[len(XMP) + 2 :].split(b"\0", 2)[2]
    return inflate(text) if packed else text


def texts(source: Source) -> tuple[tuple[str, str], ...]:
    """(keyword, text) of the tEXt, zTXt and iTXt chunks, the first hundred, without XMP. A broken one is left out."""
    found = []
    for chunk in [c for c in _walk(source)[0] if c.type in (b"tEXt", b"zTXt", b"iTXt")][:_MOST_TEXTS]:
        try:
            keyword, body = _body(source, chunk).split(b"\0", 1)
            if chunk.type == b"iTXt":
                packed, rest = body[0] == 1, body[2:].split(b"\0", 2)[2]
                text = (inflate(rest) if packed else rest).decode("utf-8", "replace")
            else:
                text = (inflate(body[1:]) if chunk.type == b"zTXt" else body).decode("latin-1")
        except (ValueError, IndexError, zlib.error, TooLarge):
            continue
        if keyword + b"\0" != XMP:
            found.append((keyword.decode("latin-1"), text))
    return tuple(found)


def _profile(body: bytes) -> bytes | None:
    """The profile of an iCCP chunk: name, method, zlib data. A broken one is no profile."""
    try:
        return inflate(body.partition(b"\0")[2][1:])
    except (zlib.error, TooLarge):
        return None


def _exif(source: Source, chunks: list[Chunk]) -> bytes | None:
    found = _of(source, chunks, b"eXIf")
    if not found:
        return None
    return _body(source, found[0]).removeprefix(b"Exif\0\0")


def bare(source: Source) -> bool:
    """Whether there is no caBX chunk, where C2PA has its place."""
    return all(chunk.type != b"caBX" for chunk in _walk(source)[0])


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place where that lies before the picture data (many readers stop there), else put after IHDR."""
    chunks, complete = _walk(source)
    if not complete:
        raise Damaged("The PNG ends too early.")
    if chunks[0].type != b"IHDR" or chunks[0].length != 25:
        raise CannotEmbed("It is a PNG of Apple's own kind, which other programs do not read.")
    edits = [Edit(c.start, c.length, b"") for c in chunks if c.type == b"caBX"]
    first = next((c.start for c in chunks if c.type in _DATA), source.size)
    if blocks.xmp is not None:
        new = _chunk(b"iTXt", XMP + b"\0\0\0\0" + blocks.xmp) if blocks.xmp else b""
        edits += _replace(source, _of(source, chunks, b"iTXt", XMP), first, new)
    exif = ifd.updated(_exif(source, chunks), blocks.exif, blocks.artist, blocks.copyright)
    if exif is not None:
        edits += _replace(source, _of(source, chunks, b"eXIf"), first, _chunk(b"eXIf", exif) if exif else b"")
    return Rewrite(apply(source.size, edits), AFTER_IHDR)


def _chunk(kind: bytes, data: bytes) -> bytes:
    if len(data) > MAX_BLOCK:
        raise TooLarge("One of its metadata blocks is too large.")
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def _replace(source: Source, old: list[Chunk], first: int, new: bytes) -> list[Edit]:
    if old and old[0].start < first:
        return [Edit(c.start, c.length, b"" if i else new) for i, c in enumerate(old)]
    removed = [Edit(c.start, c.length, b"") for c in old]
    return [Edit(AFTER_IHDR, 0, new), *removed] if new else removed


def picture(source: Source) -> Picture:
    """Header, palette, colour, animation and data chunks, whole."""
    chunks, _ = _walk(source)
    return Picture((), merged([Span(c.start, c.length) for c in chunks if c.type in _CODED]))


def carry(source: Source) -> Carry:
    """XMP, EXIF and the credential; IIM has no place in PNG."""
    chunks, _ = _walk(source)
    if chunks and chunks[0].type != b"IHDR":
        return Carry(False, False, False, False, "It is a PNG of Apple's own kind, which other programs do not read.")
    sound = ifd.sound(_exif(source, chunks))
    return Carry(True, False, sound, True, "" if sound else "Its EXIF block is damaged and stays as it is.")


def structure(source: Source) -> Structure:
    """`pages` counts the frames of an APNG."""
    chunks, complete = _walk(source)
    header = next((c for c in chunks if c.type == b"IHDR"), None)
    bits = source.number(header.body + 8, 1) if header else None
    control = next((c for c in chunks if c.type == b"acTL" and c.size >= 8), None)
    frames = source.number(control.body, 4) if control else 1
    return Structure(pages=max(1, frames), animated=frames > 1, truncated=not complete, bits=bits)
