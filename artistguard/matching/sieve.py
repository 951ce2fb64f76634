"""Which texts are worth a look: those in which a piece of a name stands. Many texts at a time, as bytes.

Everything here runs in C over one long run of bytes: the texts are joined, stripped to their skeletons, and searched
for each piece. A piece must stand in every text that holds its name, so nothing is lost; most texts hold none.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from artistguard.matching.folding import bare, strip_ascii, unwrap

_TEXTS = 8192  # that are joined at a time
_ROW = b"\n"


class Sieve:
    """Pieces of names, by the name they belong to."""

    def __init__(self, needles: Sequence[Iterable[str]]) -> None:
        """`needles`: for each name the pieces of which one must be there, as skeletons."""
        owners: dict[str, set[int]] = {}
        for number, pieces in enumerate(needles):
            for piece in pieces:
                owners.setdefault(piece, set()).add(number)
        # A piece within which another of the same names stands is found by that one.
        self._owners = {
            piece: tuple(sorted(which))
            for piece, which in owners.items()
            if not any(other != piece and other in piece and which <= owners[other] for other in owners)
        }
        self._bytes = [piece.encode() for piece in self._owners]

    def of(self, text: str) -> list[int]:
        """The names that may stand in a text, by their number."""
        bones = bare(text)
        return sorted({number for piece, which in self._owners.items() if piece in bones for number in which})

    def rows(self, texts: Sequence[str]) -> list[int]:
        """Which of many texts any of the names may stand in."""
        found: list[int] = []
        for first in range(0, len(texts), _TEXTS):
            found += [first + row for row in self._some(texts[first : first + _TEXTS])]
        return found

    def _some(self, texts: Sequence[str]) -> list[int]:
        data = _skeletons(texts)
        places: set[int] = set()
        for piece in self._bytes:
            place = data.find(piece)
            while place >= 0:
                places.add(place)
                place = data.find(piece, data.find(_ROW, place))
        return _rows_of(data, sorted(places))


def _skeletons(texts: Sequence[str]) -> bytes:
    """The skeletons of many texts, one a line."""
    plain = [
        text if text.isascii() and "%" not in text and "&" not in text and "<" not in text else _one_line(text)
        for text in texts
    ]
    joined = "\n".join(plain)
    if joined.count("\n") != len(texts) - 1:  # some have several lines
        joined = "\n".join([text.replace("\n", " ") for text in plain])
    return strip_ascii(joined.encode() + _ROW)


def _one_line(text: str) -> str:
    return bare(text) if not text.isascii() else unwrap(text)


def _rows_of(data: bytes, places: Sequence[int]) -> list[int]:
    """The lines in which ascending places lie."""
    counts = accumulate(data.count(_ROW, start, end) for start, end in zip([0, *places], places, strict=False))
    return list(dict.fromkeys(counts))
