"""The eight ways a picture can be flipped and turned, in words, and how they follow one another."""

from dataclasses import dataclass
from enum import StrEnum

from artistguard.model.artwork import Fingerprint


class Turn(StrEnum):
    """What was done to one picture to get another. The values are words for people."""

    NONE = "as it is"
    LEFT = "turned left"
    OVER = "upside down"
    RIGHT = "turned right"
    MIRRORED = "mirrored"
    MIRRORED_LEFT = "mirrored and turned left"
    MIRRORED_OVER = "mirrored and upside down"
    MIRRORED_RIGHT = "mirrored and turned right"

    @property
    def mirrored(self) -> bool:
        """Whether left and right were exchanged, before any turning."""
        return _ORDER.index(self) >= 4

    @property
    def quarters(self) -> int:
        """Quarter turns to the left, after any mirroring."""
        return _ORDER.index(self) % 4

    def after(self, first: "Turn") -> "Turn":
        """What `first` and then this one do together."""
        quarters = self.quarters + (-first.quarters if self.mirrored else first.quarters)
        return _turn(self.mirrored != first.mirrored, quarters)

    @property
    def undone(self) -> "Turn":
        """What leads back."""
        return self if self.mirrored else _turn(False, -self.quarters)


_ORDER = tuple(Turn)

ORIENTATION: dict[int, Turn] = {
    1: Turn.NONE,
    2: Turn.MIRRORED,
    3: Turn.OVER,
    4: Turn.MIRRORED_OVER,
    5: Turn.MIRRORED_LEFT,
    6: Turn.RIGHT,
    7: Turn.MIRRORED_RIGHT,
    8: Turn.LEFT,
}
"""What makes the displayed picture of the stored one, by the EXIF tag Orientation (TIFF 6.0, tag 274)."""


def _turn(mirrored: bool, quarters: int) -> Turn:
    return _ORDER[4 * mirrored + quarters % 4]


@dataclass(frozen=True, slots=True)
class View:
    """The fingerprints of a picture after `turn` was taken back: those of the work that it is, `turn`, if it is one.

    `phash` and `pdq` are of the pixels as stored, `code` (the Image-Code) is of the picture as displayed.
    """

    turn: Turn
    phash: Fingerprint
    pdq: Fingerprint
    code: Fingerprint


@dataclass(frozen=True, slots=True)
class Views:
    """The eight views of a picture, in the order of `Turn`; of a small one eight more, with another PDQ.

    `shown`: what its EXIF orientation does to it.
    """

    views: tuple[View, ...]
    shown: Turn
