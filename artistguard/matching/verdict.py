"""Whether a file looks like a work, from the bits between their fingerprints. Pure, and never more than a likeness.

PDQ decides; pHash and the Image-Code confirm. PDQ is taken on white, as a platform flattens what it is given, and keeps
its distance well. pHash ignores transparency, as those do who hash data sets, so a flattened copy of a transparent
work may be far from it: then the Image-Code, which is on white too, can still confirm. Where PDQ finds no structure
(its quality is 0) everything is near everything: then only a pHash without a single bit off counts, and where that
says nothing either, the picture is too plain to be told from others by its looks.

The thresholds are measured, not chosen: `packaging/bench lookup` prints, for each kind of copy, how many are found
with them, and how many pairs that have nothing to do with each other are taken for alike.
"""

from dataclasses import dataclass
from enum import StrEnum

from artistguard.model.turns import Turn

PDQ_ALONE = 40  # bits of 256 up to which PDQ needs no other
PDQ_CONFIRMED = 90  # ... and up to which it does when one of the others confirms
CONFIRMS = 8  # bits of 64 up to which pHash or Image-Code confirms
SAME_PDQ, SAME_OTHER = 16, 4  # up to here the two are as near as a recompressed copy
GOOD_QUALITY = 50  # of PDQ: below, everything has to be near
LOW_PDQ, LOW_OTHER = 31, 4


class Strength(StrEnum):
    """How near. The values are words for people; no word says more than that it looks like it."""

    VERY = "very much like"
    LIKE = "like"


@dataclass(frozen=True, slots=True)
class Bits:
    """Bits between a view of a file and a work; None where the fingerprint says nothing of one of them.

    `pdq` of 256, `phash` and `code` of 64. `quality`: the lower of the two PDQ qualities, 0 to 100.
    """

    pdq: int
    quality: int
    phash: int | None = None
    code: int | None = None

    @property
    def nearest(self) -> int:
        """The better of the two that confirm; 64 when there is none."""
        return min((bits for bits in (self.phash, self.code) if bits is not None), default=64)


@dataclass(frozen=True, slots=True)
class LooksLike:
    """A work's file that a file looks like. `turn`: what was done to the work's picture, as displayed, to get this."""

    edition_id: str
    work_id: str
    turn: Turn
    strength: Strength
    bits: Bits


def judge(bits: Bits) -> Strength | None:
    """Whether the two look alike, and how much."""
    if bits.quality <= 0:
        alike = bits.pdq <= LOW_PDQ and bits.phash == 0
    elif bits.quality < GOOD_QUALITY:
        alike = bits.pdq <= LOW_PDQ and bits.nearest <= LOW_OTHER
    else:
        alike = bits.pdq <= PDQ_ALONE or (bits.pdq <= PDQ_CONFIRMED and bits.nearest <= CONFIRMS)
    if not alike:
        return None
    return Strength.VERY if bits.pdq <= SAME_PDQ and bits.nearest <= SAME_OTHER else Strength.LIKE


def plain(quality: int, phash_tells: bool) -> bool:
    """Whether a picture is too plain to be told from others by its looks."""
    return quality <= 0 and not phash_tells
