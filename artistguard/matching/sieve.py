"""Which texts are worth a look: those in which a piece of a name stands. A piece must stand in every text that holds
its name, so nothing is lost; most texts hold none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from artistguard.matching.folding import bare
from artistguard.matching.spellings import Form, Wanted


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of names, as a skeleton: the forms in which it stands, with its place in each, and whose they are."""

    text: str
    forms: tuple[tuple[Form, int], ...]
    owners: tuple[int, ...]


class Sieve:
    """The pieces of all names. A name's number is its place in `wanted`."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        forms: dict[str, list[tuple[Form, int]]] = {}
        owners: dict[str, set[int]] = {}
        for number, name in enumerate(wanted):
            for form in name.forms:
                for piece, place in form.needles:
                    forms.setdefault(piece, []).append((form, place))
                    owners.setdefault(piece, set()).add(number)
        self.pieces = tuple(Piece(text, tuple(forms[text]), tuple(sorted(owners[text]))) for text in forms)

    def of(self, text: str) -> list[int]:
        """The names that may stand in a text, by their number."""
        bones = bare(text)
        return sorted({number for piece in self.pieces if piece.text in bones for number in piece.owners})
