"""The files of the artist's website: what is written into a folder, from a preset. Nothing is sent."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from artistguard.formats.robots import LARGEST
from artistguard.model import paths
from artistguard.model.errors import TooLarge, Unreadable, UsageError
from artistguard.model.preset import Preset, PresetVersion
from artistguard.model.protocols import sealed_by
from artistguard.net.guard import named
from artistguard.website import files, robots
from artistguard.website.terms import Terms, terms_of
from artistguard.workflow import presets, site_files
from artistguard.workflow.site_files import ROBOTS, Memory, SiteFile, State
from artistguard.workflow.studio import Studio

_WRITTEN = "website.files"  # what was written, by folder: path below it -> SHA-256


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

    `merge` is an existing robots.txt to add to. Raises UsageError, FileError, Sealed (the preset
    names what is under a client's seal).
    """
    found, version = studio.catalogue.presets.get(preset) if preset else presets.default(studio.catalogue)
    terms = terms_of(domain_of(domain), version.reservation, version.rights, studio.catalogue.profile.get().name)
    said = (terms.holder, terms.email, terms.contact_url, terms.notice, terms.page, version.reservation.constraint)
    if hidden := studio.seals.within(said, titles=False):
        raise sealed_by(hidden)
    ours = Memory(studio, _WRITTEN, folder).read()
    rules, open_to_us = _robots_before(folder / ROBOTS, merge, ours.get(ROBOTS, ""), overwrite=overwrite)
    merged = robots.merged(rules, terms)
    bodies = {ROBOTS: merged.body, **files.all_files(terms)}
    made = []
    for path, body in bodies.items():
        may = overwrite or (path == ROBOTS and open_to_us)
        made.append(site_files.planned(folder, path, body, ours.get(path, ""), overwrite=may))
    notes = [*merged.notes, *_notes(terms)]
    notes += [
        f"{path} was written here before and does not belong to these terms: take it off your site."
        for path in ours
        if path not in bodies and (folder / path).exists()
    ]
    return SitePlan(folder, terms.domain, found, version, tuple(made), tuple(notes), terms.unsaid)


def write(studio: Studio, made: SitePlan) -> tuple[SiteFile, ...]:
    """Write the files of a plan, each whole or not at all; returns those that were left out. Raises FileError."""
    there = site_files.write(made.folder, made.files)
    with studio.catalogue.transaction():
        Memory(studio, _WRITTEN, made.folder).add(there)
        if any(file.state in (State.NEW, State.REPLACED) for file in made.files):
            studio.catalogue.custody.append(
                "website-written",
                made.domain,
                {"preset": made.preset.name, "version": made.version.version, "files": there},
            )
    return tuple(file for file in made.files if file.state is State.KEPT)


def domain_of(text: str) -> str:
    """The host name that a user means. Raises UsageError."""
    bare = text.strip().partition("://")[2] or text.strip()
    try:
        host = named(bare.partition("/")[0].encode("idna").decode("ascii"))
    except UnicodeError as error:
        raise UsageError(f"{text[:80]!r} is no domain of a website.", "Write it as in ada.example.") from error
    if host.startswith("*.") or ":" in host or "." not in host:
        raise UsageError(f"{text[:80]!r} is no domain of a website.", "Write it as in ada.example.")
    return host


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


def _notes(terms: Terms) -> list[str]:
    notes = []
    if terms.offers and not (terms.email or terms.contact_url or terms.reservation.policy_url):
        notes.append("'Ask me' needs somewhere to ask: the preset names no e-mail address and no page.")
    if not terms.holder:
        notes.append("Neither the preset nor the profile names you, so the files name nobody.")
    return notes
