"""The thumbnail cache: plain JPEG files by content hash. It can be thrown away; sealed works have none."""

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from artistguard.model import paths
from artistguard.model.artwork import Edition

if TYPE_CHECKING:
    from artistguard.workflow.studio import Studio


def location(folder: Path, sha256: str) -> Path:
    """Where the thumbnail of a file with this content lies."""
    return folder / sha256[:2] / f"{sha256}.jpg"


def store(folder: Path, sha256: str, data: bytes) -> None:
    """Keep a thumbnail. A cache that cannot be written is no reason to stop."""
    path = location(folder, sha256)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_bytes(data)
        draft.replace(path)


def forget(folder: Path, digests: Iterable[str]) -> None:
    """Remove the thumbnails of works that are now sealed."""
    for sha256 in digests:
        location(folder, sha256).unlink(missing_ok=True)


def of(studio: "Studio", edition: Edition) -> bytes:
    """A work's thumbnail as JPEG, from the cache or made anew; a sealed work's is never kept. Raises FileErrors."""
    cached = location(studio.thumbnails, edition.sha256)
    with contextlib.suppress(OSError):
        return cached.read_bytes()
    data = picture(studio, edition, studio.settings.thumbnail_edge)
    if not studio.seals.sealed(studio.catalogue.works.clients_of([edition.artwork_id]).get(edition.artwork_id)):
        store(studio.thumbnails, edition.sha256, data)
    return data


def picture(studio: "Studio", edition: Edition, edge: int) -> bytes:
    """A file's picture for the screen, at most `edge` pixels a side, as JPEG, made by a worker. Raises FileErrors."""
    path = studio.catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
    return picture_of(studio, path, edge)


def picture_of(studio: "Studio", path: Path, edge: int) -> bytes:
    """The same of any file, a stranger's too."""
    arguments = {"path": paths.text(path), "edge": edge, "megapixels": studio.settings.megapixels}
    return bytes(studio.pool.submit("preview", arguments).result().blobs[0])
