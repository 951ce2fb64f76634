"""The thumbnail cache: plain JPEG files by content hash. It can be thrown away; sealed works have none."""

import contextlib
from collections.abc import Iterable
from pathlib import Path


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
