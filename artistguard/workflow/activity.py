"""Activity: what is done, what is left and what failed, a row a batch, whatever the batch does.

A batch is called off (what is left is not done), gone on with (after a stop, a restart, a full disk, an unlocked key)
or tried again (what failed, once more).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from artistguard.catalogue.owners import is_dead, is_here
from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, UsageError, from_json
from artistguard.model.jobs import Batch, Change, Job, JobState
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.engine import Engine
from artistguard.workflow import import_job, sign
from artistguard.workflow.signing import SigningHandler
from artistguard.workflow.studio import Studio
from artistguard.workflow.waiting import because

SCAN = "scan"  # workflow.scan_job.KIND, without its kernels: rows are read before anything is scanned
WORDS = "words"  # workflow.scan_words.KIND, likewise
REGISTER = "register"  # workflow.registering.KIND, without the registries
_UNFINISHED = (JobState.QUEUED, JobState.RUNNING, JobState.BLOCKED)


class Standing(StrEnum):
    """Where a batch stands."""

    RUNNING = "running"  # somebody alive works on it
    WAITING = "waiting"  # something is left, and nobody works on it
    BLOCKED = "blocked"  # what is left needs a key, consent or the network
    DONE = "done"  # nothing is left; single files may have failed
    CANCELLED = "cancelled"  # called off before its end


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One batch. Counts are of files, of a scan of row groups; `total` is None while they are not counted."""

    id: str
    kind: str
    subject: str  # the folders taken in, the folder written to, the data set searched, the registries told
    created_at: datetime
    actor: str
    standing: Standing
    done: int
    total: int | None
    failed: int
    left: int
    here: bool = False  # at work in this very program
    reason: str = ""  # why what is left waits, where it is known
    result: Mapping[str, Any] | None = None  # an import's counts
    next_at: datetime | None = None  # when what is left is tried again by itself
    withdraws: bool = False  # declarations are taken back


def rows(studio: Studio, limit: int = 50) -> list[BatchRow]:
    """The newest batches, newest first; unfinished ones however old they are."""
    jobs = studio.catalogue.jobs
    batches = {batch.id: batch for batch in (*jobs.batches(limit), *jobs.batches(limit, unfinished=True))}
    newest = sorted(batches.values(), key=lambda batch: batch.created_at, reverse=True)
    return [row(studio, batch) for batch in newest]


def row(studio: Studio, batch: Batch) -> BatchRow:
    """How one batch stands."""
    jobs = studio.catalogue.jobs
    counts = jobs.progress(batch.id)
    left = sum(counts[state] for state in _UNFINISHED)
    owners = {job.owner or "" for job in jobs.iterate(batch.id, (JobState.RUNNING,))} if left else set()
    running = any(not (owner and is_dead(owner)) for owner in owners)
    here = any(is_here(owner) for owner in owners)
    standing = Standing.DONE
    if left:
        standing = Standing.RUNNING if running else Standing.WAITING
        if counts[JobState.BLOCKED] == left:
            standing = Standing.BLOCKED
    elif counts[JobState.CANCELLED]:
        standing = Standing.CANCELLED
    blocked = next(iter(jobs.iterate(batch.id, (JobState.BLOCKED,))), None) if counts[JobState.BLOCKED] else None
    reason = because(blocked.error) if blocked else ""
    common = (batch.created_at, batch.actor, standing)
    if batch.kind == import_job.KIND:
        return _import_row(batch, common, list(jobs.iterate(batch.id)), reason, here)
    put_off = standing is Standing.WAITING and batch.kind == REGISTER
    next_at = jobs.next_due(REGISTER, batch.id) if put_off else None
    if next_at is not None and not reason:
        waits = (job for job in jobs.iterate(batch.id, (JobState.QUEUED,)) if job.not_before is not None)
        reason = because(next((job.error for job in waits), None))
    return BatchRow(
        batch.id,
        batch.kind,
        paths.printable(_subject(batch)),
        *common,
        done=counts[JobState.DONE],
        total=sum(counts.values()),
        failed=counts[JobState.FAILED],
        left=left,
        here=here,
        reason=reason,
        next_at=next_at,
        withdraws="withdraws" in batch.params,
    )


def _subject(batch: Batch) -> str:
    """What a batch works on, for people."""
    params: Mapping[str, Any] = batch.params
    if batch.kind in (SCAN, WORDS) and params.get("set"):
        return str(params["set"]["title"])
    return ", ".join(params["to"]) if batch.kind == REGISTER else str(params.get("out", ""))


def failures(studio: Studio, batch_id: str) -> list[tuple[str, ArtistGuardError]]:
    """What failed, by name, each with its reason."""
    jobs = studio.catalogue.jobs
    kind = jobs.batch(batch_id).kind
    if kind == REGISTER:
        failed = jobs.failures(batch_id)
        names = _declared(studio, [job.subject for job in failed])
        return [(names.get(job.subject, job.subject), _error(job.error)) for job in failed]
    if kind != import_job.KIND:
        told = paths.printable if kind in (SCAN, WORDS) else partial(name, studio)
        return [(told(job.subject), _error(job.error)) for job in jobs.failures(batch_id)]
    last = list(jobs.iterate(batch_id))[-1]
    if last.state is JobState.FAILED:
        return [(last.subject, _error(last.error))]
    found: Any = (last.result or {}).get("failures", ())
    return [(str(shown), _error(error)) for shown, error in found]


def go_on(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> list[Change]:
    """Do what is left of a batch; returns what that changed. Raises what stopped it before its end."""
    kind = studio.catalogue.jobs.batch(batch_id).kind
    changes = [Change("artwork", ()), Change("job", (batch_id,))]
    if kind == import_job.KIND:
        import_job.resume(studio, batch_id, progress=progress, cancel=cancel)
    elif kind == sign.KIND:
        report = sign.resume(studio, batch_id, progress=progress, cancel=cancel)
        if report.stopped is not None:
            raise report.stopped
    elif kind == SCAN:
        from artistguard.workflow import scan_finds

        scan_finds.finish(studio, batch_id, progress=progress, cancel=cancel)
        changes.append(Change("find", ()))
    elif kind == WORDS:
        from artistguard.workflow import scan_words

        scan_words.finish(studio, batch_id, progress=progress, cancel=cancel)
        changes.append(Change("find", ()))
    elif kind == REGISTER:
        from artistguard.workflow import registering

        report = registering.run_outbox(studio, batch=batch_id, progress=progress, cancel=cancel)
        if report.stopped is not None:
            raise report.stopped
        changes.append(Change("record", ()))
    else:
        raise UsageError(f"A batch of kind {kind!r} cannot be gone on with from here.", "Update the program.")
    return changes


def retry(studio: Studio, batch_id: str) -> int:
    """Queue what failed once more; returns how many jobs that are. `go_on` does them."""
    jobs = studio.catalogue.jobs
    if jobs.batch(batch_id).kind == import_job.KIND:
        return import_job.again(studio, batch_id)
    return jobs.retry_failed(batch_id)


def call_off(studio: Studio, batch_id: str) -> int:
    """Leave undone what is left. What is finished stays. Returns how many jobs were called off."""
    jobs = studio.catalogue.jobs
    for job in jobs.iterate(batch_id, (JobState.RUNNING,)):
        if job.intent is None and job.owner and is_dead(job.owner):
            jobs.requeue_owned_by_dead(job.owner)
    count = jobs.cancel_batch(batch_id)
    if jobs.batch(batch_id).kind == REGISTER:
        from artistguard.workflow import registering

        registering.call_off(studio, batch_id)
    return count


def unsettled(studio: Studio) -> bool:
    """Whether a killed program left work in hand."""
    return any(is_dead(owner) for owner in studio.catalogue.jobs.owners())


def settle(studio: Studio) -> int:
    """After a start: bring to its end what a killed program was about to give its name. Returns how many jobs."""
    if not unsettled(studio):
        return 0
    with SigningHandler(studio) as handler:
        return Engine(studio.catalogue, studio.pool, [handler]).reconcile()


def name(studio: Studio, edition_id: str) -> str:
    """A file by its work's number and its path, for people."""
    try:
        edition = studio.catalogue.works.edition(edition_id)
        number = studio.catalogue.works.get(edition.artwork_id).number
    except UsageError:
        return edition_id
    return f"#{number} {paths.printable(edition.location.path)}"


def _declared(studio: Studio, ids: Sequence[str]) -> dict[str, str]:
    """What declarations are about, for people, by their ids."""
    found = studio.catalogue.declarations.brief(ids)
    works = studio.catalogue.works.get_many(
        sorted({each.submission.items[0].work_id for each in found.values() if each.submission.items})
    )
    names = {}
    for id_, each in found.items():
        work = works.get(each.submission.items[0].work_id) if each.submission.items else None
        about = f"#{work.number} {paths.printable(work.title)}" if work is not None else id_
        more = len({item.work_id for item in each.submission.items}) - 1
        names[id_] = f"{each.submission.registry}: {about}" + (f" and {more} more" if more > 0 else "")
    return names


def _import_row(
    batch: Batch, common: tuple[datetime, str, Standing], jobs: list[Job], reason: str, here: bool
) -> BatchRow:
    last = jobs[-1]
    done, total = import_job.how_far(last)
    result: Mapping[str, Any] | None = last.result
    failed = int(result["failed"]) if result else int(last.state is JobState.FAILED)
    if result:
        through = ("added", "known", "editions", "linked", "moved", "duplicates", "left_out", "failed")
        total = sum(int(result[count]) for count in through) + len(result["changed"])
        done = total - failed
    folders: Any = batch.params.get("paths", ())
    subject = last.subject or ", ".join(paths.printable(Path(str(folder)).name) for folder in folders)
    left = (total - done if total is not None else 1) if common[2] is not Standing.DONE else 0
    return BatchRow(
        batch.id,
        batch.kind,
        subject,
        *common,
        done=done,
        total=total,
        failed=failed,
        left=left,
        here=here,
        reason=reason,
        result=result,
    )


def _error(data: Mapping[str, object] | None) -> ArtistGuardError:
    return from_json({key: str(value) for key, value in (data or {}).items()})
