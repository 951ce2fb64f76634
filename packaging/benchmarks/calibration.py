"""Whether a score means what it says: false alarms on pairs of unrelated real art beside what was said beforehand.

All of it on art that is held out: the tail of the chances was chosen on other packages (corpus.TUNED).

Pictures of one package are searched for, in all eight turns, among the pictures of all other packages. Half of these,
drawn at random, are the background that chances are measured on, as the rows of a set are; the other half is searched,
and then the other way round.
What comes out near there is counted by distance and by the entropy of the searched picture, beside the sum of the
chances. Pairs that PDQ calls the same picture are no false alarms and are left out. Then the whole question, all views
of works at once, by the number of false alarms itself. Then copies: which share of them is likely, possible or called
chance, for sets of an assumed size, with and without the row's width and height.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import copies_recall
import corpus
import numpy as np
import plots
from figures import Options, Result
from strangers import Print, prints
from styles import STYLES

from artistguard.imaging.variants import shares
from artistguard.imaging.ways import shape
from artistguard.matching.gate import LEAST_ENTROPY, LEAST_QUALITY
from artistguard.matching.hamming import brute
from artistguard.matching.odds import BITS, ONES, Background, Band, odds

NAME = "calibration"
MEASURES = "false alarms on held-out unrelated art against those said beforehand; copies by band of the score"

_DISTANCES = (6, 8, 10, 12, 14)
_ASKED = 8  # bits from which on the aim holds
_ENTROPIES = (1, 3, 4, 5, 6, 8)  # bits of grey: the bounds of the bands; below the first, nothing is searched for
_EVENTS = 10  # from which on a factor says something
_AIM = "1/3 to 3"
_SAME = 60  # bits of PDQ's 256 within which two pictures are one
_SETS = (1_000_000, 747_000_000)  # rows
_SCORES = (1.0, 1e-1, 1e-2, 1e-3)  # false alarms a row and work, whatever the number of rows and works
_FITS = (0.05, 0.1, 0.2, 0.5)  # shares of rows whose shape fits as well
_FAR = 26  # bits beyond which nothing is weighed
_TURNED = (False, False, False, True, False, True, True, True)  # whether width and height change places, by turn


def run(options: Options) -> Result:
    """Pairs, then the whole question, then copies."""
    result = Result(NAME, MEASURES, options.workers)
    strangers = prints(corpus.HELD_OUT, "held-out", options)
    families = sorted({each.family for each in strangers})
    result.notes.append(
        f"Held-out art alone: {len(strangers):,} pictures of {len(families)} packages ({', '.join(families)}); "
        f"constants were chosen on {', '.join(corpus.TUNED)}."
    )
    _false_alarms(result, strangers, options)
    files = copies_recall.chosen(40) if options.quick else copies_recall.chosen(copies_recall.WANTED)[::3]
    answers = copies_recall.copied(files, options)
    kept = [each for each in answers if copies_recall.searched_for(each)]
    result.notes.append(
        f"{len(kept)} of {len(answers)} works are searched for at more than 2 bits, and these are meant below."
    )
    _question(result, kept, strangers, options)
    _bands(result, kept, strangers)
    return result


def _false_alarms(result: Result, strangers: Sequence[Print], options: Options) -> None:
    """Hash by hash: pairs within so many bits, and how many of them have shapes that fit."""
    random = np.random.default_rng(options.seed)
    bands = list(itertools.pairwise(_ENTROPIES))
    said = np.zeros((len(bands), len(_DISTANCES)))
    seen = np.zeros_like(said)
    fitting: list[float] = []
    pairs = same = beyond = asked = 0
    for ours, background, rest in _halves(strangers, random):
        views = np.concatenate([each.turns for each in ours])
        pairs += len(views) * len(rest)
        which = [_band(bands, each.entropy) for each in ours for _ in each.turns]
        for place, distance in enumerate(_DISTANCES):
            for band, near in zip(which, background.chances(views.tolist(), [distance] * len(views)), strict=True):
                said[band, place] += near.p * len(rest)
                beyond += near.extrapolated
                asked += 1
        for row, view, distance in _near(views, np.asarray([each.turns[0] for each in rest]), max(_DISTANCES)):
            own = ours[view // 8]
            if _bits(own.pdq, rest[row].pdq) <= _SAME:
                same += 1
                continue
            for place, bound in enumerate(_DISTANCES):
                seen[which[view], place] += distance <= bound
            expected = 1 / own.aspect if _TURNED[view % 8] else own.aspect
            fitting.append(background.shape(expected, rest[row].aspect))
    for number, (low, high) in enumerate([*bands, (_ENTROPIES[0], _ENTROPIES[-1])]):
        for place, distance in enumerate(_DISTANCES):
            s = said[number, place] if number < len(bands) else said[:, place].sum()
            m = seen[number, place] if number < len(bands) else seen[:, place].sum()
            aim = _AIM if m >= _EVENTS and distance >= _ASKED else ""
            result.add(
                f"entropy {low} to {high}, within {distance} bits: false alarms", float(m), "", baseline="said before",
                than=float(s), aim=aim,
            )  # fmt: skip
    for share in _FITS:
        result.add(
            f"of those within {max(_DISTANCES)} bits: shapes that fit as {share:.0%} of rows do",
            100 * float(np.mean([each <= share for each in fitting])), "%", baseline="said before", than=100 * share,
            aim=_AIM,
        )  # fmt: skip
    result.notes.append(
        f"{pairs:,} pairs; {same} pairs of the same picture left out; {len(fitting):,} false alarms "
        f"have a shape; {beyond / asked:.0%} of the chances were extrapolations."
    )
    _drawn(result, options, bands, seen, said)


def _drawn(result: Result, options: Options, bands: Sequence[tuple[int, int]], seen: Any, said: Any) -> None:
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


class _Work(NamedTuple):
    """A work's views with what each counts for, and the chances of each at each distance, shape (views, 65)."""

    shares: Any
    chances: Any


def _question(result: Result, kept: Sequence[copies_recall.Kept], strangers: Sequence[Print], options: Options) -> None:
    """All views of a work against rows: how many are as surprising as a number of false alarms a row says."""
    random = np.random.default_rng(options.seed)
    rows = 0
    counted = dict.fromkeys(_SCORES, 0)
    for each in kept:
        others = [other for other in strangers if other.family != corpus.family(each.path)]
        half = random.random(len(others)) < 0.5
        background = Background(np.asarray([o.turns[0] for o, h in zip(others, half, strict=True) if h], np.uint64))
        own = np.frombuffer(each.own.pdq.to_bytes(32), np.uint8)
        rest = [o for o, h in zip(others, half, strict=True) if not h and _bits(o.pdq, own) > _SAME]
        work = _work(each, background)
        off = np.bitwise_count(np.asarray([o.turns[0] for o in rest])[:, None] ^ each.variants[None])
        least = (work.chances[np.arange(len(each.variants)), off] / work.shares).min(axis=1)
        rows += len(rest)
        for score in _SCORES:
            counted[score] += int((least <= score).sum())
    for score in _SCORES:
        result.add(
            f"all views at once, {score:g} false alarms a row and work: rows", float(counted[score]), "",
            baseline="said before", than=score * rows, aim=_AIM if counted[score] >= _EVENTS and score < 1 else "",
        )  # fmt: skip
    views = np.mean([len(each.variants) for each in kept])
    result.notes.append(
        f"All views at once: {len(kept)} works, {views:.0f} views each, {rows:,} rows of other packages. What is "
        "counted below what was said is what views of one work have in common."
    )


def _work(each: copies_recall.Kept, background: Background) -> _Work:
    counted = shares(np.zeros(len(each.ways), np.uint32), each.ways)
    chances = np.ones((len(each.variants), BITS + 1))
    views = [int(value) for value in each.variants]
    for distance in range(0, _FAR + 1, 2):
        found = background.chances(views, [distance] * len(views))
        chances[:, distance : distance + 2] = np.asarray([near.p for near in found])[:, None]
    return _Work(counted, chances)


def _bands(result: Result, kept: Sequence[copies_recall.Kept], strangers: Sequence[Print]) -> None:
    """Copies by the band that the best of their views' scores falls into."""
    found: dict[tuple[int, int, bool], list[tuple[Band, str]]] = {}
    for each in kept:
        others = [other for other in strangers if other.family != corpus.family(each.path)]
        background = Background(
            np.asarray([other.turns[0] for other in others], np.uint64), np.asarray([other.aspect for other in others])
        )
        counted = shares(np.zeros(len(each.ways), np.uint32), each.ways)
        for seen in each.copies.values():
            off = np.bitwise_count(each.variants ^ np.uint64(seen.phash))
            near = np.flatnonzero(off <= 8)
            chances = background.chances([int(each.variants[view]) for view in near], off[near].tolist())
            for rows, t, shaped in itertools.product(_SETS, (4, 8), (False, True)):
                least = min(
                    (
                        odds(
                            rows, int(len(kept) / counted[view]), chance,
                            shape=background.shape(shape(int(each.ways[view]), each.own.aspect), seen.aspect)
                            if shaped
                            else 1.0,
                        ).nfa
                        for view, chance in zip(near.tolist(), chances, strict=True)
                        if off[view] <= t
                    ),
                    default=None,
                )  # fmt: skip
                if least is not None:
                    found.setdefault((rows, t, shaped), []).append((Band.of(least), each.style))
    total = {kind: sum(len(each.copies) for each in kept if each.style == kind) for kind in STYLES}
    for (rows, t, shaped), bands in sorted(found.items()):
        known = ", shape known" if shaped else ""
        for band in Band:
            hits = [kind for which, kind in bands if which is band]
            result.add(
                f"copies within {t} bits and {band.value}, of {rows:,} rows{known}",
                100 * len(hits) / sum(total.values()), "%",
                baseline="within so many bits", than=100 * len(bands) / sum(total.values()),
            )  # fmt: skip
            if t == 8 and shaped and band is not Band.CHANCE:
                by_style = ", ".join(
                    f"{kind} {100 * hits.count(kind) / total[kind]:.1f} %" for kind in STYLES if total[kind]
                )
                result.notes.append(f"Within 8 bits, {band.value}, of {rows:,} rows, shape known: {by_style}.")
    result.notes.append(
        f"{sum(total.values()):,} copies of {len(kept)} works, all of them the question; rows of sets are assumed, not "
        f"read; chances from {len(strangers):,} pictures alone, where a scan has up to 500,000 rows of the very set."
    )


def _halves(strangers: Sequence[Print], random: Any) -> Iterator[tuple[list[Print], Background, list[Print]]]:
    """Of each package: its pictures that are searched for, a background, and strangers that are searched."""
    for family in sorted({each.family for each in strangers}):
        ours = [each for each in strangers if each.family == family and _open_print(each)]
        others = [each for each in strangers if each.family != family]
        half = random.random(len(others)) < 0.5
        known = [other for other, h in zip(others, half, strict=True) if h]
        rest = [other for other, h in zip(others, half, strict=True) if not h]
        if ours and known and rest:
            for one, searched in ((known, rest), (rest, known)):
                hashes = np.asarray([each.turns[0] for each in one])
                yield ours, Background(hashes, np.asarray([each.aspect for each in one])), searched


def _near(views: Any, rows: Any, most: int) -> Iterator[tuple[int, int, int]]:
    """(row, view, distance) of all pairs within so many bits."""
    found = brute(views, rows, most)
    return zip(found.rows.tolist(), found.items.tolist(), found.distances.tolist(), strict=True)


def _open_print(each: Print) -> bool:
    """Whether it is searched for at all."""
    return each.entropy >= LEAST_ENTROPY and each.quality >= LEAST_QUALITY and int(each.turns[0]).bit_count() == ONES


def _band(bands: Sequence[tuple[int, int]], entropy: float) -> int:
    return next(number for number, (_, high) in enumerate(bands) if entropy < high or number == len(bands) - 1)


def _bits(one: Any, other: Any) -> int:
    return int(np.bitwise_count(one ^ other).sum())
