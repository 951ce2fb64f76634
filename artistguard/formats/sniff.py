"""What a file is, by its content alone."""

import re
from typing import BinaryIO

from artistguard.formats import archive
from artistguard.formats.kinds import Kind
from artistguard.formats.source import Source, guarded
from artistguard.model.errors import NotAPicture

_HEAD = 1 << 16
_AVIF = (b"avif", b"avis")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1", b"heif")
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"II*\0", Kind.TIFF),
    (b"MM\0*", Kind.TIFF),
    (b"II+\0", Kind.TIFF),
    (b"MM\0+", Kind.TIFF),
    (b"8BPS\0\x01", Kind.PSD),
    (b"8BPS\0\x02", Kind.PSD),
    (b"\0\0\0\x0cJXL \r\n\x87\n", Kind.JXL),
    (b"\xff\x0a", Kind.JXL),
    (b"CSFCHUNK", Kind.CLIP),
)
_OTHERS = (
    (b"%PDF", "This is a PDF document. Export its pages as pictures."),
    (b"%!PS", "This is a PostScript or Illustrator file. Export it as a picture."),
    (b"\xc5\xd0\xd3\xc6", "This is a PostScript file. Export it as a picture."),
    (b"\x1f\x8b", "This is a compressed file. If it is an SVGZ, unzip it to an SVG first."),
    (b"7z\xbc\xaf\x27\x1c", "This is an archive. Unpack it first."),
    (b"Rar!", "This is an archive. Unpack it first."),
    (b"SQLite format 3\0", "This is a database, not a picture."),
    (b"\0\0\x01\0", "This is an icon file, which the program does not read."),
    (b"gimp xcf", "This is a GIMP file, which the program does not read. Export it as a picture."),
)
_DIB_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
# XML declaration, comments and a document type may stand before the root element.
_BEFORE_ROOT = re.compile(r"\s*(?:<\?[^>]*\?>|<!--(?:(?!-->).)*-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)", re.DOTALL)
_ROOT = re.compile(r"\s*<(?:[\w.-]{1,64}:)?svg[\s>/]")


@guarded
def identify(file: BinaryIO) -> Kind:
    """What the content is, whatever the name says. `NotAPicture` tells in one sentence what it is instead."""
    source = Source(file)
    head = source.peek(0, 64)
    if not head:
        raise NotAPicture("The file is empty.")
    if head[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:2] == b"BM" and len(head) >= 18 and int.from_bytes(head[14:18], "little") in _DIB_HEADERS:
        return Kind.BMP
    if head[4:8] == b"ftyp":
        return _brand(source)
    if head[:2] == b"PK":
        return archive.identify(source)
    for magic, sentence in _OTHERS:
        if head.startswith(magic):
            raise NotAPicture(sentence)
    return _text(source)


def _brand(source: Source) -> Kind:
    """AVIF or HEIC by the major brand, or else the compatible ones."""
    size = min(source.number(0, 4), 4096)
    data = source.peek(8, max(0, size - 8))
    brands = [data[:4]] + [data[i : i + 4] for i in range(8, len(data) - 3, 4)]
    if any(brand in _AVIF for brand in brands):
        return Kind.AVIF
    if any(brand in _HEIC for brand in brands):
        return Kind.HEIC
    raise NotAPicture("This is a film or sound file, or of a kind the program does not read.")


def _text(source: Source) -> Kind:
    head = source.peek(0, _HEAD)
    text = _decoded(head)
    if text is None:
        raise NotAPicture("The content is of no kind the program reads.")
    at = 1 if text.startswith("\ufeff") else 0
    while match := _BEFORE_ROOT.match(text, at):
        at = match.end()
    if _ROOT.match(text, at):
        return Kind.SVG
    if re.match(r"\s*<(!DOCTYPE\s+html|html|head|body)\b", text[at:], re.IGNORECASE) or "<html" in text[:1024].lower():
        raise NotAPicture("This is a web page, not a picture.")
    raise NotAPicture("This is text, not a picture.")


def _decoded(head: bytes) -> str | None:
    """The beginning as text, or None if it does not look like any."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head or sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head[:4096]) > len(head[:4096]) // 20:
        return None
    return head.decode("utf-8", "replace")
