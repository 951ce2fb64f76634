"""Files of a website in a folder: what becomes of each, and how they get there, each whole or not at all.

What was written here before is known by its digest and may be replaced; anything else stays unless that is allowed.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, TargetExists
from artistguard.work import publish
from artistguard.workflow.studio import Studio

ROBOTS = "robots.txt"
_TOKEN, _LEFT_BEHIND = "website", 60.0  # of temporaries; seconds after which one is what a killed run left


class State(StrEnum):
    """What becomes of a file."""

    NEW = "new"
    REPLACED = "replaced"  # one that was written here before, or that may be overwritten
    UNCHANGED = "unchanged"
    KEPT = "kept"  # another one is there, and stays


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of the site, by its path below the folder."""

    path: str
    state: State
    body: bytes

    @property
    def error(self) -> ArtistGuardError | None:
        """Why it is not written."""
        if self.state is not State.KEPT:
            return None
        if self.path == ROBOTS:
            return TargetExists(
                "A robots.txt is there already, and stays as it is.",
                "Give it with --merge: its rules are kept, ours are added.",
            )
        return TargetExists(
            f"{paths.printable(self.path)} is there already, and stays as it is.", "Allow it with --overwrite."
        )


class Memory:
    """What was written into folders before: the SHA-256 of each file by its path, kept under a name of its own."""

    def __init__(self, studio: Studio, name: str, folder: Path) -> None:
        self._meta, self._name = studio.catalogue.meta, name
        self._key = paths.text(Path(os.path.abspath(folder)))  # noqa: PTH100 - keep the user's links

    def read(self) -> dict[str, str]:
        """The files of this folder."""
        return dict(self._meta.get(self._name, {}).get(self._key, {}))

    def add(self, written: Mapping[str, str]) -> None:
        """Remember more of them."""

        def remembered(before: dict[str, dict[str, str]] | None) -> dict[str, dict[str, str]]:
            return {**(before or {}), self._key: {**(before or {}).get(self._key, {}), **written}}

        self._meta.change(self._name, remembered)


def planned(folder: Path, path: str, body: bytes, ours: str, *, overwrite: bool) -> SiteFile:
    """What becomes of a file; `ours` is the digest of the one that was written here before. Raises FileError."""
    return SiteFile(path, _state(folder / path, body, ours, overwrite=overwrite), body)


def write(folder: Path, files: Sequence[SiteFile]) -> dict[str, str]:
    """Write what is new or replaced; returns the digests of all that now stand there as planned. Raises FileError."""
    targets = [file for file in files if file.state in (State.NEW, State.REPLACED)]
    folders = dict.fromkeys((folder / file.path).parent for file in targets)
    for each in folders:
        try:
            each.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise publish.cannot_write(each, error) from error
        publish.sweep(each, token=_TOKEN, older_than=_LEFT_BEHIND)
    try:
        for file in targets:
            _write(folder / file.path, file.body, replace=file.state is State.REPLACED)
    finally:
        publish.sync_folders(folders)
    return {file.path: hashlib.sha256(file.body).hexdigest() for file in files if file.state is not State.KEPT}


def _state(path: Path, body: bytes, ours: str, *, overwrite: bool) -> State:
    try:
        digest = publish.digest_of(path)
    except FileNotFoundError:
        return State.NEW
    except IsADirectoryError:
        return State.KEPT
    except OSError as error:
        raise publish.cannot_write(path, error) from error
    if digest == hashlib.sha256(body).hexdigest():
        return State.UNCHANGED
    return State.REPLACED if overwrite or digest == ours else State.KEPT


def _write(path: Path, body: bytes, *, replace: bool) -> None:
    draft = publish.temporary_name(path, _TOKEN)
    try:
        with draft.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.chmod(path.stat().st_mode & 0o777)  # the server goes on reading it
        publish.publish(draft, path, replace=replace, sync=False)
    except OSError as error:
        raise publish.cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
