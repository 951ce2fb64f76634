"""From raw hits to finds: each weighed, read out where it is worth it, compared on bytes, and made a card."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from artistguard.catalogue.recording import Offered
from artistguard.formats.tables import Field
from artistguard.matching.odds import Band
from artistguard.model import wire
from artistguard.model.artwork import Artwork
from artistguard.model.errors import ArtistGuardError, FileError
from artistguard.model.jobs import Job, JobState
from artistguard.model.names import FieldKind, Strength
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.watching import Coverage
from artistguard.sources.base import Asker
from artistguard.workflow import (
    file_digests,
    names,
    row_words,
    scan,
    scan_bytes,
    scan_cards,
    scan_memory,
    scan_parts,
    scan_weighed,
)  # fmt: skip
from artistguard.workflow.scan import Scanned
from artistguard.workflow.scan_job import unit_of
from artistguard.workflow.scan_weighed import LEAST_SHARE, SAME, Weighed
from artistguard.workflow.studio import Studio

SOURCE = "set:"  # before a set's name: where its finds are from
_SEARCHED = "scan.searched."
_MOST_READ = 5_000  # rows whose words are read


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What came of a scan. `background` rows of the set were the measure; `read` rows were read for their words.

    `batch_id` is the scan's; `done` says that every unit was searched; `by_hash` that some of the set's files have
    hashes: others tell files by digests alone. `cut` are files that turned out to end before their ends, with what is
    said of that.
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
    by_hash: bool = True
    cut: tuple[tuple[str, str], ...] = ()


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
    background = scan_weighed.background(studio, seen, jobs)
    found = list(scan_weighed.very_files(studio, batch_id, seen, jobs))
    told = {(each.file, each.row, each.work.id) for each, _ in found}
    found += [
        (each, job)
        for each, job in scan_weighed.near(studio, batch_id, seen, jobs, background)
        if (each.file, each.row, each.work.id) not in told
    ]
    found.sort(key=lambda each: each[0].odds.nfa)
    read = 0
    trouble: tuple[str, ...] = ()
    if words and found:
        left = found[_MOST_READ:]
        found, read, trouble = _read_out(studio, seen, found[:_MOST_READ], jobs, progress, cancel, asks)
        if left:
            found += left
            trouble += (f"The words of {len(left):,} rows further away were not read.",)
    found, uncompared = scan_bytes.confirmed(studio, seen, found, jobs, progress, cancel)
    trouble += (*scan_bytes.unread(seen, jobs), *uncompared)
    kept = tuple(each for each, _ in found if each.band is not Band.CHANCE or each.same)
    trouble += scan_weighed.crowded(studio, batch_id, seen, kept)
    if len(seen.hits) and not len(background):
        trouble += ("No row of the set is kept here any more, so no hit could be weighed. Scan it again.",)
    done = seen.units_done == seen.units
    cut = scan_parts.cut(seen.files, jobs.values())
    parts = sum(job.state is JobState.FAILED for job in jobs.values())  # a server broke off: it stands in `cut`
    lost = len(studio.catalogue.jobs.failures(batch_id)) - parts
    notes = ["The scan is not finished."] * (seen.units_done + lost + parts != seen.units) + scan_parts.noted(cut)
    if lost:
        notes.append(f"{lost:,} of its {seen.units:,} parts could not be searched.")
    if seen.more:
        notes.append(f"{seen.more:,} hits of crowded row groups were left out.")
    total = seen.total_rows or (seen.rows if done and not cut else None)
    coverage = Coverage(f"rows of {seen.set.title}, by picture", "rows", seen.valid, total, " ".join(notes))
    return ScanReport(
        kept, coverage, seen.rows, seen.valid, len(seen.hits), len(background), read, trouble, batch_id,
        done=done, by_hash=any(each.hashed for each in seen.files),
        cut=scan_parts.turned_out(seen.files, jobs.values()),
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
    return [
        Offered(scan_cards.candidate(source, title, each), tuple(scan_cards.matches(each, title)))
        for each in report.found
    ]


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
    reasons = Counter(f"{error['message']} {error['advice']}".strip() for _, error in report.failures)
    lost = (f"{count:,} of its parts could not be searched: {reason}" for reason, count in reasons.items())
    found = replace(found, trouble=(*found.trouble, *lost))
    if report.stopped is not None:
        raise report.stopped
    if cancel is not None:
        cancel.check()
    return found


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
    read = sealed = 0
    for done, (job_id, some) in enumerate(by_job.items(), 1):
        if cancel is not None:
            cancel.check()
        progress(done, len(by_job), some[0].file)
        try:
            number, unit = unit_of(jobs[job_id])
            file = seen.files[number]
            asked = [each.row for each in some if not (file.url and studio.seals.sealed(each.work.client_id))]
            sealed += len(some) - len(asked)
            rows = row_words.read(studio, seen.set, file, unit, asked, cancel=cancel, asks=asks)
        except FileError as error:
            trouble.append(f"{some[0].file}: {error.message}")
            rows = {}
        except ArtistGuardError as error:  # the network's: what is known stands
            trouble.append(error.message)
            rows = {}
        read += len(rows)
        for each in some:
            values = rows.get(each.row, {})
            if each.way == SAME and not _whole(studio, each.work, values):
                continue
            url, caption = values.get(Field.URL.value, ""), values.get(Field.CAPTION.value, "")
            said = tuple(matcher.find(caption, FieldKind.CAPTION)) + tuple(matcher.find(url, FieldKind.URL))
            at = tuple(book.find(url, FieldKind.URL)) + tuple(book.find(caption, FieldKind.CAPTION))
            told.append((replace(each, url=url, caption=caption, names=said, addresses=at, details=values), job_id))
    if sealed:
        trouble.append(
            f"The words of {sealed:,} rows were not read: its server would learn which rows a seal is about."
        )
    # How often a row that is read here says the artist's name by chance: counted among these very rows, one added.
    # Those that are likely copies and say it tell nothing of that.
    said_so = [(bool(_telling(each)), each.band) for each, _ in told if each.details]
    strangers = [telling for telling, band in said_so if not telling or band is Band.CHANCE]
    share = max((sum(strangers) + 1) / (len(strangers) + 1), LEAST_SHARE)
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


def _whole(studio: Studio, work: Artwork, values: Mapping[str, str]) -> bool:
    """Whether all of a digest is that of a file of a work, and not its begin alone; so if it was not read."""
    own = {edition.sha256 for edition in work.editions}
    told = values.get(Field.SHA256.value, "").lower()
    if told:
        return told in own
    told = values.get(Field.MD5.value, "").lower()
    return not told or told in {file_digests.known(studio, sha256) for sha256 in own}


def _telling(each: Weighed) -> bool:
    strengths = [name.strength for name in each.names] + [address.strength for address in each.addresses]
    return any(strength is not Strength.WEAK for strength in strengths)
