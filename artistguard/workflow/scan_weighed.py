"""The raw hits of a scan weighed: how many as near chance alone would give, in this very set.

A hit is a row whose hash is near to that of a view of a work. What it is worth depends on how crowded the hash's
neighbourhood is in this very set, on how many rows and views were compared, and on the row's shape.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from artistguard.imaging.variants import shares
from artistguard.imaging.ways import described, shape
from artistguard.matching import columns
from artistguard.matching.columns import Rows
from artistguard.matching.odds import ENOUGH, Background, Band, Chance, Odds, odds
from artistguard.model.artwork import Artwork
from artistguard.model.jobs import Job
from artistguard.model.names import AddressHit, NameHit
from artistguard.model.turns import Turn
from artistguard.work import scan_cut
from artistguard.workflow import scan, set_files
from artistguard.workflow.confirm import Confirmed
from artistguard.workflow.scan import Scanned
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.studio import Studio

SAME = "the very file"
LEAST_SHARE = 1e-4  # the most that shape and words may narrow down what a hash alone leaves open
_BACKGROUND = 500_000  # rows that stand for the set
_GLANCE = 20_000  # rows of it that tell hopeless hits from others
_AS_GOOD_AS_EQUAL = 2  # bits
_NAMED = 5  # works


@dataclass(frozen=True, slots=True)
class Weighed:
    """A row that is likely or possibly a copy: of which work, how shown, how far off, and what that is worth."""

    file: str
    row: int
    work: Artwork
    edition_id: str
    way: str
    turn: Turn
    distance: int
    width: int
    height: int
    odds: Odds
    url: str = ""
    caption: str = ""
    names: tuple[NameHit, ...] = ()
    addresses: tuple[AddressHit, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    digest: str = "SHA-256"  # by which a row is the very file
    confirmed: Confirmed | None = None  # what its bytes told, where the set holds them

    @property
    def same(self) -> bool:
        """Whether its bytes show the content of the work."""
        return self.confirmed is not None and self.confirmed.agreement.same

    @property
    def band(self) -> Band:
        """Likely, possible, or chance."""
        return self.odds.band


def background(studio: Studio, seen: Scanned, jobs: Mapping[str, Job]) -> Background:
    """Rows of the set, from all of its searched units alike."""
    share = min(1.0, _BACKGROUND / max(seen.valid, 1))
    random = np.random.default_rng(len(jobs))
    parts: list[Rows] = []
    for job in jobs.values():
        number_, unit = unit_of(job)
        place = set_files.packed(studio.home, seen.set, seen.files[number_], unit)
        place = place if place.exists() else scan_cut.part(place)  # of a unit that broke off
        with suppress(OSError, ValueError), place.open("rb") as file:  # what is not kept any more
            for rows in columns.unpacked(file):
                some = rows.valid & (random.random(len(rows)) < share)
                parts.append(Rows(rows.hashes[some], rows.valid[some], rows.widths[some], rows.heights[some]))
    sample = columns.joined(parts)
    return Background(sample.hashes, sample.aspects)


def very_files(studio: Studio, batch_id: str, seen: Scanned, jobs: Mapping[str, Job]) -> Iterator[tuple[Weighed, str]]:
    """Rows that are files of ours to the byte, each with its job."""
    if not seen.same:
        return
    _, pictures = scan.kept(studio, batch_id)
    works = studio.catalogue.works.get_many([pictures[picture][0] for _, picture, _, _, _ in seen.same])
    weight = odds(max(seen.valid, 1), len(pictures), Chance(2.0**-64, 0, 0))
    for row, picture, width, height, job in seen.same:
        work_id, edition_id, _ = pictures[picture]
        if work_id in works:
            number_, _ = unit_of(jobs[job])
            file = seen.files[number_]
            by = "MD5" if file.by_md5 else "SHA-256"
            yield (
                Weighed(
                    file.name, row, works[work_id], edition_id, SAME, Turn.NONE, 0, width, height, weight, digest=by
                ),
                job,
            )


def near(
    studio: Studio, batch_id: str, seen: Scanned, jobs: Mapping[str, Job], measure: Background
) -> Iterator[tuple[Weighed, str]]:
    """Hits that are likely or possible, or could be with the right words, each with its job."""
    if len(seen.hits) == 0:
        return
    ours, pictures = scan.kept(studio, batch_id)
    views = seen.hits[:, 1].astype(np.int64)
    distances = seen.hits[:, 2].astype(np.int64)
    own = [int(value) for value in ours.hashes[views]]
    total = max(seen.valid, 1)
    # The question may be larger than what is searched now: works that were searched for before are in it.
    asked_for = max(round(len(pictures) * seen.views / len(ours.hashes)), len(pictures))
    asked = [math.ceil(asked_for / each) for each in shares(ours.owners, ours.ways)[views].tolist()]
    glance = measure.part(_GLANCE).chances(own, distances.tolist())
    hopeful = [place for place, chance in enumerate(glance) if total * asked[place] * chance.p * LEAST_SHARE < 1]
    chances = measure.chances([own[place] for place in hopeful], [int(distances[place]) for place in hopeful])
    works = studio.catalogue.works.get_many([pictures[int(ours.owners[views[place]])][0] for place in hopeful])
    for place, chance in zip(hopeful, chances, strict=True):
        row, view, distance, _, width, height = (int(value) for value in seen.hits[place])
        work_id, edition_id, aspect = pictures[int(ours.owners[view])]
        work = works.get(work_id)
        if work is None:
            continue
        label = int(ours.ways[view])
        way, turn = described(label)
        fits = measure.shape(shape(label, aspect), width / height) if width and height else 1.0
        weight = odds(total, asked[place], chance, shape=fits)
        if weight.nfa * LEAST_SHARE >= 1:
            continue
        number_, _ = unit_of(jobs[seen.places[place]])
        file = seen.files[number_].name
        yield (
            Weighed(file, row, work, edition_id, way, turn, distance, width, height, weight),
            seen.places[place],
        )


def crowded(studio: Studio, batch_id: str, seen: Scanned, shown: Sequence[Weighed]) -> tuple[str, ...]:
    """Works of which nothing is shown although many rows are as good as equal: a set that holds a picture often looks,
    to its hashes, like one in which many pictures look alike.
    """
    close = seen.hits[seen.hits[:, 2] <= _AS_GOOD_AS_EQUAL, 1].astype(np.int64)
    if len(close) == 0:
        return ()
    ours, pictures = scan.kept(studio, batch_id)
    counts = Counter(pictures[owner][0] for owner in ours.owners[close].tolist())
    told = {each.work.id for each in shown}
    many = [(id_, count) for id_, count in counts.most_common() if count >= ENOUGH and id_ not in told]
    works = studio.catalogue.works.get_many([id_ for id_, _ in many[:_NAMED]])
    lines = [
        f"#{works[id_].number}, {works[id_].title}: {count:,} rows are within {_AS_GOOD_AS_EQUAL} bits of it. Whether "
        "these are copies, or pictures that only look alike to a hash, their number does not tell; none is shown."
        for id_, count in many[:_NAMED]
        if id_ in works
    ]
    more = len(many) - _NAMED
    return (*lines, *([f"{more:,} more works have as many rows."] if more > 0 else []))
