"""The self-test: copies of the artist's own works, made as strangers make them, and how many of them are found.

It says what a scan can be expected to find of this very portfolio, and which of its works no scan can find, and why.
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

import numpy as np

from artistguard.imaging.attacks import TURNS, attacks, beyond
from artistguard.matching.geometry import ENOUGH
from artistguard.model import paths
from artistguard.model.artwork import Artwork
from artistguard.model.errors import FileError, UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.pool import TaskResult
from artistguard.workflow.searchable import Portfolio, Searched, portfolio
from artistguard.workflow.studio import Studio

WORKS = 50
BITS = (0, 4, 8)


@dataclass(frozen=True, slots=True)
class Recall:
    """Of `works` copies by one attack, how many are found: by hash within `BITS`, and by points (None: not looked).

    `words` say what was done to them.
    """

    attack: str
    words: str
    on_grid: bool  # whether views are made for what it does
    works: int
    by_hash: tuple[int, ...]
    by_points: int | None


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What came of a self-test. Of all works: which cannot be searched for, or hardly (`narrow`), each with the reason.

    `trouble`: works that were to be attacked and could not be read.
    """

    works: int
    recalls: tuple[Recall, ...]
    closed: tuple[tuple[Artwork, str], ...]
    narrow: tuple[tuple[Artwork, str], ...]
    trouble: tuple[tuple[Artwork, FileError], ...]

    def mean(self, bits: int) -> float:
        """The share of all copies found by hash within `bits`."""
        place = BITS.index(bits)
        return sum(each.by_hash[place] for each in self.recalls) / self._copies

    @property
    def mean_points(self) -> float | None:
        """The share of all copies found by points."""
        found = [each.by_points for each in self.recalls if each.by_points is not None]
        return sum(found) / self._copies if found else None

    @property
    def _copies(self) -> int:
        return max(1, sum(each.works for each in self.recalls))


def selftest(
    studio: Studio,
    works: int = WORKS,
    *,
    points: bool = True,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> SelfTest:
    """Attack so many of the works, from all over the portfolio. Raises UsageError without a work, Cancelled."""
    if works < 1:
        raise UsageError("At least one work must be tested.")
    ours = portfolio(studio, cancel=cancel)
    if not ours.pictures:
        raise UsageError("There is no work to test with yet.", "Take in your pictures first: artistguard import.")
    chosen = _chosen(ours, works)
    waiting: deque[Future[TaskResult]] = deque()
    asked = 0
    copies: list[tuple[Searched, dict[str, list[int | None]]]] = []
    trouble: list[tuple[Artwork, FileError]] = []
    try:
        for done, picture in enumerate(map(ours.pictures.__getitem__, chosen), 1):
            while len(waiting) < 2 * studio.pool.size and asked < len(chosen):
                waiting.append(_asked(studio, ours, chosen[asked], points))
                asked += 1
            if cancel is not None:
                cancel.check()
            try:
                value: Any = waiting.popleft().result().value
                copies.append((picture, value["copies"]))
            except FileError as error:
                trouble.append((picture.work, error))
            progress(done, len(chosen), picture.work.title)
    finally:
        for future in waiting:
            future.cancel()
    return SelfTest(
        len(copies),
        tuple(_recalls(copies)) if copies else (),
        tuple((each.work, each.gate.why) for each in ours.pictures if each.gate.bits == 0) + ours.missing,
        tuple((each.work, each.gate.why) for each in ours.pictures if each.gate.bits not in (0, None)),
        tuple(trouble),
    )


def _chosen(ours: Portfolio, works: int) -> list[int]:
    """Numbers of pictures, one a work, from all over the portfolio."""
    first: dict[str, int] = {}
    for number, picture in enumerate(ours.pictures):
        first.setdefault(picture.work.id, number)
    every = list(first.values())
    places = np.linspace(0, len(every) - 1, min(works, len(every))).round().astype(int)
    return [every[place] for place in places]


def _asked(studio: Studio, ours: Portfolio, number: int, points: bool) -> "Future[TaskResult]":
    edition = ours.pictures[number].edition
    path = studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
    arguments = {
        "path": paths.text(path),
        "seed": edition.sha256,
        "points": points,
        "megapixels": studio.settings.megapixels,
    }
    views = ours.hashes[ours.owners == number].astype("<u8").tobytes()
    return studio.pool.submit("attacked", arguments, [views])


def _recalls(copies: Sequence[tuple[Searched, dict[str, list[int | None]]]]) -> list[Recall]:
    grid = {each.name for each in attacks()} | {each.name for each in beyond() if each.group == TURNS}
    recalls = []
    for each in (*attacks(), *beyond()):
        seen = [(picture.gate.bits, *found[each.name]) for picture, found in copies]
        # A picture with a narrow gate is not searched for any farther, so nothing farther counts as found.
        by_hash = tuple(
            sum(off is not None and off <= (most if gate is None else min(most, gate)) for gate, off, _ in seen)
            for most in BITS
        )
        agreed = [points for _, _, points in seen if points is not None]
        by_points = sum(points >= ENOUGH for points in agreed) if agreed else None
        recalls.append(Recall(each.name, each.words, each.name in grid, len(seen), by_hash, by_points))
    return recalls
