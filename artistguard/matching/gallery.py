"""The works as a look-up sees them: the fingerprints of their files, and which of these a file looks like."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from artistguard.matching.index import BruteForce, Hashes, Hit, LookupIndex, packed
from artistguard.matching.verdict import PDQ_ALONE, PDQ_CONFIRMED, Bits, LooksLike, judge, plain
from artistguard.model.turns import Turn, View, Views

_PHASH_WORDS, _PDQ_WORDS = 1, 4
_PHASH_ONES = 32  # of 64 bits: in every picture with structure, since imagehash compares with the median
_CODE_HEADER, _CODE_BYTES = 2, 8  # of an ISO 24138 Image-Code of 64 bits
_MOST = 500  # files that are looked at more closely: more can only be near when all of them are nearly nothing
_SYMMETRIC = 8  # bits that another view has to be nearer by
_SURE, _AS_GOOD = 12, 2  # bits: of an Image-Code that says how a picture is turned; of one that says it as well


class Kept(NamedTuple):
    """A file of a work: its pHash and PDQ in hex, and the quality of the PDQ."""

    edition_id: str
    work_id: str
    phash: str
    pdq: str
    quality: int | None


@dataclass(frozen=True, slots=True)
class Near:
    """A kept file whose PDQ is near a view: bits between the two, and the view's turn, of pixels as stored."""

    edition_id: str
    work_id: str
    turn: Turn
    bits: Bits


Codes = Callable[[Sequence[str]], Mapping[str, str]]  # the Image-Codes of files, by edition id


class Gallery:
    """Keeps fingerprints and compares. A scan is over PDQ, and of pictures of which PDQ says nothing over pHash.

    Either is looked up for what the other finds. Not safe for two threads at once.
    """

    def __init__(self, phash: LookupIndex | None = None, pdq: LookupIndex | None = None) -> None:
        self._phash = phash if phash is not None else BruteForce(_PHASH_WORDS)
        self._pdq = pdq if pdq is not None else BruteForce(_PDQ_WORDS)
        self._kept: dict[str, tuple[str, int, bool]] = {}  # edition: work, quality, whether its pHash says something
        self._files: dict[str, int] = {}  # of a work

    @property
    def works(self) -> int:
        """How many works are compared with."""
        return len(self._files)

    @property
    def editions(self) -> set[str]:
        """The files that are compared with."""
        return set(self._kept)

    @property
    def plain(self) -> int:
        """How many works have only files too plain to be known by their looks."""
        telling = {work for work, quality, _ in self._kept.values() if not plain(quality)}
        return len(self._files) - len(telling)

    def add(self, files: Sequence[Kept]) -> None:
        """Take files in. Raises ValueError for what are no hashes; then none is taken."""
        phashes = packed([file.phash for file in files], _PHASH_WORDS)
        pdqs = packed([file.pdq for file in files], _PDQ_WORDS)
        keys = [file.edition_id for file in files]
        self.remove(keys)
        self._phash.add(keys, phashes)
        self._pdq.add(keys, pdqs)
        telling = _telling(phashes).tolist()
        for file, tells in zip(files, telling, strict=True):
            self._kept[file.edition_id] = (file.work_id, file.quality or 0, tells)
            self._files[file.work_id] = self._files.get(file.work_id, 0) + 1

    def remove(self, editions: Iterable[str]) -> None:
        """Forget files; unknown ones are passed over."""
        gone = [edition for edition in editions if edition in self._kept]
        self._phash.remove(gone)
        self._pdq.remove(gone)
        for edition in gone:
            work = self._kept.pop(edition)[0]
            self._files[work] -= 1
            if not self._files[work]:
                del self._files[work]

    def near(self, views: Sequence[View]) -> list[Near]:
        """The files that are in reach of any of the views, nearest first; of each file its nearest view."""
        quality = quality_of(views)
        pdqs = packed([view.pdq.value for view in views], _PDQ_WORDS)
        phashes = packed([view.phash.value for view in views], _PHASH_WORDS)
        telling = _telling(phashes)
        found = self._phash.query(phashes, 0) if plain(quality) else self._pdq.query(pdqs, PDQ_CONFIRMED)
        best: dict[str, Hit] = {}
        for hit in found:
            if hit.key not in best or _order(hit, views) < _order(best[hit.key], views):
                best[hit.key] = hit
        hits = sorted(best.values(), key=lambda hit: (hit.distance, hit.key))[:_MOST]
        keys = [hit.key for hit in hits]
        pdq, phash = self._pdq.distances(keys, pdqs), self._phash.distances(keys, phashes)
        near = []
        for place, hit in enumerate(hits):
            work, own, tells = self._kept[hit.key]
            bits = Bits(
                pdq=int(pdq[place, hit.row]),
                quality=min(quality, own),
                phash=int(phash[place, hit.row]) if tells and telling[hit.row] else None,
            )
            near.append(Near(hit.key, work, views[hit.row].turn, bits))
        return near

    def looks_like(self, views: Views, codes: Codes) -> list[LooksLike]:
        """The files that a file looks like, nearest first. `codes` is asked once, for those that are in reach."""
        near = self.near(views.views)
        known = codes([file.edition_id for file in near]) if near else {}
        turns = [view.turn for view in views.views]
        own = code_words([view.code.value for view in views.views])
        found = []
        for file in near:
            turn, bits = views.shown.after(file.turn), file.bits
            if file.edition_id in known and own is not None:
                theirs = code_words([known[file.edition_id]])
                if theirs is not None:
                    by_turn = dict(zip(turns, np.bitwise_count(own ^ theirs)[:, 0].tolist(), strict=True))
                    turn, bits = as_shown(turn, by_turn), replace(bits, code=min(by_turn.values()))
            strength = judge(bits)
            if strength is not None:
                found.append(LooksLike(file.edition_id, file.work_id, turn, strength, bits))
        return sorted(found, key=lambda like: (like.bits.pdq, like.bits.nearest, like.edition_id))


def _order(hit: Hit, views: Sequence[View]) -> tuple[int, int]:
    """Nearer is better; but a picture that is much the same mirrored or turned is called what it most likely is."""
    as_it_is = views[hit.row].turn is Turn.NONE and hit.distance <= PDQ_ALONE
    return hit.distance - (_SYMMETRIC if as_it_is else 0), hit.row


def quality_of(views: Sequence[View]) -> int:
    """The quality of a picture's PDQ, 0 to 100: that of its best view."""
    return max(view.pdq.quality or 0 for view in views)


def _telling(phashes: Hashes) -> npt.NDArray[np.bool_]:
    """Which pHashes are of pictures with structure."""
    return np.asarray(np.bitwise_count(phashes[:, 0]) == _PHASH_ONES)


def as_shown(likely: Turn, by_turn: Mapping[Turn, int]) -> Turn:
    """How the picture is turned to somebody who looks at both, by the bits between Image-Codes for each turn.

    `likely` follows from the stored pixels. It is wrong where the work's own file is turned by its EXIF orientation.
    """
    best = min(by_turn, key=lambda turn: (by_turn[turn], turn is not likely))
    return best if by_turn[best] <= _SURE and by_turn[best] + _AS_GOOD < by_turn[likely] else likely


def code_words(codes: Sequence[str]) -> Hashes | None:
    """The bits of 64-bit Image-Codes (ISO 24138, "ISCC:EEA..."), shape (codes, 1); None when one is no such code."""
    bodies = []
    for code in codes:
        text = code.removeprefix("ISCC:")
        try:
            data = base64.b32decode(text + "=" * (-len(text) % 8))
        except (binascii.Error, ValueError):
            return None
        if len(data) != _CODE_HEADER + _CODE_BYTES:
            return None
        bodies.append(data[_CODE_HEADER:].hex())
    return packed(bodies, 1)
