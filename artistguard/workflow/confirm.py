"""Confirmation on bytes: whether a picture shows the content of a work, by points that lie alike in both.

Stronger than any hash, and still no proof of how one came from the other. Points that the artist's other works have
at the same place - a signature, a frame - are left out, so some of these are looked at too.
"""

from dataclasses import dataclass
from pathlib import Path

from artistguard.matching.geometry import ENOUGH, Agreement
from artistguard.model import paths, wire
from artistguard.model.artwork import Artwork, Edition
from artistguard.model.errors import FileError
from artistguard.workflow import thumbnails
from artistguard.workflow.studio import Studio

# packaging/bench copies_confirm: unrelated pairs of real art, and the most points that any of them had.
TESTED_PAIRS, TESTED_MOST = 3_000, 5
_OTHERS = 12  # works of the artist's that tell a signature from the picture


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a comparison of a picture with a work's file said. `others` works were looked at for what they share."""

    work: Artwork
    edition: Edition
    agreement: Agreement
    others: int

    @property
    def in_short(self) -> str:
        """For people, without what the number of points is worth."""
        points = f"{self.agreement.points} points agree"
        if not self.agreement.same:
            bare = f" Yours has only {self.agreement.of} points, so that says little." if self.agreement.bare else ""
            seen = f"The content of your #{self.work.number} was not seen in it: {points}, and {ENOUGH} are needed."
            return f"{seen}{bare}"
        how = ", mirrored" if self.agreement.mirrored else ""
        return f"Same picture content as your #{self.work.number}{how}: {points}."

    @property
    def sentence(self) -> str:
        """For people."""
        found = self.agreement
        shared = f" {found.left_out} points that other works share do not count." if found.left_out else ""
        if not found.same:
            return f"{self.in_short}{shared}"
        return (
            f"{self.in_short} Where they lie is shown. Of {TESTED_PAIRS:,} tested pairs that have nothing to do with "
            f"each other none had more than {TESTED_MOST}.{shared}"
        )


def confirm(studio: Studio, work: Artwork, picture: Path, *, edition: Edition | None = None) -> Confirmed:
    """Compare a picture with a work. Raises FileError when one of the two cannot be read."""
    trouble: FileError | None = None
    for each in _files(work, edition):
        for place in _places(studio, each):
            arguments = {
                "path": paths.text(place),
                "other": paths.text(picture),
                "shared": [paths.text(path) for path in _others(studio, work)],
                "megapixels": studio.settings.megapixels,
            }
            try:
                value = studio.pool.submit("agree", arguments).result().value
            except FileError as error:
                trouble = trouble or error
                continue
            found = wire.load(Agreement, value["agreement"])
            return Confirmed(work, each, found, int(str(value["shared"])))
    raise trouble or FileError(f"#{work.number} has no file that can be read.")


def _files(work: Artwork, edition: Edition | None) -> list[Edition]:
    current = [each for each in work.editions if each.superseded_by is None and not each.role.ours]
    return [edition] if edition is not None else current


def _places(studio: Studio, edition: Edition) -> list[Path]:
    """The file itself, then its thumbnail, where they are there."""
    own = studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
    small = thumbnails.location(studio.thumbnails, edition.sha256)
    return [own, small] if small.exists() else [own]


def _others(studio: Studio, work: Artwork) -> list[Path]:
    """Small pictures of other works of the same client, or of the artist's own: those numbered next to it."""
    near = sorted(
        (each for each in studio.catalogue.works.iterate() if each.id != work.id and each.client_id == work.client_id),
        key=lambda each: abs(each.number - work.number),
    )[:_OTHERS]
    small = [
        thumbnails.location(studio.thumbnails, edition.sha256)
        for each in near
        for edition in each.editions
        if not edition.role.ours and edition.superseded_by is None
    ]
    return [path for path in small if path.exists()][:_OTHERS]
