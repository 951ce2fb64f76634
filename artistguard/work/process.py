"""One worker child as the parent sees it: started, spoken to, killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artistguard.work import frames
from artistguard.work.faults import NoWorker

GIB = 1024**3
# One thread a child: there is a child a core already. And glibc keeps an arena a thread, which RLIMIT_AS counts.
SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "PYTHONUTF8": "1",
}
_SECRET = ("PASSPHRASE", "PASSWORD", "SECRET", "TOKEN")
START_SECONDS = 120.0  # a child that is not ready by then never will be
LONGEST_LOG = 1024 * 1024  # bytes; a longer one is begun anew


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one child may use. `memory` is address space (bytes), `seconds` the time of one task.

    A child is replaced after `tasks` tasks, or when `resident` bytes stay in memory between two, so that 100,000
    files need no more memory than a hundred. A task's own "memory" (bytes it may hold for the next one) is added.
    """

    memory: int = 4 * GIB
    seconds: float = 180.0
    files: int = 256
    tasks: int = 2000
    resident: int = GIB


def default_command() -> list[str]:
    """How the program starts itself as a worker. -P: a `json.py` lying in the present folder is nobody's module."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "_worker"]
    return [sys.executable, "-P", "-m", "artistguard", "_worker"]


def environment(present: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child: no proxies, no passphrases, one thread a library."""
    kept = {
        name: value
        for name, value in present.items()
        if not name.lower().endswith("_proxy")
        and not name.startswith("ARTISTGUARD_")
        and not any(word in name.upper() for word in _SECRET)
    }
    return {**kept, **SETTINGS}


class Child:
    """A running child. Not thread-safe, but for `kill`."""

    def __init__(self, command: Sequence[str], limits: ChildLimits, log: Path | None) -> None:
        began = time.monotonic()
        options = ["--memory", str(limits.memory), "--files", str(limits.files)]
        self.tasks = 0
        self._process, self._source, self._target = _start([*command, *options], log)
        self.pid = self._process.pid
        hello = self._hello()
        if not isinstance(hello.get("hello"), int):
            self.kill()
            status = self.bury()
            why = hello.get("why") or f"it ended at once (exit code {status})"
            raise NoWorker(
                f"A worker was started, but {why!s:.500}.", "Run 'artistguard doctor' to see what is missing."
            )
        self.start_seconds = time.monotonic() - began

    def _hello(self) -> dict[str, object]:
        patience = threading.Timer(START_SECONDS, self.kill)
        patience.daemon = True
        patience.start()
        try:
            answer = self.receive()
        except (OSError, frames.BadFrame):
            answer = None
        finally:
            patience.cancel()
        return answer[0] if answer else {}

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def send(self, message: Mapping[str, object], blobs: Sequence[bytes] = ()) -> None:
        """Send one frame. Raises BadFrame (nothing sent) or OSError (it is gone)."""
        frames.write(self._target, message, blobs)

    def receive(self) -> frames.Frame | None:
        """The next frame; None when the child has ended."""
        return frames.read(self._source)

    def resident(self) -> int:
        """Bytes it holds in memory now; 0 where the system does not tell."""
        try:
            pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        except (OSError, ValueError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """End it now, and what it started. May be called from any thread while it is not yet buried."""
        if self._process.returncode is not None:
            return
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()

    def bury(self, patience: float = 5.0) -> int:
        """Close the pipe, wait for the end, and return the exit status (negative: a signal)."""
        for file in (self._target, self._source):
            with contextlib.suppress(OSError):
                file.close()
        try:
            return self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            return self._process.wait()


def _start(command: list[str], log: Path | None) -> tuple["subprocess.Popen[bytes]", BinaryIO, BinaryIO]:
    if os.name != "posix":  # no descriptors can be passed there: the child moves its standard ones out of the way
        piped = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(os.environ),
        )
        assert piped.stdin is not None
        assert piped.stdout is not None
        return piped, piped.stdout, piped.stdin  # type: ignore[return-value]
    ours, theirs = socket.socketpair()
    with theirs, _open_log(log) as noise:
        try:
            process = subprocess.Popen(
                [*command, "--fd", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=noise,
                stderr=noise,
                pass_fds=[theirs.fileno()],
                env=environment(os.environ),
                start_new_session=True,  # so that Ctrl-C reaches the program alone, and a kill reaches grandchildren
            )
        except OSError as error:
            ours.close()
            raise NoWorker(f"No worker could be started: {error.strerror or error}.") from error
    fd = ours.detach()
    return process, open(os.dup(fd), "rb"), open(fd, "wb")  # noqa: PTH123


def _open_log(log: Path | None) -> BinaryIO:
    if log is None:
        return open(os.devnull, "wb")  # noqa: PTH123
    with contextlib.suppress(OSError):
        if log.stat().st_size > LONGEST_LOG:
            return log.open("wb")
    return log.open("ab")
