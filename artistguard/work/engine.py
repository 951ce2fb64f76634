"""Runs durable jobs: claimed, worked on in children, published, recorded. Killed at any point, it goes on there."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType

from artistguard.catalogue.owners import new_owner
from artistguard.model.errors import ArtistGuardError
from artistguard.model.jobs import Job, JobState
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.handler import (
    Failed,
    Finished,
    Handler,
    Postponed,
    Ready,
    Recovery,
    Sending,
    Settling,
    Task,
    Tidy,
)
from artistguard.work.pool import Pool
from artistguard.work.rounds import Round
from artistguard.work.store import JobStore, Store

__all__ = [
    "Engine",
    "Failed",
    "Finished",
    "Handler",
    "Postponed",
    "Ready",
    "Recovery",
    "Report",
    "Sending",
    "Settling",
    "Task",
    "Tidy",
]

LEASE_SECONDS = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """Where a batch stands after a run. The counts are the batch's, so a resumed batch counts what it did before.

    `left` jobs are queued still (or at work elsewhere): after a stop, a full disk, a pause. `cancelled` counts those
    that a stop left undone, and those somebody called off. `failures` holds (subject, error as JSON).
    """

    done: int
    failed: int
    cancelled: int
    blocked: int
    left: int
    failures: tuple[tuple[str, dict[str, object]], ...] = ()
    stopped: ArtistGuardError | None = None  # what ended the run before its time: DiskFull, NoWorker, CatalogueError
    seconds: float = 0.0


class Engine:
    """Runs the jobs of a catalogue in a pool, by the handlers' rules. One thread runs; another may pause it."""

    def __init__(
        self,
        catalogue: Store,
        pool: Pool,
        handlers: Iterable[Handler],
        *,
        owner: str | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._catalogue = catalogue
        self._pool = pool
        self._handlers = {handler.kind: handler for handler in handlers}
        self.owner = owner or new_owner()
        self._lease = lease_seconds
        self._going = threading.Event()
        self._going.set()

    def pause(self) -> None:
        """Begin nothing new until `resume`. What is at work is finished."""
        self._going.clear()

    def resume(self) -> None:
        """Go on after `pause`."""
        self._going.set()

    def run(self, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None) -> Report:
        """Do all that is left of a batch, blocked jobs included; returns when nothing is left that can be done.

        A cancel is looked for between jobs: what is at work is finished, the rest stays queued for another run.
        Errors of one job are in the report; what stops all of them is in `Report.stopped`.
        """
        began = time.monotonic()
        jobs = self._catalogue.jobs
        jobs.unblock(batch_id=batch_id)
        before = jobs.progress(batch_id)
        count = sum(number for state, number in before.items() if state.finished)
        tracker = _Tracker(progress, count, sum(before.values()))
        token = cancel or CancelToken()
        with _Heartbeat(jobs, self.owner, self._lease):
            turn = Round(self._catalogue, self._pool, self._handlers, self.owner, self._lease, tracker.tick)
            stopped = turn.run(batch_id, token, self._going)
        return self._report(batch_id, token, stopped, time.monotonic() - began)

    def reconcile(self) -> int:
        """Bring to its end what a killed run was about to publish; returns how many jobs that settled.

        Jobs that dead owners held (or whose lease ran out) are queued again; those that had an intent are published
        and recorded now, so that no copy lies under its final name without a row, whether or not its batch goes on.
        Raises CatalogueError, DiskFull.
        """
        jobs = self._catalogue.jobs
        left = {job.id: job for job in (*jobs.requeue_dead(), *jobs.requeue_expired(), *jobs.interrupted())}
        orphans = [job for job in left.values() if job.kind in self._handlers]
        if not orphans:
            return 0
        with _Heartbeat(jobs, self.owner, self._lease):
            turn = Round(self._catalogue, self._pool, self._handlers, self.owner, self._lease, lambda job: None)
            return turn.recover(orphans)

    def _report(self, batch_id: str, token: CancelToken, stopped: ArtistGuardError | None, seconds: float) -> Report:
        states = self._catalogue.jobs.progress(batch_id)
        queued, running = states.get(JobState.QUEUED, 0), states.get(JobState.RUNNING, 0)
        failures = self._catalogue.jobs.failures(batch_id) if states.get(JobState.FAILED) else []
        return Report(
            done=states.get(JobState.DONE, 0),
            failed=states.get(JobState.FAILED, 0),
            cancelled=states.get(JobState.CANCELLED, 0) + (queued if token.cancelled else 0),
            blocked=states.get(JobState.BLOCKED, 0),
            left=queued + running,
            failures=tuple((job.subject, dict(job.error or {})) for job in failures),
            stopped=stopped,
            seconds=seconds,
        )


class _Tracker:
    """Counts finished jobs for whoever watches."""

    def __init__(self, progress: Progress, count: int, total: int) -> None:
        self._progress, self._count, self._total = progress, count, total

    def tick(self, job: Job) -> None:
        self._count += 1
        self._progress(self._count, max(self._total, self._count), job.subject)


class _Heartbeat:
    """Prolongs the leases while a long task runs. A beat that fails is tried again: a lease holds three of them."""

    def __init__(self, jobs: JobStore, owner: str, lease: float) -> None:
        self._jobs, self._owner, self._lease = jobs, owner, lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> "_Heartbeat":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._lease / 3):
            try:
                self._jobs.heartbeat(self._owner, self._lease)
            except ArtistGuardError as error:
                _log.warning("The leases could not be prolonged: %s", error)
