"""Kinds that nothing is written into: BMP and the drawing programs' own files. Their tags go into a sidecar."""

from artistguard.formats import ifd, photoshop
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import Source
from artistguard.formats.splice import Span, apply
from artistguard.model.errors import CannotEmbed, Damaged

_PSD_HEADER = 26


def _is_psd(source: Source) -> bool:
    return source.peek(0, 4) == b"8BPS"


def read_blocks(source: Source) -> Blocks:
    """The image resources of a Photoshop file; nothing of the others."""
    if not _is_psd(source):
        return Blocks()
    resources = _PSD_HEADER + 4 + source.number(_PSD_HEADER, 4)
    data = source.read(resources + 4, source.number(resources, 4))
    exif = photoshop.find(data, photoshop.EXIF)
    artist, rights = ifd.texts(exif)
    return Blocks(
        xmp=photoshop.find(data, photoshop.XMP),
        iptc=photoshop.find(data, photoshop.IIM),
        exif=exif,
        icc=photoshop.find(data, photoshop.ICC),
        artist=artist,
        copyright=rights,
    )


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """The file as it is; anything else is refused."""
    if blocks != Blocks():
        raise CannotEmbed("Nothing can be written safely into a file of this kind.", "A sidecar can hold it.")
    return Rewrite(apply(source.size, ()), None)


def picture(source: Source) -> Picture:
    """The whole file."""
    return Picture((), (Span(0, source.size),))


def carry(source: Source) -> Carry:
    """Nothing."""
    why = "This kind of file has no place for a credential that other programs would keep."
    return Carry(False, False, False, False, why)


def structure(source: Source) -> Structure:
    """Bits and variant of Photoshop and BMP files; the others hold several pictures of their own."""
    if _is_psd(source):
        version, bits = source.number(4, 2), source.number(22, 2)
        return Structure(bits=bits, big=version == 2, truncated=_cut(source, version))
    if source.peek(0, 2) == b"BM":
        size = int.from_bytes(source.peek(2, 4), "little")
        per_pixel = int.from_bytes(source.peek(28, 2), "little")
        return Structure(bits=min(8, per_pixel) or None, truncated=source.size < size)
    return Structure()


def _cut(source: Source, version: int) -> bool:
    """Whether the file ends before its picture data does."""
    at = _PSD_HEADER
    try:
        for width in (4, 4, 8 if version == 2 else 4):
            at += width + source.number(at, width)
    except Damaged:
        return True
    return at + 2 > source.size
