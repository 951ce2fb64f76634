"""Import as durable work: one job in a batch of kind "import", so that it is seen and a restart goes on with it.

The engine is not the one to run it: an import feeds the workers itself, file by file, and writes its works down as it
goes. The job holds what was asked for, and every few seconds how far it is. Killed, it is asked for again from
its beginning, which is quick: what is known is not read again (see `import_`).
"""

import contextlib
import hashlib
import json
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artistguard.catalogue.owners import is_dead, new_owner
from artistguard.model import paths, wire
from artistguard.model.errors import ArtistGuardError, UsageError
from artistguard.model.jobs import Job, JobState
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.workflow import rates
from artistguard.workflow.import_ import ImportReport, import_
from artistguard.workflow.studio import Studio
from artistguard.workflow.walk import Closed, walk

KIND = "import"
_LEASE = 60.0  # seconds
_NOTE = 2.0  # seconds between two notes of how far it is
_KEPT = 1000  # lines of each list of the report that the job keeps


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies in the folders, seen from their listings alone: nothing was opened."""

    files: int
    pictures: int  # by their names
    closed: int  # folders and files that may not be entered
    bytes: int  # of the pictures
    seconds: float  # that reading them should take here
    disk: int  # bytes that thumbnails and catalogue will take
    free: int  # bytes on the data folder's disk


def survey(studio: Studio, targets: Sequence[Path], *, cancel: CancelToken | None = None) -> Survey:
    """Count files and bytes before anything is read. Raises Cancelled."""
    files = pictures = closed = size = 0
    for item in walk(targets):
        if cancel is not None:
            cancel.check()
        if isinstance(item, Closed):
            closed += 1
            continue
        files += 1
        if item.claims:
            pictures += 1
            with contextlib.suppress(OSError):
                size += item.path.stat().st_size
    free = shutil.disk_usage(studio.home).free
    return Survey(
        files, pictures, closed, size, rates.reading(studio.catalogue, pictures, size), pictures * rates.KEPT, free
    )


def begin(
    studio: Studio,
    targets: Sequence[Path],
    *,
    client_id: str | None = None,
    update: bool = False,
    source_type: str | None = None,
    total: int | None = None,
) -> str:
    """Write the wish down and return the batch's id. The same wish, begun and not ended, is the same batch.

    `total` is the number of files, where `survey` has counted them.
    """
    folders = [paths.text(Path(target).absolute()) for target in targets]
    payload: dict[str, object] = {
        "paths": folders,
        "client": client_id,
        "update": update,
        "source_type": source_type,
        "total": total,
    }
    wish = wire.dump([folders, client_id, update, source_type])
    key = f"{KIND}:{hashlib.sha256(json.dumps(wish).encode()).hexdigest()}"
    shown = ", ".join(paths.printable(Path(folder).name or folder) for folder in folders[:3])
    shown += f" and {len(folders) - 3} more" if len(folders) > 3 else ""
    catalogue = studio.catalogue
    with catalogue.transaction():
        for job in _unfinished(studio):
            if job.key == key:
                return job.batch_id
        batch = catalogue.jobs.create_batch(KIND, {"paths": folders})
        catalogue.jobs.add(batch.id, KIND, [(key, shown, payload)])
    return batch.id


def resume(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> ImportReport:
    """Run a batch's import, from where it was. A cancel leaves it waiting, for another `resume`.

    Raises UsageError when it is at work elsewhere or has nothing left to do.
    """
    jobs, owner = studio.catalogue.jobs, new_owner()
    _give_back(studio, batch_id)
    jobs.unblock(batch_id=batch_id)
    claimed = jobs.claim(owner, 1, _LEASE, [KIND], batch_id)
    if not claimed:
        if jobs.progress(batch_id)[JobState.RUNNING]:
            raise UsageError("This import is running in another window or program.", "It is shown in Activity there.")
        raise UsageError("Nothing is left to do in this import.")
    job = claimed[0]
    payload: Mapping[str, Any] = job.payload
    started = time.monotonic()
    with _Alive(studio, job) as alive:
        total = payload["total"]

        def told(done: int, counted: int | None, what: str) -> None:
            at_most = counted if counted is not None else total
            alive.note(done, at_most)
            progress(done, None if at_most is None else max(at_most, done), what)

        try:
            report = import_(
                studio,
                [paths.native(path) for path in payload["paths"]],
                client_id=payload["client"],
                update=payload["update"],
                source_type=payload["source_type"],
                progress=told,
                cancel=cancel,
            )
        except ArtistGuardError as error:
            jobs.fail(job, error.as_json())
            raise
        except BaseException:
            jobs.release([job])
            raise
    if cancel is not None and cancel.cancelled:
        jobs.release([job])
    else:
        jobs.finish([(job, summary(report))])
        if report.added + report.editions:
            rates.learn_reading(studio.catalogue, report.added, report.bytes, time.monotonic() - started)
    return report


def run(
    studio: Studio,
    targets: Sequence[Path],
    *,
    client_id: str | None = None,
    update: bool = False,
    source_type: str | None = None,
    total: int | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[str, ImportReport]:
    """`begin` and `resume` in one: the batch's id and what came of it."""
    batch_id = begin(studio, targets, client_id=client_id, update=update, source_type=source_type, total=total)
    return batch_id, resume(studio, batch_id, progress=progress, cancel=cancel)


def again(studio: Studio, batch_id: str) -> int:
    """Queue a finished import once more, as a further job of its batch: what failed is tried, what is known is not.

    Returns how many jobs that queued: one, or none when it is queued or at work already.
    """
    last = list(studio.catalogue.jobs.iterate(batch_id))[-1]
    return studio.catalogue.jobs.add(batch_id, KIND, [(last.key, last.subject, {**last.payload})])


def summary(report: ImportReport) -> dict[str, object]:
    """What the job keeps of a report: the counts, and each failure by name with its reason."""
    return {
        "added": report.added,
        "known": report.known,
        "editions": report.editions,
        "linked": report.linked,
        "previews": report.previews,
        "moved": len(report.moved),
        "duplicates": len(report.duplicates),
        "left_out": len(report.left_out),
        "changed": [list(item) for item in report.changed[:_KEPT]],
        "failed": len(report.failures),
        "failures": [[name, error.as_json()] for name, error in report.failures[:_KEPT]],
        "read": report.bytes,
        "seconds": round(report.seconds, 3),
    }


def how_far(job: Job) -> tuple[int, int | None]:
    """How many files a job has gone through, of how many (None: not counted), as last written down."""
    noted: Mapping[str, Any] = job.intent or {}
    total = noted.get("total", job.payload.get("total"))
    return int(noted.get("done", 0)), total if isinstance(total, int) else None


def _unfinished(studio: Studio) -> Iterator[Job]:
    jobs = studio.catalogue.jobs
    for batch in jobs.batches(1000, unfinished=True):
        if batch.kind == KIND:
            yield from jobs.iterate(batch.id, (JobState.QUEUED, JobState.RUNNING, JobState.BLOCKED))


def _give_back(studio: Studio, batch_id: str) -> None:
    """Queue what a killed program had in hand. Its owner ran this one job and no other."""
    jobs = studio.catalogue.jobs
    for job in jobs.iterate(batch_id, (JobState.RUNNING,)):
        if job.owner and is_dead(job.owner):
            jobs.requeue_owned_by_dead(job.owner)


class _Alive:
    """Prolongs the lease while the import runs, and writes down how far it is."""

    def __init__(self, studio: Studio, job: Job) -> None:
        self._jobs, self._job = studio.catalogue.jobs, job
        self._over = threading.Event()
        self._at: tuple[int, int | None] = how_far(job)
        self._thread = threading.Thread(target=self._beat, name="import", daemon=True)

    def note(self, done: int, total: int | None) -> None:
        """Remember how far it is; written down at the next beat."""
        self._at = (done, total)

    def __enter__(self) -> "_Alive":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        written, prolonged = self._at, time.monotonic()
        while not self._over.wait(_NOTE):
            with contextlib.suppress(ArtistGuardError):  # tried again: a lease holds many beats
                if self._at != written:
                    written = self._at
                    self._jobs.set_intents([(self._job, {"done": written[0], "total": written[1]})])
                if time.monotonic() - prolonged > _LEASE / 3:
                    self._jobs.heartbeat(str(self._job.owner), _LEASE)
                    prolonged = time.monotonic()
