"""Where a name's forms stand in a folded text, exactly or with slips, and how they are bounded. No judgement yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from artistguard.matching.context import ending
from artistguard.matching.folding import Edge, Folded
from artistguard.matching.spellings import Form, Shape, Wanted

_MOST = 400  # places a needle that are looked at in one text
_WIDEST = 16  # characters between two words of a name
_APART = 6  # letters from which one word may be written as several
_EMBEDDED = 10  # letters from which a joined name counts within a longer word


@dataclass(frozen=True, slots=True)
class Place:
    """A form in a text. `start` and `end` count the skeleton. `rest`: what is joined to its end."""

    form: Form
    start: int
    end: int
    slips: int = 0
    joined: bool = False  # words written as one
    camel: bool = False  # ... each with a capital
    apart: bool = False  # one word written as several
    embedded: bool = False  # in the midst of a longer word
    loose: bool = False  # no more than a change of case or to a digit bounds it on its left
    open_end: bool = False  # ... on its right
    rest: str = ""


def places(folded: Folded, wanted: Wanted) -> Iterator[Place]:
    """All places of a name. Within one where it stands whole, its family name and misspellings are not looked for."""
    whole: list[tuple[int, int]] = []
    for form in wanted.forms:
        for start in _all(folded.skeleton, form.text):
            if form.shape is Shape.SURNAME and _within(whole, start):
                continue
            found = _bounded(folded, form, start, start + len(form.text), 0, spaceless=wanted.spaceless)
            if found is not None:
                yield found
                if form.shape is not Shape.SURNAME:
                    whole.append((found.start, found.end))
    for form in wanted.forms:
        if form.slips:
            yield from _near(folded, form, whole)


def _within(spans: list[tuple[int, int]], place: int) -> bool:
    return any(start <= place < end for start, end in spans)


def _all(text: str, part: str) -> Iterator[int]:
    place, count = text.find(part), 0
    while place >= 0 and count < _MOST:
        yield place
        place, count = text.find(part, place + 1), count + 1


def _near(folded: Folded, form: Form, whole: list[tuple[int, int]]) -> Iterator[Place]:
    """Places where the form stands with slips, from the pieces of it that stand there."""
    seen: set[tuple[int, int]] = set()
    for needle, offset in form.needles:
        for hit in _all(folded.skeleton, needle):
            if _within(whole, hit):
                continue
            found = _best(folded, form, hit, hit + len(needle), offset)
            if found is not None and (found.start, found.end) not in seen:
                seen.add((found.start, found.end))
                yield found


def _best(folded: Folded, form: Form, hit: int, hit_end: int, offset: int) -> Place | None:
    size, most, text = len(form.text), form.slips, folded.skeleton
    best: tuple[int, int, Place] | None = None
    for start in range(max(0, hit - offset - most), min(hit, hit - offset + most) + 1):
        if folded.edge(start) is Edge.NONE:
            continue
        for end in range(max(hit_end, start + size - most), min(len(text), start + size + most) + 1):
            slips = OSA.distance(text[start:end], form.text, score_cutoff=most)
            if not 0 < slips <= most or (best is not None and slips > best[0]):
                continue
            found = _bounded(folded, form, start, end, slips)
            if found is None or found.embedded or found.apart:
                continue
            key = (slips, len(found.rest), found)
            if best is None or key[:2] < best[:2]:
                best = key
    return None if best is None else best[2]


def _bounded(folded: Folded, form: Form, start: int, end: int, slips: int, *, spaceless: bool = False) -> Place | None:
    """The place with its bounds, or None where the letters only happen to follow each other across words."""
    cuts = form.cuts - {0}
    gaps = {place - start for place in range(start + 1, end) if folded.edge(place) is Edge.HARD}
    if any(folded.where[start + gap] - folded.where[start + gap - 1] > _WIDEST for gap in gaps):
        return None
    if spaceless:
        return Place(form, start, end)
    # With slips the cuts have moved: then only their number tells.
    apart = len(gaps) > len(cuts) if slips else not gaps <= cuts
    letter_by_letter = len(gaps) == end - start - 1
    if apart and (end - start < _APART or not (letter_by_letter or not cuts)):
        return None
    joined = bool(cuts) and not gaps
    left, right = folded.edge(start), folded.edge(end)
    rest = _rest(folded, end) if right is Edge.NONE else ""
    runs_on = right is Edge.NONE and not ending(rest)
    embedded = left is Edge.NONE or runs_on
    # "grutkowski": an initial before a family name, and nothing else in the word.
    with_initial = form.shape is Shape.SURNAME and not runs_on and folded.edge(start - 1) is not Edge.NONE
    in_long_word = form.shape is not Shape.SURNAME and end - start >= _EMBEDDED
    if embedded and (gaps or not (with_initial or in_long_word)):
        return None
    return Place(
        form,
        start,
        end,
        slips,
        joined=joined,
        apart=apart,
        camel=joined and all(folded.edge(start + cut) is Edge.SOFT for cut in cuts),
        embedded=embedded,
        loose=left is Edge.SOFT,
        open_end=right is Edge.SOFT,
        rest=rest,
    )


def _rest(folded: Folded, end: int) -> str:
    stop = end + 1
    while stop < len(folded.skeleton) and stop < end + 32 and folded.edge(stop) is Edge.NONE:
        stop += 1
    return folded.skeleton[end:stop]


def words_of(folded: Folded, place: Place) -> list[tuple[int, int]]:
    """The words in a place, as parts of the skeleton."""
    starts = [place.start] + [at for at in range(place.start + 1, place.end) if folded.edge(at) is not Edge.NONE]
    return list(zip(starts, [*starts[1:], place.end], strict=True))
