"""Pictures to look at, ours or a stranger's, and what can be done to one to see whether it is still known."""

from pathlib import Path

from artistguard.imaging.tricks import Trick
from artistguard.model import paths
from artistguard.workflow.studio import Studio

__all__ = ["Trick", "preview", "tricked"]


def preview(studio: Studio, path: Path, edge: int = 1200) -> bytes:
    """A file's picture as JPEG, at most `edge` pixels, decoded in a worker child. Raises FileError."""
    arguments = {"path": paths.text(path), "edge": edge, "megapixels": studio.settings.megapixels}
    return studio.pool.submit("preview", arguments).result().blobs[0]


def tricked(studio: Studio, path: Path, trick: Trick | str, folder: Path) -> Path:
    """A changed copy of a picture, without its tags, in `folder`; returns its path. Raises FileError."""
    wanted = Trick(trick)
    arguments = {"path": paths.text(path), "trick": wanted.value, "megapixels": studio.settings.megapixels}
    data = studio.pool.submit("trick", arguments).result().blobs[0]
    target = folder / f"{path.stem}, {wanted.value}.jpg"
    target.write_bytes(data)
    return target
