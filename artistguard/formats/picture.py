"""The picture unchanged to the last bit: the coded data compared, wherever in the file it lies."""

from collections.abc import Iterator
from typing import BinaryIO

from artistguard.formats.kinds import Kind
from artistguard.formats.registry import container
from artistguard.formats.source import Source, guarded
from artistguard.formats.splice import BLOCK, Span


@guarded
def picture_spans(file: BinaryIO, kind: Kind) -> tuple[Span, ...]:
    """Where the coded picture lies, with what decoding it needs: tables, palettes, profile, timing."""
    return container(kind).picture(Source(file)).spans


@guarded
def same_picture(a: BinaryIO, b: BinaryIO, kind: Kind) -> bool:
    """Whether two files hold the same coded picture, byte for byte. Constant memory; metadata may differ."""
    one, other = Source(a), Source(b)
    first, second = container(kind).picture(one), container(kind).picture(other)
    if first.facts != second.facts or _length(first.spans) != _length(second.spans):
        return False
    return all(one.read(at, size) == other.read(beside, size) for at, beside, size in _pairs(first.spans, second.spans))


def _length(spans: tuple[Span, ...]) -> int:
    return sum(span.length for span in spans)


def _pairs(one: tuple[Span, ...], other: tuple[Span, ...]) -> Iterator[tuple[int, int, int]]:
    """Two lists of spans of the same total length, cut into pieces that lie side by side: (offset, offset, size)."""
    right = iter(other)
    there = next(right, Span(0, 0))
    for here in one:
        while here.length:
            if not there.length:
                there = next(right)
            size = min(here.length, there.length, BLOCK)
            yield here.start, there.start, size
            here = Span(here.start + size, here.length - size)
            there = Span(there.start + size, there.length - size)
