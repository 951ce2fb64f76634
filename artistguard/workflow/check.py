"""Check a file, ours or a stranger's: what the look-up says of it, and both pictures to look at side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from artistguard.model import paths
from artistguard.model.artwork import Artwork, Edition
from artistguard.model.errors import FileError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.workflow import lookup, pictures, thumbnails
from artistguard.workflow.lookup import LookedUp
from artistguard.workflow.studio import Studio

MOST = 200  # files of one drop that are shown with their pictures


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one file, and the pictures: its own, and the one of the work it is or looks like (JPEG)."""

    found: LookedUp
    picture: bytes | None = None
    twin: bytes | None = None

    @property
    def edition(self) -> Edition | None:
        """The file of ours that it is or looks like."""
        if self.found.same is not None:
            return self.found.edition
        return self.found.alike[0].edition if self.found.alike else None


def check(
    studio: Studio,
    targets: Sequence[Path],
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
    most: int = MOST,
) -> Iterator[Checked]:
    """Each file of the targets (folders recursively), at most `most`, in order."""
    for number, found in enumerate(lookup.lookup(studio, targets, cancel=cancel), 1):
        yield with_pictures(studio, found)
        progress(number, None, paths.printable(found.path.name))
        if number >= most:
            return


def check_one(studio: Studio, path: Path) -> Checked:
    """One file; of a folder the first one. Raises FileError when there is none."""
    for checked in check(studio, [path], most=1):
        return checked
    raise FileError("No file was found there.", "Choose a picture.")


def with_pictures(studio: Studio, found: LookedUp) -> Checked:
    """Add the pictures. One that cannot be had is no reason to give no answer."""
    checked = Checked(found)
    own = _picture(studio, found.path) if found.says is not None else None
    twin = None if found.best is None else picture_of(studio, found.best, checked.edition)
    return Checked(found, own, twin)


def _picture(studio: Studio, path: Path) -> bytes | None:
    try:
        return pictures.preview(studio, path)
    except FileError:
        return None


def picture_of(studio: Studio, work: Artwork, edition: Edition | None = None) -> bytes | None:
    """A work's picture as JPEG: from the artist's own file, else from our copy, else the thumbnail; None: not here."""
    files = [each for each in work.editions if each.superseded_by is None]
    for each in sorted(files, key=lambda one: (one.role.ours, one is not edition)):
        path = studio.catalogue.roots.path(each.location.root) / paths.native(each.location.path)
        if (found := _picture(studio, path)) is not None:
            return found
    for each in files:
        small = thumbnails.location(studio.thumbnails, each.sha256)
        if small.exists():
            return small.read_bytes()
    return None
