"""Finding files: folders recursively, in a steady order, loops of links and closed folders included."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from artistguard.formats.kinds import Kind
from artistguard.model.errors import FileError, Unreadable
from artistguard.model.paths import printable

# What the program itself writes beside pictures, and what desktops leave in folders.
_BESIDE = {".xmp", ".c2pa"}
_LITTER = {"thumbs.db", "desktop.ini", ".ds_store"}
_PICTURE_SUFFIXES = frozenset(suffix for kind in Kind for suffix in kind.suffixes)


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at: where, below which of the given folders, and how it was asked for."""

    path: Path
    root: Path  # the folder given, or the folder of the file given
    named: bool  # given by itself, not met in a folder

    @property
    def claims(self) -> bool:
        """Whether its name says picture, or the user named it: then it is worth an error if it is none."""
        return self.named or self.path.suffix.lower() in _PICTURE_SUFFIXES


@dataclass(frozen=True, slots=True)
class Closed:
    """A folder or file that could not be entered, and why."""

    path: Path
    error: FileError


def walk(targets: Iterable[Path]) -> Iterator[Found | Closed]:
    """Every file of the targets, folders depth first and sorted by name. Holds one folder at a time, not the tree."""
    for target in targets:
        path = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow the user's links
        if path.is_dir():
            yield from _folder(path, path, set())
        elif os.path.lexists(path):
            yield Found(path, path.parent, named=True)
        else:
            yield Closed(path, Unreadable(f"{printable(path)} does not exist.", "Check the path."))


def _folder(folder: Path, root: Path, above: set[tuple[int, int]]) -> Iterator[Found | Closed]:
    try:
        status = folder.stat()
        here = (status.st_dev, status.st_ino)
        if here in above:  # a link back to a folder we are in
            return
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Closed(folder, _closed(folder, error))
        return
    for entry in entries:
        path = Path(entry.path)
        try:
            is_folder = entry.is_dir()
            is_file = entry.is_file()
        except OSError as error:
            yield Closed(path, _closed(path, error))
            continue
        if is_folder:
            yield from _folder(path, root, above | {here})
        elif is_file and not _beside(entry.name):
            yield Found(path, root, named=False)
        elif entry.is_symlink() and not is_file and not path.exists():
            yield Closed(path, Unreadable(f"{printable(path.name)} is a link to nothing.", "Remove or mend the link."))


def _beside(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith((".artistguard-", "._"))
        or lower in _LITTER
        or any(lower.endswith(suffix) for suffix in _BESIDE)
    )


def _closed(path: Path, error: OSError) -> Unreadable:
    if isinstance(error, PermissionError):
        return Unreadable(f"{printable(path)} may not be opened by this user.", "Give yourself the right to read it.")
    return Unreadable(f"{printable(path)} cannot be opened: {error.strerror or error}.", "Check the disk it lies on.")
