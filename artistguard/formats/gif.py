"""GIF: blocks. Sources: GIF89a specification; XMP part 3, 1.1.2 (application extension with magic trailer)."""

from dataclasses import dataclass

from artistguard.formats.container import Blocks, Carry, Picture, Rewrite, Structure
from artistguard.formats.source import MAX_BLOCK, MAX_PARTS, Cursor, Source, merged
from artistguard.formats.splice import Edit, Span, apply
from artistguard.model.errors import CannotEmbed, Damaged, TooLarge

_HEAD = b"\x21\xff\x0bXMP DataXMP"
# Readers that know sub-blocks only land somewhere in this ramp and slide to its end.
MAGIC = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
_GRAPHIC_CONTROL, _PLAIN_TEXT, _APPLICATION, _COMMENT = 0xF9, 0x01, 0xFF, 0xFE
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `kind`: "image", "graphic" (control, text, loop), "xmp" or "other"."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Walk:
    """`head_end`: behind the global colour table. `end`: behind the trailer, or where the data breaks off."""

    head_end: int
    blocks: tuple[Block, ...]
    end: int
    complete: bool


def _walk(source: Source) -> Walk:
    head = source.peek(0, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a") or len(head) < 13:
        raise Damaged("It does not start as a GIF does.")
    cursor = Cursor(source, 13)
    blocks: list[Block] = []
    at, count = 13, 0
    try:
        cursor.take(_table(head[10]))
        head_end = at = cursor.offset
        while (lead := cursor.byte()) != 0x3B:
            kind = _block(cursor, lead, source)
            last = blocks[-1] if blocks else None
            if last and kind == last.kind and kind != "xmp":
                blocks[-1] = Block(kind, last.start, cursor.offset)
            else:
                blocks.append(Block(kind, at, cursor.offset))
            at = cursor.offset
            count += 1
            if count > MAX_PARTS:
                raise TooLarge("The GIF has more blocks than any picture.")
    except Damaged:
        return Walk(min(13 + _table(head[10]), source.size), tuple(blocks), at, False)
    return Walk(head_end, tuple(blocks), cursor.offset, True)


def _table(flags: int) -> int:
    """Bytes of a colour table."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _block(cursor: Cursor, lead: int, source: Source) -> str:
    """Read one block and tell its kind."""
    start = cursor.offset - 1
    if lead == 0x2C:
        cursor.take(_table(cursor.take(9)[8]) + 1)  # descriptor, colour table, LZW code size
        _sub_blocks(cursor)
        return "image"
    if lead != 0x21:
        raise Damaged("The GIF's blocks do not follow one another.")
    label = cursor.byte()
    if label == _APPLICATION and source.peek(start, len(_HEAD)) == _HEAD:
        cursor.take(len(_HEAD) - 2)
        _sub_blocks(cursor)
        return "xmp"
    loop = label == _APPLICATION and source.peek(start + 3, 11) in _LOOPS
    _sub_blocks(cursor)
    return "graphic" if loop or label in (_GRAPHIC_CONTROL, _PLAIN_TEXT) else "other"


def _sub_blocks(cursor: Cursor) -> None:
    while length := cursor.byte():
        cursor.take(length)


def _packet(source: Source, block: Block) -> bytes:
    start = block.start + len(_HEAD)
    if block.end - start > MAX_BLOCK:
        raise TooLarge("Its XMP block is too large.")
    data = source.read(start, block.end - start)
    if data.endswith(MAGIC):
        return data[: -len(MAGIC)]
    # Some programs wrote plain sub-blocks.
    parts, at = [], 0
    while data[at]:
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(parts)


def read_blocks(source: Source) -> Blocks:
    """XMP is all that a GIF carries."""
    block = next((b for b in _walk(source).blocks if b.kind == "xmp"), None)
    return Blocks(xmp=_packet(source, block) if block else None)


def rewrite(source: Source, blocks: Blocks) -> Rewrite:
    """Replaced in place, or put before the first picture (behind the loop extension)."""
    walk = _walk(source)
    if not walk.complete:
        raise Damaged("The GIF ends too early.")
    edits: list[Edit] = []
    if blocks.xmp is not None:
        if b"\0" in blocks.xmp:
            raise CannotEmbed("A GIF can carry XMP in UTF-8 only.")
        whole = _HEAD + blocks.xmp + MAGIC if blocks.xmp else b""
        old = [b for b in walk.blocks if b.kind == "xmp"]
        edits = [Edit(b.start, b.end - b.start, b"" if i else whole) for i, b in enumerate(old)]
        if not old and whole:
            edits = [Edit(walk.head_end, 0, whole)]
            first = walk.blocks[0] if walk.blocks else None
            if first and source.peek(first.start, 2) == b"\x21\xff" and first.kind == "graphic":
                edits = [Edit(_behind_loop(source, first.start), 0, whole)]
        if edits and source.peek(3, 3) == b"87a":
            edits.append(Edit(3, 3, b"89a"))  # extensions came with 89a
    return Rewrite(apply(source.size, edits), None)


def _behind_loop(source: Source, start: int) -> int:
    """The end of the application extension at `start`: programs look for the loop right behind the header."""
    cursor = Cursor(source, start + 2)
    _sub_blocks(cursor)
    return cursor.offset


def picture(source: Source) -> Picture:
    """Screen descriptor, colour tables, pictures, their timing and the loop. The version is no part of it."""
    walk = _walk(source)
    spans = [Span(6, walk.head_end - 6)]
    spans += [Span(b.start, b.end - b.start) for b in walk.blocks if b.kind in ("image", "graphic")]
    return Picture((), merged(spans))


def carry(source: Source) -> Carry:
    """XMP and the credential."""
    _walk(source)
    return Carry(True, False, False, True)


def structure(source: Source) -> Structure:
    """`pages` counts the frames."""
    walk = _walk(source)
    frames = _frames(source, walk)
    return Structure(pages=max(1, frames), animated=frames > 1, truncated=not walk.complete, bits=8)


def _frames(source: Source, walk: Walk) -> int:
    frames = 0
    for block in walk.blocks:
        if block.kind != "image":
            continue
        cursor = Cursor(source, block.start)
        while cursor.offset < block.end:
            cursor.byte()
            _block(cursor, 0x2C, source)
            frames += 1
    return frames
