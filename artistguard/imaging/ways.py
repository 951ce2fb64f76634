"""The ways to show a picture that data sets may hold a copy of: flips and turns, squares, frames, cuts, tilts.

Which cuts: packaging/bench choose_cuts takes one after the other, whichever brings the most copies within reach a view,
among copies cut at random of art that no figure of recall is told of. Half as many as an even grid find as much.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from artistguard.model.turns import Turn

# Cut off (left, right, above, below), in fiftieths of the side; dearest last. Those that come first, mirrored too.
_CUTS = (
    (2, 2, 2, 2), (1, 4, 1, 4), (1, 1, 1, 1), (2, 2, 2, 8), (1, 7, 1, 7), (4, 4, 4, 4), (0, 0, 2, 6), (0, 0, 2, 12),
    (0, 2, 1, 1), (1, 7, 4, 4), (4, 10, 4, 10), (0, 0, 6, 6), (3, 6, 3, 6), (2, 12, 7, 7), (1, 13, 3, 11),
    (0, 0, 4, 10), (1, 5, 3, 3), (1, 8, 3, 6), (7, 7, 7, 7), (1, 13, 5, 9), (1, 14, 1, 14), (4, 10, 7, 7),
    (0, 0, 4, 4), (6, 9, 6, 9), (3, 3, 3, 3), (1, 9, 1, 9), (0, 5, 0, 5), (0, 14, 7, 7), (0, 0, 0, 12), (3, 11, 5, 9),
    (0, 0, 6, 8), (0, 2, 0, 2), (0, 0, 0, 8), (3, 12, 3, 12), (2, 3, 2, 3), (4, 4, 4, 6), (0, 10, 2, 6),
    (0, 14, 2, 12), (0, 1, 0, 1), (1, 9, 5, 5), (0, 5, 2, 3), (1, 14, 5, 10), (2, 6, 3, 5), (0, 4, 2, 8),
    (2, 12, 6, 8), (5, 10, 7, 8), (3, 12, 4, 11), (2, 13, 2, 13), (0, 0, 2, 10), (0, 0, 4, 8), (5, 10, 5, 10),
    (2, 8, 2, 8), (2, 4, 2, 4), (1, 14, 7, 8), (0, 8, 2, 6), (7, 8, 7, 8), (0, 10, 2, 2), (0, 0, 2, 4), (3, 7, 3, 7),
    (1, 14, 4, 11), (0, 5, 1, 4), (0, 0, 0, 6), (3, 7, 5, 5), (0, 0, 0, 14), (4, 11, 6, 9), (2, 4, 4, 6),
    (0, 4, 0, 10), (0, 8, 4, 4), (1, 2, 1, 2), (1, 9, 3, 7), (0, 14, 0, 14), (3, 12, 5, 10),
)  # fmt: skip
_CUT = 0.02
_MIRRORED_CUTS = 48
_BOTH = (Turn.NONE, Turn.MIRRORED)
_ALL = tuple(Turn)
_WHITE, _GREY, _BLACK = 255.0, 128.0, 0.0
_COLOURS = {"white": _WHITE, "grey": _GREY, "black": _BLACK}
# How the question is divided among views: (the whole picture, neither flipped nor turned, cut).
_OF_ALL = {
    (True, True, False): 1 / 2,
    (True, False, False): 1 / 8,
    (False, True, False): 1 / 8,
    (False, False, False): 1 / 16,
    (False, True, True): 1 / 8,
    (False, False, True): 1 / 16,
}


@dataclass(frozen=True, slots=True)
class Part:
    """What of one side of the picture is seen, as shares of it: 0 to 1 is all, less is cut off, more is a frame.

    What lies before `bare` or after `covered` is there, and painted over.
    """

    start: float = 0.0
    end: float = 1.0
    bare: float = 0.0
    covered: float = 1.0


WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to show a picture: its parts, the frame's colour where they reach beyond it, a tilt, and in which turns.

    `tilt` in degrees, to the left; its corners are filled with `colour`, or cut off where that is None. `light`: grey
    values are multiplied by it, and what is lighter than white is white.
    """

    name: str  # for people
    rows: Part = WHOLE
    columns: Part = WHOLE
    colour: float | None = None
    tilt: float = 0.0
    light: float = 1.0
    turns: tuple[Turn, ...] = _BOTH
    cut: bool = False  # a part of it that no rule names


def label(number: int, turn: Turn) -> int:
    """One number for a way, by its place in `ways`, in one of its turns."""
    return number * len(_ALL) + _ALL.index(turn)


def described(label: int) -> tuple[str, Turn]:
    """The way of a view in words, and its turn."""
    number, turn = divmod(int(label), len(_ALL))
    return way_names()[number], _ALL[turn]


def shape(label: int, aspect: float) -> float:
    """Width by height of a view of a picture whose own is `aspect`."""
    number, turn = divmod(int(label), len(_ALL))
    way = ways(aspect)[number]
    seen = aspect * (way.columns.end - way.columns.start) / (way.rows.end - way.rows.start)
    return 1 / seen if _ALL[turn].quarters % 2 else seen


def share(label: int) -> float:
    """The share of all comparisons with a picture that those of this view count for; of all its views together, 1.

    Most copies are the picture as it is, so half of the question is asked of that alone: a find of it is worth what it
    would be if a work had two views. The other views share what is left, by kinds.
    """
    return _shares()[label]


@cache
def _shares() -> dict[int, float]:
    kinds: dict[tuple[bool, bool, bool], list[int]] = {}
    for number, way in enumerate(ways(1.5)):
        for turn in way.turns:
            kind = number == 0, turn is Turn.NONE, way.cut
            kinds.setdefault(kind, []).append(label(number, turn))
    return {label: _OF_ALL[kind] / len(labels) for kind, labels in kinds.items() for label in labels}


@cache
def way_names() -> tuple[str, ...]:
    """The names of all ways, by number."""
    return tuple(way.name for way in ways(1.5))


@lru_cache(maxsize=4096)
def ways(aspect: float) -> tuple[Way, ...]:
    """Every way to show a picture of an aspect ratio (width by height), always as many, in the same order."""
    return tuple(
        itertools.chain(_plain(), _squares(aspect), _letterboxes(aspect), _frames(), _cuts(), _tilts(), _lights())
    )


def _plain() -> Iterator[Way]:
    yield Way("as it is", turns=_ALL)


def _squares(aspect: float) -> Iterator[Way]:
    """The middle square, as img2dataset and most trainers cut it, and the squares at both ends."""
    share = min(aspect, 1 / aspect)
    for name, place in (("the middle square", 0.5), ("the first square", 0.0), ("the last square", 1.0)):
        part = Part(place * (1 - share), place * (1 - share) + share)
        rows, columns = (WHOLE, part) if aspect >= 1 else (part, WHOLE)
        yield Way(name, rows, columns, turns=_ALL if place == 0.5 else _BOTH)


def _letterboxes(aspect: float) -> Iterator[Way]:
    """Filled up to another aspect ratio with bars on both sides."""
    for wanted, shape in ((1.0, "a square"), (16 / 9, "16:9"), (9 / 16, "9:16"), (4 / 3, "4:3"), (3 / 4, "3:4")):
        for name, colour in _COLOURS.items():
            if name == "grey" and wanted != 1.0:
                continue
            if wanted > aspect:
                more = (wanted / aspect - 1) / 2
                rows, columns = WHOLE, Part(-more, 1 + more)
            else:
                more = (aspect / wanted - 1) / 2
                rows, columns = Part(-more, 1 + more), WHOLE
            turns = _ALL if wanted == 1.0 and name != "grey" else _BOTH
            yield Way(f"in {shape}, {name} bars", rows, columns, colour, turns=turns)


def _frames() -> Iterator[Way]:
    for share in (0.05, 0.1):
        for name, colour in _COLOURS.items():
            part = Part(-share, 1 + share)
            yield Way(f"in a {name} frame of {share:.0%}", part, part, colour)
    for name, colour in (("white", _WHITE), ("black", _BLACK)):
        yield Way(f"a {name} bar of 10 % below", Part(0.0, 1.1), WHOLE, colour)
        yield Way(f"a {name} bar of 10 % above", Part(-0.1, 1.0), WHOLE, colour)
        for share in (0.09, 0.12, 0.16):
            yield Way(f"a {name} bar over the lowest {share:.0%}", Part(covered=1 - share), WHOLE, colour)
            yield Way(f"a {name} bar over the highest {share:.0%}", Part(bare=share), WHOLE, colour)


def _cuts() -> Iterator[Way]:
    """Cut on up to four sides, each of `_CUTS` from all corners and lying as well as standing."""
    for number, sides in enumerate(_CUTS):
        turns = _BOTH if number < _MIRRORED_CUTS else (Turn.NONE,)
        for left, right, above, below in _alike(sides):
            yield _cut(Part(above, 1 - below), Part(left, 1 - right), turns)


def _alike(sides: tuple[int, int, int, int]) -> Iterator[tuple[float, float, float, float]]:
    """The same cut as a mirror and a turn show it, each once, as shares of the sides."""
    one, other = sides[:2], sides[2:]
    seen = (
        (*across, *down)
        for first, second in ((one, other), (other, one))
        for across in (first, first[::-1])
        for down in (second, second[::-1])
    )
    for left, right, above, below in dict.fromkeys(seen):
        yield left * _CUT, right * _CUT, above * _CUT, below * _CUT


def _cut(rows: Part, columns: Part, turns: tuple[Turn, ...]) -> Way:
    return Way(
        f"cut to {_shown_part(columns)} of the width and {_shown_part(rows)} of the height",
        rows,
        columns,
        turns=turns,
        cut=True,
    )


def _tilts() -> Iterator[Way]:
    for degrees in (2.0, -2.0, 4.0, -4.0):
        for name, colour in (("white", _WHITE), ("black", _BLACK), ("cut off", None)):
            yield Way(f"tilted by {degrees:g} degrees, corners {name}", colour=colour, tilt=degrees)


def _lights() -> Iterator[Way]:
    for light in (1.2, 1.4, 1.7):
        yield Way(f"lighter by {light - 1:.0%}", light=light)


def _shown_part(part: Part) -> str:
    return "all" if part == WHOLE else f"{part.start:.0%} to {part.end:.0%}"
