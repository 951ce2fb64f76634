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
    """Every file of the targets, folders depth first and sorted by name; a folder that several links lead to, once.

    Holds the listings of the folders it is inside of, not the tree.
    """
    seen: set[tuple[int, int]] = set()
    for target in targets:
        path = Path(os.path.abspath(target))  # noqa: PTH100 - resolve() would follow the user's links
        if path.is_dir():
            yield from _folder(path, seen)
        elif path.is_file():
            yield Found(path, path.parent, named=True)
        elif os.path.lexists(path):
            yield Closed(path, Unreadable(f"{printable(path)} is no file and no folder.", "Choose a picture."))
        else:
            yield Closed(path, Unreadable(f"{printable(path)} does not exist.", "Check the path."))


def _folder(root: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Closed]:
    waiting: list[Path] = [root]  # the next one last
    while waiting:
        path = waiting.pop()
        try:
            if path is root or path.is_dir():
                status = path.stat()
                here = (status.st_dev, status.st_ino)
                if here in seen:  # a loop, or another way to the same folder
                    continue
                seen.add(here)
                names = sorted((name for name in os.listdir(path) if not _beside(name)), reverse=True)  # noqa: PTH208
                waiting += [path / name for name in names]
            elif path.is_file():
                yield Found(path, root, named=False)
            elif path.is_symlink() and not path.exists():
                why = Unreadable(f"{printable(path.name)} is a link to nothing.", "Remove or mend the link.")
                yield Closed(path, why)
        except OSError as error:
            yield Closed(path, _closed(path, error))


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
