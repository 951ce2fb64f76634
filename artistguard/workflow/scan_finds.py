"""From raw hits to finds: each weighed by how many such hits chance alone would give, read out, and made a card.

A hit is a row whose hash is near to that of a view of a work. What it is worth depends on how crowded the hash's
neighbourhood is in this very set, on how many rows and views were compared, on the row's shape, and on its words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from artistguard.catalogue.recording import Offered
from artistguard.formats.tables import Field
from artistguard.imaging.variants import described, shape
from artistguard.matching import columns
from artistguard.matching.columns import Rows
from artistguard.matching.odds import Background, Band, Chance, Odds, odds
from artistguard.model import wire
from artistguard.model.artwork import Artwork
from artistguard.model.errors import ArtistGuardError, FileError
from artistguard.model.finds import Match
from artistguard.model.ids import new_id, now
from artistguard.model.jobs import Job
from artistguard.model.names import AddressHit, FieldKind, NameHit, Strength
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.turns import Turn
from artistguard.model.watching import Candidate, CandidateKind, Coverage, Key, Text
from artistguard.sources.base import Asker
from artistguard.workflow import names, scan, scan_bytes, scan_memory, set_files
from artistguard.workflow.confirm import Confirmed
from artistguard.workflow.scan import Scanned
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.studio import Studio

SAME = "the very file"
BACKGROUND = 500_000  # rows that stand for the set
_GLANCE = 20_000  # rows of it that tell hopeless hits from others
_LEAST_SHARE = 1e-4  # the most that shape and words may narrow down what a hash alone leaves open
SOURCE = "set:"  # before a set's name: where its finds are from
_SEARCHED = "scan.searched."
_MOST_READ = 5_000  # rows whose words are read


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
    confirmed: Confirmed | None = None  # what its bytes told, where the set holds them

    @property
    def same(self) -> bool:
        """Whether its bytes show the content of the work."""
        return self.confirmed is not None and self.confirmed.agreement.same

    @property
    def band(self) -> Band:
        """Likely, possible, or chance."""
        return self.odds.band


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What came of a scan. `background` rows of the set were the measure; `read` rows were read for their words.

    `batch_id` is the scan's; `done` says that every unit was searched.
    """

    found: tuple[Weighed, ...]
    coverage: Coverage
    rows: int
    valid: int
    raw: int
    background: int
    read: int
    trouble: tuple[str, ...] = ()
    batch_id: str = ""
    done: bool = False


def weigh(
    studio: Studio,
    batch_id: str,
    *,
    words: bool = True,
    asks: Asker | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ScanReport:
    """Weigh the hits of a scan, as far as it got; with `words`, read URL and caption of those that are worth it."""
    seen = scan.scanned(studio, batch_id)
    jobs = scan.jobs_of(studio, batch_id)
    background = _background(studio, seen, jobs)
    found = list(_same(studio, batch_id, seen, jobs))
    told = {(each.file, each.row, each.work.id) for each, _ in found}
    found += [
        (each, job)
        for each, job in _weighed(studio, batch_id, seen, jobs, background)
        if (each.file, each.row, each.work.id) not in told
    ]
    found.sort(key=lambda each: each[0].odds.nfa)
    read = 0
    trouble: tuple[str, ...] = ()
    if words and found:
        found, read, trouble = _read_out(studio, seen, found[:_MOST_READ], jobs, progress, cancel, asks)
    found, uncompared = scan_bytes.confirmed(studio, seen, found, jobs, progress, cancel)
    trouble += (*scan_bytes.unread(seen, jobs), *uncompared)
    kept = tuple(each for each, _ in found if each.band is not Band.CHANCE or each.same)
    note = "" if seen.units_done == seen.units else "The scan is not finished."
    if seen.more:
        note = f"{note} {seen.more:,} hits of crowded row groups were left out.".strip()
    coverage = Coverage(f"rows of {seen.set.title}, by picture", "rows", seen.valid, seen.total_rows or seen.rows, note)
    return ScanReport(
        kept, coverage, seen.rows, seen.valid, len(seen.hits), len(background), read, trouble, batch_id,
        done=seen.units_done == seen.units,
    )  # fmt: skip


def record(studio: Studio, seen_set: str, report: ScanReport, title: str) -> int:
    """Make the finds of a report cards; returns how many cards have news by it."""
    with studio.catalogue.transaction():
        recorded = studio.catalogue.finds.record(offers(seen_set, report, title), source=SOURCE + seen_set)
        note(studio, seen_set, report)
    return len(recorded.news)


def offers(seen_set: str, report: ScanReport, title: str) -> list[Offered]:
    """The rows of a report, as candidates with what was found in them."""
    source = SOURCE + seen_set
    return [Offered(_candidate(source, title, each), tuple(_matches(each, title))) for each in report.found]


def note(studio: Studio, seen_set: str, report: ScanReport) -> None:
    """Write down that a set was searched, how far, and, if all of it, for which works: call it once finds are cards."""
    with studio.catalogue.transaction():
        studio.catalogue.custody.append(
            "set-scanned", seen_set, {"rows": report.rows, "finds": len(report.found), "of": report.coverage.total}
        )
        studio.catalogue.meta.set(_SEARCHED + seen_set, wire.dump(report.coverage))
        if report.done:
            _, files, bits = scan.described(studio, report.batch_id)
            scan_memory.remember(studio, seen_set, files, bits, scan.folder(studio, report.batch_id) / "ours.npz")


def searched(studio: Studio, set_name: str) -> Coverage | None:
    """What the last scan of a set searched of it; None before there was one."""
    kept = studio.catalogue.meta.get(_SEARCHED + set_name)
    return wire.load(Coverage, kept) if kept is not None else None


def finish(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> ScanReport:
    """Search what is left of a scan, and make cards of what was found, even when it stops. Raises what stopped it."""
    studio.catalogue.jobs.unblock(batch_id=batch_id)
    report = scan.run(studio, batch_id, progress=progress, cancel=cancel)
    found = weigh(studio, batch_id)
    which, _, _ = scan.described(studio, batch_id)
    record(studio, which.name, found, which.title)
    if report.stopped is not None:
        raise report.stopped
    if cancel is not None:
        cancel.check()
    return found


def sentence(each: Weighed, title: str) -> str:
    """A find in words."""
    return f"In row {each.row:,} of {title}: {_reason(each)}"


def one_in(nfa: float) -> str:
    """How many such scans chance needs for one hit as near, for people: "1 in 7,700"."""
    if nfa >= 0.1:
        return f"1 in {max(1 / nfa, 1):.1f}"
    return f"1 in {1 / nfa:,.0f}" if nfa > 1e-12 else "less than 1 in 1,000,000,000,000"


def _background(studio: Studio, seen: Scanned, jobs: Mapping[str, Job]) -> Background:
    """Rows of the set, from all of its searched units alike."""
    share = min(1.0, BACKGROUND / max(seen.valid, 1))
    random = np.random.default_rng(len(jobs))
    parts: list[Rows] = []
    for job in jobs.values():
        number_, unit = unit_of(job)
        place = set_files.packed(studio.home, seen.set, seen.files[number_], unit)
        try:
            with place.open("rb") as file:
                rows = columns.unpack(file)
        except (OSError, ValueError, KeyError):
            continue
        chosen = rows.valid & (random.random(len(rows)) < share)
        parts.append(Rows(rows.hashes[chosen], rows.valid[chosen], rows.widths[chosen], rows.heights[chosen]))
    sample = columns.joined(parts)
    return Background(sample.hashes, sample.aspects)


def _same(studio: Studio, batch_id: str, seen: Scanned, jobs: Mapping[str, Job]) -> Iterator[tuple[Weighed, str]]:
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
            file = seen.files[number_].name
            yield (
                Weighed(file, row, works[work_id], edition_id, SAME, Turn.NONE, 0, width, height, weight),
                job,
            )


def _weighed(
    studio: Studio, batch_id: str, seen: Scanned, jobs: Mapping[str, Job], background: Background
) -> Iterator[tuple[Weighed, str]]:
    """Hits that are likely or possible, or could be with the right words, each with its job."""
    if len(seen.hits) == 0:
        return
    ours, pictures = scan.kept(studio, batch_id)
    views = seen.hits[:, 1].astype(np.int64)
    distances = seen.hits[:, 2].astype(np.int64)
    own = [int(value) for value in ours.hashes[views]]
    total, asked = max(seen.valid, 1), max(seen.views, len(ours.hashes))
    glance = background.part(_GLANCE).chances(own, distances.tolist())
    hopeful = [place for place, near in enumerate(glance) if total * asked * near.p * _LEAST_SHARE < 1]
    chances = background.chances([own[place] for place in hopeful], [int(distances[place]) for place in hopeful])
    works = studio.catalogue.works.get_many([pictures[int(ours.owners[views[place]])][0] for place in hopeful])
    for place, near in zip(hopeful, chances, strict=True):
        row, view, distance, _, width, height = (int(value) for value in seen.hits[place])
        work_id, edition_id, aspect = pictures[int(ours.owners[view])]
        work = works.get(work_id)
        if work is None:
            continue
        label = int(ours.ways[view])
        way, turn = described(label)
        fits = background.shape(shape(label, aspect), width / height) if width and height else 1.0
        weight = odds(total, asked, near, shape=fits)
        if weight.nfa * _LEAST_SHARE >= 1:
            continue
        number_, _ = unit_of(jobs[seen.places[place]])
        file = seen.files[number_].name
        yield (
            Weighed(file, row, work, edition_id, way, turn, distance, width, height, weight),
            seen.places[place],
        )


def _read_out(
    studio: Studio,
    seen: Scanned,
    found: Sequence[tuple[Weighed, str]],
    jobs: Mapping[str, Job],
    progress: Progress,
    cancel: CancelToken | None,
    asks: Asker | None,
) -> tuple[list[tuple[Weighed, str]], int, tuple[str, ...]]:
    """The same with URL and caption, and what these say of the artist."""
    matcher, book = names.matcher(studio), names.book(studio)
    by_job: dict[str, list[Weighed]] = defaultdict(list)
    for each, job in found:
        by_job[job].append(each)
    told: list[tuple[Weighed, str]] = []
    trouble: list[str] = []
    read = 0
    for done, (job_id, some) in enumerate(by_job.items(), 1):
        if cancel is not None:
            cancel.check()
        progress(done, len(by_job), some[0].file)
        try:
            rows = _words(studio, seen, jobs[job_id], [each.row for each in some], cancel, asks)
        except FileError as error:
            trouble.append(f"{some[0].file}: {error.message}")
            rows = {}
        except ArtistGuardError as error:  # the network's: what is known stands
            trouble.append(error.message)
            rows = {}
        read += len(rows)
        for each in some:
            values = rows.get(each.row, {})
            if each.way == SAME and not _whole(each.work, values.get(Field.SHA256.value, "")):
                continue
            url, caption = values.get(Field.URL.value, ""), values.get(Field.CAPTION.value, "")
            said = tuple(matcher.find(caption, FieldKind.CAPTION)) + tuple(matcher.find(url, FieldKind.URL))
            at = tuple(book.find(url, FieldKind.URL)) + tuple(book.find(caption, FieldKind.CAPTION))
            told.append((replace(each, url=url, caption=caption, names=said, addresses=at, details=values), job_id))
    # How often a row that is read here says the artist's name by chance: counted among these very rows, one added.
    hits = sum(bool(_telling(each)) for each, _ in told if each.band is Band.CHANCE)
    share = max((hits + 1) / (read + 1), _LEAST_SHARE)
    return (
        [
            (replace(each, odds=replace(each.odds, nfa=each.odds.nfa * share, words=share)), job)
            if _telling(each)
            else (each, job)
            for each, job in told
        ],
        read,
        tuple(dict.fromkeys(trouble)),
    )


def _whole(work: Artwork, sha256: str) -> bool:
    """Whether all of a digest is that of a file of a work, and not its first quarter alone; so if it was not read."""
    return not sha256 or sha256.lower() in {edition.sha256 for edition in work.editions}


def _telling(each: Weighed) -> bool:
    strengths = [name.strength for name in each.names] + [address.strength for address in each.addresses]
    return any(strength is not Strength.WEAK for strength in strengths)


def _words(
    studio: Studio,
    seen: Scanned,
    job: Job,
    rows: Sequence[int],
    cancel: CancelToken | None,
    asks: Asker | None,
) -> dict[int, dict[str, str]]:
    number_, unit = unit_of(job)
    file = seen.files[number_]
    arguments = {
        **set_files.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "rows": list(rows),
    }
    answer = set_files.reader(studio, seen.set, file, cancel, asks)
    value: Any = studio.pool.submit("rows_at", arguments, answer=answer).result().value
    return {int(row): dict(values) for row, values in value["rows"].items()}


def _candidate(source: str, title: str, each: Weighed) -> Candidate:
    texts = [Text(FieldKind.CAPTION, each.caption)] if each.caption else []
    texts += [Text(FieldKind.URL, each.url)] if each.url else []
    return Candidate(
        source=source,
        key=f"{each.file}#{each.row}",
        kind=CandidateKind.ROW,
        title=f"row {each.row:,} of {title}",
        url=each.url,
        texts=tuple(texts),
        # Rows with one and the same work are one card: what is judged is the work in the set.
        kinship=(f"work-in-set:{each.work.id}",),
        rows=1,
        note=", ".join(
            part
            for part in (
                each.details.get("name", ""),
                f"{each.width} x {each.height} pixels" if each.width and each.height else "",
            )
            if part
        ),
    )


def _matches(each: Weighed, title: str) -> Iterator[Match]:
    likely = each.band is Band.LIKELY
    details: dict[str, Any] = {
        "work": each.work.number,
        "edition": each.edition_id,
        "distance": each.distance,
        "of": 64,
        "way": each.way,
        "turn": each.turn.value,
        "false_alarms": each.odds.nfa,
        "band": each.band.value,
        "rows": each.odds.rows,
        "views": each.odds.views,
        "background": each.odds.chance.rows,
        "seen_as_near": each.odds.chance.events,
        "extrapolated": each.odds.chance.extrapolated,
        "shape": each.odds.shape,
        "words": each.odds.words,
        "set": title,
        "row": each.row,
    }
    if each.confirmed is not None:
        details["agreement"] = {**wire.dump(each.confirmed.agreement), "same": each.same}
    strength = Strength.STRONG if likely or each.same else Strength.WEAK
    picture = f"row {each.row:,}"
    yield Match(new_id(), "", Key.PICTURE, each.work.id, None, picture, strength, _reason(each), now(), details)
    for name in each.names:
        yield Match(
            new_id(), "", Key.NAME, name.name.text, FieldKind.CAPTION, name.found, name.strength, name.reason, now()
        )
    for address in each.addresses:
        yield Match(
            new_id(), "", Key.ADDRESS, address.address, FieldKind.URL, address.found, address.strength,
            address.reason, now(),
        )  # fmt: skip


def _reason(each: Weighed) -> str:
    if each.way == SAME:
        return (
            f"Its SHA-256 is that of a file of your #{each.work.number}, {each.work.title}: the very file, to the byte."
            " That says the set lists it; not that a model learned it."
        )
    shown = [] if each.turn is Turn.NONE else [each.turn.value]
    shown += [] if each.way == "as it is" else [each.way]
    how = f", {', '.join(shown)}" if shown else ""
    chance = each.odds.chance
    line = ", an extrapolation beyond what was measured" if chance.extrapolated else ""
    points = f"{each.confirmed.sentence} " if each.confirmed is not None else ""
    return (
        f"{points}Its hash is {each.distance} of 64 bits from that of your #{each.work.number}, {each.work.title}"
        f"{how}. "
        f"{each.band.value.capitalize()}: chance alone would give a hit as near in {one_in(each.odds.nfa)} such scans "
        f"({chance.events:,} of {chance.rows:,} rows of the set are as near to that hash{line}). That says the set "
        "lists it; not that a model learned it."
    )
