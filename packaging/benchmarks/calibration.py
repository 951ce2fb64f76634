"""Whether a score means what it says: false alarms on pairs of unrelated real art beside what was said beforehand.

Pictures of one package are searched for, in all eight turns, among the pictures of all other packages. Half of these,
drawn at random, are the background that chances are measured on, as the rows of a set are; the other half is searched.
What comes out near there is counted by distance and by the entropy of the searched picture, beside the sum of the
chances. Pairs that PDQ calls the same picture are no false alarms and are left out. Then the copies of copies_recall:
which share of them is likely, possible or called chance, for sets of an assumed size.
"""

import itertools
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import copies_recall
import corpus
import machine
import numpy as np
import plots
from figures import Options, Result
from PIL import Image

from artistguard.matching.gate import gate
from artistguard.matching.hamming import brute
from artistguard.matching.odds import BITS, Background, Band, odds

NAME = "calibration"
MEASURES = "false alarms on unrelated real art against those said beforehand; copies by band of the score"

_DISTANCES = (8, 10, 12, 14)
_ENTROPIES = (1, 3, 4, 5, 6, 8)  # bits of grey: the bounds of the bands; below the first, nothing is searched for
_EVENTS = 10  # from which on a factor says something
_FACTOR = 3
_SAME = 60  # bits of PDQ's 256 within which two pictures are one
_LEAST = 96  # px of the shorter side
_SETS = (1_000_000, 747_000_000)  # rows


class Print(NamedTuple):
    """A picture's hashes in all turns, its PDQ with quality, entropy, and where it is from."""

    turns: Any
    pdq: Any
    quality: int
    entropy: float
    family: str


def run(options: Options) -> Result:
    """Both, each with the half of the pictures that is not looked at as its background."""
    result = Result(NAME, MEASURES, options.workers)
    prints = _prints(options)
    _false_alarms(result, prints, options)
    _bands(result, prints, options)
    return result


def _false_alarms(result: Result, prints: Sequence[Print], options: Options) -> None:
    random = np.random.default_rng(options.seed)
    families = sorted({each.family for each in prints})
    bands = list(itertools.pairwise(_ENTROPIES))
    said = np.zeros((len(bands), len(_DISTANCES)))
    seen = np.zeros_like(said)
    pairs = same = beyond = 0
    for family in families:
        ours = [each for each in prints if each.family == family and _open(each)]
        others = [each for each in prints if each.family != family]
        half = random.random(len(others)) < 0.5
        background = Background(np.asarray([o.turns[0] for o, h in zip(others, half, strict=True) if h], np.uint64))
        rest = [other for other, h in zip(others, half, strict=True) if not h]
        rows = np.asarray([other.turns[0] for other in rest], np.uint64)
        if not ours or not len(rows) or not len(background):
            continue
        views = np.concatenate([each.turns for each in ours])
        pairs += len(views) * len(rows)
        which = [_band(bands, each.entropy) for each in ours for _ in each.turns]
        for place, distance in enumerate(_DISTANCES):
            for band, near in zip(which, background.chances(views.tolist(), [distance] * len(views)), strict=True):
                said[band, place] += near.p * len(rows)
                beyond += near.extrapolated
        found = brute_far(views, rows, max(_DISTANCES))
        for row, view, distance in found:
            if _bits(ours[view // 8].pdq, rest[row].pdq) <= _SAME:
                same += 1
                continue
            for place, bound in enumerate(_DISTANCES):
                seen[which[view], place] += distance <= bound
    for number, (low, high) in enumerate([*bands, (_ENTROPIES[0], _ENTROPIES[-1])]):
        for place, distance in enumerate(_DISTANCES):
            s = said[number, place] if number < len(bands) else said[:, place].sum()
            m = seen[number, place] if number < len(bands) else seen[:, place].sum()
            judged = m >= _EVENTS
            result.add(
                f"entropy {low} to {high}, within {distance} bits: false alarms", float(m), "", baseline="said before",
                than=float(s), aim=f"1/{_FACTOR} to {_FACTOR}" if judged else "",
            )  # fmt: skip
    result.notes.append(
        f"{pairs:,} pairs of {len(prints):,} pictures from {len(families)} packages; {same} pairs of the same picture "
        f"left out; {beyond / max(1, pairs):.2g} of the chances a pair were extrapolations."
    )
    path = options.pictures / f"{NAME}.png"
    plots.save(
        path,
        [
            (
                f"Entropy {low} to {high}: false alarms within d bits",
                "distance d", "pairs",
                {
                    "counted": list(zip(_DISTANCES, seen[number].tolist(), strict=True)),
                    "said before": list(zip(_DISTANCES, said[number].tolist(), strict=True)),
                },
                False,
            )
            for number, (low, high) in enumerate(bands)
        ],
    )  # fmt: skip
    result.notes.append(f"As a picture: {path}")


def _bands(result: Result, prints: Sequence[Print], options: Options) -> None:
    """Copies of other pictures by the band that their score falls into."""
    files = copies_recall.chosen(12 if options.quick else 100)
    with machine.Crew(options.workers, copies_recall.warm) as crew:
        _, answers = crew.run(copies_recall.attacked, files)
    kept = [each for each in answers if each is not None]
    background = Background(np.asarray([each.turns[0] for each in prints], np.uint64))
    views = sum(len(each.variants) for each in kept)
    hits: list[tuple[int, int]] = []
    total = 0
    for each in kept:
        for seen in each.copies.values():
            total += 1
            off = np.bitwise_count(each.variants ^ np.uint64(seen.phash))
            nearest = int(off.argmin())
            if off[nearest] <= 8:
                hits.append((int(each.variants[nearest]), int(off[nearest])))
    chances = background.chances([own for own, _ in hits], [distance for _, distance in hits])
    for rows in _SETS:
        for t in (4, 8):
            found = [odds(rows, views, near).band for near, (_, d) in zip(chances, hits, strict=True) if d <= t]
            for band in Band:
                result.add(
                    f"copies within {t} bits and {band.value}, of {rows:,} rows", 100 * found.count(band) / total, "%",
                    baseline="within so many bits", than=100 * len(found) / total,
                )  # fmt: skip
    result.notes.append(
        f"{total:,} copies of {len(kept)} works ({views:,} views); rows of sets are assumed, not read; chances from "
        f"{len(background):,} pictures alone, by hash alone: shape, names and addresses would add to them."
    )


def brute_far(views: Any, rows: Any, most: int) -> Iterable[tuple[int, int, int]]:
    """(row, view, distance) of all pairs within so many bits."""
    found = brute(views, rows, most)
    return zip(found.rows.tolist(), found.items.tolist(), found.distances.tolist(), strict=True)


def _open(each: Print) -> bool:
    """Whether it is searched for as far as asked."""
    return gate(int(each.turns[0]), each.entropy, each.quality).bits is None or (
        each.entropy >= _ENTROPIES[0] and each.quality >= 50 and int(each.turns[0]).bit_count() == BITS // 2
    )


def _band(bands: Sequence[tuple[int, int]], entropy: float) -> int:
    return next(number for number, (_, high) in enumerate(bands) if entropy < high or number == len(bands) - 1)


def _bits(one: Any, other: Any) -> int:
    return int(np.bitwise_count(one ^ other).sum())


def _prints(options: Options) -> list[Print]:
    """Of every picture in the packages, each content once; kept for the next time."""
    corpus.art()  # the packages are there
    place = corpus.CACHE / "calibration-1.npz"
    if not place.exists():
        debs = sorted((corpus.CACHE / "packages").glob("*.deb"))
        found: list[Print] = []
        for deb in debs:
            with tempfile.TemporaryDirectory(dir=options.scratch) as unpacked:
                subprocess.run(["dpkg-deb", "-x", str(deb), unpacked], check=True)
                files = sorted(
                    path
                    for path in Path(unpacked).rglob("*")
                    if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp") and not path.is_symlink()
                )
                corpus.say(f"{deb.name}: {len(files):,} pictures")
                with machine.Crew(options.workers, copies_recall.warm) as crew:
                    _, answers = crew.run(printed, [(path, deb.name.partition("_")[0]) for path in files])
                found += [each for each in answers if each is not None]
        np.savez(
            place,
            turns=np.stack([each.turns for each in found]),
            pdq=np.stack([each.pdq for each in found]),
            facts=np.asarray([(each.quality, each.entropy) for each in found]),
            families=np.asarray([each.family for each in found]),
        )
    with np.load(place, allow_pickle=False) as kept:
        _, first = np.unique(kept["pdq"], axis=0, return_index=True)  # each picture once
        return [
            Print(
                kept["turns"][at], kept["pdq"][at], int(kept["facts"][at][0]), float(kept["facts"][at][1]),
                str(kept["families"][at]),
            )
            for at in sorted(first.tolist())
        ]  # fmt: skip


def printed(asked: tuple[Path, str]) -> Print | None:
    """A picture's print; None for what is too small or no picture."""
    import imagehash
    import pdqhash

    path, package = asked
    try:
        with Image.open(path) as opened:
            if min(opened.size) < _LEAST:
                return None
            full = opened.convert("RGBA")
    except (OSError, ValueError):
        return None
    ground = Image.new("RGB", full.size, "white")
    ground.paste(full, mask=full.getchannel("A"))
    ground.thumbnail((512, 512))
    grey = ground.convert("L")
    turned = [grey, *(grey.transpose(method) for method in Image.Transpose)]
    turns = np.asarray([int(str(imagehash.phash(each)), 16) for each in turned], np.uint64)
    bits, quality = pdqhash.compute(np.asarray(ground))
    family = "lomiri" if package.startswith("lomiri") else package
    return Print(turns, np.packbits(bits), int(quality), float(grey.entropy()), family)
