"""The signing job: what the engine does with one copy, from the request to the row.

    prepare   the worker's task: which file, which temporary, what to write
    intent    what is about to get its final name (stored before it happens)
    publish   temporaries get their final names, sidecars first; repeating it changes nothing
    record    what came of it; write_up the editions and the ledger's lines of a group, in the transaction that
              finishes its jobs
    recover   after a kill: was it published, can it be, or is it done again

The key stays in this process. A worker child that needs a signature asks for it.
"""

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from artistguard.formats.kinds import Kind
from artistguard.model import paths, wire
from artistguard.model.artwork import Edition, EditionRole, Fingerprint, FingerprintKind, Location, PictureFacts
from artistguard.model.egress import Subjects
from artistguard.model.errors import ArtistGuardError, CannotWrite
from artistguard.model.ids import new_id, now
from artistguard.model.jobs import Job
from artistguard.model.protocols import Signer
from artistguard.net.relay import Relay
from artistguard.provenance import certificates
from artistguard.provenance.credential import SigningIdentity
from artistguard.work.engine import Recovery, Task
from artistguard.work.pool import TaskResult
from artistguard.work.publish import digest_of, publish, sweep, sync_folders, temporary_name
from artistguard.workflow.originals import refuse_taken
from artistguard.workflow.studio import Studio

_OF_THE_PICTURE = {FingerprintKind.PHASH, FingerprintKind.PDQ, FingerprintKind.ISCC_IMAGE}
_SEAL_SECONDS = 1.0  # how long a seal's state is taken as known
_SEALED = "The client's work is sealed: no time stamp was asked for."
_OFF = "No time stamp: the network is switched off."


class SigningHandler:
    """Handles jobs of kind "sign" (see work.engine.Handler). Use it with `with`: it may hold a relay open."""

    kind = "sign"

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._stack = ExitStack()
        self._relay: Relay | None = None
        self._identities: dict[str, tuple[Signer, SigningIdentity]] = {}
        self._versions: dict[str, dict[str, Any]] = {}
        self._signers: dict[str, str] = {}
        self._roots: dict[str, Path] = {}
        self._folders: set[Path] = set()
        self._seals: dict[str | None, tuple[float, bool]] = {}
        self._parents: dict[str, Edition] = {}  # what the copies at work are made of, by job
        self._stamping: dict[str, str] = {}  # the relay's address of each copy at work, by job

    def __enter__(self) -> "SigningHandler":
        settings = self._studio.settings
        if settings.time_authority and settings.network:
            self._relay = self._stack.enter_context(Relay(self._studio.door(), settings.time_authority))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def unlock(self, identity_id: str) -> None:
        """Open the key now: a locked one is found before a batch begins. Raises KeyLocked, IdentityError."""
        self._identity(identity_id)

    def prepare(self, job: Job) -> Task:
        """The worker's task for a copy. The temporary lies in the target's folder, so that a rename finishes it."""
        payload: Mapping[str, Any] = job.payload
        catalogue = self._studio.catalogue
        edition = self._parents[job.id] = catalogue.works.edition(payload["edition"])
        sealed = self._sealed(payload["work"])
        source = self._root(edition.location.root) / paths.native(edition.location.path)
        target = paths.native(payload["target"])
        self._folder(target.parent)
        sign, signing = self._identity(payload["identity"])
        arguments = {
            "path": paths.text(source),
            "blake3": edition.blake3,
            "temporary": paths.text(temporary_name(target, job.id)),
            "version": self._version(payload["version"]),
            "rights": payload["rights"],
            "title": payload["title"],
            "source_type": payload["source_type"],
            "identity": wire.dump(signing),
            "time_authority": self._time_authority(job, sealed),
            "posting": payload["posting"],
            "sealed": sealed,
            "megapixels": self._studio.settings.megapixels,
        }
        return Task("sign", arguments, answer=lambda what, asked, blob: sign(blob))

    def intent(self, job: Job, result: TaskResult) -> Mapping[str, object]:
        """Every file that is about to get its name, with its hash: [temporary, target, sha256], the copy last."""
        value: Mapping[str, Any] = result.value
        temporary = str(value["temporary"])
        target = str(job.payload["target"])
        moves = [[str(s["path"]), target + s["suffix"], s["sha256"]] for s in value["sidecars"]]
        unstamped = self._unstamped(job, bool(value["time_stamped"]))
        return {"moves": [*moves, [temporary, target, value["sha256"]]], "written": dict(value), "notes": unstamped}

    def publish(self, job: Job, intent: Mapping[str, Any]) -> None:
        """Give the files their names. A file that is there already with the right content is left alone."""
        overwrite, copy = bool(job.payload["overwrite"]), paths.native(str(job.payload["target"]))
        left = []
        for temporary, target, sha256 in intent["moves"]:
            held, wanted = paths.native(temporary), paths.native(target)
            if wanted.is_file() and digest_of(wanted) == sha256 and not (overwrite and held.exists()):
                held.unlink(missing_ok=True)  # published before the last kill, perhaps by a link not yet undone
                continue
            refuse_taken(self._studio.catalogue, wanted, copy, overwrite=overwrite)
            left.append((held, wanted))
        named: list[Path] = []
        try:
            for held, wanted in left:
                publish(held, wanted, replace=overwrite, sync=False)
                named.append(wanted)
        except ArtistGuardError:
            for path in named if not overwrite else ():
                path.unlink(missing_ok=True)  # a sidecar without its copy; it was not there a moment ago
            raise

    def settle(self, published: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Make the new names of a group durable, each folder once."""
        sync_folders({paths.native(str(job.payload["target"])).parent for job, _ in published})

    def discard(self, job: Job, made: Mapping[str, object]) -> None:
        """Remove what a task wrote for a copy that gets no name after all."""
        self._sweep(job)

    def record(self, job: Job, intent: Mapping[str, Any]) -> Mapping[str, object]:
        """What came of it, for people. The rows are written by `write_up`."""
        written = intent["written"]
        return {
            "target": job.payload["target"],
            "size": written["size"],
            "state": written["state"],
            "sidecars": [_beside(job, sidecar) for sidecar in written["sidecars"]],
            "time_stamped": written["time_stamped"],
            "warnings": [*written["warnings"], *intent["notes"]],
            "conversions": written.get("conversions", []),
        }

    def write_up(self, recorded: Sequence[tuple[Job, Mapping[str, Any]]]) -> None:
        """The copies as editions of their works, and their lines in the custody ledger."""
        catalogue = self._studio.catalogue
        files, lines, replaced = [], [], []
        for job, intent in recorded:
            parent = self._parents.pop(job.id, None) or catalogue.works.edition(str(job.payload["edition"]))
            edition = self._edition(job, intent["written"], parent)
            files.append((edition, self._fingerprints(intent["written"], parent)))
            if job.payload["overwrite"] or job.payload["replaces"]:
                before = catalogue.works.by_location(edition.location)
                replaced += [(before.id, edition.id)] if before is not None else []
            lines.append(self._line(job, intent["written"], parent, edition))
        catalogue.works.add_editions(files)
        for old, new in replaced:
            catalogue.works.supersede(old, new)
        catalogue.custody.append_many(lines)

    def _edition(self, job: Job, written: Mapping[str, Any], parent: Edition) -> Edition:
        payload: Mapping[str, Any] = job.payload
        target = paths.native(payload["target"])
        posting = payload["posting"]
        return Edition(
            id=new_id(),
            artwork_id=payload["work"],
            role=EditionRole.POSTING_COPY if posting else EditionRole.SIGNED_COPY,
            location=Location(payload["root"], paths.text(target.relative_to(self._root(payload["root"])))),
            sha256=written["sha256"],
            blake3=written["blake3"],
            size=written["size"],
            mtime_ns=target.stat().st_mtime_ns,
            format=Kind(written["kind"]).value,
            picture=wire.load(PictureFacts, written["picture"]) if posting else parent.picture,
            created_at=now(),
            parent_id=parent.id,
            preset_version_id=payload["version"],
            identity_id=payload["identity"],
            sidecars=tuple(_beside(job, sidecar) for sidecar in written["sidecars"]),
        )

    def _fingerprints(self, written: Mapping[str, Any], parent: Edition) -> tuple[Fingerprint, ...]:
        if "fingerprints" in written:  # of a posting copy: a picture of its own
            return tuple(wire.load(Fingerprint, item) for item in written["fingerprints"])
        # The picture is the master's to the last bit, so what was taken of the picture holds; of the bytes not.
        found = self._studio.catalogue.works.fingerprints(parent.id)
        return tuple(print_ for print_ in found if print_.kind in _OF_THE_PICTURE)

    def _line(
        self, job: Job, written: Mapping[str, Any], parent: Edition, edition: Edition
    ) -> tuple[str, str, dict[str, object]]:
        return (
            "posted" if job.payload["posting"] else "signed",
            edition.id,
            {
                "work": edition.artwork_id,
                "from": parent.sha256,
                "sha256": edition.sha256,
                "path": edition.location.path,
                "preset_version": job.payload["version"],
                "identity": self._signer_of(str(job.payload["identity"])),
                "manifest": written["manifest_label"],
                "state": written["state"],
                "time_stamped": written["time_stamped"],
                "sidecars": list(edition.sidecars),
                "forms": dict(written.get("forms", {})),  # absent in what a killed older program left
            },
        )

    def recover(self, job: Job) -> Recovery:
        """What became of a job that a killed program had in hand."""
        intent: Mapping[str, Any] | None = job.intent
        if intent is None:
            self._sweep(job)
            return Recovery.REDO
        for temporary, target, sha256 in intent["moves"]:
            held, wanted = paths.native(temporary), paths.native(target)
            at = held if held.exists() else wanted
            if not at.exists() or digest_of(at) != sha256:
                self._sweep(job)
                return Recovery.REDO
        return Recovery.PUBLISH

    def _sweep(self, job: Job) -> None:
        sweep(paths.native(str(job.payload["target"])).parent, token=job.id)

    def _identity(self, identity_id: str) -> tuple[Signer, SigningIdentity]:
        if identity_id not in self._identities:
            identity = self._studio.catalogue.identities.get(identity_id)
            key = certificates.signing_key(self._studio.keys.get(identity.id))
            signing = SigningIdentity(identity.chain_pem, identity.algorithm)
            self._identities[identity_id] = (certificates.make_signer(key, identity.algorithm), signing)
        return self._identities[identity_id]

    def _version(self, version_id: str) -> dict[str, Any]:
        if version_id not in self._versions:
            self._versions[version_id] = wire.dump(self._studio.catalogue.presets.version(version_id))
        return self._versions[version_id]

    def _signer_of(self, identity_id: str) -> str:
        """The certificate's fingerprint; needs no key."""
        if identity_id not in self._signers:
            self._signers[identity_id] = self._studio.catalogue.identities.get(identity_id).fingerprint
        return self._signers[identity_id]

    def _root(self, name: str) -> Path:
        if name not in self._roots:
            self._roots[name] = self._studio.catalogue.roots.path(name)
        return self._roots[name]

    def _folder(self, folder: Path) -> None:
        if folder not in self._folders:
            _make(folder)
            self._folders.add(folder)

    def _sealed(self, work_id: str) -> bool:
        """Whether the work is sealed. The door asks again for whatever would leave; here it saves asking in vain."""
        client_id = self._studio.catalogue.works.clients_of([work_id])[work_id]
        known = self._seals.get(client_id)
        if known is None or time.monotonic() - known[0] > _SEAL_SECONDS:
            known = self._seals[client_id] = (time.monotonic(), self._studio.seals.sealed(client_id))
        return known[1]

    def _time_authority(self, job: Job, sealed: bool) -> str | None:
        if self._relay is None or sealed:
            return None
        self._stamping[job.id] = self._relay.url_for(Subjects(works=(str(job.payload["work"]),)))
        return self._stamping[job.id]

    def _unstamped(self, job: Job, stamped: bool) -> list[str]:
        """Why a copy carries no time stamp, where one was wished for."""
        url = self._stamping.pop(job.id, None)
        error = self._relay.release(url) if self._relay is not None and url is not None else None
        if stamped or not self._studio.settings.time_authority:
            return []
        if error is not None:
            return [f"No time stamp: {error.message}"]
        if self._sealed(str(job.payload["work"])):
            return [_SEALED]
        return [] if self._studio.settings.network else [_OFF]


def _beside(job: Job, sidecar: Mapping[str, Any]) -> str:
    return paths.native(str(job.payload["target"])).name + str(sidecar["suffix"])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"The folder {paths.printable(folder)} cannot be made: {os.strerror(error.errno or 0)}.",
            "Choose another target folder, or give yourself the right to write there.",
        ) from error
