"""All that is known of a place before it is graded: how it is written, where it stands, what is around it."""

import re
from dataclasses import dataclass

from artistguard.matching.context import Around, around
from artistguard.matching.folding import SIGNS, Folded, foreign
from artistguard.matching.placing import Place, words_of
from artistguard.matching.spellings import Shape, Wanted
from artistguard.model.names import FieldKind

# What stands around an item of a list, weights of a prompt included.
_ITEM_BEFORE, _ITEM_AFTER = re.compile(r"(?:^|[,;|(\[])\s*$"), re.compile(r"[\s\d:.)\]]*(?:[,;|]|$)")
# Between two words these part sentences, lines or items, so that they are hardly one name.
_PARTS = re.compile(r"[;:!?()\[\]{}|\"“”«»<>/\\\n\r\t]|\.\s")


@dataclass(frozen=True, slots=True)
class Seen:
    """A place with its surroundings."""

    wanted: Wanted
    place: Place
    field: FieldKind
    context: Around
    before: str  # some characters before it, unwrapped
    after: str
    disguise: str  # in words; empty if it is plainly written
    capitals: bool  # each of its words begins with a capital, or with what has none
    handled: bool  # written with an @ before it
    comma: bool  # one between its words
    parted: bool  # its words stand in different sentences, lines or items
    item: bool  # one of the items of a prompt, by itself
    spaced: bool  # its words are apart by nothing but spaces

    @property
    def shown(self) -> bool:
        """Whether field or context say that an artist is named."""
        return self.field.pointed or self.handled or bool(self.context.words and not self.context.listed)

    @property
    def turned(self) -> bool:
        """Whether the family name stands first without the comma that would say so."""
        return self.place.form.shape is Shape.TURNED and not self.comma


def see(folded: Folded, wanted: Wanted, place: Place, field: FieldKind, start: int, end: int) -> Seen:
    """What is known of a place; `start` and `end` count the text."""
    plain = folded.plain
    parts = words_of(folded, place)
    words = [plain[folded.where[first]] for first, _ in parts]
    gaps = [
        # The dot of an initial ends no sentence.
        plain[folded.where[last - 1] + 1 : folded.where[last]].removeprefix("." if last - first == 1 else "")
        for first, last in parts[:-1]
    ]
    return Seen(
        wanted=wanted,
        place=place,
        field=field,
        context=around(plain, start, end),
        before=plain[max(0, start - 40) : start],
        after=plain[end : end + 24],
        disguise=_disguise(folded, wanted, place, start, end),
        capitals=not any(map(str.islower, words)),
        handled=start > 0 and plain[start - 1] == "@",
        comma=any("," in gap for gap in gaps),
        parted=any(_PARTS.search(gap) for gap in gaps),
        item=field is FieldKind.PROMPT and an_item(plain[max(0, start - 40) : start], plain[end : end + 24]),
        spaced=any(gaps) and all(gap.isspace() or not gap for gap in gaps),
    )


def an_item(before: str, after: str) -> bool:
    """Whether what stands between the two is an item of a list by itself."""
    return _ITEM_BEFORE.search(before) is not None and _ITEM_AFTER.match(after) is not None


def _disguise(folded: Folded, wanted: Wanted, place: Place, start: int, end: int) -> str:
    written, name = folded.plain[start:end], wanted.name.text
    letters = folded.letters[place.start : place.end]
    if not place.slips and letters != place.form.letters:
        pairs = zip(letters, place.form.letters, strict=True)
        if any(one != other and one.isdigit() for one, other in pairs):
            return "with digits for letters"
        if not _signs(written):
            return "with letters that look alike"
    if _signs(written) and not _signs(name):
        return "with signs for letters"
    if foreign(written) and not foreign(name):
        return "with letters that look like it"
    return "with characters in it that nobody sees" if folded.hidden(start, end) else ""


def _signs(text: str) -> bool:
    return any(sign in text for sign in SIGNS)
