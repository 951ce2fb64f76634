"""Whether a file looks like a work, from the bits between their fingerprints. Pure, and never more than a likeness.

PDQ decides; pHash and the Image-Code confirm. PDQ is taken on white, as a platform flattens what it is given, and keeps
its distance well. pHash ignores transparency, as those do who hash data sets, so a flattened copy of a transparent
work may be far from it: then the Image-Code, which is on white too, can still confirm. Where PDQ finds no structure
(its quality is 0: a blank sheet, a soft gradient) everything is near everything: then only a pHash without a single
bit off counts.

The thresholds are measured. `packaging/bench lookup` prints how many copies of each kind are found with them, and how
many pairs of pictures that have nothing to do with each other are taken for alike. Beyond that, among a million pairs
of pictures from eleven Debian packages, none from two packages was nearer than 48 bits of PDQ, but for two pairs of the
same art; 58 bits where the quality is good.

Known limit: in a picture that is exactly its own mirror image (a mandala, a logo) half of the frequencies are nothing,
and their bits are chance; PDQ then differs by about 64 bits between two sizes of it, and such a copy may be missed.
"""

from dataclasses import dataclass
from enum import StrEnum

from artistguard.model.turns import Turn

PDQ_ALONE = 40  # bits of 256 up to which PDQ needs no other
PDQ_CONFIRMED = 80  # ... and up to which it does when one of the others confirms
CONFIRMS = 10  # bits of 64 up to which pHash or Image-Code confirms
GOOD_QUALITY = 50  # of PDQ, of 100; below, all of these are stricter
LOW_PDQ_ALONE, LOW_PDQ_CONFIRMED, LOW_CONFIRMS = 31, 72, 6
PLAIN_PDQ = 31  # without structure, beside an equal pHash
SAME_PDQ, SAME_OTHER = 16, 4  # as near as a copy that was only recompressed


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
    if plain(bits.quality):
        alike = bits.pdq <= PLAIN_PDQ and bits.phash == 0
    elif bits.quality < GOOD_QUALITY:
        alike = bits.pdq <= LOW_PDQ_ALONE or (bits.pdq <= LOW_PDQ_CONFIRMED and bits.nearest <= LOW_CONFIRMS)
    else:
        alike = bits.pdq <= PDQ_ALONE or (bits.pdq <= PDQ_CONFIRMED and bits.nearest <= CONFIRMS)
    if not alike:
        return None
    return Strength.VERY if bits.pdq <= SAME_PDQ and bits.nearest <= SAME_OTHER else Strength.LIKE


def plain(quality: int) -> bool:
    """Whether a picture is too plain to be told from others by its looks, by the quality of its PDQ."""
    return quality <= 0
