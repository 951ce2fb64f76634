"""A pool of worker children, one a core. A child that dies, hangs or eats memory costs the one task it had."""

import os
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol

from artistguard.model.errors import ArtistGuardError, TooLarge
from artistguard.work import frames
from artistguard.work.faults import NoWorker, WorkerDied, died, told
from artistguard.work.process import Child, ChildLimits, default_command

__all__ = ["Answerer", "ChildLimits", "NoWorker", "Pool", "TaskResult", "WorkerDied", "WorkerPool"]

Answerer = Callable[[str, Mapping[str, object], bytes], bytes]
QUEUE_PER_CHILD = 3  # tasks waiting and running, a child: enough that no child waits while results are written down
_WATCH_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What a task answered: JSON values and blobs. It comes from a child that read hostile files."""

    value: dict[str, object]
    blobs: tuple[bytes, ...] = ()


class Pool(Protocol):
    """Where tasks are done: in children here, or on other machines."""

    @property
    def size(self) -> int:
        """How many tasks are worked on at once."""

    @property
    def capacity(self) -> int:
        """How many tasks may be in flight."""

    @property
    def in_flight(self) -> int:
        """Tasks submitted and not yet answered."""

    def submit(
        self,
        task: str,
        args: Mapping[str, object],
        blobs: Sequence[bytes] = (),
        *,
        answer: Answerer | None = None,
        seconds: float | None = None,
    ) -> "Future[TaskResult]":
        """See WorkerPool."""


@dataclass(slots=True)
class _Task:
    name: str
    arguments: Mapping[str, object]
    blobs: Sequence[bytes]
    answer: Answerer | None
    seconds: float
    future: "Future[TaskResult]" = field(default_factory=Future)


class _Clock:
    """The time one child has left for its task. It stands still while the parent answers a question."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left = 0.0
        self._child: Child | None = None
        self._deadline: float | None = None
        self.rang = False

    def start(self, child: Child, seconds: float) -> None:
        with self._lock:
            self._child, self._left, self.rang = child, seconds, False
            self._deadline = time.monotonic() + seconds

    def pause(self) -> None:
        with self._lock:
            if self._deadline is not None:
                self._left, self._deadline = self._deadline - time.monotonic(), None

    def resume(self) -> None:
        with self._lock:
            self._deadline = time.monotonic() + self._left

    def stop(self) -> None:
        with self._lock:
            self._child = self._deadline = None

    def check(self) -> None:
        with self._lock:
            if self._child and self._deadline is not None and time.monotonic() > self._deadline:
                self.rang, self._deadline = True, None
                self._child.kill()

    def kill(self) -> None:
        """End the child's task before its time."""
        with self._lock:
            if self._child:
                self._deadline = None
                self._child.kill()


class WorkerPool:
    """Threads, each of which serves one child. `log` takes what the libraries in the children print, if given."""

    def __init__(
        self,
        *,
        size: int | None = None,
        limits: ChildLimits | None = None,
        command: Sequence[str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.size = max(1, size if size is not None else _cores())
        self.limits = limits or ChildLimits()
        self._command = list(command) if command is not None else default_command()
        self._log = log
        self._queue: queue.Queue[_Task | None] = queue.Queue(self.capacity)
        self._lock = threading.Lock()
        self._in_flight = 0
        self._started: list[float] = []
        self._closed = False
        self._ended = threading.Event()
        self._clocks = [_Clock() for _ in range(self.size)]
        self._threads = [
            threading.Thread(target=self._serve, args=(clock,), name=f"worker-{number}", daemon=True)
            for number, clock in enumerate(self._clocks)
        ]
        self._watch = threading.Thread(target=self._watch_clocks, name="worker-watch", daemon=True)
        for thread in (*self._threads, self._watch):
            thread.start()

    @property
    def capacity(self) -> int:
        """How many tasks may be in flight before `submit` waits."""
        return self.size * QUEUE_PER_CHILD

    @property
    def in_flight(self) -> int:
        """Tasks submitted and not yet answered."""
        with self._lock:
            return self._in_flight

    @property
    def start_seconds(self) -> tuple[float, ...]:
        """How long each child took from its start until it was ready, in order. They start side by side."""
        with self._lock:
            return tuple(self._started)

    def submit(
        self,
        task: str,
        args: Mapping[str, object],
        blobs: Sequence[bytes] = (),
        *,
        answer: Answerer | None = None,
        seconds: float | None = None,
    ) -> "Future[TaskResult]":
        """Ask a child for one task. Waits while the queue is full, so that jobs never pile up in memory.

        `answer(what, arguments, blob)` serves the task's questions, in the pool's thread. The future raises the
        child's own error, WorkerDied (it broke down), TooLarge (over `seconds`, or out of memory) or NoWorker.
        A future that has not begun can be cancelled.
        """
        if self._closed:
            raise RuntimeError("the pool is closed")
        item = _Task(task, args, blobs, answer, seconds if seconds is not None else self.limits.seconds)
        with self._lock:
            self._in_flight += 1
        item.future.add_done_callback(self._landed)
        self._queue.put(item)
        return item.future

    def close(self, *, kill: bool = False) -> None:
        """End the children. Waiting tasks are cancelled; running ones finish, or die with their child if `kill`."""
        if self._closed:
            return
        self._closed = True
        self._drop_waiting()
        if kill:
            for clock in self._clocks:
                clock.kill()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        self._drop_waiting()
        self._ended.set()
        self._watch.join()

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(kill=kind is not None)

    def _landed(self, future: "Future[TaskResult]") -> None:
        with self._lock:
            self._in_flight -= 1

    def _drop_waiting(self) -> None:
        while True:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                item.future.cancel()

    def _watch_clocks(self) -> None:
        while not self._ended.wait(_WATCH_SECONDS):
            for clock in self._clocks:
                clock.check()

    def _serve(self, clock: _Clock) -> None:
        # A child lives and dies in this thread: on Linux it is killed when the thread that started it ends.
        child = self._start_quietly()
        while (item := self._queue.get()) is not None:
            if not item.future.set_running_or_notify_cancel():
                continue
            child = self._work(item, child, clock)
        if child is not None:
            child.bury()

    def _start_quietly(self) -> Child | None:
        try:
            return self._start()
        except NoWorker:
            return None  # the first task asks again, and hears why

    def _start(self) -> Child:
        child = Child(self._command, self.limits, self._log)
        with self._lock:
            self._started.append(child.start_seconds)
        return child

    def _work(self, item: _Task, child: Child | None, clock: _Clock) -> Child | None:
        """Do one task; the child for the next one, None if there is none now."""
        try:
            if child is not None and not child.alive:  # it fell over between two tasks: nobody's file is to blame
                child.bury()
                child = None
            child = child or self._start()
        except ArtistGuardError as error:
            item.future.set_exception(error)
            return None
        clock.start(child, item.seconds)
        try:
            result = self._talk(item, child, clock)
        except ArtistGuardError as error:
            clock.stop()
            item.future.set_exception(error)
        except (OSError, frames.BadFrame, _Gone) as error:
            clock.stop()
            self._lose(item, child, clock, error)
            return self._start_quietly() if not self._closed else None
        except BaseException as error:  # noqa: BLE001 - a bug of ours belongs to whoever asked, not to this thread
            clock.stop()
            child.kill()
            child.bury()
            item.future.set_exception(error)
            return None
        else:
            clock.stop()
            item.future.set_result(result)
        return self._keep(child, item)

    def _keep(self, child: Child, item: _Task) -> Child | None:
        child.tasks += 1
        # What a task may hold for the next one, an index above all, is no waste: built anew it would cost far more.
        most = self.limits.resident + int(str(item.arguments.get("memory", 0)))
        if child.tasks < self.limits.tasks and child.resident() <= most:
            return child
        child.bury()
        return self._start_quietly() if not self._closed else None

    def _lose(self, item: _Task, child: Child, clock: _Clock, error: Exception) -> None:
        spoke_nonsense = isinstance(error, frames.BadFrame) and not isinstance(error, frames.CutOff)
        if clock.rang or spoke_nonsense:
            child.kill()
        status = child.bury()
        if clock.rang:
            item.future.set_exception(
                TooLarge(
                    f"Reading this file took longer than {item.seconds:g} seconds, and was stopped.",
                    "The file was left as it was.",
                )
            )
        else:
            item.future.set_exception(died(None if spoke_nonsense else status))

    def _talk(self, item: _Task, child: Child, clock: _Clock) -> TaskResult:
        number = child.tasks
        child.send({"task": number, "do": item.name, "args": dict(item.arguments)}, item.blobs)
        unforeseen: Exception | None = None
        while (frame := child.receive()) is not None:
            message, blobs = frame
            if message.get("task") != number:
                raise frames.BadFrame("an answer to another question")
            if "ask" in message:
                clock.pause()
                unforeseen = self._answer(item, child, message, blobs)
                clock.resume()
            elif "failed" in message:
                raise unforeseen or told(message["failed"])
            else:
                value = message.get("done")
                if not isinstance(value, dict):
                    raise frames.BadFrame("no answer")
                return TaskResult(value, tuple(blobs))
        raise _Gone

    def _answer(
        self, item: _Task, child: Child, message: Mapping[str, object], blobs: Sequence[bytes]
    ) -> Exception | None:
        """Serve one question. An error of ours goes to the child; one nobody foresaw is also kept for the caller."""
        arguments = message.get("args")
        try:
            if item.answer is None or not isinstance(arguments, dict) or len(blobs) != 1:
                raise frames.BadFrame("a question nobody answers")
            data = item.answer(str(message["ask"]), arguments, blobs[0])
        except ArtistGuardError as error:
            child.send({"failed": error.as_json()})
        except frames.BadFrame:
            raise
        except Exception as error:  # noqa: BLE001 - raised again in the future when the child has given up
            child.send({"failed": ArtistGuardError(f"{type(error).__name__}").as_json()})
            return error
        else:
            child.send({"answered": True}, [data])
        return None


def _cores() -> int:
    """The cores this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Gone(Exception):
    """The child closed the pipe in the middle of a task."""
