"""Which of very many texts are worth a look. Everything that is done to every text runs in C over long runs of bytes.

The texts are joined, stripped to their skeletons, and read four bytes at a time at every place: a table tells whether
these four are the telling part of a piece. Where they are, the piece is compared, then the form it belongs to.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from artistguard.matching.folding import bare, strip_ascii
from artistguard.matching.sieve import Piece, Sieve

_TEXTS = 8192  # that are joined at a time: their bytes stay in the processor's cache
_GRAM = 4
_SPREAD = np.uint32(0x9E3779B1)  # spreads four bytes over the table (Knuth's multiplier)
_TABLE_BITS = 18
_COMMON = b"etaolnsrhdcumfpgwybvkxjqz"  # letters of a skeleton, most frequent in English first
_WRAPS = tuple(b"%&<")
_BREAK = ord("\n")
_NOTHING, _FILL, _ALONE, _UNMADE = 0, 0xFE, 0xFFFE, 0xFFFF  # entries of the table of characters

# A piece, where its telling four bytes stand in it, and its forms: each with how far it reaches before and after the
# piece's begin, and how many of its letters must be there in their order; none if the piece is all of it.
_Needle = tuple[bytes, int, tuple[tuple[bytes, int, int, int], ...]]


class ManyTexts:
    """Looks through many texts at a time for the pieces of a sieve."""

    def __init__(self, sieve: Sieve) -> None:
        self._by_gram: dict[int, list[_Needle]] = {}
        self._short: list[bytes] = []
        self._table = np.zeros(1 << _TABLE_BITS, np.bool_)
        for piece in sieve.pieces:
            data = piece.text.encode()
            if len(data) < _GRAM:
                self._short.append(data)
                continue
            telling = _telling(data)
            gram = np.frombuffer(data, "<u4", count=1, offset=telling)
            self._by_gram.setdefault(int(gram[0]), []).append((data, telling, _forms(piece)))
            self._table[_spread(gram)] = True
        # Skeletons of characters, no more than two bytes each, made when a character is first met.
        self._bones = np.full(0x110000, _UNMADE, "<u2")
        self._only_ascii = all(piece.text.isascii() for piece in sieve.pieces)

    def rows(self, texts: Sequence[str]) -> list[int]:
        """The places of the texts in which a name may stand, ascending."""
        found: list[int] = []
        for first in range(0, len(texts), _TEXTS):
            some = texts[first : first + _TEXTS]
            found += [first + row for row in self._some(some)]
        return found

    def _some(self, texts: Sequence[str]) -> list[int]:
        ascii_only = list(map(str.isascii, texts))
        beyond = [row for row, plain in enumerate(ascii_only) if not plain] if not all(ascii_only) else []
        left = list(texts)
        for row in beyond:
            left[row] = ""
        raw = _joined(left, "utf-8")
        found = set(self._scan(strip_ascii(raw)))
        alone = _wrapped(raw)
        if beyond:
            codes = np.frombuffer(_joined([texts[row] for row in beyond], "utf-32-le"), "<u4")
            bones = self._bones_of(codes)
            letters = bones.view(np.uint8)
            found.update(beyond[line] for line in self._scan(letters[letters != _NOTHING].tobytes()))
            alone += [beyond[line] for line in _lines(codes == _BREAK, np.flatnonzero(bones == _ALONE))]
            alone += [beyond[line] for line in _wrapped(codes)]
        if alone:
            lines = self._scan("\n".join([bare(texts[row]) for row in alone]).encode())
            found.update(alone[line] for line in lines)
        return sorted(found)

    def _bones_of(self, codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
        bones = self._bones.take(codes)
        new = np.flatnonzero(bones == _UNMADE)
        if not new.size:
            return bones
        for code in np.unique(codes[new]).tolist():
            self._bones[code] = self._entry(chr(code))
        return self._bones.take(codes)

    def _entry(self, character: str) -> int:
        bones = bare(character)
        if character == "\n":
            return _BREAK
        if bones.isascii() and len(bones) <= 2:
            return int.from_bytes(bones.encode(), "little")
        # A letter that no name has is as good as any other such; what has more letters is folded with its text.
        return _FILL if self._only_ascii and not any(map(str.isascii, bones)) else _ALONE

    def _scan(self, bones: bytes) -> list[int]:
        """The lines of a run of skeletons in which a form may stand."""
        places: list[int] = []
        by_gram, similarity = self._by_gram, LCSseq.similarity
        for shift in range(min(_GRAM, len(bones) - _GRAM + 1)):
            grams = np.frombuffer(bones, "<u4", count=(len(bones) - shift) // _GRAM, offset=shift)
            which = np.flatnonzero(self._table.take(_spread(grams)))
            for gram, number in zip(grams[which].tolist(), which.tolist(), strict=True):
                for data, telling, forms in by_gram.get(gram, ()):
                    place = number * _GRAM + shift - telling
                    if place < 0 or not bones.startswith(data, place):
                        continue
                    for form, before, after, least in forms:
                        around = bones[max(0, place - before) : place + after] if least else b""
                        if not least or similarity(around, form) >= least:
                            places.append(place)
                            break
        for data in self._short:
            place = bones.find(data)
            while place >= 0:
                places.append(place)
                place = bones.find(data, place + 1)
        return _lines(np.frombuffer(bones, np.uint8) == _BREAK, places)


def _forms(piece: Piece) -> tuple[tuple[bytes, int, int, int], ...]:
    """Of the forms without slips one is enough: the piece is all of it."""
    forms = {}
    for form, place in piece.forms:
        if not form.slips:
            return ((b"", 0, 0, 0),)
        data = form.text.encode()
        offset = len(form.text[:place].encode())
        forms[data, offset] = (data, offset + form.slips, len(data) - offset + 2 * form.slips, len(data) - form.slips)
    return tuple(forms.values())


def _spread(grams: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (grams * _SPREAD) >> np.uint32(32 - _TABLE_BITS)


def _telling(data: bytes) -> int:
    """Where the four bytes stand that are rarest in English."""
    worth = [_COMMON.find(byte) if byte in _COMMON else len(_COMMON) for byte in data]
    return max(range(len(data) - _GRAM + 1), key=lambda start: sum(worth[start : start + _GRAM]))


def _joined(texts: Sequence[str], encoding: str) -> bytes:
    """One text a line."""
    joined = "\n".join(texts).encode(encoding, "surrogatepass")
    width = "<u4" if encoding == "utf-32-le" else "u1"
    if np.count_nonzero(np.frombuffer(joined, width) == _BREAK) == len(texts) - 1:
        return joined
    return "\n".join([text.replace("\n", " ") for text in texts]).encode(encoding, "surrogatepass")


def _wrapped(raw: bytes | NDArray[np.uint32]) -> list[int]:
    """The lines in which something may be wrapped: a mark, and after it what can follow it in an escape or a tag."""
    data: NDArray[Any] = np.frombuffer(raw, np.uint8) if isinstance(raw, bytes) else raw
    marks = np.flatnonzero((data[:-1] == _WRAPS[0]) | (data[:-1] == _WRAPS[1]) | (data[:-1] == _WRAPS[2]))
    after = data[marks + 1]
    return _lines(data == _BREAK, marks[(after > ord(" ")) & (after < 128)])


def _lines(breaks: NDArray[np.bool_], places: Sequence[int] | NDArray[np.intp]) -> list[int]:
    """The lines in which places lie, each once. `breaks`: where the line breaks are."""
    found = np.asarray(places, np.intp)
    if not found.size:
        return []
    lines: list[int] = np.unique(np.searchsorted(np.flatnonzero(breaks), found)).tolist()
    return lines
