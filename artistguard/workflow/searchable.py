"""The portfolio's side of a scan: the hashes of every work's views, and which works cannot be searched for, and why.

The views are derived from the files, so they are a cache: one small file a picture and recipe, by the content's hash.
"""

import contextlib
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from artistguard.imaging.variants import RECIPE
from artistguard.imaging.ways import described
from artistguard.matching.gate import Gate, gate
from artistguard.matching.hamming import Words
from artistguard.model import paths
from artistguard.model.artwork import Artwork, Edition
from artistguard.model.errors import FileError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.turns import Turn
from artistguard.work.pool import TaskResult
from artistguard.workflow import thumbnails
from artistguard.workflow.studio import Studio

_PAGE = 200  # works under way


@dataclass(frozen=True, slots=True)
class Searched:
    """A picture that is searched for: which of the artist's files it is of, and how far its hash may be off."""

    work: Artwork
    edition: Edition
    gate: Gate
    aspect: float  # width by height, as stored


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The hashes of all views: shape (views,), each with the number of its picture in `pictures` and its way.

    `missing` are works of which no picture could be read, each with the reason.
    """

    hashes: Words
    owners: npt.NDArray[np.uint32]
    ways: npt.NDArray[np.uint16]
    pictures: tuple[Searched, ...]
    missing: tuple[tuple[Artwork, str], ...] = ()

    def __len__(self) -> int:
        return len(self.hashes)

    def way(self, view: int) -> tuple[str, Turn]:
        """What was done to the picture to get a view, in words, and how it was turned."""
        return described(self.ways[view])


def portfolio(studio: Studio, *, progress: Progress = no_progress, cancel: CancelToken | None = None) -> Portfolio:
    """The views of all works: of each work the artist's current files. Made where they are not known yet."""
    hashes: list[Words] = []
    ways: list[npt.NDArray[np.uint16]] = []
    pictures: list[Searched] = []
    missing: list[tuple[Artwork, str]] = []
    total = sum(studio.catalogue.works.count().values())
    prints = {pair.edition_id: pair for pair in studio.catalogue.prints.pairs()}
    for done, (work, edition, found) in enumerate(_views(studio, cancel), 1):
        progress(done, max(total, done), work.title)
        if isinstance(found, str):
            missing.append((work, found))
            continue
        own, labels, entropy, aspect = found
        pair = prints.get(edition.id)
        if pair is not None and int(pair.phash, 16) != own[0]:  # the file's own, which the base may miss by two bits
            own = np.concatenate([np.asarray([int(pair.phash, 16)], np.uint64), own])
            labels = np.concatenate([labels[:1], labels])
        hashes.append(own)
        ways.append(labels)
        how_far = gate(int(own[0]), entropy, pair.quality if pair is not None else None)
        pictures.append(Searched(work, edition, how_far, aspect))
    owners = np.repeat(np.arange(len(pictures), dtype=np.uint32), [len(each) for each in hashes])
    return Portfolio(
        np.concatenate(hashes) if hashes else np.empty(0, np.uint64),
        owners,
        np.concatenate(ways) if ways else np.empty(0, np.uint16),
        tuple(pictures),
        tuple(missing),
    )


_Found = tuple[Words, npt.NDArray[np.uint16], float, float]


def _views(studio: Studio, cancel: CancelToken | None) -> Iterator[tuple[Artwork, Edition, _Found | str]]:
    waiting: list[tuple[Artwork, Edition, Path, Future[TaskResult] | _Found]] = []
    for work in studio.catalogue.works.iterate():
        if cancel is not None:
            cancel.check()
        for edition in work.editions:
            if edition.role.ours or edition.superseded_by is not None:
                continue
            place = location(studio.home, edition.sha256)
            waiting.append((work, edition, place, _kept(place) or _asked(studio, edition)))
        if len(waiting) >= _PAGE:
            yield from _ready(studio, waiting)
            waiting = []
    yield from _ready(studio, waiting)


def _ready(
    studio: Studio, waiting: list[tuple[Artwork, Edition, Path, Future[TaskResult] | _Found]]
) -> Iterator[tuple[Artwork, Edition, _Found | str]]:
    for work, edition, place, found in waiting:
        if isinstance(found, tuple):
            yield work, edition, found
            continue
        try:
            yield work, edition, _made(place, found.result())
        except FileError as error:
            try:  # the file is away: its thumbnail is nearly as good
                small = thumbnails.location(studio.thumbnails, edition.sha256)
                yield work, edition, _made(place, _submit(studio, small).result())
            except FileError:
                yield work, edition, error.message


def _asked(studio: Studio, edition: Edition) -> Future[TaskResult]:
    return _submit(studio, studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path))


def _submit(studio: Studio, path: Path) -> Future[TaskResult]:
    arguments = {"path": paths.text(path), "megapixels": studio.settings.megapixels}
    return studio.pool.submit("variants", arguments)


def location(home: Path, sha256: str) -> Path:
    """Where the views of a file with this content are kept."""
    return home / "cache" / "variants" / str(RECIPE) / sha256[:2] / f"{sha256}.npz"


def _made(place: Path, result: TaskResult) -> _Found:
    hashes = np.frombuffer(result.blobs[0], "<u8").astype(np.uint64)
    ways = np.frombuffer(result.blobs[1], "<u2").astype(np.uint16)
    entropy, aspect = float(str(result.value["entropy"])), float(str(result.value["aspect"]))
    with contextlib.suppress(OSError):  # a cache that cannot be written is no reason to stop
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(".part")
        with draft.open("wb") as file:
            np.savez(file, hashes=hashes, ways=ways, facts=np.asarray([entropy, aspect]))
        draft.replace(place)
    return hashes, ways, entropy, aspect


def _kept(place: Path) -> _Found | None:
    """What was kept; None where there is nothing, or it cannot be read."""
    try:
        with place.open("rb") as file, np.load(file, allow_pickle=False) as found:
            entropy, aspect = found["facts"].tolist()
            hashes, ways = found["hashes"], found["ways"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    if hashes.dtype != np.uint64 or ways.dtype != np.uint16 or hashes.shape != ways.shape or len(hashes) == 0:
        return None
    return hashes, ways, entropy, aspect
