"""One run of the engine: claim a few, work on them, settle whatever is ready in as few transactions as can be."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress
from dataclasses import replace

from artistguard.model.errors import (
    ArtistGuardError,
    Cancelled,
    CatalogueError,
    DiskFull,
    KeyLocked,
    NetworkOff,
    NotAgreed,
    Sealed,
)
from artistguard.model.jobs import Job
from artistguard.model.protocols import CancelToken
from artistguard.work.faults import NoWorker, WorkerDied
from artistguard.work.handler import (
    Finished,
    Foreseeing,
    Handler,
    Postponed,
    Ready,
    Recovery,
    Sending,
    Settling,
    Tidy,
)
from artistguard.work.pool import Pool, TaskResult
from artistguard.work.recording import in_words, record
from artistguard.work.store import Store

Made = tuple[Job, Mapping[str, object]]

CLAIM_PER_CHILD = 4  # jobs claimed at once, a child
STOPPING = (DiskFull, NoWorker, CatalogueError)  # no other job would fare better
BLOCKING = (KeyLocked, NetworkOff, NotAgreed, Sealed)  # the user can do something about it
GATHER_PER_CHILD = 3  # results that are worth a group, a child
_GATHER_SECONDS = 0.05
_POLL_SECONDS = 0.2
_log = logging.getLogger(__name__)


class Round:
    """The jobs in hand. `finished(job)` is called for each job that is over, whatever came of it."""

    def __init__(
        self,
        catalogue: Store,
        pool: Pool,
        handlers: Mapping[str, Handler],
        owner: str,
        lease: float,
        finished: Callable[[Job], None],
    ) -> None:
        self._catalogue, self._jobs, self._pool = catalogue, catalogue.jobs, pool
        self._handlers, self._owner, self._lease, self._finished = handlers, owner, lease, finished
        self._held: dict[str, Job] = {}  # claimed, and neither closed nor given back
        self._waiting: deque[Job] = deque()  # claimed, not begun
        self._running: dict[Future[TaskResult], Job] = {}
        self._intents: list[Made] = []  # of jobs that need no child
        self._to_publish: list[Made] = []  # intents committed
        self._to_record: list[Made] = []
        self._blocked: list[tuple[Job, ArtistGuardError]] = []
        self._stopped: ArtistGuardError | None = None
        self._hold: Callable[[], bool] = lambda: self._stopped is not None  # whether to begin no more sending
        self._again = False  # a job went back into the queue just now

    def run(self, batch_id: str, cancel: CancelToken, going: threading.Event) -> ArtistGuardError | None:
        """Work until nothing is left to claim, a cancel, or an error that would meet every job; returns that error."""
        self._hold = lambda: cancel.cancelled or self._stopped is not None or not going.is_set()
        try:
            while True:
                ending = cancel.cancelled or self._stopped is not None
                paused = not ending and not going.is_set()
                if ending:
                    self._call_off()
                self._again = False
                drained = ending or (not paused and not self._fill(batch_id))
                self._settle(self._ready())
                if self._running or self._to_record or self._again:
                    continue
                if self._to_publish and not ending and not paused:  # else they are held back: nobody sends them now
                    continue
                if drained and not paused and (ending or self._stopped is None):
                    return self._stopped
                if paused:
                    going.wait(_POLL_SECONDS)
        except STOPPING as error:
            return error
        finally:
            self._let_go()

    def recover(self, orphans: Iterable[Job]) -> int:
        """Settle jobs that were left behind; returns how many could be brought to their end. Raises STOPPING."""
        try:
            for job in self._claim_these(orphans):
                self._look_back(job)
            settled = len(self._to_publish)
            self._settle([])
            if self._stopped is not None:
                raise self._stopped
            return settled
        finally:
            self._let_go()

    # --- taking up

    def _fill(self, batch_id: str) -> bool:
        """Keep the pool busy; False when the queue had nothing more."""
        more = True
        while self._pool.in_flight < self._pool.capacity and self._stopped is None:
            if not self._waiting:
                self._waiting.extend(self._take(self._pool.size * CLAIM_PER_CHILD, tuple(self._handlers), batch_id))
            if not self._waiting:
                more = False
                break
            self._begin(self._waiting.popleft())
            if self._heap >= self._pool.capacity or len(self._intents) >= self._group:
                break  # jobs that need no child must not pile up either
        return more

    @property
    def _heap(self) -> int:
        return len(self._intents) + len(self._to_publish) + len(self._to_record) + len(self._blocked)

    @property
    def _group(self) -> int:
        """How many intents are committed at once, where no child makes them."""
        handlers = (self._handlers[job.kind] for job, _ in self._intents[:1])
        return next((handler.group for handler in handlers if isinstance(handler, Sending)), self._pool.capacity)

    def _take(self, count: int, kinds: tuple[str, ...], batch_id: str) -> list[Job]:
        # An empty intent is none: JSON columns of some databases cannot tell the two apart.
        taken = [
            replace(job, intent=job.intent or None)
            for job in self._jobs.claim(self._owner, count, self._lease, kinds, batch_id)
        ]
        self._held.update((job.id, job) for job in taken)
        for kind in {job.kind for job in taken}:
            handler = self._handlers[kind]
            if isinstance(handler, Foreseeing):
                handler.foresee([job for job in taken if job.kind == kind])
        return taken

    def _claim_these(self, orphans: Iterable[Job]) -> list[Job]:
        """Claim just these of their batches. Jobs are claimed oldest first, and begun ones are the oldest."""
        wanted: dict[str, set[str]] = {}
        for job in orphans:
            wanted.setdefault(job.batch_id, set()).add(job.id)
        got: list[Job] = []
        for batch_id, ids in wanted.items():
            while ids:
                taken = self._take(len(ids) + 8, tuple(self._handlers), batch_id)
                if not taken:
                    break  # somebody else was faster
                got += [job for job in taken if job.id in ids]
                ids.difference_update(job.id for job in taken)
        return got

    def _begin(self, job: Job) -> None:
        handler = self._handlers[job.kind]
        try:
            if job.generation > 1 and self._look_back(job):  # it was in somebody's hands before
                return
            task = handler.prepare(job)
            if isinstance(task, Finished):
                self._to_record.append((job, task.made))
                return
            if isinstance(task, Ready):
                self._intents.append((job, task.intent))
                return
            future = self._pool.submit(task.name, task.arguments, task.blobs, answer=task.answer, seconds=task.seconds)
        except Exception as error:  # noqa: BLE001 - one job's trouble, or sorted out there
            self._close_badly(job, error)
        else:
            self._running[future] = job

    def _look_back(self, job: Job) -> bool:
        """See where the last try of a job stood; True if there is only publishing and recording left."""
        recovery = self._handlers[job.kind].recover(job)
        if recovery is Recovery.PUBLISH and job.intent is not None:
            self._to_publish.append((job, job.intent))
            return True
        return False

    def _call_off(self) -> None:
        self._waiting.clear()  # still held: given back at the end
        for future in [future for future in self._running if future.cancel()]:
            del self._running[future]

    def _ready(self) -> list[tuple[Job, Future[TaskResult]]]:
        """Whatever is ready; waits for something only if nothing else can be done meanwhile."""
        if not self._running:
            return []
        idle = not self._to_publish and not self._to_record
        done, busy = wait(self._running, _POLL_SECONDS if idle else 0, FIRST_COMPLETED)
        # While the children have work, a moment's patience makes one group of several: fewer transactions a job.
        patience = time.monotonic() + _GATHER_SECONDS
        while done and len(done) < self._pool.size * GATHER_PER_CHILD and len(busy) > self._pool.size:
            more, busy = wait(busy, max(0.0, patience - time.monotonic()), FIRST_COMPLETED)
            if not more:
                break
            done |= more
        return [(self._running.pop(future), future) for future in done]

    # --- bringing to an end

    def _settle(self, ready: list[tuple[Job, Future[TaskResult]]]) -> None:
        intents, self._intents = self._intents, []
        for job, future in ready:
            try:
                result = future.result()
                intent = self._handlers[job.kind].intent(job, result)
            except Exception as error:  # noqa: BLE001
                self._close_badly(job, error)
                continue
            if intent is None:
                self._to_record.append((job, result.value))
            else:
                intents.append((job, intent))
        self._commit_intents(intents)
        self._publish()
        self._record()
        self._set_aside()

    def _commit_intents(self, intents: list[Made]) -> None:
        """One transaction for all. From here on a kill loses nothing: the next run knows what was meant."""
        if not intents:
            return
        try:
            with self._catalogue.transaction():
                held = self._jobs.set_intents(intents)
                for kind in {job.kind for job, _ in intents}:
                    handler = self._handlers[kind]
                    if isinstance(handler, Sending):
                        handler.keep([made for made in intents if made[0].kind == kind and made[0].id in held])
        except ArtistGuardError:
            for job, intent in intents:
                self._discard(job, intent)
            raise
        for job, intent in intents:
            if job.id in held:
                self._to_publish.append((job, intent))
            else:  # the lease ran out and somebody else has it
                self._discard(job, intent)
                self._held.pop(job.id, None)

    def _publish(self) -> None:
        published: list[Made] = []
        ready, self._to_publish = self._to_publish, []
        for job, intent in ready:
            if isinstance(self._handlers[job.kind], Sending) and self._hold():
                self._to_publish.append((job, intent))
                continue
            try:
                self._handlers[job.kind].publish(job, intent)
            except Exception as error:  # noqa: BLE001
                self._discard(job, intent)
                self._close_badly(job, error)
            else:
                published.append((job, intent))
        for kind in {job.kind for job, _ in published}:
            handler = self._handlers[kind]
            if isinstance(handler, Settling):
                try:
                    handler.settle([made for made in published if made[0].kind == kind])
                except ArtistGuardError as error:
                    # The names may not outlive a power cut, so nothing is recorded of them: the next run looks again.
                    self._stopped = self._stopped or error
                    published = [made for made in published if made[0].kind != kind]
        self._to_record += published

    def _record(self) -> None:
        """One transaction for all: the handlers' rows and the jobs' ends. What cannot be recorded is undone alone."""
        if not self._to_record:
            return
        ready, self._to_record = self._to_record, []
        came = record(self._catalogue, self._handlers, ready, STOPPING)
        for job in came.lost:
            self._held.pop(job.id, None)
        for job, ending in came.closed:
            if isinstance(ending, Postponed):
                self._held.pop(job.id, None)
            else:
                self._over(job)
        for job, trouble in came.failed:
            self._close_badly(job, trouble)

    def _set_aside(self) -> None:
        """One transaction for all that wait for the user."""
        if not self._blocked:
            return
        blocked, self._blocked = self._blocked, []
        self._jobs.block([(job, error.as_json()) for job, error in blocked])
        for job, _ in blocked:
            self._held.pop(job.id, None)

    def _close_badly(self, job: Job, error: Exception) -> None:
        """Sort out an error: of this job, of all of them, or for the user to clear."""
        if isinstance(error, STOPPING):
            self._stopped = self._stopped or error
            return  # still held: given back at the end
        if isinstance(error, Cancelled):
            return
        if isinstance(error, BLOCKING):
            self._blocked.append((job, error))
            return
        if isinstance(error, WorkerDied) and (job.error or {}).get("code") != WorkerDied.code:
            self._jobs.fail(job, error.as_json(), retry=True)
            self._held.pop(job.id, None)
            self._again = True
            return
        self._jobs.fail(job, in_words(job, error).as_json())
        self._over(job)

    def _over(self, job: Job) -> None:
        self._held.pop(job.id, None)
        self._finished(job)

    def _discard(self, job: Job, made: Mapping[str, object]) -> None:
        handler = self._handlers[job.kind]
        if isinstance(handler, Tidy):
            try:
                handler.discard(job, made)
            except (ArtistGuardError, OSError) as error:
                _log.warning("a temporary of job %s was left: %s", job.id, error)

    def _let_go(self) -> None:
        """Give back what is in hand. Tasks at work are waited for, and what they wrote is removed."""
        self._call_off()
        if self._running:
            wait(self._running)
            for future, job in self._running.items():
                with suppress(Exception):  # whatever it is, the next run begins the job again
                    result = future.result()
                    self._discard(job, self._handlers[job.kind].intent(job, result) or result.value)
            self._running.clear()
        if self._held:
            with suppress(ArtistGuardError):  # then the lease runs out, or this process is found dead
                self._jobs.release(self._held.values())
            self._held.clear()
