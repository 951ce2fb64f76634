"""A splice in two pieces, at any place."""

import io

import pytest

from artistguard.formats.splice import Span, Splice
from artistguard.provenance.room import divided

SOURCE = io.BytesIO(b"0123456789")
WHOLE = Splice((b"ab", Span(2, 3), b"cd", Span(0, 2)))


@pytest.mark.parametrize("at", range(WHOLE.length + 1))
def test_both_pieces_together_are_the_whole(at: int) -> None:
    head, tail = divided(WHOLE, at)
    assert head.length == at
    assert head.read(SOURCE) + tail.read(SOURCE) == WHOLE.read(SOURCE) == b"ab234cd01"
