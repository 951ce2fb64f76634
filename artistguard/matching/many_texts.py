"""Which of very many texts are worth a look. Everything that is done to every text runs in C over long runs of bytes.

The texts are joined, stripped to their skeletons, and read four bytes at a time at every place: a table tells whether
these four are the telling part of a piece. Where they are, the piece is compared, then the form it belongs to.
"""

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from artistguard.matching.folding import bare, strip_ascii
from artistguard.matching.sieve import Sieve

_TEXTS = 8192  # that are joined at a time: their bytes stay in the processor's cache
_GRAM = 4
_SPREAD = np.uint32(0x9E3779B1)  # spreads four bytes over the table (Knuth's multiplier)
_TABLE_BITS = 16
_COMMON = b"etaolnsrhdcumfpgwybvkxjqz"  # letters of a skeleton, most frequent in English first
_WRAPS = tuple(b"%&<")
_BREAK = ord("\n")
_BEYOND = 0x2800  # characters from here on are folded one by one
_NOTHING, _UNKNOWN = 0, 0xFFFF


@dataclass(frozen=True, slots=True)
class _Needle:
    """A piece as bytes, where its telling four bytes stand in it, and the forms to compare around it."""

    data: bytes
    telling: int
    forms: tuple[tuple[bytes, int, int], ...]  # form, the piece's place in it, slips


class ManyTexts:
    """Looks through many texts at a time for the pieces of a sieve."""

    def __init__(self, sieve: Sieve) -> None:
        needles = [
            _Needle(
                data := piece.text.encode(),
                _telling(data),
                tuple((form.text.encode(), len(form.text[:place].encode()), form.slips) for form, place in piece.forms),
            )
            for piece in sieve.pieces
        ]
        self._short = [needle for needle in needles if len(needle.data) < _GRAM]
        self._by_gram: dict[int, list[_Needle]] = {}
        self._table = np.zeros(1 << _TABLE_BITS, np.bool_)
        for needle in needles:
            if len(needle.data) >= _GRAM:
                gram = np.frombuffer(needle.data, "<u4", count=1, offset=needle.telling)
                self._by_gram.setdefault(int(gram[0]), []).append(needle)
                self._table[_spread(gram)] = True

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
        raw = _joined(left).encode()
        found = set(self._scan(strip_ascii(raw)))
        one_by_one = _wrapped(raw)
        if beyond:
            codes = np.frombuffer(_joined([texts[row] for row in beyond]).encode("utf-32-le", "surrogatepass"), "<u4")
            bones = _bones().take(np.minimum(codes, _BEYOND))
            letters = bones.view(np.uint8)
            found.update(beyond[line] for line in self._scan(letters[letters != _NOTHING].tobytes()))
            one_by_one += [beyond[line] for line in _lines(codes == _BREAK, np.flatnonzero(bones == _UNKNOWN))]
            one_by_one += [beyond[line] for line in _wrapped(codes)]
        if one_by_one:
            lines = self._scan("\n".join([bare(texts[row]) for row in one_by_one]).encode())
            found.update(one_by_one[line] for line in lines)
        return sorted(found)

    def _scan(self, bones: bytes) -> list[int]:
        """The lines of a run of skeletons in which a form may stand."""
        places = [place for place, needle in self._hits(bones) if _fits(bones, place, needle)]
        return _lines(np.frombuffer(bones, np.uint8) == _BREAK, places)

    def _hits(self, bones: bytes) -> Iterator[tuple[int, _Needle]]:
        for shift in range(_GRAM):
            count = (len(bones) - shift) // _GRAM
            if count <= 0:
                break
            grams = np.frombuffer(bones, "<u4", count=count, offset=shift)
            which = np.flatnonzero(self._table.take(_spread(grams)))
            for gram, number in zip(grams[which].tolist(), which.tolist(), strict=True):
                for needle in self._by_gram.get(gram, ()):
                    place = number * _GRAM + shift - needle.telling
                    if place >= 0 and bones.startswith(needle.data, place):
                        yield place, needle
        for needle in self._short:
            place = bones.find(needle.data)
            while place >= 0:
                yield place, needle
                place = bones.find(needle.data, place + 1)


def _fits(bones: bytes, place: int, needle: _Needle) -> bool:
    """Whether what stands around a piece can be one of its forms: enough letters of it in their order."""
    for form, offset, slips in needle.forms:
        if not slips:
            return True
        start = place - offset
        around = bones[max(0, start - slips) : max(0, start + len(form) + 2 * slips)]
        if LCSseq.similarity(around, form) >= len(form) - slips:
            return True
    return False


def _spread(grams: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return (grams * _SPREAD) >> np.uint32(32 - _TABLE_BITS)


def _telling(data: bytes) -> int:
    """Where the four bytes stand that are rarest in English."""
    worth = [_COMMON.find(byte) if byte in _COMMON else len(_COMMON) for byte in data]
    starts = range(max(1, len(data) - _GRAM + 1))
    return max(starts, key=lambda start: sum(worth[start : start + _GRAM]))


def _joined(texts: Sequence[str]) -> str:
    """One text a line."""
    joined = "\n".join(texts)
    if joined.count("\n") == len(texts) - 1:
        return joined
    return "\n".join([text.replace("\n", " ") for text in texts])


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


@functools.cache
def _bones() -> NDArray[np.uint16]:
    """The skeletons, of no more than two ASCII letters, of characters; the last entry stands for all beyond."""
    bones = [bare(chr(code)) for code in range(_BEYOND)]
    bones[_BREAK] = "\n"
    known = [
        int.from_bytes(bone.encode(), "little") if len(bone.encode()) <= 2 and bone.isascii() else _UNKNOWN
        for bone in bones
    ]
    return np.array([*known, _UNKNOWN], "<u2")
