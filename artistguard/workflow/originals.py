"""What may never be written over: the artist's own files, however a path leads to them."""

import os
from pathlib import Path

from artistguard.catalogue.store import Catalogue
from artistguard.model import paths
from artistguard.model.artwork import Edition, Location
from artistguard.model.errors import TargetExists
from artistguard.model.oserrors import there
from artistguard.work.publish import digest_of


def known_at(catalogue: Catalogue, path: Path) -> Edition | None:
    """The current file that the catalogue knows at a path, by its name or by where links lead."""
    for way in dict.fromkeys((path, Path(os.path.realpath(path)))):
        above = catalogue.roots.above(way)
        if above is not None:
            found = catalogue.works.by_location(Location(above[0], paths.text(way.relative_to(above[1]))))
            if found is not None:
                return found
    return None


def refuse_taken(catalogue: Catalogue, path: Path, copy: Path, *, overwrite: bool) -> None:
    """Raise TargetExists unless a file may be written at `path`, for the copy at `copy` (itself or its sidecar).

    Without `overwrite` whatever is there stays. With it an original stays all the same, told by its place or by its
    bytes, and so does a file beside the copy that the program did not write.
    """
    if not there(path):
        return
    if not overwrite:
        raise TargetExists(
            f"{paths.printable(path)} is there already, and stays as it is.",
            "Choose another folder, or give --overwrite.",
        )
    if not path.is_file():
        raise TargetExists(f"{paths.printable(path)} is no file, and stays as it is.", "Choose another folder.")
    known = known_at(catalogue, copy)
    if known is None or not known.role.ours:
        by_bytes = catalogue.works.by_sha256(digest_of(path))
        if known is not None or by_bytes is not None:
            raise TargetExists(
                f"{paths.printable(path)} is an original of yours; originals are never replaced.",
                "Choose another folder for the copies.",
            )
    if path != copy and (known is None or path.name not in known.sidecars):
        raise TargetExists(
            f"{paths.printable(path)} lies where a file beside the copy would go, and the program did not write it.",
            "Move it away, or choose another folder.",
        )
