"""The only way from the window to the workflow: reads on a pool of threads, operations one at a time, in order.

Workers append to one queue; one timer in the GUI thread drains it, so nothing of Qt is touched from another thread
and nothing below `ui` knows of Qt. What an operation changed is told once, to everybody (`changed`); each view
decides what to refresh.
"""

import itertools
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from artistguard.model.errors import ArtistGuardError, Cancelled
from artistguard.model.protocols import CancelToken, Progress
from artistguard.ui.receiver import Receiver
from artistguard.ui.tasks import Progressed, TaskHandle, TaskState

if TYPE_CHECKING:
    from artistguard.model.jobs import Change
    from artistguard.workflow.studio import Studio

T = TypeVar("T")

log = logging.getLogger("artistguard.ui")

_READERS = 3  # threads that read the catalogue: each has a connection of its own
_QUICK_MS = 10  # between drains while a read is awaited
_STEADY_MS = 50  # ... while only operations run
_TURN_SECONDS = 0.0005  # Python's own 5 ms would make every paint wait that long for a thread that computes


class Bridge(QObject):
    """One studio, its readers and its lines of operations. Signals are emitted in the GUI thread alone."""

    opened = Signal()
    failed = Signal(object)  # ArtistGuardError: the studio could not be opened
    changed = Signal(object)  # list[Change]; a Change without ids means: any of that kind
    started = Signal(object)  # TaskHandle, when it is asked for (it may still wait for its turn)
    progressed = Signal(object)  # list[Progressed], at most one a task and drain
    finished = Signal(object)  # TaskHandle: done, failed or cancelled
    troubled = Signal(object)  # ArtistGuardError that no caller wanted: for a banner

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio: Studio | None = None
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="operate")
        self._aside: dict[str, ThreadPoolExecutor] = {}  # by name: lines that wait for hosts, while the line goes on
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._dirty: dict[int, Progressed] = {}
        self._dirty_lock = threading.Lock()
        self._held: list[Callable[[], None]] = []  # asked for before the studio was open
        self._ids = itertools.count(1)
        self._tasks: dict[int, TaskHandle] = {}
        self._pending = 0  # answers that are on their way
        self._closing = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._drain)

    # --- opening and closing

    def open(self, factory: "Callable[[], Studio]") -> None:
        """Open the studio in a thread; `opened` or `failed` follows. What was asked for before waits until then."""
        sys.setswitchinterval(_TURN_SECONDS)

        def work() -> None:
            try:
                studio = factory()
            except Exception as error:  # noqa: BLE001 - shown as one sentence, a bug is logged
                told = _told(error)
                self._post(lambda: self._open_failed(told))
            else:
                self._post(lambda: self._open_done(studio))

        self._submit(self._writer, work)

    @property
    def is_open(self) -> bool:
        """Whether the studio is there."""
        return self._studio is not None

    @property
    def studio(self) -> "Studio":
        """The studio; touch it only inside functions given to `query` and `operate`."""
        if self._studio is None:
            raise RuntimeError("the studio is not open yet")
        return self._studio

    @property
    def tasks(self) -> tuple[TaskHandle, ...]:
        """The operations that wait or run, in order."""
        return tuple(task for task in self._tasks.values() if not task.finished)

    @property
    def busy(self) -> bool:
        """Whether an operation waits or runs."""
        return bool(self.tasks)

    def close(self, timeout: float = 20.0) -> None:
        """Stop after the present items and close the studio. Blocks; no callback is called any more."""
        if self._closing:
            return
        self._closing = True
        self._timer.stop()
        for task in self._tasks.values():
            task.cancel()
        self._readers.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=False, cancel_futures=True)
        for line in self._aside.values():
            line.shutdown(wait=False, cancel_futures=True)
        waiter = threading.Thread(target=self._wait, daemon=True)
        waiter.start()
        waiter.join(timeout)
        if self._studio is not None and not waiter.is_alive():
            self._studio.close()
        self._studio = None

    def _wait(self) -> None:
        self._writer.shutdown(wait=True)
        for line in self._aside.values():
            line.shutdown(wait=True)
        self._readers.shutdown(wait=True)

    # --- asking

    def query(
        self,
        fn: "Callable[[Studio], T]",
        done: Callable[[T], None],
        failed: Callable[[ArtistGuardError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Read something on a thread; `done` gets it in the GUI thread.

        The answer is dropped when the receiver is gone: the object of a bound method, or `owner` for other
        callables. Errors nobody takes go to `troubled`.
        """
        on_done, on_failed = Receiver(done, owner), Receiver(failed, owner)

        def work() -> None:
            try:
                value = fn(self.studio)
            except Exception as error:  # noqa: BLE001 - shown as one sentence, a bug is logged
                told = _told(error)
                self._post(lambda: self._read_failed(told, on_failed))
            else:
                self._post(lambda: _called(on_done, value))

        self._when_open(lambda: self._submit(self._readers, work))

    def operate(
        self,
        title: str,
        fn: "Callable[[Studio, Progress, CancelToken], tuple[T, list[Change]]]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[ArtistGuardError], None] | None = None,
        *,
        owner: QObject | None = None,
        aside: str = "",
    ) -> TaskHandle:
        """Do something that takes a while or changes something: one at a time, in order, shown in Activity.

        `aside` names a line of its own for what waits for hosts ("watch", "check"): signing never stands behind it.

        `fn` gets studio, progress and cancel token and returns its value and what it changed. A `Cancelled` it
        raises ends the task as cancelled; `failed`, if given, is told of that too, so that a button can come back.
        """
        task = TaskHandle(next(self._ids), title, aside=bool(aside))
        self._tasks[task.id] = task
        on_done, on_failed = Receiver(done, owner), Receiver(failed, owner)

        def progress(done_: int, total: int | None, what: str) -> None:
            with self._dirty_lock:
                self._dirty[task.id] = Progressed(task.id, done_, total, what)

        def work() -> None:
            self._post(lambda: self._begun(task), answer=False)
            try:
                task.token.check()
                value, changes = fn(self.studio, progress, task.token)
            except Exception as error:  # noqa: BLE001 - shown as one sentence, a bug is logged
                told = _told(error)
                self._post(lambda: self._operation_failed(task, told, on_failed))
            else:
                self._post(lambda: self._operation_done(task, value, changes, on_done))

        self.started.emit(task)
        line = self._writer
        if aside:
            if aside not in self._aside:
                self._aside[aside] = ThreadPoolExecutor(1, thread_name_prefix=aside)
            line = self._aside[aside]
        self._when_open(lambda: self._submit(line, work))
        return task

    def tell(self, changes: "Iterable[Change]") -> None:
        """Say that something changed outside of an operation (GUI thread)."""
        told = list(changes)
        if told:
            self.changed.emit(told)

    def ask(self, question: Callable[[Callable[[T | None], None]], None]) -> T | None:
        """From a worker: have `question` called in the GUI thread and wait for its answer; None when closing.

        `question` gets the function that takes the answer, and returns at once.
        """
        answers: queue.SimpleQueue[T | None] = queue.SimpleQueue()
        self._post(lambda: question(answers.put), answer=False)
        while not self._closing:
            try:
                return answers.get(timeout=0.2)
            except queue.Empty:
                continue
        return None

    # --- inside

    def _when_open(self, begin: Callable[[], None]) -> None:
        if self._closing:
            return
        if self._studio is None:
            self._held.append(begin)
        else:
            begin()

    def _submit(self, executor: ThreadPoolExecutor, work: Callable[[], None]) -> None:
        self._pending += 1
        self._timer.start(_STEADY_MS if executor is not self._readers and self._pending == 1 else _QUICK_MS)
        executor.submit(work)

    def _post(self, event: Callable[[], None], *, answer: bool = True) -> None:
        """From a worker: have `event` called in the GUI thread."""

        def run() -> None:
            if answer:
                self._pending -= 1
            event()

        self._events.put(run)

    def _drain(self) -> None:
        with self._dirty_lock:
            told, self._dirty = list(self._dirty.values()), {}
        for each in told:
            if each.task_id in self._tasks:
                self._tasks[each.task_id].progress = each
        if told:
            self.progressed.emit(told)
        until = time.monotonic() + 0.008  # the rest of a flood waits a frame
        while not self._closing:
            try:
                event = self._events.get_nowait()
            except queue.Empty:
                break
            try:
                event()
            except Exception:
                log.exception("a callback failed")
            if time.monotonic() > until:
                break
        if self._pending <= 0 and self._events.empty():
            self._timer.stop()
        elif self._pending <= len(self.tasks):
            self._timer.setInterval(_STEADY_MS)

    def _open_done(self, studio: "Studio") -> None:
        self._studio = studio
        held, self._held = self._held, []
        for begin in held:
            begin()
        self.opened.emit()

    def _open_failed(self, error: ArtistGuardError) -> None:
        self._held.clear()
        self.failed.emit(error)

    def _read_failed(self, error: ArtistGuardError, receiver: Receiver) -> None:
        if isinstance(error, Cancelled):
            return
        if receiver.wanted:
            receiver(error)
        else:
            self.troubled.emit(error)

    def _begun(self, task: TaskHandle) -> None:
        task.state, task.started_at = TaskState.RUNNING, time.monotonic()
        self.progressed.emit([task.progress])

    def _operation_done(self, task: TaskHandle, value: object, changes: "list[Change]", receiver: Receiver) -> None:
        self._end(task, TaskState.DONE)
        task.value = value
        if changes:
            self.changed.emit(changes)
        self.finished.emit(task)
        receiver(value)

    def _operation_failed(self, task: TaskHandle, error: ArtistGuardError, receiver: Receiver) -> None:
        stopped = isinstance(error, Cancelled)
        self._end(task, TaskState.CANCELLED if stopped else TaskState.FAILED)
        task.error = error
        from artistguard.model.jobs import Change

        # What it did before it ended is kept, and nobody said what that was.
        self.changed.emit([Change("artwork", ()), Change("job", ())])
        self.finished.emit(task)
        if not receiver(error) and not stopped:
            self.troubled.emit(error)

    def _end(self, task: TaskHandle, state: TaskState) -> None:
        task.state, task.ended_at = state, time.monotonic()
        self._tasks.pop(task.id, None)


def _called(receiver: Receiver, value: object) -> None:
    receiver(value)


def _told(error: Exception) -> ArtistGuardError:
    """The error as the window can show it; anything unexpected is a bug, logged and told in one sentence."""
    if isinstance(error, ArtistGuardError):
        return error
    log.error("a bug in the window's work", exc_info=error)
    kind = type(error).__name__
    return ArtistGuardError(
        f"The program made a mistake of its own ({kind}). Your files are as they were.",
        "If it happens again, tell us what you did; the details stand in the log.",
    )
