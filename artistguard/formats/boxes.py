"""ISO base media boxes, as AVIF, HEIC and JPEG XL have them. Source: ISO/IEC 14496-12, section 4.2."""

from collections.abc import Iterator
from dataclasses import dataclass

from artistguard.formats.source import Source
from artistguard.model.errors import Damaged

_MAX_BOXES = 30_000


@dataclass(frozen=True, slots=True)
class Box:
    """`body`: offset behind the header. `open`: its size was given as "to the end of the file"."""

    type: bytes
    start: int
    body: int
    end: int
    open: bool = False

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return self.end - self.body


def walk(source: Source, start: int = 0, end: int | None = None, *, lenient: bool = False) -> Iterator[Box]:
    """The boxes between two offsets. `lenient`: stop in silence where they no longer fit."""
    limit = source.size if end is None else end
    at = start
    for _ in range(_MAX_BOXES):
        if at >= limit:
            return
        head = source.peek(at, 16)
        size, body = int.from_bytes(head[:4], "big"), at + 8
        is_open = size == 0 and end is None
        if is_open:
            size = limit - at
        elif size == 1:
            size, body = int.from_bytes(head[8:16], "big"), at + 16
        if len(head) < 8 or at + size > limit or at + size < body:
            if lenient:
                return
            raise Damaged("The file ends too early, or one of its boxes has a wrong length.")
        yield Box(head[4:8], at, body, at + size, is_open)
        at += size
    raise Damaged("The file has more boxes than any picture.")


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of a 32-bit length."""
    body = b"".join(content)
    return (8 + len(body)).to_bytes(4, "big") + kind + body


def complete(source: Source) -> bool:
    """Whether the last box ends where the file ends, or before."""
    last = 0
    for found in walk(source, lenient=True):
        last = found.end
    return last == source.size
