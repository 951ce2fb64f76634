"""Which files of the artist's a set was searched for, by its version: later scans need to search for new ones only.

A set's entry holds the first 64 bits of a digest of each edition's id, sorted and packed: 11 characters an edition.
"""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from artistguard.imaging.variants import RECIPE
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.searchable import Searched
from artistguard.workflow.studio import Studio

if TYPE_CHECKING:
    from artistguard.workflow.set_files import SetFile

_KEPT = "scan.editions."
_Marks = npt.NDArray[np.uint64]


def revision(files: "Sequence[SetFile]") -> str:
    """Changes when a file of a set does, or what its columns are taken for, or which views it was searched for."""
    told: list[Any] = [RECIPE, *versions(files)]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def versions(files: "Sequence[SetFile]") -> list[list[Any]]:
    """Of each file its name, its version (its size where a server tells none), and what its columns are taken for."""
    return [[each.name, each.version or each.size, sorted(each.columns.items())] for each in files]


def marks(pictures: Sequence[Searched]) -> _Marks:
    """Of all files of the pictures' works: a signed copy can be found by its digest, as the original can."""
    ids = {edition.id for each in pictures for edition in each.work.editions}
    return np.unique(np.asarray([_mark(id_) for id_ in ids], np.uint64))


def fresh(
    studio: Studio, which: ImageSet, files: "Sequence[SetFile]", bits: int, pictures: Sequence[Searched]
) -> list[bool]:
    """Of each picture whether there is a file of its work for which this version was not searched, as far off."""
    if any(each.unversioned for each in files):
        return [True] * len(pictures)  # nothing tells whether it is the same version
    known = set(_known(studio, which.name, revision(files), bits).tolist())
    return [any(_mark(edition.id) not in known for edition in each.work.editions) for each in pictures]


def remember(studio: Studio, set_name: str, files: "Sequence[SetFile]", bits: int, ours: Path) -> None:
    """A set was searched, all of it, for what is kept in a scan's file. One that is gone is not remembered."""
    try:
        with ours.open("rb") as file, np.load(file, allow_pickle=False) as found:
            fresh_marks = found["editions"]
    except (OSError, ValueError, KeyError, BadZipFile):
        return
    now = revision(files)
    every = np.union1d(_known(studio, set_name, now, bits), fresh_marks)
    packed = base64.b64encode(every.astype("<u8").tobytes()).decode()
    studio.catalogue.meta.set(_KEPT + set_name, {"revision": now, "bits": bits, "editions": packed})


def _known(studio: Studio, set_name: str, now: str, bits: int) -> _Marks:
    """What is remembered of this version, searched at least as far off."""
    kept: Any = studio.catalogue.meta.get(_KEPT + set_name)
    if kept is None or kept["revision"] != now or kept["bits"] < bits:
        return np.empty(0, np.uint64)
    return np.frombuffer(base64.b64decode(kept["editions"]), "<u8").astype(np.uint64)


def _mark(edition_id: str) -> int:
    return int.from_bytes(hashlib.sha256(edition_id.encode()).digest()[:8])
