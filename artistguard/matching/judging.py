"""What a place of a name in a text is worth, and why, in words; or why it is not taken for the name."""

from dataclasses import dataclass

from artistguard.matching.context import Around, around, somebody_else
from artistguard.matching.folding import Folded
from artistguard.matching.grading import grade
from artistguard.matching.persons import initials, misspelling
from artistguard.matching.placing import Place
from artistguard.matching.seeing import Seen, an_item, see
from artistguard.matching.spellings import Shape, Sort, Wanted
from artistguard.model.names import FieldKind, NameKind, Strength

_WHERE = {
    FieldKind.ID: "in the name of the repository or model",
    FieldKind.TRIGGER: "as a trigger",
    FieldKind.HEADER: "in the header of a model file",
    FieldKind.TAG: "as a tag",
    FieldKind.FILE_NAME: "in a file name",
    FieldKind.ARTIST: "where the artist is named",
    FieldKind.TITLE: "in the title",
    FieldKind.CAPTION: "in a caption",
    FieldKind.PROMPT: "in a prompt",
    FieldKind.CARD: "in the description",
    FieldKind.CREATOR: "as the account that uploaded it",
    FieldKind.URL: "in an address",
    FieldKind.HASH: "as a digest",
    FieldKind.TEXT: "in the text",
}
_KINDS = {
    NameKind.NAME: "name",
    NameKind.ALIAS: "other name",
    NameKind.HANDLE: "handle",
    NameKind.STUDIO: "studio",
    NameKind.CHARACTER: "character",
}
# Fields that hold little but a name.
_NAMED = (FieldKind.TRIGGER, FieldKind.ARTIST)
_FIRM = 7  # letters of a family name that are worth something with context


@dataclass(frozen=True, slots=True)
class Judged:
    """`strength` None: held back, for `reason`. `start` and `end` count the text as given."""

    start: int
    end: int
    strength: Strength | None
    reason: str


def judge(folded: Folded, wanted: Wanted, place: Place, field: FieldKind) -> Judged | None:
    """The worth of a place; None where it is plainly something else."""
    start, end = folded.span(place.start, place.end)
    if place.slips:
        other = misspelling(folded, place)
        if other is None:
            return None
        if other:
            return Judged(start, end, None, _sentence(f"another name: {other}"))
    if place.form.shape is Shape.SURNAME:
        return _surname(folded, wanted, place, field, start, end)
    seen = see(folded, wanted, place, field, start, end)
    strength, why = grade(seen)
    return Judged(start, end, strength, _sentence(why) if strength is None else _reason(seen))


def _surname(folded: Folded, wanted: Wanted, place: Place, field: FieldKind, start: int, end: int) -> Judged | None:
    """The family name by itself, or with initials."""
    given = wanted.words[0].bones
    if place.embedded:  # what stands before it in the same word
        if place.slips or folded.skeleton[place.start - 1] != given[0]:
            return None
        start, _ = folded.span(place.start - 1, place.end)
        strength = Strength.MEDIUM if field.pointed or field is FieldKind.CREATOR else Strength.WEAK
        return Judged(start, end, strength, f"Initial and last name of {wanted.name.text!r} in one, {_WHERE[field]}.")
    before, after = folded.plain[max(0, start - 40) : start], folded.plain[end : end + 24]
    context = around(folded.plain, start, end)
    whole_title = field is FieldKind.TITLE and not before.strip() and not after.strip()
    shown = field.pointed or whole_title or bool(context.words)
    beside = initials(before, after, wanted)
    if beside is not None and not place.slips:
        left, right, whole = beside
        context = around(folded.plain, start - left, end + right)
        what = "with an initial in its middle" if whole else "with initials"
        strength = Strength.MEDIUM if field.pointed or context.words or whole else Strength.WEAK
        reason = f"Your {_KINDS[wanted.name.kind]} {wanted.name.text!r} {what}, {_WHERE[field]}{_with(context)}."
        return Judged(start - left, end + right, strength, reason)
    if (other := somebody_else(before, given[0])) is not None:
        return Judged(start, end, None, f"{other!r} before it: somebody else of that family name.")
    firm = len(place.form.text) >= _FIRM and not place.slips
    spelled = "misspelt, " if place.slips else ""
    reason = f"The last name of {wanted.name.text!r}, {spelled}{_WHERE[field]}{_with(context)}."
    if shown and (not place.slips or context.plain or field in _NAMED):
        return Judged(start, end, Strength.MEDIUM if firm and not context.listed else Strength.WEAK, reason)
    if firm and field is FieldKind.PROMPT and an_item(before, after):
        return Judged(start, end, Strength.WEAK, reason)
    return Judged(start, end, None, "Only the last name, and nothing here says that an artist is meant.")


def _reason(seen: Seen) -> str:
    place, name = seen.place, seen.wanted.name
    how = [f"Your {_KINDS[name.kind]} {name.text!r}"]
    if place.form.shape is Shape.TURNED:
        how.append("turned round")
    if place.form.shape is Shape.OUTER:
        how.append("without its middle")
    if place.slips:
        how.append("misspelt by one letter" if place.slips == 1 else f"misspelt by {place.slips} letters")
    if place.joined and not place.slips:
        how.append("written as one word")
    if place.apart:
        how.append("written apart")
    if place.embedded:
        how.append("within a longer word")
    elif place.rest:
        how.append("with an ending")
    if seen.disguise:
        how.append(seen.disguise)
    sentence = f"{', '.join(how)}, {_WHERE[seen.field]}{_with(seen.context)}."
    if seen.wanted.sort is Sort.ORDINARY:
        sentence += " Others may bear this name."
    elif seen.wanted.sort is Sort.WORDY:
        sentence += " It is made of everyday words."
    return sentence


def _with(context: Around) -> str:
    return f", with “{context.words}”" if context.words else ""


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:].rstrip(".") + "."
