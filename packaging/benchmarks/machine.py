"""The machine: memory of processes, the page cache, and worker processes for the baselines."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

# What the program sets for its own workers: one thread a worker, for the baselines too.
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


def cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0))


def facts() -> dict[str, Any]:
    """What somebody else needs to know to compare."""
    cpu = "unknown"
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            cpu = line.partition(":")[2].strip()
            break
    return {
        "cpu": cpu,
        "cores": cores(),
        "memory_bytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "system": " ".join(os.uname()[:3:2]),
    }


def load() -> float:
    """The load average of the last minute: over the number of cores before a run, others were at work."""
    return os.getloadavg()[0]


def cached(paths: Iterable[Path]) -> int:
    """Read files once, so that all of them are in the page cache; returns the bytes."""
    total = 0
    buffer = bytearray(1 << 20)
    for path in paths:
        with path.open("rb", buffering=0) as file:
            while count := file.readinto(buffer):
                total += count
    return total


def settled() -> None:
    """Let the disk finish what earlier runs wrote."""
    os.sync()


def family(root: int) -> list[int]:
    """A process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            # The name in brackets may hold anything, so count from its end.
            parent = int((entry / "stat").read_bytes().rpartition(b")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += children.get(pid, [])
    return found


def memory(pid: int) -> tuple[int, int]:
    """(resident now, resident at most so far) of one process, bytes; zeros when it is gone."""
    now = peak = 0
    for line in _lines(Path(f"/proc/{pid}/status")):
        if line.startswith("VmRSS:"):
            now = int(line.split()[1]) * 1024
        elif line.startswith("VmHWM:"):
            peak = int(line.split()[1]) * 1024
    return now, peak


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


class Watch:
    """Samples the memory of a process and all below it. Shared pages count once a process, so the sum is high.

    `together`: the highest sum of resident memory seen. `first`: the root's own peak. `largest`: the highest peak of
    any process below it. Bytes.
    """

    def __init__(self, root: int | None = None, seconds: float = 0.1, *, without: Iterable[int] = ()) -> None:
        self.root = root or os.getpid()
        self._without = frozenset(without)  # processes that have nothing to do with it
        self.together = self.first = self.largest = 0
        self._seconds = seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sample()
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(self._seconds):
            self._sample()

    def _sample(self) -> None:
        total = 0
        for pid in family(self.root):
            if pid in self._without:
                continue
            now, peak = memory(pid)
            total += now
            if pid == self.root:
                self.first = max(self.first, now if pid == os.getpid() else peak)
            else:
                self.largest = max(self.largest, peak)
        self.together = max(self.together, total)


class Crew:
    """Plain worker processes for a baseline: started and warm before anything is timed."""

    def __init__(self, size: int, warm: Callable[[], None]) -> None:
        began = time.monotonic()
        context = multiprocessing.get_context("spawn")
        self.size = size
        self._pool = ProcessPoolExecutor(size, context, initializer=warm)
        seen: set[int] = set()
        while len(seen) < size:
            seen.update(self._pool.map(_here, range(size * 2)))
        self.start_seconds = time.monotonic() - began

    def pids(self) -> list[int]:
        """The worker processes."""
        return [process.pid for process in (self._pool._processes or {}).values() if process.pid]

    def run(self, work: Callable[[Any], Any], items: Sequence[Any]) -> tuple[float, list[Any]]:
        """Do the work on each item; (seconds, answers in order)."""
        began = time.monotonic()
        answers = list(self._pool.map(work, items))
        return time.monotonic() - began, answers

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)


def _here(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()
