"""Captures: raw answers from the network, kept as files under their own digest, so that a find can be proved later."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from artistguard.model.errors import ArtistGuardError, CatalogueError, Damaged, NotVerified, Unreadable
from artistguard.model.watching import Captured
from artistguard.work import publish
from artistguard.workflow.studio import Studio

_LEFT_BEHIND = 3600.0  # seconds after which a temporary is what a killed run left


@dataclass(frozen=True, slots=True)
class Fault:
    """A kept answer that is not there as it was, and why."""

    sha256: str
    error: ArtistGuardError


def keep(studio: Studio, captured: Captured) -> None:
    """Keep an answer: the file first, durable and read back, then its row. What is there already is not written again.

    Inside a transaction the row stands or falls with it; a file without a row is no harm. Raises NotVerified,
    CannotWrite, DiskFull.
    """
    sha256 = captured.capture.sha256
    if hashlib.sha256(captured.body).hexdigest() != sha256:
        raise ValueError("a capture stands under the digest of its own bytes")
    path = _path(studio, sha256)
    if not _holds(path, sha256):
        _write(path, captured.body, sha256)
    studio.catalogue.captures.add(captured.capture)


def read(studio: Studio, sha256: str) -> bytes:
    """The bytes of a kept answer, checked against their digest. Raises Unreadable (not here), Damaged."""
    path = _path(studio, sha256)
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(
            f"The kept answer {sha256[:12]} is not in this data folder.", "Another seat may have it; or it was removed."
        ) from None
    except OSError as error:
        raise Unreadable(f"The kept answer {sha256[:12]} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise Damaged(
            f"The kept answer {sha256[:12]} is not as it was: its bytes have changed.",
            "It proves nothing any more. Take it from a back-up of the data folder.",
        )
    return body


def check(studio: Studio) -> Iterator[Fault]:
    """Read every kept answer; yields those that are missing or damaged."""
    for sha256 in studio.catalogue.captures.digests():
        try:
            read(studio, sha256)
        except (Unreadable, Damaged) as error:
            yield Fault(sha256, error)


def _path(studio: Studio, sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise CatalogueError(f"{sha256[:80]!a} is no digest.")
    return studio.captures_folder / sha256[:2] / sha256


def _holds(path: Path, sha256: str) -> bool:
    try:
        return publish.digest_of(path) == sha256
    except OSError:
        return False


def _write(path: Path, body: bytes, sha256: str) -> None:
    """Write beside, fsync, read back, rename. A damaged file of that name is replaced."""
    folders = [path.parent.parent.parent, path.parent.parent, path.parent]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        publish.sweep(path.parent, older_than=_LEFT_BEHIND)
        draft = publish.temporary_name(path)
        try:
            with draft.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            if publish.digest_of(draft) != sha256:
                raise NotVerified("A kept answer did not read back as it was written.", "Check the disk.")
            publish.publish(draft, path, replace=True, sync=False)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
    except OSError as error:
        raise publish.cannot_write(path, error) from error
    publish.sync_folders(folders)
