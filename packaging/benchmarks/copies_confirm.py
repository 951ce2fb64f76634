"""Copies confirmed on bytes: points that agree, attack by attack and style by style, and false ones among strangers.

The art is held out: no constant was chosen on its packages.
"""

import pickle
import zlib
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import attacks
import copies
import corpus
import machine
import numpy as np
from copies_recall import chosen
from figures import Options, Result
from styles import STYLES, style

NAME = "copies_confirm"
MEASURES = "copies confirmed by points that agree, and pairs of strangers that are taken for the same"
_PAIRS = 3_000
_WORKS = 120
_BARE = 40  # points below which a work is not counted
_SIDE = 640  # px: copies are made from this


class Seen(NamedTuple):
    """A work: its style, the points of it, and how many agree with each copy."""

    path: Path
    style: str
    own: Any
    mirrored: Any
    agreed: dict[str, int]


def run(options: Options) -> Result:
    """Recall first, then strangers."""
    from artistguard.matching.geometry import ENOUGH

    result = Result(NAME, MEASURES, options.workers)
    files = chosen(_WORKS)
    attacked = min(len(files), 20 if options.quick else options.works or _WORKS)
    chosen_ones = set(np.linspace(0, len(files) - 1, attacked).round().astype(int).tolist())
    every = [*attacks.attacks(), *attacks.beyond()]
    with machine.Crew(options.workers, warm) as crew:
        _, answers = crew.run(agreeing, [(path, place in chosen_ones) for place, path in enumerate(files)])
    looked_at = [each for each in answers if each is not None]
    read = [each for each in looked_at if each.agreed]
    works = [each for each in read if len(each.own.places) >= _BARE]
    bare = len(read) - len(works)
    result.notes.append(
        f"{bare} of {len(read)} works have fewer than {_BARE} points (blank sheets, soft gradients, a shape on white): "
        "they can hardly be confirmed by points, and the program says so. Figures are of the rest, and once of all."
    )
    found = _hits(works, every)
    for what, hits in ((f"{len(works)} works", found), (f"all {len(read)} works, bare ones too", _hits(read, every))):
        result.add(f"mean of all {len(every)} attacks, {what}", _percent(list(hits.values())), "%", aim="at least 95 %")
        grid = [hits[each.name] for each in attacks.attacks()]
        result.add(f"mean of the {len(grid)} alone, {what}", _percent(grid), "%")
        collage = [hits[each.name] for each in every if "collage" in each.name]
        result.add(f"collages, {what}", _percent(collage), "%", aim="at least 85 %")
    for kind in STYLES:
        for some, what in ((works, ""), (read, ", bare ones too")):
            of_kind = [work for work in some if work.style == kind]
            if of_kind:
                hits = _hits(of_kind, every)
                result.add(
                    f"mean of all attacks, {kind} ({len(of_kind)} works{what})", _percent(list(hits.values())), "%"
                )
                collage = [hits[each.name] for each in every if "collage" in each.name]
                result.add(f"collages, {kind} ({len(of_kind)} works{what})", _percent(collage), "%")
    for name, hits in found.items():
        result.add(name, _percent([hits]), "%")
    corpus.say(f"{_PAIRS} pairs of strangers")
    strangers = [each for each in looked_at if len(each.own.places) >= _BARE]
    package = [corpus.family(work.path) for work in strangers]
    pairs = [(a, b) for a, b in combinations(range(len(strangers)), 2) if package[a] != package[b]]
    Random(3).shuffle(pairs)
    pairs = pairs[: 300 if options.quick else _PAIRS]
    for number, work in enumerate(strangers):
        (options.scratch / str(number)).write_bytes(pickle.dumps((work.own, work.mirrored)))
    with machine.Crew(options.workers, warm) as crew:
        _, agreed = crew.run(strange, [(options.scratch / str(a), options.scratch / str(b)) for a, b in pairs])
    counts = Counter(agreed)
    false = sum(number for points, number in counts.items() if points >= ENOUGH)
    result.add(
        f"strangers with {ENOUGH} points or more",
        false,
        f"of {len(pairs):,} pairs of {len(strangers)} works, from different packages",
        aim="0",
    )
    result.notes.append("Strangers by points that agree: " + ", ".join(f"{n}: {counts[n]:,}" for n in sorted(counts)))
    styles = ", ".join(f"{number} {kind}" for kind, number in Counter(work.style for work in works).items())
    result.notes.append(
        f"{len(works)} works ({styles}; "
        "line: 60 % of the pixels in one shade; flat: under 64 colours cover 95 %). A pair test on candidates, no scan."
    )
    return result


def _hits(works: Sequence[Seen], every: Sequence[attacks.Attack]) -> dict[str, list[bool]]:
    """Of each attack, which of the works' copies were confirmed."""
    from artistguard.matching.geometry import ENOUGH

    return {each.name: [work.agreed[each.name] >= ENOUGH for work in works] for each in every}


def _percent(rows: list[list[bool]]) -> float:
    return 100 * float(np.mean(rows)) if rows and rows[0] else 0.0


def warm() -> None:
    """Imports before the work."""
    import warnings

    import cv2

    cv2.setNumThreads(1)
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")


def strange(pair: tuple[Path, Path]) -> int:
    """How many points of two works agree."""
    from artistguard.matching.geometry import agreement

    (own, _), (other, mirrored) = _looked_at(pair[0]), _looked_at(pair[1])
    return agreement(own, other, mirrored).points


@lru_cache(maxsize=256)
def _looked_at(place: Path) -> Any:
    return pickle.loads(place.read_bytes())


def agreeing(asked: tuple[Path, bool]) -> Seen | None:
    """A work's points; and, if that is asked, those that agree with every copy of it."""
    from PIL import Image, ImageOps

    from artistguard.matching.geometry import EDGE, agreement, points

    path, with_copies = asked
    with Image.open(path) as opened:
        if opened.width * opened.height < 256 * 256:
            return None
        ground = Image.new("RGB", opened.size, "white")
        full = opened.convert("RGBA")
        ground.paste(full, mask=full.getchannel("A"))

    def of(picture: Image.Image) -> Any:
        small = copies.scaled(picture.convert("L"), EDGE)
        factor = EDGE / max(small.size)
        if factor >= 1.4:  # as the program does
            small = small.resize((round(small.width * factor), round(small.height * factor)))
        return points(np.asarray(small))

    base = copies.scaled(ground, _SIDE)
    own = of(copies.scaled(ground, 1024))
    agreed = {}
    for each in (*attacks.attacks(), *attacks.beyond()) if with_copies else ():
        made = each.make(base, Random(zlib.crc32(f"{path.name} {each.name}".encode())))
        agreed[each.name] = agreement(own, of(made), of(ImageOps.mirror(made))).points
    return Seen(path, style(ground), own, of(ImageOps.mirror(ground)), agreed)
