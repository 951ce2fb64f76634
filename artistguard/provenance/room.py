"""Room for a credential in a file that is still being written: the file in two pieces, before it and behind it."""

from artistguard.formats.splice import Span, Splice


def divided(splice: Splice, at: int) -> tuple[Splice, Splice]:
    """A splice in two, the first `at` bytes long."""
    head: list[Span | bytes] = []
    rest = list(splice.pieces)
    while at and rest:
        piece = rest.pop(0)
        length = piece.length if isinstance(piece, Span) else len(piece)
        if length > at:
            first, second = _cut(piece, at)
            head.append(first)
            rest.insert(0, second)
            at = 0
        else:
            head.append(piece)
            at -= length
    return Splice(tuple(head)), Splice(tuple(rest))


def _cut(piece: Span | bytes, at: int) -> tuple[Span | bytes, Span | bytes]:
    if isinstance(piece, bytes):
        return piece[:at], piece[at:]
    return Span(piece.start, at), Span(piece.start + at, piece.length - at)
