"""A folder of pictures as a data set: its pictures by name, and what stands beside them. Links are passed over."""

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from artistguard.formats.tars import PICTURES
from artistguard.model.errors import Damaged, TooLarge
from artistguard.model.oserrors import regular, unreadable


class Listed(NamedTuple):
    """A picture of a folder; `changed` in nanoseconds."""

    name: str
    size: int
    changed: int


def listing(folder: Path) -> list[Listed]:
    """The pictures that lie in a folder itself, by their endings and in the order of their names."""
    with os.scandir(folder) as entries:
        found = [
            Listed(entry.name, facts.st_size, facts.st_mtime_ns)
            for entry in entries
            if is_picture(entry.name) and entry.is_file(follow_symlinks=False)
            for facts in (entry.stat(follow_symlinks=False),)
        ]
    return sorted(found)


def is_picture(name: str) -> bool:
    """Whether a name is that of a picture."""
    return not name.startswith(".") and name.lower().rpartition(".")[2] in PICTURES


def version(found: Sequence[Listed]) -> str:
    """Changes when a picture comes, goes or is written anew."""
    digest = hashlib.sha256()
    for each in found:
        digest.update(f"{each.name}\0{each.size} {each.changed}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()[:32]


def names(folder: Path, expected: str) -> tuple[str, ...]:
    """The pictures' names, of a folder that is as it was. Raises Damaged if it is not, and Unreadable."""
    try:
        return _names(folder, expected, folder.stat().st_mtime_ns)
    except OSError as error:
        raise unreadable(folder, error) from error


@lru_cache(maxsize=1)
def _names(folder: Path, expected: str, changed: int) -> tuple[str, ...]:
    """The same, listed once for all the units that are searched before a name in it changes."""
    found = listing(folder)
    if version(found) != expected:
        raise Damaged("The folder was changed while it was read.", "Scan it again.")
    return tuple(each.name for each in found)


def read(path: Path, most: int) -> bytes:
    """A file's bytes. Raises TooLarge for more than `most`, and Unreadable."""
    regular(path)
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    if len(data) > most:
        raise TooLarge(f"It has more than {most:,} bytes, which is the most that is read.")
    return data
