"""The worker child: reads files for the program, one task at a time, over a pipe.

Started through the hidden verb `_worker`. It holds no key, no catalogue and no door: what it needs of those it asks
the parent for. It dies with the parent, and what it dies of costs the parent one file.

    --fd N              the socket to the parent; without it, standard input and output
    --memory BYTES      address space it may use (RLIMIT_AS)
    --files N           files it may have open at once
    --tasks MODULE:NAME the table of tasks, `artistguard.work.tasks:TASKS` if not given
"""

import argparse
import contextlib
import ctypes
import errno
import importlib
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from artistguard.model import errors
from artistguard.work import frames

Table = Mapping[str, Callable[["Context", dict[str, Any], list[bytes]], tuple[dict[str, object], list[bytes]]]]
DEFAULT_TASKS = "artistguard.work.tasks:TASKS"
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


class Context:
    """What a task may ask of the program."""

    def __init__(self, link: "_Link", task: object) -> None:
        self._link = link
        self._task = task
        self._lock = threading.Lock()

    def ask(self, what: str, arguments: Mapping[str, object], blob: bytes) -> bytes:
        """The parent's answer to a question, for instance a signature over `blob`.

        Raises the parent's error (KeyLocked, ...) as it was raised there. May be called from any thread of the task.
        """
        with self._lock:
            self._link.send({"task": self._task, "ask": what, "args": dict(arguments)}, [blob])
            message, blobs = self._link.receive()
        if "failed" in message:
            raise errors.from_json(message["failed"])  # type: ignore[arg-type]
        return blobs[0]


class _Link:
    """The pipe. A thread of its own reads it, so that the parent's end is noticed in the middle of a task."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self._inbox: queue.SimpleQueue[frames.Frame] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="link", daemon=True).start()

    def send(self, message: Mapping[str, object], blobs: Sequence[bytes] = ()) -> None:
        frames.write(self._target, message, blobs)

    def receive(self) -> frames.Frame:
        return self._inbox.get()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, frames.BadFrame):
            while (frame := frames.read(self._source)) is not None:
                self._inbox.put(frame)
        # The parent closed the pipe or is gone: nobody waits for what is being done.
        os._exit(0)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve tasks until the parent closes the pipe. Never returns before."""
    words = list(sys.argv[1:] if argv is None else argv)
    options = _options(words[1:] if words[:1] == ["_worker"] else words)
    link = _open_link(options.fd)
    _restrict(options.memory, options.files)
    try:
        table = _load(options.tasks)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear why there is no worker
        traceback.print_exc()
        link.send({"hello": None, "why": f"{type(error).__name__}: {error}"[:500]})
        return 1
    link.send({"hello": os.getpid()})
    while True:
        message, blobs = link.receive()
        _serve(link, table, message, blobs)


def _serve(link: _Link, table: Table, message: Mapping[str, Any], blobs: list[bytes]) -> None:
    task = message["task"]
    value: dict[str, object]
    try:
        value, made = table[message["do"]](Context(link, task), message["args"], blobs)
        link.send({"task": task, "done": value}, made)
    except BrokenPipeError:
        os._exit(0)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the boundary: every error becomes a sentence
        link.send({"task": task, "failed": in_words(error).as_json()})


def in_words(error: BaseException) -> errors.ArtistGuardError:
    """Any error as one of ours. Those nobody foresaw are written to standard error, and cost one file."""
    if isinstance(error, errors.ArtistGuardError):
        return error
    if isinstance(error, MemoryError):
        return errors.TooLarge("The file needs more memory than a worker may use.", "Make a smaller copy of it.")
    if isinstance(error, RecursionError):
        return errors.Damaged("The file is nested deeper than any picture is.")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return errors.DiskFull("There is no space left on the disk.", "Free some space and start again.")
    if isinstance(error, OSError):
        return errors.Unreadable(f"The file cannot be read: {error.strerror or type(error).__name__}.")
    traceback.print_exception(error)
    if isinstance(error, frames.BadFrame):
        return errors.TooLarge("The file says more of itself than can be kept.")
    return errors.FileError(
        f"The program does not know how to deal with this file ({type(error).__name__}: {_short(str(error))}).",
        "The file was left as it was. Please report it.",
    )


def _short(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text[:200])


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="_worker", add_help=False)
    parser.add_argument("--fd", type=int)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--tasks", default=DEFAULT_TASKS)
    return parser.parse_args(words)


def _open_link(fd: int | None) -> _Link:
    if fd is not None:
        return _Link(open(os.dup(fd), "rb"), open(fd, "wb"))  # noqa: PTH123 - descriptors, for life
    source, target = os.dup(0), os.dup(1)
    # From here on, what a C library prints goes nowhere instead of into the frames.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return _Link(open(source, "rb"), open(target, "wb"))  # noqa: PTH123


def _restrict(memory: int, files: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if sys.platform != "win32":
        import resource

        _lower(resource.RLIMIT_CORE, 0)  # a core file would hold the picture
        if memory:
            _lower(resource.RLIMIT_AS, memory)
        if files:
            _lower(resource.RLIMIT_NOFILE, files)


def _lower(which: int, to: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    limit = to if hard == resource.RLIM_INFINITY else min(to, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some; the parent's time limit still holds
        resource.setrlimit(which, (limit, limit))


def _load(name: str) -> Table:
    """The table of tasks. Its module may have `warm()`, called once, before the parent is told that we are ready."""
    module_name, _, attribute = name.partition(":")
    module = importlib.import_module(module_name)
    table: Table = getattr(module, attribute)
    warm = getattr(module, "warm", None)
    if warm is not None:
        warm()
    return table


if __name__ == "__main__":
    sys.exit(main())
