"""Import: walk, read each new file once in a worker child, and add what is new to the catalogue.

Originals are opened read-only, by the children alone. What is known by its SHA-256 is not decoded again, and a file
whose size and time have not changed since it was imported is not even opened. So a killed import goes on where it
was when it is asked for again; it needs no rows of its own.
"""

import contextlib
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from artistguard.formats.kinds import Kind
from artistguard.model import paths, wire
from artistguard.model.artwork import (
    Artwork,
    Edition,
    EditionRole,
    Fingerprint,
    FingerprintKind,
    Location,
    PictureFacts,
)
from artistguard.model.errors import FileError, NotAPicture, Quarantined
from artistguard.model.ids import new_id, now
from artistguard.model.oserrors import there
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.work.pool import TaskResult, WorkerDied
from artistguard.workflow import thumbnails
from artistguard.workflow.studio import Studio
from artistguard.workflow.walk import Closed, Found, walk

# How many files may be under way or waiting to be written down: keeps workers busy and memory flat.
_WINDOW = 48
_GROUP = 32  # works a transaction
# An export of a source: same name, and pictures this near (bits of 64). Twice the 2 bits that a JPEG of the same
# picture costs (facts on draft decoding), since a preview in a source file is small and its colours unmanaged.
_NEAR = 8


@dataclass
class ImportReport:
    """What an import did. Lists hold (path for people, sentence)."""

    added: int = 0
    known: int = 0  # nothing to do: this content is in the catalogue, from this very place
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    editions: int = 0  # changed masters taken in as new editions
    changed: list[tuple[str, str]] = field(default_factory=list)  # ... and those that were not
    linked: int = 0  # exports joined to their source, or the reverse
    previews: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)  # met in a folder, and no picture by name or content
    notes: list[tuple[str, str]] = field(default_factory=list)  # taken in, and worth a look
    failures: list[tuple[str, FileError]] = field(default_factory=list)
    bytes: int = 0
    seconds: float = 0.0
    ids: list[str] = field(default_factory=list)  # of the first thousand works added


@dataclass
class _Pending:
    found: Found
    location: Location
    future: "Future[TaskResult]"
    arguments: dict[str, Any]
    second_try: bool = False


class _Import:
    def __init__(self, studio: Studio, client_id: str | None, update: bool, source_type: str | None) -> None:
        self.studio = studio
        self.client_id = client_id
        self.update = update
        self.source_type = source_type
        self.sealed = studio.seals.sealed(client_id)
        self.report = ImportReport()
        self.group: list[tuple[_Pending, TaskResult]] = []
        self.roots: dict[Path, tuple[str, Path]] = {}

    def submit(self, found: Found) -> _Pending | None:
        """Hand a file to the workers, unless it is plainly the one that is known."""
        location = self.location(found)
        held = self.studio.catalogue.works.by_location(location)
        if held is not None:
            with contextlib.suppress(OSError):
                status = found.path.stat()
                if (status.st_mtime_ns, status.st_size) == (held.mtime_ns, held.size):
                    self.report.known += 1
                    return None
        arguments: dict[str, Any] = {
            "path": paths.text(found.path),
            "thumbnail_edge": None if self.sealed else self.studio.settings.thumbnail_edge,
            "megapixels": self.studio.settings.megapixels,
        }
        return _Pending(found, location, self.ask(arguments), arguments)

    def ask(self, arguments: dict[str, Any]) -> "Future[TaskResult]":
        return self.studio.pool.submit("read", arguments, answer=self.answer)

    def answer(self, what: str, arguments: Any, blob: bytes) -> bytes:
        return b"yes" if self.studio.catalogue.works.by_sha256(arguments["sha256"]) else b"no"

    def location(self, found: Found) -> Location:
        """Below the nearest root: a folder that was imported for itself keeps its files when the one above comes."""
        parent = found.path.parent
        if parent not in self.roots:
            roots = self.studio.catalogue.roots
            roots.containing(found.root)
            self.roots[parent] = roots.containing(parent)
        name, folder = self.roots[parent]
        return Location(name, paths.text(found.path.relative_to(folder)))

    def collect(self, pending: _Pending) -> _Pending | None:
        """Take one result; returns the file again if it killed its worker for the first time."""
        shown = paths.printable(pending.found.path)
        try:
            result = pending.future.result()
        except WorkerDied as error:
            if not pending.second_try:
                pending.future, pending.second_try = self.ask(pending.arguments), True
                return pending
            reason = f"{error.message} It happened twice, so the file is set aside."
            self.report.failures.append(
                (shown, Quarantined(reason, "Open it in your drawing program and save it anew."))
            )
        except NotAPicture as error:
            if pending.found.claims:
                self.report.failures.append((shown, error))
            else:
                self.report.left_out.append((shown, error.message))
        except FileError as error:
            self.report.failures.append((shown, error))
        else:
            self.group.append((pending, result))
            if len(self.group) >= _GROUP:
                self.flush()
        return None

    def flush(self) -> None:
        """Write the collected results down, in one transaction."""
        if not self.group:
            return
        for _, result in self.group:
            if result.blobs and not self.sealed:
                thumbnails.store(self.studio.thumbnails, str(result.value["sha256"]), result.blobs[0])
        with self.studio.catalogue.transaction():
            for pending, result in self.group:
                self.settle(pending, result)
        self.group.clear()

    def settle(self, pending: _Pending, result: TaskResult) -> None:
        value: dict[str, Any] = dict(result.value)
        self.report.bytes += value["size"]
        works = self.studio.catalogue.works
        twin = works.by_sha256(value["sha256"])
        if twin is not None:
            self.settle_known(pending, twin)
            return
        before = works.by_location(pending.location)
        if before is not None and before.role.ours:
            self.report.changed.append(
                (
                    paths.printable(pending.found.path),
                    "A copy that the program wrote, and changed since. Not taken in; inspect tells what it says.",
                )
            )
            return
        if before is not None and not self.update:
            self.report.changed.append(
                (
                    paths.printable(pending.found.path),
                    "Changed since it was imported; not taken in. With --update it becomes a new edition.",
                )
            )
            return
        edition = self.edition(pending, value)
        prints = tuple(wire.load(Fingerprint, item) for item in value["fingerprints"])
        if value["truncated"]:
            shown = paths.printable(pending.found.path)
            self.report.notes.append((shown, "The file ends early; what is left of it was taken in."))
        if edition.picture.preview:
            self.report.previews += 1
        if before is not None:
            self.add_edition(edition, before.artwork_id, prints, role=before.role, supersedes=before)
            self.report.editions += 1
            return
        relative = self.relative(edition, prints, pending.found.path.stem)
        if relative is not None:
            work, role = relative
            self.add_edition(edition, work.id, prints, role=role)
            self.report.linked += 1
            return
        self.add_work(edition, prints, paths.text(pending.found.path.stem))

    def settle_known(self, pending: _Pending, twin: Edition) -> None:
        works, shown = self.studio.catalogue.works, paths.printable(pending.found.path)
        if twin.location == pending.location:
            self.report.known += 1
            return
        number = works.get(twin.artwork_id).number
        old = self.studio.catalogue.roots.path(twin.location.root) / paths.native(twin.location.path)
        if there(old):
            self.report.duplicates.append((shown, f"The same file as your #{number}, {paths.printable(old)}."))
            return
        works.move(twin.id, pending.location)
        self.studio.catalogue.custody.append(
            "moved", twin.id, {"from": twin.location.path, "to": pending.location.path}
        )
        self.report.moved.append((shown, f"Your #{number}, moved here from {paths.printable(old)}."))

    def edition(self, pending: _Pending, value: dict[str, Any]) -> Edition:
        kind = Kind(value["kind"])
        facts = wire.load(PictureFacts, value["picture"])
        return Edition(
            id=new_id(),
            artwork_id=new_id(),
            role=EditionRole.SOURCE if kind.is_source else EditionRole.MASTER,
            location=pending.location,
            sha256=value["sha256"],
            blake3=value["blake3"],
            size=value["size"],
            mtime_ns=value["mtime_ns"],
            format=kind.value,
            picture=facts,
            created_at=now(),
        )

    def relative(
        self, edition: Edition, prints: tuple[Fingerprint, ...], stem: str
    ) -> tuple[Artwork, EditionRole] | None:
        """The work of which this file is the source or an export, if there is one: same name, same picture."""
        here = _phash(prints)
        if here is None:
            return None
        for work in self.studio.catalogue.works.by_title(paths.text(stem)):
            theirs = [e for e in work.editions if not e.role.ours and e.superseded_by is None]
            sources = [e for e in theirs if e.role is EditionRole.SOURCE]
            if bool(sources) == (edition.role is EditionRole.SOURCE):
                continue  # a second source, or a picture beside a picture: works of their own
            if work.client_id != self.client_id:
                continue
            peers = sources or theirs
            if any(_near(here, _phash(self.studio.catalogue.works.fingerprints(e.id))) for e in peers):
                return work, EditionRole.SOURCE if edition.role is EditionRole.SOURCE else EditionRole.EXPORT
        return None

    def add_work(self, edition: Edition, prints: tuple[Fingerprint, ...], title: str) -> None:
        works = self.studio.catalogue.works
        work = Artwork(
            id=edition.artwork_id,
            number=works.next_number(),
            title=title,
            created_at=edition.created_at,
            client_id=self.client_id,
            source_type=self.source_type,
        )
        works.add(work, [(edition, prints)])
        self.note("imported", edition)
        self.report.added += 1
        if len(self.report.ids) < 1000:
            self.report.ids.append(work.id)

    def add_edition(
        self,
        edition: Edition,
        artwork_id: str,
        prints: tuple[Fingerprint, ...],
        *,
        role: EditionRole,
        supersedes: Edition | None = None,
    ) -> None:
        edition = replace(edition, artwork_id=artwork_id, role=role)
        self.studio.catalogue.works.add_edition(edition, prints)
        if supersedes is not None:
            self.studio.catalogue.works.supersede(supersedes.id, edition.id)
        self.note("edition-added" if supersedes is None else "edition-replaced", edition)

    def note(self, act: str, edition: Edition) -> None:
        self.studio.catalogue.custody.append(
            act,
            edition.id,
            {
                "work": edition.artwork_id,
                "sha256": edition.sha256,
                "size": edition.size,
                "path": edition.location.path,
            },
        )


def import_(
    studio: Studio,
    targets: Iterable[Path],
    *,
    client_id: str | None = None,
    update: bool = False,
    source_type: str | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ImportReport:
    """Import files and folders, recursively. One file that fails is named in the report; the rest goes on.

    `update` takes a changed master in as a new edition. On a cancel what is read so far is kept.
    """
    task = _Import(studio, client_id, update, source_type)
    started = time.monotonic()
    waiting: deque[_Pending] = deque()
    done = 0

    def take() -> None:
        nonlocal done
        pending = waiting.popleft()
        again = task.collect(pending)
        if again is not None:
            waiting.appendleft(again)
            return
        done += 1
        progress(done, None, paths.printable(pending.found.path.name))

    try:
        for item in walk(targets):
            if cancel is not None and cancel.cancelled:
                break
            if isinstance(item, Closed):
                task.report.failures.append((paths.printable(item.path), item.error))
                continue
            pending = task.submit(item)
            if pending is None:
                done += 1
                continue
            waiting.append(pending)
            if len(waiting) >= _WINDOW:
                take()
        while waiting:
            take()
    finally:
        for pending in waiting:
            pending.future.cancel()
        task.flush()
        task.report.seconds = time.monotonic() - started
    return task.report


def _phash(prints: Iterable[Fingerprint]) -> int | None:
    return next((int(p.value, 16) for p in prints if p.kind is FingerprintKind.PHASH), None)


def _near(one: int, other: int | None) -> bool:
    return other is not None and (one ^ other).bit_count() <= _NEAR
