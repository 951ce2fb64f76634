"""TIFF and BigTIFF files: one or more pages of strips or tiles. Edited by appending (see `ifd`)."""

from collections.abc import Iterator

from artistguard.formats import ifd, photoshop
from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.ifd import Directory, Tiff, Value, set_ascii_tags
from artistguard.formats.source import Source, merged
from artistguard.formats.splice import Span, apply
from artistguard.model.errors import Damaged, FileError, TooLarge

__all__ = ["carry", "picture", "read_blocks", "rewrite", "set_ascii_tags", "structure"]

WIDTH, BITS, COMPRESSION, PHOTOMETRIC, SUB_DIRECTORIES = 256, 258, 259, 262, 330
XMP, IPTC, ICC, RESOURCES = 700, 33723, 34675, 34377
_DATA = ((273, 279), (324, 325), (513, 514))  # strips, tiles, JPEG of TIFF 6.0
_LISTS = frozenset(tag for pair in _DATA for tag in pair)
# Tags that decoding depends on, colour and orientation included; those of `_DATA` are compared by what they point at.
_GEOMETRY = (
    *(254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 274, 277, 278, 279, 280, 281, 284, 290, 291, 292, 293),
    *(301, 317, 318, 319, 320, 322, 323, 325, 332, 333, 334, 336, 338, 339, 340, 341, 342, 347),
    *(512, 514, 515, 517, 518, 529, 530, 531, 532, 32997, 34675, 42112),
)
_OLD_JPEG = 6  # a compression whose tables lie at offsets of their own
_CAMERA = (32803, 34892)  # colour filter array, linear raw
_DNG = 50706


def _pages(tiff: Tiff) -> Iterator[Directory]:
    """Every directory with a picture: the chain, then below each its sub-directories, four deep at most."""
    seen: set[int] = set()
    waiting = [(page.offset, 0) for page in reversed(tiff.chain())]
    while waiting:
        offset, depth = waiting.pop()
        if offset in seen or len(seen) > ifd.MAX_DIRECTORIES:
            raise Damaged("The TIFF's pages run in a circle, or there are too many.")
        seen.add(offset)
        page = tiff.directory(offset)
        if page.get(WIDTH):
            yield page
        if depth:
            waiting += [(page.next, depth)] if page.next else []
        if depth < 4:
            waiting += [(below, depth + 1) for below in reversed(tiff.numbers(page.get(SUB_DIRECTORIES))) if below]


def read_blocks(source: Source) -> Blocks:
    """Tags of the first page. `exif` stays None: the file is the EXIF block."""
    tiff = Tiff(source)
    if not tiff.first:
        raise Damaged("The TIFF holds no picture.")
    page = tiff.directory(tiff.first)

    def data(tag: int) -> bytes | None:
        entry = page.get(tag)
        return tiff.data(entry) if entry else None

    return Blocks(
        xmp=data(XMP),
        iptc=data(IPTC) or photoshop.find(data(RESOURCES) or b"", photoshop.IIM),
        icc=data(ICC),
        artist=tiff.text(page.get(ifd.ARTIST)),
        copyright=tiff.text(page.get(ifd.COPYRIGHT)),
    )


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """A copy of the first directory at the end of the file; only the header's pointer changes before it."""
    tiff = Tiff(source)
    page = tiff.directory(tiff.first)
    changes: dict[int, Value | None] = {}
    if blocks.xmp is not None:
        changes[XMP] = Value(ifd.BYTE, blocks.xmp) if blocks.xmp else None
    if blocks.iptc is not None:
        old = page.get(IPTC)
        kind = old.type if old and old.type in (ifd.BYTE, ifd.UNDEFINED) else ifd.UNDEFINED
        changes[IPTC] = Value(kind, blocks.iptc) if blocks.iptc else None
        resources = page.get(RESOURCES)
        listed = tiff.data(resources) if resources else b""
        if resources and photoshop.find(listed, photoshop.IIM) is not None:
            changes[RESOURCES] = Value(resources.type, photoshop.with_iptc(listed, blocks.iptc))
    for tag, text in ifd.ascii_changes(blocks.artist, blocks.copyright).items():
        changes[tag] = ifd.ascii_value(text)
    return Rewrite(apply(source.size, tiff.edits(changes)), None)


def picture(source: Source) -> Picture:
    """Strips and tiles of all pages and sub-directories, and the tags that decoding depends on."""
    tiff = Tiff(source)
    facts: list[object] = []
    spans: list[Span] = []
    budget = 2 * source.size + (1 << 20)  # hostile pages can all point at the same bytes
    for page in _pages(tiff):
        entries = [entry for tag in _GEOMETRY if (entry := page.get(tag))]
        budget -= sum(e.length for e in page.entries if e.tag in _GEOMETRY or e.tag in _LISTS)
        if budget < 0:
            raise TooLarge("Its pages claim more data than the file holds.")
        facts.append(tuple((e.tag, e.count, tiff.digest(e)) for e in entries))
        for where, sizes in _DATA:
            for span in _strips(tiff, page, where, sizes):
                budget -= span.length
                spans.append(span)
        spans = list(merged(spans))
        if budget < 0 or len(spans) > ifd.MAX_NUMBERS:
            raise TooLarge("Its pages claim more data than the file holds.")
    if not spans:
        raise Damaged("The TIFF holds no picture.")
    return Picture(tuple(facts), merged(spans))


def _strips(tiff: Tiff, page: Directory, where: int, sizes: int) -> Iterator[Span]:
    offsets, counts = tiff.numbers(page.get(where)), tiff.numbers(page.get(sizes))
    if len(offsets) != len(counts):
        raise Damaged("The TIFF's lists of picture parts do not fit each other.")
    for offset, count in zip(offsets, counts, strict=True):
        yield tiff.source.span(offset, count)


def carry(source: Source) -> Carry:
    """A single page only: a credential would be counted as one more page by other programs. No camera raw files."""
    tiff = Tiff(source)
    chain = tiff.chain()
    if len(chain) > 1:
        why = f"It has {len(chain)} pages, and a credential inside would look like another page to other programs."
        return Carry(False, False, False, False, why)
    pages = list(_pages(tiff))
    if source.peek(8, 2) == b"CR" or any(
        page.get(_DNG) or set(tiff.numbers(page.get(PHOTOMETRIC))[:1]) & set(_CAMERA) for page in pages
    ):
        why = "It is a camera's raw file, and moving its parts could make it unreadable."
        return Carry(False, False, False, False, why)
    if any(tiff.numbers(page.get(COMPRESSION))[:1].tolist() == [_OLD_JPEG] for page in pages):
        why = "It holds JPEG data in the way of TIFF 6.0, whose parts cannot be moved safely."
        return Carry(False, False, False, False, why)
    return Carry(True, True, True, True)


def structure(source: Source) -> Structure:
    """`pages` counts the directories of the chain."""
    tiff = Tiff(source)
    try:
        chain = tiff.chain()
        bits = tiff.numbers(chain[0].get(BITS))
        picture(source)
        truncated = False
    except (FileError, IndexError):
        return Structure(truncated=True, big=tiff.big)
    return Structure(pages=len(chain), truncated=truncated, bits=int(bits[0]) if bits else 1, big=tiff.big)
