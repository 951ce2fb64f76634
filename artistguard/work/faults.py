"""What can go wrong with the workers themselves, in plain words."""

import signal
from collections.abc import Mapping

from artistguard.model.errors import ArtistGuardError, FileError, from_json

_SIGNALS = {
    "SIGSEGV": "it reached for memory that is not there",
    "SIGBUS": "it reached for memory that is not there",
    "SIGABRT": "a library gave up",
    "SIGKILL": "the system killed it, most often for want of memory",
    "SIGILL": "it ran into an instruction this processor does not know",
    "SIGFPE": "a calculation failed",
    "SIGXCPU": "it used too much processor time",
    "SIGTERM": "it was asked to stop",
}
LONGEST_TEXT = 2000  # characters of a child's sentence that are kept: it may quote a hostile file


class WorkerDied(FileError):
    """The child that worked on a file ended before it answered. Its file is tried once more, then set aside."""

    title = "The worker broke down on this file"
    code = "worker-died"


class NoWorker(ArtistGuardError):
    """No worker can be started at all: nobody's file is to blame, so a batch stops and keeps the rest queued."""

    title = "No worker could be started"
    code = "no-worker"


def died(status: int | None) -> WorkerDied:
    """The error for a child's exit status as `subprocess` counts it: negative is a signal, None is unknown."""
    return WorkerDied(f"The worker broke down while it read this file: {_why(status)}.", "The file was left as it was.")


def _why(status: int | None) -> str:
    if status is None:
        return "it sent something that is no answer"
    if status >= 0:
        return f"it ended by itself (exit code {status})"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        return f"it was stopped by signal {-status}"
    return f"{_SIGNALS.get(name, 'it was stopped')} ({name})"


def told(data: object) -> ArtistGuardError:
    """The error a child told of. The child may be under a hostile file's control: types and lengths are checked."""
    if not isinstance(data, Mapping):
        return died(None)
    return from_json({str(key): str(value)[:LONGEST_TEXT] for key, value in list(data.items())[:8]})
