"""The files of the artist's website: what is written into a folder, from a preset. Nothing is sent."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from artistguard.formats.robots import LARGEST
from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, TargetExists, TooLarge, Unreadable, UsageError
from artistguard.model.preset import Preset, PresetVersion
from artistguard.net.guard import named
from artistguard.website import files, robots
from artistguard.website.terms import Terms, terms_of
from artistguard.work import publish
from artistguard.workflow import presets
from artistguard.workflow.studio import Studio

_ROBOTS = "robots.txt"
_TOKEN, _LEFT_BEHIND = "website", 60.0  # of temporaries; seconds after which one is what a killed run left
_WRITTEN = "website.files"  # what was written, by folder: path below it -> SHA-256


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
        if self.path == _ROBOTS:
            return TargetExists(
                "A robots.txt is there already, and stays as it is.",
                "Give it with --merge: its rules are kept, ours are added.",
            )
        return TargetExists(
            f"{paths.printable(self.path)} is there already, and stays as it is.", "Allow it with --overwrite."
        )


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What a folder would hold afterwards. `unsaid`: what is reserved and cannot be said in some vocabulary."""

    folder: Path
    domain: str
    preset: Preset
    version: PresetVersion
    files: tuple[SiteFile, ...]
    notes: tuple[str, ...]
    unsaid: tuple[str, ...]


def plan(
    studio: Studio,
    folder: Path,
    domain: str,
    *,
    preset: str | None = None,
    merge: Path | None = None,
    overwrite: bool = False,
) -> SitePlan:
    """Work out every file for a site's root from a preset (None: the default). Nothing is written.

    `merge` is an existing robots.txt to add to. Raises UsageError, FileError.
    """
    found, version = studio.catalogue.presets.get(preset) if preset else presets.default(studio.catalogue)
    terms = terms_of(_domain(domain), version.reservation, version.rights, studio.catalogue.profile.get().name)
    ours = studio.catalogue.meta.get(_WRITTEN, {}).get(_key(folder), {})
    rules, open_to_us = _robots_before(folder / _ROBOTS, merge, ours.get(_ROBOTS, ""), overwrite=overwrite)
    merged = robots.merged(rules, terms)
    bodies = {_ROBOTS: merged.body, **files.all_files(terms)}
    made = []
    for path, body in bodies.items():
        may = overwrite or (path == _ROBOTS and open_to_us)
        made.append(SiteFile(path, _state(folder / path, body, ours.get(path, ""), overwrite=may), body))
    notes = [*merged.notes, *_notes(terms)]
    notes += [
        f"{path} was written here before and does not belong to these terms: take it off your site."
        for path in ours
        if path not in bodies and (folder / path).exists()
    ]
    return SitePlan(folder, terms.domain, found, version, tuple(made), tuple(notes), terms.unsaid)


def write(studio: Studio, made: SitePlan) -> tuple[SiteFile, ...]:
    """Write the files of a plan, each whole or not at all; returns those that were left out. Raises FileError."""
    for file in made.files:
        if file.state in (State.NEW, State.REPLACED):
            _write(made.folder / file.path, file.body, replace=file.state is State.REPLACED)
    kept = tuple(file for file in made.files if file.state is State.KEPT)
    there = {file.path: hashlib.sha256(file.body).hexdigest() for file in made.files if file not in kept}
    key = _key(made.folder)

    def remembered(before: dict[str, dict[str, str]] | None) -> dict[str, dict[str, str]]:
        return {**(before or {}), key: {**(before or {}).get(key, {}), **there}}

    with studio.catalogue.transaction():
        studio.catalogue.meta.change(_WRITTEN, remembered)
        if any(file.state in (State.NEW, State.REPLACED) for file in made.files):
            studio.catalogue.custody.append(
                "website-written",
                made.domain,
                {"preset": made.preset.name, "version": made.version.version, "files": there},
            )
    return kept


def _domain(text: str) -> str:
    bare = text.strip().partition("://")[2] or text.strip()
    try:
        host = named(bare.partition("/")[0].encode("idna").decode("ascii"))
    except UnicodeError as error:
        raise UsageError(f"{text[:80]!r} is no domain of a website.", "Write it as in ada.example.") from error
    if host.startswith("*.") or ":" in host or "." not in host:
        raise UsageError(f"{text[:80]!r} is no domain of a website.", "Write it as in ada.example.")
    return host


def _key(folder: Path) -> str:
    return paths.text(Path(os.path.abspath(folder)))  # noqa: PTH100 - keep the user's links


def _robots_before(there: Path, merge: Path | None, ours: str, *, overwrite: bool) -> tuple[bytes, bool]:
    """The robots.txt to add to, and whether the one in the folder may be replaced by the result.

    What is there and was written here, or may be overwritten, is added to as well: its rules are never lost.
    """
    if merge is not None:
        body = _read(merge)
        with suppress(OSError):
            return body, merge.samefile(there)
        return body, False
    if not there.exists():
        return b"", False
    body = _read(there)
    mine = hashlib.sha256(body).hexdigest() == ours
    return (body, True) if mine or overwrite else (b"", False)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(2 * LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"{paths.printable(path.name)} cannot be read: {error.strerror}.") from error
    if len(body) > 2 * LARGEST:
        raise TooLarge(f"{paths.printable(path.name)} is far too long for a robots.txt.")
    return body


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


def _notes(terms: Terms) -> list[str]:
    notes = []
    if terms.offers and not (terms.email or terms.contact_url or terms.reservation.policy_url):
        notes.append("'Ask me' needs somewhere to ask: the preset names no e-mail address and no page.")
    if not terms.holder:
        notes.append("Neither the preset nor the profile names you, so the files name nobody.")
    return notes


def _write(path: Path, body: bytes, *, replace: bool) -> None:
    draft = publish.temporary_name(path, _TOKEN)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        publish.sweep(path.parent, token=_TOKEN, older_than=_LEFT_BEHIND)
        with draft.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.chmod(path.stat().st_mode & 0o777)  # the server goes on reading it
        publish.publish(draft, path, replace=replace)
    except OSError as error:
        raise publish.cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink()
