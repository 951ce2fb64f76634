"""How much a place of a whole name is worth, by what kind of name it is."""

from artistguard.matching import commonness
from artistguard.matching.persons import given_before, goes_on
from artistguard.matching.seeing import Seen
from artistguard.matching.spellings import Shape, Sort
from artistguard.model.names import FieldKind, NameKind, Strength

_BRIEF = 5  # a handle of so few letters is often something else
# Where names are written as one word.
_ONE_WORD = (FieldKind.CREATOR, FieldKind.URL, FieldKind.FILE_NAME)
_WHOLE = 12  # letters from which two slips do not make a name doubtful

Grade = tuple[Strength | None, str]  # a strength, or None and why it is held back

_NOTHING_SAYS = "nothing here says that an artist is meant"


def grade(seen: Seen) -> Grade:
    """The worth of a place."""
    match seen.wanted.sort:
        case Sort.SHORT:
            return _short(seen)
        case Sort.WORDY:
            return _wordy(seen)
        case Sort.ORDINARY:
            return _ordinary(seen)
        case Sort.DISTINCT:
            return _single(seen) if len(seen.wanted.words) == 1 else _distinct(seen)


def _distinct(seen: Seen) -> Grade:
    """A name of several words that hardly anybody else bears."""
    place = seen.place
    handle = seen.wanted.name.kind is NameKind.HANDLE
    if seen.turned and not (seen.shown or handle) and commonness.common(seen.wanted.words[-1].bones):
        return None, "the other way round it may be another name"
    if place.slips:
        firm = place.slips == 1 or len(place.form.text) >= _WHOLE
        return (Strength.MEDIUM if firm or seen.shown else Strength.WEAK), ""
    if seen.parted or (seen.comma and place.form.shape is not Shape.TURNED):
        return Strength.WEAK, ""
    doubtful = place.apart or seen.turned or place.form.shape is Shape.OUTER
    if place.embedded or (doubtful and not seen.shown):
        return Strength.MEDIUM, ""
    return Strength.STRONG, ""


def _single(seen: Seen) -> Grade:
    """A name or handle of one word that is no everyday word."""
    place, letters = seen.place, len(seen.place.form.text)
    if place.apart:
        if seen.spaced and not seen.shown:
            return None, f"these are words of a sentence, and {_NOTHING_SAYS}"
        return Strength.MEDIUM, ""
    if place.slips:
        return (Strength.MEDIUM if seen.shown else Strength.WEAK), ""
    if letters <= _BRIEF:
        if place.loose or (seen.disguise and place.rest and not seen.shown):
            return None, "it is short, and stands here within other letters"
        if seen.disguise and not seen.shown:
            return Strength.WEAK, ""
        return (Strength.STRONG if seen.shown else Strength.MEDIUM), ""
    if place.embedded or ((seen.disguise or place.rest) and not seen.shown):
        return Strength.MEDIUM, ""
    return Strength.STRONG, ""


def _ordinary(seen: Seen) -> Grade:
    """A name that others bear too."""
    place = seen.place
    run_on = place.joined and not (seen.shown or place.rest or place.camel or seen.field in _ONE_WORD)
    if place.embedded or place.apart or run_on:
        return None, "the letters may belong to other words"
    if seen.parted or (seen.comma and place.form.shape is not Shape.TURNED):
        return None, "its words stand apart here"
    if seen.turned and not seen.field.pointed:
        return None, "the other way round it is another name"
    if seen.comma and not (seen.shown or seen.capitals):
        return None, "its words stand apart here"
    if (other := given_before(seen.before) or goes_on(seen.after, family=True)) is not None:
        return None, f"{other!r} beside it: somebody else"
    if seen.disguise or seen.turned or place.form.shape is Shape.OUTER:
        return (Strength.MEDIUM if seen.shown else Strength.WEAK), ""
    if seen.shown:
        return Strength.STRONG, ""
    shared = commonness.family(seen.wanted.words[-1].bones)
    return (Strength.MEDIUM if seen.item or (seen.capitals and not shared) else Strength.WEAK), ""


def _wordy(seen: Seen) -> Grade:
    """Everyday words: only where an artist is plainly meant."""
    place, context, field = seen.place, seen.context, seen.field
    if (
        place.embedded
        or place.apart
        or seen.disguise
        or seen.parted
        or seen.turned
        or place.loose
        or (place.rest and not seen.field.pointed)
    ):
        return None, "it is made of everyday words, which stand here otherwise than in the name"
    if seen.comma and not (place.form.shape is Shape.TURNED and seen.capitals):
        return None, "its words stand apart here"
    if seen.wanted.name.kind is NameKind.HANDLE and len(seen.wanted.words) > 1 and not seen.spaced:
        return (Strength.STRONG if seen.shown else Strength.MEDIUM), ""  # so nobody writes words of a sentence
    if (other := given_before(seen.before) or goes_on(seen.after)) is not None:
        return None, f"{other!r} beside it: somebody else"
    if seen.handled:
        return Strength.MEDIUM, ""
    if len(seen.wanted.words) == 1:
        if field is FieldKind.ARTIST or (field.pointed and context.plain and context.leads):
            return Strength.MEDIUM, ""
        if context.plain and context.leads and seen.capitals:
            return Strength.WEAK, ""
        return None, f"it is an everyday word or a common name, and {_NOTHING_SAYS}"
    if field.pointed and (field is not FieldKind.TAG or seen.capitals or not seen.spaced):
        return Strength.MEDIUM, ""
    if context.words and not context.listed and not place.joined:
        if seen.capitals:
            return Strength.MEDIUM, ""
        if field is FieldKind.PROMPT:
            return Strength.WEAK, ""
    return None, f"it is made of everyday words, and {_NOTHING_SAYS}"


def _short(seen: Seen) -> Grade:
    """Very short: only as it is written, and where an artist is plainly meant."""
    place = seen.place
    if seen.wanted.spaceless:
        return (Strength.MEDIUM, "") if seen.shown else (None, f"it is very short, and {_NOTHING_SAYS}")
    within = place.embedded or place.rest or place.loose or place.open_end
    if within or place.apart or place.joined or seen.disguise:
        return None, "it is very short, and stands here within other letters"
    if seen.handled and seen.wanted.name.kind is NameKind.HANDLE:
        return Strength.MEDIUM, ""
    if (other := given_before(seen.before) or goes_on(seen.after)) is not None:
        return None, f"{other!r} beside it: somebody else"
    named = seen.field is FieldKind.ARTIST or (seen.context.plain and seen.context.leads)
    if named or (seen.shown and seen.capitals):
        return Strength.WEAK, ""
    return None, f"it is very short, and {_NOTHING_SAYS}"
