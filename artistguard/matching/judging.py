"""What a place of a name in a text is worth, and why, in words; or why it is not taken for the name."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from artistguard.matching import commonness
from artistguard.matching.context import Around, around, somebody_else
from artistguard.matching.folding import Folded, bare
from artistguard.matching.placing import Place, words_of
from artistguard.matching.spellings import Shape, Sort, Wanted, slips_of
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
# A handle of so few letters is often something else.
_BRIEF = 5
_FIRM = 7  # letters of a family name that are worth something with context


@dataclass(frozen=True, slots=True)
class Judged:
    """`strength` None: held back, for `reason`. `start` and `end` count the text as given."""

    start: int
    end: int
    strength: Strength | None
    reason: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """All that is known of a place when it is graded."""

    place: Place
    field: FieldKind
    context: Around
    disguise: str
    capitals: bool
    handled: bool  # written with an @ before it
    comma: bool  # "Rutkowski, Greg"
    spaced: bool  # words apart by nothing but spaces

    @property
    def shown(self) -> bool:
        """Whether field or context say that an artist is named."""
        return self.field.pointed or self.handled or bool(self.context.words and not self.context.listed)


def judge(folded: Folded, wanted: Wanted, place: Place, field: FieldKind) -> Judged | None:
    """The worth of a place; None where it is plainly something else."""
    start, end = folded.span(place.start, place.end)
    if place.form.shape is Shape.SURNAME:
        return _surname(folded, wanted, place, field, start, end)
    if place.slips:
        other = _other_person(folded, wanted, place)
        if other is None:
            return None
        if other:
            return Judged(start, end, None, f"{folded.text[start:end]!r} is another name: {other}.")
    seen = _see(folded, wanted, place, field, start, end)
    strength, why = _grade(wanted, seen)
    return Judged(start, end, strength, why if strength is None else _reason(wanted, seen))


def _see(folded: Folded, wanted: Wanted, place: Place, field: FieldKind, start: int, end: int) -> _Seen:
    written = folded.plain[start:end]
    words = [folded.plain[folded.where[a]] for a, _ in words_of(folded, place)]
    return _Seen(
        place=place,
        field=field,
        context=around(folded.plain, start, end),
        disguise=_disguise(folded, wanted, place, start, end),
        capitals=all(letter.isupper() or not letter.islower() for letter in words),
        handled=start > 0 and folded.plain[start - 1] == "@",
        comma="," in written,
        spaced=any(map(str.isspace, written)) and not any(sign in written for sign in "_-.+"),
    )


def _disguise(folded: Folded, wanted: Wanted, place: Place, start: int, end: int) -> str:
    if place.slips == 0:
        letters = folded.letters[place.start : place.end]
        if letters != place.form.letters:
            digits = any(a != b and a.isdigit() for a, b in zip(letters, place.form.letters, strict=True))
            return "with digits for letters" if digits else "with letters that look alike"
        written = folded.plain[start:end]
        if any(sign in written for sign in "@$|!€") and not any(sign in wanted.name.text for sign in "@$|!€"):
            return "with signs for letters"
        if _scripts(written) - _scripts(wanted.name.text):
            return "with letters that look like it"
    if folded.hidden(start, end):
        return "with characters in it that nobody sees"
    return ""


def _scripts(text: str) -> set[str]:
    """Rough blocks of the letters in a text: beyond Latin with its accents, what they are of."""
    return {"other" for character in text if ord(character) > 0x24F and character.isalpha() and character not in "ẞ"}


def _other_person(folded: Folded, wanted: Wanted, place: Place) -> str | None:
    """Why a misspelling is another name; "" where it is a misspelling; None where the words do not fit at all."""
    ours = _pieces(place.form.text, place.form.cuts)
    theirs = words_of(folded, place)
    if len(ours) != len(theirs):
        return "" if place.slips == 1 or len(place.form.text) >= 12 else None
    letters = _pieces(place.form.letters, place.form.cuts)
    for word, spelled, (a, b) in zip(ours, letters, theirs, strict=True):
        bones, written = folded.skeleton[a:b], folded.letters[a:b]
        if bones == word or _sound(written) == _sound(spelled):
            continue
        slips = OSA.distance(bones, word)
        if slips > slips_of(word):
            return None
        if commonness.common(bones):
            return f"{written!r} is a name or word of its own"
    return ""


def _pieces(text: str, cuts: frozenset[int]) -> list[str]:
    starts = sorted(cuts)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


_SOUNDS = ((r"(?:ie|ey|ee|y)$", "i"), (r"(.)\1+", r"\1"), (r"ph", "f"), (r"c[kh]?|k", "k"), (r"z", "s"), (r"y", "i"))


def _sound(letters: str) -> str:
    """Writings of one sound become one: Hollie and Holly, Greg and Gregg, Eric and Erik."""
    for pattern, to in _SOUNDS:
        letters = re.sub(pattern, to, letters)
    return letters


def _grade(wanted: Wanted, seen: _Seen) -> tuple[Strength | None, str]:
    place, field = seen.place, seen.field
    if wanted.sort is Sort.SHORT:
        return _grade_short(wanted, seen)
    if wanted.sort is Sort.WORDY:
        return _grade_wordy(wanted, seen)
    if place.apart:
        if len(wanted.words) == 1 and seen.spaced and not seen.shown:
            return None, "these are words of a sentence, and nothing here says that an artist is meant"
        return (Strength.MEDIUM if seen.shown or not seen.spaced else Strength.WEAK), ""
    if wanted.sort is Sort.ORDINARY:
        if place.embedded or (place.joined and not seen.shown and not place.rest):
            return (Strength.WEAK if field.pointed else None), "the letters may belong to other words"
        strength = Strength.STRONG if seen.shown else Strength.MEDIUM if seen.capitals else Strength.WEAK
        return _lower(strength, seen.disguise or (place.form.shape is not Shape.FULL and not seen.comma)), ""
    if place.slips:
        firm = place.slips == 1 or len(place.form.text) >= 12
        return (Strength.MEDIUM if firm or seen.shown else Strength.WEAK), ""
    if place.embedded:
        return Strength.MEDIUM, ""
    if place.form.shape is Shape.OUTER:
        return (Strength.STRONG if seen.shown else Strength.MEDIUM), ""
    if place.form.shape is Shape.TURNED and not (seen.comma or seen.shown):
        return Strength.MEDIUM, ""
    single = len(wanted.words) == 1
    if single and (len(place.form.text) <= _BRIEF or place.rest) and not seen.shown:
        return Strength.MEDIUM, ""
    if seen.disguise and single and not seen.shown:
        return Strength.MEDIUM, ""
    return Strength.STRONG, ""


def _lower(strength: Strength, less: bool | str) -> Strength:
    return list(Strength)[min(strength.rank + bool(less), 2)]


def _grade_wordy(wanted: Wanted, seen: _Seen) -> tuple[Strength | None, str]:
    """Everyday words: only where an artist is plainly meant."""
    place, context, field = seen.place, seen.context, seen.field
    turned = place.form.shape is not Shape.FULL and not (seen.comma and seen.capitals)
    if place.embedded or place.apart or turned or seen.disguise:
        return None, "it is made of everyday words, which stand here otherwise than in the name"
    if len(wanted.words) == 1:
        if seen.handled and wanted.name.kind is NameKind.HANDLE:
            return Strength.MEDIUM, ""
        if field.pointed and (context.plain or field is FieldKind.ARTIST):
            return Strength.MEDIUM, ""
        if context.plain and seen.capitals:
            return Strength.WEAK, ""
        return None, "it is an everyday word or a common name, and nothing here says that an artist is meant"
    if seen.handled or (field.pointed and (field is not FieldKind.TAG or seen.capitals or place.joined)):
        return Strength.MEDIUM, ""
    if context.words and not context.listed and seen.capitals and not place.joined:
        return Strength.MEDIUM, ""
    if context.words and field is FieldKind.PROMPT and not place.joined:
        return Strength.WEAK, ""
    return None, "it is made of everyday words, and nothing here says that an artist is meant"


def _grade_short(wanted: Wanted, seen: _Seen) -> tuple[Strength | None, str]:
    """Very short: only as it is written, and where an artist is plainly meant."""
    place = seen.place
    if wanted.spaceless:
        if seen.shown:
            return Strength.MEDIUM, ""
        return None, "it is very short, and nothing here says that an artist is meant"
    if place.embedded or place.apart or place.joined or place.rest or seen.disguise:
        return None, "it is very short, and stands here within other letters"
    if seen.handled or seen.context.plain or seen.field is FieldKind.ARTIST:
        return Strength.MEDIUM if seen.handled else Strength.WEAK, ""
    if seen.shown and seen.capitals:
        return Strength.WEAK, ""
    return None, "it is very short, and nothing here says that an artist is meant"


def _surname(folded: Folded, wanted: Wanted, place: Place, field: FieldKind, start: int, end: int) -> Judged | None:
    """The family name by itself, or with initials."""
    given = wanted.words[0].bones
    written = folded.text[start:end]
    if place.embedded:
        if place.slips or folded.skeleton[place.start - 1] != given[0]:
            return None
        start, _ = folded.span(place.start - 1, place.end)
        strength = Strength.MEDIUM if field.pointed or field is FieldKind.CREATOR else Strength.WEAK
        return Judged(start, end, strength, f"The initial and the family name as one word, {_WHERE[field]}.")
    before, after = folded.plain[max(0, start - 40) : start], folded.plain[end : end + 24]
    context = around(folded.plain, start, end)
    shown = field.pointed or bool(context.words)
    if (initials := _initials(before, after, wanted)) is not None:
        left, right, middle = initials
        strength = Strength.MEDIUM if shown or middle else Strength.WEAK
        what = "The name with an initial in its middle" if middle else "Initials and the family name"
        return Judged(start - left, end + right, strength, f"{what}, {_WHERE[field]}.")
    if (other := somebody_else(before, given[0])) is not None:
        return Judged(start, end, None, f"{other!r} before it: somebody else of that family name.")
    if not shown:
        return Judged(start, end, None, "Only the family name, and nothing here says that an artist is meant.")
    firm = len(place.form.text) >= _FIRM and not place.slips
    strength = Strength.MEDIUM if firm and not context.listed else Strength.WEAK
    if place.slips and not (context.plain or field.pointed):
        return Judged(
            start, end, None, f"{written!r} is like the family name, and nothing here says that an artist is meant."
        )
    spelled = "The family name, misspelt," if place.slips else "The family name"
    return Judged(start, end, strength, f"{spelled} {_WHERE[field]}{_with(context)}.")


def _initials(before: str, after: str, wanted: Wanted) -> tuple[int, int, bool] | None:
    """How many characters to the left and right belong to the name, and whether a whole given name is among them."""
    given = wanted.words[0].bones
    found = re.search(r"(?:([^\W\d_]{2,20})[ ._-]{1,2})?((?:[^\W\d_](?:\. ?|[ _-])){1,3})$", before)
    if found is not None:
        word, letters = found[1], [bare(letter) for letter in re.findall(r"[^\W\d_]", found[2])]
        if word and bare(word) == given:
            return len(found[0]), 0, True
        if letters[0] == given[0] and (found.start(2) == 0 or not before[found.start(2) - 1].isalnum()):
            return len(found[2]), 0, False
    found = re.match(r"(?:, ?| )([^\W\d_])(?:\.|(?![\w'’]))", after)
    if found is not None and bare(found[1]) == given[0] and (found[0].endswith(".") or found[1].isupper()):
        return 0, len(found[0]), False
    return None


def _reason(wanted: Wanted, seen: _Seen) -> str:
    place = seen.place
    what = f"Your {_KINDS[wanted.name.kind]} {wanted.name.text!r}"
    how = []
    if place.form.shape is Shape.TURNED:
        how.append("family name first")
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
    sentence = ", ".join([what, *how]) + f", {_WHERE[seen.field]}{_with(seen.context)}."
    if wanted.sort is Sort.ORDINARY:
        sentence += " Others may bear this name."
    elif wanted.sort is Sort.WORDY:
        sentence += " It is made of everyday words."
    return sentence


def _with(context: Around) -> str:
    return f", with “{context.words}”" if context.words else ""
