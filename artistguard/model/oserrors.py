"""Errors of the operating system about a source file, in words."""

from pathlib import Path

from artistguard.model import errors, paths


def unreadable(path: Path, error: OSError) -> errors.FileError:
    """What an operating system's error about a file to be read means, and what to do."""
    name = paths.printable(path.name)
    if isinstance(error, FileNotFoundError):
        return errors.Unreadable(f"{name} is not there any more.", "Put it back, or import its folder again.")
    if isinstance(error, PermissionError):
        return errors.Unreadable(f"{name} may not be read by this user.", "Give yourself the right to read it.")
    if isinstance(error, IsADirectoryError):
        return errors.Unreadable(f"{name} is a folder.", "Import folders with 'artistguard import'.")
    return errors.Unreadable(f"{name} cannot be read: {error.strerror or error}.", "Check the disk it lies on.")
