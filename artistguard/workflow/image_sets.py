"""Data sets by name, path or address: which files they have, and what their columns mean. Known ones are data."""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from artistguard.formats.tables import Field
from artistguard.model.errors import UsageError
from artistguard.work.picture_folders import is_picture
from artistguard.workflow.studio import Studio

_ENDINGS = {"parquet", "arrow", "feather", "csv", "tsv", "tar"}
PHASH = "phash"  # the kind of hash that is ours: imagehash.phash, 8 by 8
OWN = "image-sets.toml"  # in the data folder: the user's own, in the same form


@dataclass(frozen=True, slots=True)
class ImageSet:
    """A data set that can be searched by picture. `places` are paths, or addresses of its files.

    `hash_kind` is what its hashes are; those of any kind but PHASH are nothing to compare ours with, and left aside.
    """

    name: str
    title: str  # with its year, as it is called in sentences
    places: tuple[str, ...]
    columns: Mapping[Field, str] = field(default_factory=dict)
    rows: int | None = None
    page: str = ""
    note: str = ""
    hash_kind: str = PHASH

    @property
    def folder(self) -> str:
        """Its name as that of a folder."""
        return folded(self.name)


def known(studio: Studio) -> dict[str, ImageSet]:
    """The sets that come along, and the user's own. Raises UsageError for a file of the user's that is not right."""
    text = resources.files("resources").joinpath("vocabularies", "image-sets.toml").read_text("utf-8")
    found = {each.name: each for each in _read(text, "the program's own list")}
    own = studio.home / OWN
    try:
        found.update({each.name: each for each in _read(own.read_text("utf-8"), str(own))})
    except FileNotFoundError:
        pass
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{own} cannot be read.", "Mend or remove that file.") from error
    return found


def find(studio: Studio, target: str) -> ImageSet:
    """The set a word means: a known name, a path, or an address. Raises UsageError."""
    sets = known(studio)
    if target.casefold() in sets:
        return sets[target.casefold()]
    if is_address(target):
        return ImageSet(target, target.rpartition("/")[2] or target, (target,))
    path = Path(target)
    try:
        there = bool(target) and path.exists()
    except (OSError, ValueError):  # what no name can be
        there = False
    if not there:
        raise UsageError(
            f"There is no set, file or folder named {target!r}.", f"Known sets: {', '.join(sorted(sets))}."
        )
    path = path.resolve()
    return ImageSet(str(path), path.name or str(path), (str(path),))


def is_address(place: str) -> bool:
    """Whether it lies on a server."""
    return place.startswith(("https://", "http://"))


def tables(place: Path) -> Sequence[Path]:
    """The tables and tars of a folder and all within it; a file itself."""
    if not place.is_dir():
        return [place]
    found = sorted(each for each in place.rglob("*") if each.suffix.lower().lstrip(".") in _ENDINGS)
    tars = {each.with_suffix("") for each in found if each.suffix.lower() == ".tar"}
    # A table beside a tar of its name repeats what the tar says.
    return [each for each in found if each.suffix.lower() == ".tar" or each.with_suffix("") not in tars]


def folders(place: Path) -> Sequence[Path]:
    """The folders that hold pictures, links not followed."""
    if not place.is_dir():
        return []
    return sorted({each.parent for each in place.rglob("*") if is_picture(each.name)})


def folded(name: str) -> str:
    """A name as that of a folder: readable, and never that of another."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[-60:]
    return f"{plain}-{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def _read(text: str, where: str) -> list[ImageSet]:
    try:
        return [_set(name, entry) for name, entry in tomllib.loads(text).items() if isinstance(entry, dict)]
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise UsageError(f"A data set in {where} is not described as it should be ({error}).") from error


def _set(name: str, entry: Mapping[str, Any]) -> ImageSet:
    places: list[str] = []
    for place in entry["files"]:
        first, last = entry.get("numbers", (0, 0))
        places += [place.format(n=number) for number in range(first, last + 1)] if "{n" in place else [place]
    columns = {Field(key): str(column) for key, column in entry.get("columns", {}).items()}
    rows = entry.get("rows")
    return ImageSet(
        name.casefold(),
        str(entry["title"]),
        tuple(places),
        columns,
        int(rows) if rows is not None else None,
        str(entry.get("page", "")),
        str(entry.get("note", "")),
        str(entry.get("hash_kind", PHASH)).casefold(),
    )
