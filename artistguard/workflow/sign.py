"""Tag and sign: what would happen, then a durable batch that makes it happen.

The plan is made from the catalogue and the files' headers; nothing is written for it. The batch is jobs: killed at
any point, it goes on where it was, and each work is signed exactly once (see `signing.SigningHandler`).
"""

import contextlib
import os
import shutil
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from artistguard.formats.kinds import Kind
from artistguard.model import paths, wire
from artistguard.model.artwork import Artwork, Edition, EditionRole
from artistguard.model.errors import CannotWrite, DiskFull, FileError, IdentityError, Unreadable, UsageError
from artistguard.model.identity import Identity
from artistguard.model.ids import now
from artistguard.model.oserrors import regular, there, unreadable
from artistguard.model.preset import Field, Preset, PresetVersion
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.model.rights import Client, Permission, Rights
from artistguard.work.engine import Engine, Report
from artistguard.workflow import mandates, naming, rates
from artistguard.workflow.originals import known_at, refuse_taken
from artistguard.workflow.presets import default as default_preset
from artistguard.workflow.signing import SigningHandler
from artistguard.workflow.studio import Studio

KIND = "sign"
_HEADROOM = 64 * 2**20  # bytes left free on the target disk beside the copies
_MANIFEST = 48 * 1024  # bytes that tags and a credential add at most, as a rule


@dataclass(frozen=True, slots=True)
class PlannedCopy:
    """One copy to be written."""

    work: Artwork
    edition: Edition
    source: Path
    target: Path
    version: PresetVersion
    rights: Rights
    replaces: bool = False  # the catalogue knows a copy at this place whose file is gone
    sidecar: str = ""  # why not everything can be embedded; empty: it can


@dataclass
class SigningPlan:
    """The dry run: what a batch would do, before it does it."""

    copies: list[PlannedCopy] = field(default_factory=list)
    already: list[tuple[Artwork, Path]] = field(default_factory=list)
    failures: list[tuple[str, FileError]] = field(default_factory=list)
    sources_left: int = 0  # source files left alone because an export of the work is signed
    warnings: list[str] = field(default_factory=list)
    bytes: int = 0
    seconds: float = 0.0
    free: int = 0  # bytes on the target disk

    @property
    def sidecars(self) -> int:
        """How many of the copies need sidecars."""
        return sum(1 for copy in self.copies if copy.sidecar)

    @property
    def fits(self) -> bool:
        """Whether the target disk has room."""
        return self.bytes + _HEADROOM <= self.free

    def sentence(self) -> str:
        """The whole plan in one sentence, as the window's batch bar and the command line show it."""
        parts = [f"{len(self.copies)} new"]
        parts += [f"{len(self.already)} already signed"] if self.already else []
        parts += [f"{self.sidecars} with a sidecar"] if self.sidecars else []
        unreadable_ = sum(isinstance(error, Unreadable) for _, error in self.failures)
        parts += [f"{unreadable_} unreadable"] if unreadable_ else []
        other = len(self.failures) - unreadable_
        parts += [f"{other} left out"] if other else []
        size = rates.size(self.bytes)
        return f"{', '.join(parts)}; {size}, {rates.duration(self.seconds)}."


@dataclass(frozen=True, slots=True)
class SigningOrder:
    """What the user asks for."""

    out: Path
    preset: str | None = None  # None: the client's, else the default
    identity: str | None = None
    posting: int | None = None  # the longer side of a posting copy, px
    overwrite: bool = False
    sources: bool = False  # also copy source files of works that have an export
    source_type: str | None = None  # stated for all of them


class _Planner:
    def __init__(self, studio: Studio, order: SigningOrder, identity: Identity | None) -> None:
        self.studio, self.order, self.identity = studio, order, identity
        self.plan = SigningPlan()
        self.out = Path(os.path.abspath(order.out))  # noqa: PTH100 - the user's own links stay
        self.taken: set[Path] = set()
        self.roots: dict[str, Path] = {}
        self.clients: dict[str, Client] = {}
        self.chosen: dict[str | None, tuple[Preset, PresetVersion]] = {}
        self.base = base_rights(studio, identity)
        self.warned: Counter[str] = Counter()

    def add(self, work: Artwork) -> None:
        client = self.client(work.client_id)
        preset, version = self.preset(client)
        rights = (client.rights if client else Rights()).over(version.rights.over(self.base))
        self.warn(work, client, version, rights)
        editions = [e for e in work.editions if not e.role.ours and e.superseded_by is None]
        pictures = [e for e in editions if e.role is not EditionRole.SOURCE]
        chosen = editions if self.order.sources or not pictures else pictures
        self.plan.sources_left += len(editions) - len(chosen)
        for edition in chosen:
            self.add_edition(work, edition, client, preset, version, rights)

    def add_edition(
        self,
        work: Artwork,
        edition: Edition,
        client: Client | None,
        preset: Preset,
        version: PresetVersion,
        rights: Rights,
    ) -> None:
        source = self.native(edition)
        shown = f"#{work.number} {paths.printable(source.name)}"
        try:
            status = source.stat()
        except OSError as error:
            self.plan.failures.append((shown, unreadable(source, error)))
            return
        target = self.target(work, edition, client, preset, version)
        known = self.known_at(work, target)
        if self.signed_there(edition, version, known, target):
            self.plan.already.append((work, target))
            return
        try:
            regular(source)
            refuse_taken(self.studio.catalogue, target, target, overwrite=self.order.overwrite)
        except FileError as error:
            self.plan.failures.append((shown, error))
            return
        self.taken.add(target)
        self.plan.copies.append(PlannedCopy(work, edition, source, target, version, rights, known is not None))
        self.plan.bytes += self.size(status.st_size, edition)

    def size(self, source_bytes: int, edition: Edition) -> int:
        if self.order.posting is None:
            return source_bytes + _MANIFEST
        width, height = edition.picture.width or 1, edition.picture.height or 1
        scale = min(1.0, self.order.posting / max(width, height))
        return int(width * height * scale * scale) + _MANIFEST  # about a byte a pixel, JPEG at quality 90

    def signed_there(self, edition: Edition, version: PresetVersion, known: Edition | None, target: Path) -> bool:
        """Whether the copy that this very order made before is still there."""
        return (
            known is not None
            and not self.order.overwrite
            and known.parent_id == edition.id
            and known.preset_version_id == version.id
            and known.identity_id == (self.identity.id if self.identity else None)
            and there(target)
        )

    def known_at(self, work: Artwork, target: Path) -> Edition | None:
        """The copy of this work that the catalogue knows at a place."""
        for copy in work.editions:
            if copy.role.ours and copy.superseded_by is None and self.native(copy) == target:
                return copy
        return None

    def native(self, edition: Edition) -> Path:
        root = edition.location.root
        if root not in self.roots:
            self.roots[root] = self.studio.catalogue.roots.path(root)
        return self.roots[root] / paths.native(edition.location.path)

    def target(
        self, work: Artwork, edition: Edition, client: Client | None, preset: Preset, version: PresetVersion
    ) -> Path:
        """Where the copy goes: the target mirrors the source tree; no two copies of a batch share a name."""
        relative = paths.native(edition.location.path)
        rule, posting = version.output, self.order.posting
        values = {
            "stem": relative.stem,
            "number": str(work.number),
            "title": naming.safe(work.title),
            "client": naming.safe(client.name) if client else "",
            "preset": naming.safe(preset.name),
            "size": str(posting or ""),
            "year": str(work.created_at.year),
        }
        if posting is None:
            suffix = relative.suffix or Kind(edition.format).suffix
            stem = naming.render(rule.name, values)
        else:
            suffix = Kind(rule.posting_format).suffix
            stem = naming.render(rule.posting_name, values)
        inside = {**values, "stem": naming.safe(relative.stem), "tree": str(relative.parent)}
        folder = Path(os.path.normpath(self.out / naming.render(rule.folder, inside)))
        if not folder.is_relative_to(self.out):
            raise UsageError(f"The folder rule {rule.folder!r} leads out of the target folder.")
        target = folder / naming.fitted(stem, suffix)
        count = 2
        while target in self.taken or self.belongs_to_another(work, target):  # a.jpg and a.png: both a-2048.jpg
            target = folder / naming.fitted(stem, f"-{count}{suffix}")
            count += 1
        return target

    def belongs_to_another(self, work: Artwork, target: Path) -> bool:
        """Whether the copy of another work has this name: it keeps it, whichever works are signed together."""
        known = known_at(self.studio.catalogue, target) if there(target) else None
        return known is not None and known.role.ours and known.artwork_id != work.id

    def preset(self, client: Client | None) -> tuple[Preset, PresetVersion]:
        key = client.id if client else None
        if key not in self.chosen:
            presets = self.studio.catalogue.presets
            reference = self.order.preset or (client.preset_id if client else None)
            self.chosen[key] = presets.get(reference) if reference else default_preset(self.studio.catalogue)
        return self.chosen[key]

    def client(self, client_id: str | None) -> Client | None:
        if client_id is None:
            return None
        if client_id not in self.clients:
            self.clients[client_id] = self.studio.catalogue.clients.get(client_id)
        return self.clients[client_id]

    def warn(self, work: Artwork, client: Client | None, version: PresetVersion, rights: Rights) -> None:
        asks = Permission.CONSTRAINED in version.reservation.answers.values()
        if asks and not (rights.contact_email or rights.contact_url or rights.licensor_email or rights.licensor_url):
            self.warned['The preset says "ask me", but states no address to ask at.'] += 1
        if warning := mandates.warning(client, rights.creator, date.today()):
            self.warned[warning] += 1
        if self.studio.settings.time_authority and self.studio.seals.sealed(work.client_id):
            self.warned["Sealed works get no time stamp: nothing about them leaves this machine."] += 1

    def survey(self) -> None:
        """Ask each file's headers how it can carry what is to be written, a few files at a time."""
        if self.order.posting is not None:
            return
        waiting: deque[tuple[int, Any]] = deque()
        failed: dict[int, FileError] = {}

        def take() -> None:
            index, future = waiting.popleft()
            try:
                answer = future.result().value
            except FileError as error:
                failed[index] = error
                return
            if not answer["embeds"] or not answer["tags"]:
                copy = self.plan.copies[index]
                self.plan.copies[index] = replace(copy, sidecar=str(answer["why_not"]))
                wanted = [".c2pa"] * (not answer["embeds"]) + [".xmp"] * (not answer["tags"])
                try:
                    for suffix in wanted:
                        beside = copy.target.with_name(copy.target.name + suffix)
                        refuse_taken(self.studio.catalogue, beside, copy.target, overwrite=self.order.overwrite)
                except FileError as error:
                    failed[index] = error

        for index, copy in enumerate(self.plan.copies):
            waiting.append((index, self.studio.pool.submit("survey", {"path": paths.text(copy.source)})))
            if len(waiting) >= 64:
                take()
        while waiting:
            take()
        for index in sorted(failed, reverse=True):
            copy = self.plan.copies.pop(index)
            self.plan.bytes -= copy.edition.size + _MANIFEST
            self.plan.failures.append((f"#{copy.work.number} {paths.printable(copy.source.name)}", failed[index]))


def plan(studio: Studio, works: Iterable[Artwork], order: SigningOrder, identity: Identity | None) -> SigningPlan:
    """What signing these works as ordered would do. Reads headers and writes no file.

    What a killed run published and did not write down is written down first, so that it counts as signed.
    """
    if order.posting is not None and not 16 <= order.posting <= 16384:
        raise UsageError("A posting copy is between 16 and 16384 pixels long.")
    settle(studio)
    planner = _Planner(studio, order, identity)
    for work in works:
        planner.add(work)
    planner.survey()
    made = planner.plan
    made.warnings = [f"{text} ({count} works)" if count > 1 else text for text, count in planner.warned.items()]
    made.free = shutil.disk_usage(_existing(planner.out)).free
    made.seconds = rates.estimate(studio.catalogue, len(made.copies), made.bytes)
    return made


def sign(
    studio: Studio,
    made: SigningPlan,
    order: SigningOrder,
    identity: Identity,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[str, Report]:
    """Write the planned copies as one batch; returns its id and what came of it.

    Raises DiskFull before anything is written when the disk clearly has no room, IdentityError for a signature
    that cannot sign today.
    """
    if identity.revoked_at is not None:
        raise IdentityError("This signature was revoked.", "Choose or make another with 'artistguard identity'.")
    if not identity.not_before <= now() <= identity.not_after:
        raise IdentityError(
            f"This signature was valid from {identity.not_before:%Y-%m-%d} to {identity.not_after:%Y-%m-%d}.",
            "Renew it with 'artistguard identity renew'.",
        )
    if not made.fits:
        raise DiskFull(
            f"The copies need {rates.size(made.bytes)}, and the disk has {rates.size(made.free)} left.",
            f"Free {rates.size(made.bytes + _HEADROOM - made.free)}, or choose another folder.",
        )
    root, _ = studio.catalogue.roots.containing(_made(Path(os.path.abspath(order.out))))  # noqa: PTH100
    catalogue = studio.catalogue
    with SigningHandler(studio) as handler:
        handler.unlock(identity.id)
        with catalogue.transaction():
            jobs = [_job(copy, order, identity, root) for copy in made.copies]
            # What an earlier batch left undone of the same copies is this batch's now: with these terms, told here.
            catalogue.jobs.call_off(key for key, _, _ in jobs)
            batch = catalogue.jobs.create_batch(KIND, {"out": paths.text(order.out), "identity": identity.id})
            catalogue.jobs.add(batch.id, KIND, jobs)
        return batch.id, _run(studio, handler, batch.id, progress, cancel)


def settle(studio: Studio) -> int:
    """Bring to its end what a killed run was about to publish; needs no key. Returns how many copies that settled."""
    with SigningHandler(studio) as handler:
        return Engine(studio.catalogue, studio.pool, [handler]).reconcile()


def resume(
    studio: Studio, batch_id: str, *, progress: Progress = no_progress, cancel: CancelToken | None = None
) -> Report:
    """Run what is left of a batch: after a kill, a full disk, a cancel or an unlocked key."""
    with SigningHandler(studio) as handler:
        return _run(studio, handler, batch_id, progress, cancel)


def _run(
    studio: Studio, handler: SigningHandler, batch_id: str, progress: Progress, cancel: CancelToken | None
) -> Report:
    engine = Engine(studio.catalogue, studio.pool, [handler])
    engine.reconcile()
    with rates.measured(studio.catalogue, batch_id):
        return engine.run(batch_id, progress=progress, cancel=cancel)


def base_rights(studio: Studio, identity: Identity | None) -> Rights:
    """What can be stated from the profile alone, below what preset and client say."""
    profile = studio.catalogue.profile.get()
    name = profile.name or (identity.name if identity else "")
    if not name:
        return Rights()
    url = next((a for a in profile.addresses if a.startswith(("http://", "https://"))), "")
    email = next((a for a in profile.addresses if "@" in a and "/" not in a), "")
    return Rights(
        creator=name,
        rights_holder=name,
        notice=f"© {name}. All rights reserved.",
        contact_url=url,
        contact_email=email,
        licensor=name,
        licensor_url=url,
        licensor_email=email,
    )


def _job(copy: PlannedCopy, order: SigningOrder, identity: Identity, root: str) -> tuple[str, str, dict[str, object]]:
    posting = (
        None
        if order.posting is None
        else {
            "edge": order.posting,
            "format": copy.version.output.posting_format,
            "quality": copy.version.output.posting_quality,
        }
    )
    payload: dict[str, object] = {
        "edition": copy.edition.id,
        "work": copy.work.id,
        "title": copy.work.title if Field.DC_TITLE in copy.version.fields else None,
        "target": paths.text(copy.target),
        "root": root,
        "version": copy.version.id,
        "rights": wire.dump(copy.rights),
        "identity": identity.id,
        "posting": posting,
        "overwrite": order.overwrite,
        "replaces": copy.replaces,
        "source_type": order.source_type or copy.version.source_type or copy.work.source_type,
    }
    return f"{KIND}:{copy.edition.id}:{paths.text(copy.target)}", copy.edition.id, payload


def _existing(path: Path) -> Path:
    """The nearest folder above a path that is there and may be looked at."""
    for folder in (path, *path.parents):
        with contextlib.suppress(OSError):
            folder.stat()
            return folder
    return Path("/")


def _made(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"{paths.printable(path)} cannot be made: {error.strerror}.", "Choose another folder."
        ) from error
    return path


def works_of(studio: Studio, references: Sequence[str]) -> list[Artwork]:
    """The works behind numbers, ids or beginnings of ids, each once."""
    found = {work.id: work for work in (studio.catalogue.works.find(reference) for reference in references)}
    return list(found.values())
