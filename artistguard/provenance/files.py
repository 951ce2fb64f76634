"""Opening, writing and naming the operating system's refusals."""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, CannotWrite, DiskFull, Unreadable


@contextmanager
def descriptor(path: Path) -> Iterator[int]:
    """A read-only descriptor with a position of its own: c2pa moves it, and a Python file object must not notice."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        yield fd
    finally:
        os.close(fd)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn an operating system's error about `path` into `Unreadable`."""
    try:
        yield
    except OSError as error:
        raise Unreadable(
            f"{paths.printable(path.name)} cannot be read: {_said(error)}.", "Check that it is there and may be read."
        ) from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an operating system's error while writing `path` into `DiskFull` or `CannotWrite`."""
    try:
        yield
    except OSError as error:
        raise refused(path, error) from error


def refused(path: Path, error: OSError) -> ArtistGuardError:
    """An error while writing, in words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"There is no room left for {paths.printable(path.name)}.",
            "Free some space, or choose another target folder; then go on where it stopped.",
        )
    return CannotWrite(
        f"{paths.printable(path.name)} cannot be written: {_said(error)}.",
        "Choose another target folder, or give yourself the right to write there.",
    )


def probe(path: Path, fd: int) -> None:
    """Raise the operating system's own reason if `fd` cannot grow: c2pa hides it behind a message of its own."""
    with writing(path):
        os.lseek(fd, 0, os.SEEK_END)
        os.write(fd, bytes(1 << 16))


class Sync:
    """fsync in the background: the disk works while the copy is being read back. `wait` before it gets its name."""

    def __init__(self, path: Path, fd: int) -> None:
        self._path = path
        self._error: OSError | None = None
        # A descriptor of its own, since the file object will be closed meanwhile.
        self._thread = threading.Thread(target=self._run, args=(os.dup(fd),), name="fsync")
        self._thread.start()

    def wait(self) -> None:
        """Return when the disk has confirmed it; raise what it refused with."""
        self._thread.join()
        if self._error is not None:
            raise refused(self._path, self._error) from self._error

    def _run(self, fd: int) -> None:
        try:
            os.fsync(fd)
        except OSError as error:
            self._error = error
        finally:
            os.close(fd)


def _said(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)
