"""Which pictures can be searched for by their hash at all, and how far: flat ones are near to everything."""

from dataclasses import dataclass

from artistguard.matching.odds import ONES

LEAST_ENTROPY = 1.0  # bits of grey: below, cross-package art was within 4 bits a thousand times more often
SURE_ENTROPY = 3.0  # ... and from here on hardly ever
LEAST_QUALITY = 50  # of PDQ, as its authors say
FLAT_BITS = 2  # how far a picture that is flat may be searched for


@dataclass(frozen=True, slots=True)
class Gate:
    """How far a picture is searched for: `bits` at most (None: as far as asked), and why not farther.

    `searchable` is False where nothing but an equal hash counts.
    """

    bits: int | None
    why: str = ""

    @property
    def searchable(self) -> bool:
        """Whether a copy that was changed at all can be found."""
        return self.bits != 0


OPEN = Gate(None)


def gate(phash: int, entropy: float, quality: int | None) -> Gate:
    """The gate of a picture, from its pHash, the entropy of its grey values in bits, and the quality of its PDQ."""
    if phash.bit_count() != ONES:
        return Gate(0, "Its hash holds too little: the picture is blank, or nearly.")
    if entropy < LEAST_ENTROPY:
        return Gate(0, "It is almost of one colour, and a hundred other pictures look the same to a hash.")
    if (quality or 0) < LEAST_QUALITY:
        return Gate(FLAT_BITS, "It has little structure: only copies that were hardly changed can be told from others.")
    if entropy < SURE_ENTROPY:
        return Gate(FLAT_BITS, "It has few shades: only copies that were hardly changed can be told from others.")
    return OPEN
