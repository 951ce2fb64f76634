"""Copies confirmed on bytes: points that agree, attack by attack and style by style, and false ones among strangers."""

import zlib
from collections import Counter
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
    from artistguard.matching.geometry import ENOUGH, agreement

    result = Result(NAME, MEASURES, options.workers)
    files = chosen(20 if options.quick else 120)
    every = [*attacks.attacks(), *attacks.beyond()]
    with machine.Crew(options.workers, warm) as crew:
        _, answers = crew.run(agreeing, files)
    read = [each for each in answers if each is not None]
    works = [each for each in read if len(each.own.places) >= _BARE]
    result.notes.append(
        f"{len(read) - len(works)} of {len(read)} works have fewer than {_BARE} points (blank sheets, soft gradients): "
        "they cannot be confirmed by points, the program says so, and they are not counted as missed."
    )
    found = {each.name: [work.agreed[each.name] >= ENOUGH for work in works] for each in every}
    collage = [found[each.name] for each in every if "collage" in each.name]
    result.add("mean of all attacks", _percent(list(found.values())), "%", aim="at least 95 %")
    result.add("collages", _percent(collage), "%", aim="at least 85 %")
    for kind in STYLES:
        of_kind = [
            [hit for hit, work in zip(hits, works, strict=True) if work.style == kind] for hits in found.values()
        ]
        if of_kind[0]:
            result.add(f"mean of all attacks, {kind} ({len(of_kind[0])} works)", _percent(of_kind), "%")
    for name, hits in found.items():
        result.add(name, _percent([hits]), "%")
    corpus.say(f"{_PAIRS} pairs of strangers")
    package = [work.path.relative_to(corpus.CACHE / "art").parts[0] for work in works]
    pairs = [(a, b) for a, b in combinations(range(len(works)), 2) if package[a] != package[b]]
    Random(3).shuffle(pairs)
    pairs = pairs[: 300 if options.quick else _PAIRS]
    counts = Counter(agreement(works[a].own, works[b].own, works[b].mirrored).points for a, b in pairs)
    false = sum(number for agreed, number in counts.items() if agreed >= ENOUGH)
    result.add(
        f"strangers with {ENOUGH} points or more", false, f"of {len(pairs):,} pairs from different packages", aim="0"
    )
    result.notes.append("Strangers by points that agree: " + ", ".join(f"{n}: {counts[n]:,}" for n in sorted(counts)))
    styles = ", ".join(f"{number} {kind}" for kind, number in Counter(work.style for work in works).items())
    result.notes.append(
        f"{len(works)} works ({styles}; "
        "line: 60 % of the pixels in one shade; flat: under 64 colours cover 95 %). A pair test on candidates, no scan."
    )
    return result


def _percent(rows: list[list[bool]]) -> float:
    return 100 * float(np.mean(rows)) if rows and rows[0] else 0.0


def warm() -> None:
    """Imports before the work."""
    import warnings

    import cv2

    cv2.setNumThreads(1)
    warnings.filterwarnings("ignore", category=UserWarning, module="PIL")


def agreeing(path: Path) -> Seen | None:
    """A work against every copy of it."""
    from PIL import Image, ImageOps

    from artistguard.matching.geometry import EDGE, agreement, points

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
    for each in (*attacks.attacks(), *attacks.beyond()):
        made = each.make(base, Random(zlib.crc32(f"{path.name} {each.name}".encode())))
        agreed[each.name] = agreement(own, of(made), of(ImageOps.mirror(made))).points
    return Seen(path, style(ground), own, of(ImageOps.mirror(ground)), agreed)
