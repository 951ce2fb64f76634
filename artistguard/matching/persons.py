"""One person or another: misspellings against other names, family names with initials, people of the same name."""

import re
from itertools import pairwise

from rapidfuzz.distance import OSA

from artistguard.matching import commonness
from artistguard.matching.context import artist_word
from artistguard.matching.folding import Folded, bare
from artistguard.matching.placing import Place, words_of
from artistguard.matching.spellings import Wanted, slips_of

_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?:ie|ey|ee|y)$", "i"),
        (r"(.)\1+", r"\1"),
        ("ph", "f"),
        ("c[kh]?", "k"),
        ("z", "s"),
        ("y", "i"),
    )
]
_WHOLE = 12  # letters from which two slips are still the same name, wherever they fall
_WITH_GIVEN = re.compile(r"(?:([^\W\d_]{2,20})[ ._-]{1,2})?((?:[^\W\d_](?:\. ?|[ _-])){1,3})$")
_INITIAL_AFTER = re.compile(r"(?:, ?| )([^\W\d_])(?:(\.)|(?![\w'’]))")
_NEXT = re.compile(r"[ -]([A-Z][\w'’]+)")


def misspelling(folded: Folded, place: Place) -> str | None:
    """Whether a place with slips is the name misspelt: "" if so, else why it is not; None if it is no name at all."""
    form = place.form
    starts = [*sorted(form.cuts), len(form.text)]
    theirs = words_of(folded, place)
    if len(theirs) != len(form.cuts):
        return "" if place.slips == 1 or len(form.text) >= _WHOLE else None
    for (first, last), (start, end) in zip(pairwise(starts), theirs, strict=True):
        ours, bones, written = form.text[first:last], folded.skeleton[start:end], folded.letters[start:end]
        if bones == ours or _sound(written) == _sound(form.letters[first:last]) or _swapped(bones, ours):
            continue
        if OSA.distance(bones, ours) > slips_of(ours):
            return None
        if _sound(written)[0] != _sound(form.letters[first:last])[0]:
            return f"{written!r} begins with another letter."
        if commonness.common(bones):
            return f"{written!r} is a name or a word of its own."
    return ""


def _swapped(bones: str, ours: str) -> bool:
    """Two neighbours changed places: even a short word is the same then, unless it is another name."""
    return sorted(bones) == sorted(ours) and OSA.distance(bones, ours) == 1 and not commonness.common(bones)


def _sound(letters: str) -> str:
    """Writings of one sound become one: Hollie and Holly, Greg and Gregg, Eric and Erik."""
    for pattern, to in _SOUNDS:
        letters = pattern.sub(to, letters)
    return letters


def initials(before: str, after: str, wanted: Wanted) -> tuple[int, int, bool] | None:
    """Initials of ours beside a family name: how many characters to its left and right belong to it.

    The last tells whether the whole given name is among them, as in "Greg J. Rutkowski". None: no initial of ours.
    """
    given = wanted.words[0].bones
    found = _WITH_GIVEN.search(before)
    if found is not None:
        if found[1] and bare(found[1]) == given:
            return len(found[0]), 0, True
        alone = found.start(2) == 0 or not before[found.start(2) - 1].isalnum()
        if alone and bare(found[2][0]) == given[0]:
            return len(found[2]), 0, False
    found = _INITIAL_AFTER.match(after)
    if found is not None and bare(found[1]) == given[0] and (found[2] or found[1].isupper()):
        return 0, len(found[0]), False
    return None


def given_before(before: str) -> str | None:
    """A given name directly before a name that begins with one: then it is somebody else's, "Mary Rose May"."""
    found = re.search(r"([^\W\d_]+)[ _-]$", before)
    return found[1] if found is not None and commonness.given(bare(found[1])) else None


def goes_on(after: str, *, family: bool = False) -> str | None:
    """A further name directly after a name: then it is somebody else's, "Page Smith". `family`: one that many bear."""
    found = _NEXT.match(after)
    if found is None:
        return None
    bones = bare(found[1])
    if family:
        other = commonness.family(bones) and not commonness.word(bones)
    else:
        other = commonness.given(bones) or commonness.family(bones) or not commonness.word(bones)
    return found[1] if other and not artist_word(bones) else None
