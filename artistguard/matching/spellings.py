"""A name and the ways in which it is written: what to look for, what to ask a hub, what a data set may have hashed."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise, product

from artistguard.matching import commonness
from artistguard.matching.folding import Edge, Folded, fold, foreign, worded
from artistguard.model.names import NameKind, OwnName

_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORT = 3  # a Latin name of no more letters is found only as it is written
_SURNAME_ALONE = 5
_MOST_QUERIES = 8
_MOST_UMLAUTS = 4  # words that are written with and without them
_MOST_NAME = 200  # characters of a name that are looked at


class Sort(Enum):
    """How much a name says by itself."""

    DISTINCT = "hardly anybody else bears it"
    ORDINARY = "others may bear it too"
    WORDY = "it is made of everyday words"
    SHORT = "it is very short"


class Shape(Enum):
    """Which writing of a name a form is."""

    FULL = "full"
    TURNED = "turned"  # the last word first, or the first last
    OUTER = "outer"  # first and last without what is between
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: its letters, folded, and their skeleton."""

    letters: str
    bones: str


@dataclass(frozen=True, slots=True)
class Form:
    """One writing. `text` is its skeleton, `letters` the same before letters that are alike became one. `cuts`: where
    its words begin. `slips`: how many letters may differ.

    `needles`: pieces of which one stands in every text that holds the form, with their places in it.
    """

    text: str
    letters: str
    shape: Shape
    cuts: frozenset[int]
    slips: int
    needles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name made ready to be looked for, in one way of writing its letters."""

    name: OwnName
    words: tuple[Word, ...]
    sort: Sort
    forms: tuple[Form, ...]
    spaceless: bool  # of a script without spaces between words


def prepare(name: OwnName) -> tuple[Wanted, ...]:
    """The name made ready, once for each way of writing its letters; nothing where no letter or digit is in it."""
    written = name.text[:_MOST_NAME]
    seen: dict[str, Wanted] = {}
    # Small and capital letters apart: in some scripts they look like different Latin ones.
    for way in (*_umlauts(written), written.lower(), written.upper()):
        words = _words(way)
        joined = "".join(word.bones for word in words)
        if words and joined not in seen:
            seen[joined] = _wanted(name, words)
    return tuple(seen.values())


def _umlauts(text: str) -> list[str]:
    """The name with its umlauts, and with two letters for them in every one of its words or only in some."""
    choices = [dict.fromkeys((word, word.translate(_DIGRAPHS))) for word in text.split()[:_MOST_UMLAUTS]]
    rest = text.split()[_MOST_UMLAUTS:]
    return [" ".join([*chosen, *rest]) for chosen in product(*choices)]


def query_forms(name: OwnName) -> tuple[str, ...]:
    """What to ask a hub's search of ids for, most telling first. Small letters; empty for a name without letters."""
    written = name.text[:_MOST_NAME].strip().lstrip("@")
    forms: list[str] = []
    for way in dict.fromkeys((written, written.translate(_DIGRAPHS))):
        words = re.findall(r"\w+", way.lower() if foreign(way) else fold(way))
        forms += [sign.join(words) for sign in (" ", "-", "_", "")]
        surnames = [
            form for wanted in prepare(OwnName(way, name.kind)) for form in wanted.forms if form.shape is Shape.SURNAME
        ]
        if any(len(form.text) > _SURNAME_ALONE for form in surnames):
            forms.append(words[-1])
    return tuple(dict.fromkeys(form for form in forms if len(form) > 1))[:_MOST_QUERIES]


def digests(name: OwnName) -> Mapping[str, str]:
    """MD5, SHA-1 and SHA-256, as lower-case hex, of the name's usual spellings, and which spelling each is of."""
    found: dict[str, str] = {}
    for spelling in _spellings(name):
        data = spelling.encode("utf-8", "replace")
        for kind in ("md5", "sha1", "sha256"):
            found.setdefault(hashlib.new(kind, data, usedforsecurity=False).hexdigest(), spelling)
    return found


def _spellings(name: OwnName) -> Iterable[str]:
    written = " ".join(name.text[:_MOST_NAME].split())
    ways = [*_umlauts(written), fold(written)]
    if name.kind is NameKind.HANDLE:
        ways += [written.lstrip("@"), "@" + written.lstrip("@")]
    words = written.split()
    if len(words) > 1:
        ways += [f"{words[-1]}, {' '.join(words[:-1])}", f"{words[-1]} {' '.join(words[:-1])}"]
    joined = [way.replace(" ", sign) for way in ways for sign in (" ", "_", "-", "", ".", "+")]
    return dict.fromkeys(spelling for way in joined for spelling in (way, way.lower(), way.title(), way.upper()))


def _words(text: str) -> tuple[Word, ...]:
    folded = Folded(worded(text))
    letters, bones = folded.letters, folded.skeleton
    places = range(len(bones))
    starts = [place for place in places if folded.edge(place) is Edge.HARD]
    if (
        len(starts) == 1
    ):  # written as one: "HollieMengert". Else a capital within a word is the word's own: "Dave McKean"
        starts = [place for place in places if not place or _begins(folded, place)]
    return tuple(Word(letters[a:b], bones[a:b]) for a, b in pairwise([*starts, len(bones)]))


def _begins(folded: Folded, place: int) -> bool:
    """Whether a word begins with a capital here."""
    left, right = (folded.plain[folded.where[p]] for p in (place - 1, place))
    return left.islower() and right.isupper()


def _wanted(name: OwnName, words: tuple[Word, ...]) -> Wanted:
    spaceless = all(character >= "\u0e00" for word in words for character in word.bones)
    sort = _sort(name.kind, words, spaceless=spaceless)
    person = name.kind in (NameKind.NAME, NameKind.ALIAS, NameKind.CHARACTER) and len(words) > 1
    fuzzy = sort is Sort.DISTINCT and not spaceless
    forms = [_form(words, Shape.FULL, fuzzy=fuzzy)]
    if name.kind is NameKind.HANDLE and len(words) == 2 and fuzzy:
        forms.append(_form(words[::-1], Shape.TURNED, fuzzy=fuzzy))
    if person:
        forms.append(_form((words[-1], *words[:-1]), Shape.TURNED, fuzzy=fuzzy))
        if len(words) > 2:
            forms.append(_form((*words[1:], words[0]), Shape.TURNED, fuzzy=fuzzy))
        if len(words) > 2 and len(words[0].bones) > 1:
            forms.append(_form((words[0], words[-1]), Shape.OUTER, fuzzy=fuzzy))
        surname = words[-1].bones
        if fuzzy and len(surname) >= _SURNAME_ALONE and not commonness.common(surname):
            forms.append(_form(words[-1:], Shape.SURNAME, fuzzy=len(surname) >= 8))
    return Wanted(name, words, sort, tuple(forms), spaceless)


def _sort(kind: NameKind, words: tuple[Word, ...], *, spaceless: bool) -> Sort:
    letters = sum(len(word.bones) for word in words)
    if spaceless:
        return Sort.DISTINCT if letters >= 3 else Sort.SHORT
    if letters <= _SHORT:
        return Sort.SHORT
    bones = [word.bones for word in words if not commonness.particle(word.bones)]
    if len(words) == 1:
        return Sort.WORDY if commonness.common(words[0].bones) else Sort.DISTINCT
    if all(map(commonness.word, bones)):
        return Sort.WORDY
    if all(commonness.common(word) or len(word) <= 2 for word in bones):
        return Sort.WORDY if kind is NameKind.HANDLE else Sort.ORDINARY
    return Sort.DISTINCT


def _form(words: tuple[Word, ...], shape: Shape, *, fuzzy: bool) -> Form:
    text = "".join(word.bones for word in words)
    starts = list(accumulate((len(word.bones) for word in words), initial=0))[:-1]
    slips = (0 if len(text) < 8 else 1 if len(text) < 12 else 2) if fuzzy else 0
    pieces = _needles([(word.bones, start) for word, start in zip(words, starts, strict=True)], text, slips)
    return Form(text, "".join(word.letters for word in words), shape, frozenset(starts), slips, pieces)


def slips_of(word: str) -> int:
    """How many letters of one word may differ: a short one must stand as it is."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def _needles(words: list[tuple[str, int]], text: str, slips: int) -> tuple[tuple[str, int], ...]:
    """Pieces of which one must stand in the text unchanged: one more than slips are allowed.

    Two letters that changed places across a cut spoil two pieces: where there are no more, the words are pieces too.
    """
    count = slips + 1
    cuts = [len(text) * part // count for part in range(count + 1)]
    pieces = [(text[a:b], a) for a, b in pairwise(cuts)]
    if slips == 1:
        pieces += [(word, place) for word, place in words if 4 < len(word) < len(text)]
    return tuple(pieces)


def warning(name: OwnName) -> str:
    """What the artist should know of a name that says little by itself; empty if it says enough."""
    sorts = {wanted.sort for wanted in prepare(name)}
    if Sort.SHORT in sorts:
        return "Very short: found only as it is written, and where an artist is plainly meant."
    if Sort.WORDY in sorts:
        return "Everyday words: found only where an artist is plainly meant."
    if Sort.ORDINARY in sorts:
        return "Others may bear this name: expect homonyms."
    if not sorts:
        return "No letter or digit: it cannot be looked for."
    return ""
