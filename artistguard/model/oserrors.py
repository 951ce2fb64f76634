"""Errors of the operating system about a source file, in words."""

import stat
from pathlib import Path

from artistguard.model import errors, paths

_AWAY = "Put it back, or import its folder again."


def regular(path: Path, away: str = _AWAY) -> None:
    """Raise Unreadable unless `path` is a file: a pipe would never end, a device never be a picture. `away` says what
    to do where nothing is.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise unreadable(path, error, away) from error
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe, a socket or a device"
        raise errors.Unreadable(f"{paths.printable(path.name)} is {what}, not a file.", "Choose a picture.")


def there(path: Path) -> bool:
    """Whether something is at a path. What may not be looked at is taken to be there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def unreadable(path: Path, error: OSError, away: str = _AWAY) -> errors.FileError:
    """What an operating system's error about a file to be read means, and what to do; `away` if it is not there."""
    name = paths.printable(path.name)
    if isinstance(error, FileNotFoundError):
        return errors.Unreadable(f"{name} is not there any more.", away)
    if isinstance(error, PermissionError):
        return errors.Unreadable(f"{name} may not be read by this user.", "Give yourself the right to read it.")
    if isinstance(error, IsADirectoryError):
        return errors.Unreadable(f"{name} is a folder.", "Import folders with 'artistguard import'.")
    return errors.Unreadable(f"{name} cannot be read: {error.strerror or error}.", "Check the disk it lies on.")
