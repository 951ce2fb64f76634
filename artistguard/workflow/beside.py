"""A find's picture and the work that it looks like, to be looked at side by side. Nothing is fetched for it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from artistguard.model.artwork import Artwork
from artistguard.model.errors import ArtistGuardError
from artistguard.model.finds import Match
from artistguard.workflow import captures, pictures
from artistguard.workflow.check import picture_of
from artistguard.workflow.studio import Studio


@dataclass(frozen=True, slots=True)
class Beside:
    """Both as JPEG of our own making; None where one is not at hand. `work` is None when it was removed since."""

    theirs: bytes | None
    ours: bytes | None
    work: Artwork | None


def beside(studio: Studio, match: Match) -> Beside:
    """The pictures of a match by picture: the one kept as evidence when it was found, and the work's own."""
    work = studio.catalogue.works.get_many([match.subject]).get(match.subject)
    ours = picture_of(studio, work) if work is not None else None
    return Beside(_captured(studio, str(match.details.get("capture", ""))), ours, work)


def _captured(studio: Studio, sha256: str) -> bytes | None:
    """A stranger's picture: its kept bytes, decoded in a worker child."""
    if not sha256:
        return None
    try:
        body = captures.read(studio, sha256)
        with tempfile.TemporaryDirectory(prefix="artistguard-beside-") as folder:
            file = Path(folder) / "picture"
            file.write_bytes(body)
            return pictures.preview(studio, file)
    except (ArtistGuardError, OSError):
        return None
