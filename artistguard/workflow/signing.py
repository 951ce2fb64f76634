"""The signing job: what the engine does with one copy, from the request to the row.

    prepare   the worker's task: which file, which temporary, what to write
    intent    what is about to get its final name (stored before it happens)
    publish   temporaries get their final names, sidecars first; repeating it changes nothing
    record    the edition and the ledger's line, in the transaction that finishes the job
    recover   after a kill: was it published, can it be, or is it done again

The key stays in this process. A worker child that needs a signature asks for it.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from artistguard.formats.kinds import Kind
from artistguard.model import paths, wire
from artistguard.model.artwork import Edition, EditionRole, Fingerprint, FingerprintKind, Location, PictureFacts
from artistguard.model.egress import Subjects
from artistguard.model.ids import new_id, now
from artistguard.model.jobs import Job
from artistguard.model.protocols import Signer
from artistguard.net.relay import Relay
from artistguard.provenance import certificates
from artistguard.provenance.credential import SigningIdentity
from artistguard.work.engine import Recovery, Task
from artistguard.work.pool import TaskResult
from artistguard.work.publish import digest_of, publish, sweep, sync_folders, temporary_name
from artistguard.workflow.studio import Studio

_OF_THE_PICTURE = {FingerprintKind.PHASH, FingerprintKind.PDQ, FingerprintKind.ISCC_IMAGE}
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

    def prepare(self, job: Job) -> Task:
        """The worker's task for a copy. The temporary lies in the target's folder, so that a rename finishes it."""
        payload: Mapping[str, Any] = job.payload
        catalogue = self._studio.catalogue
        edition = catalogue.works.edition(payload["edition"])
        sealed = self._sealed(payload["work"])
        source = catalogue.roots.path(edition.location.root) / paths.native(edition.location.path)
        target = paths.native(payload["target"])
        _folder(target.parent)
        sign, signing = self._identity(payload["identity"])
        arguments = {
            "path": paths.text(source),
            "sha256": edition.sha256,
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
        replace = bool(job.payload["overwrite"])
        for temporary, target, sha256 in intent["moves"]:
            held, wanted = paths.native(temporary), paths.native(target)
            if wanted.is_file() and digest_of(wanted) == sha256:
                held.unlink(missing_ok=True)  # published before the last kill, perhaps by a link not yet undone
                continue
            publish(held, wanted, replace=replace, sync=False)

    def settle(self, published: Sequence[tuple[Job, Mapping[str, object]]]) -> None:
        """Make the new names of a group durable, each folder once."""
        sync_folders({paths.native(str(job.payload["target"])).parent for job, _ in published})

    def discard(self, job: Job, made: Mapping[str, object]) -> None:
        """Remove what a task wrote for a copy that gets no name after all."""
        self._sweep(job)

    def record(self, job: Job, intent: Mapping[str, Any]) -> Mapping[str, object]:
        """The copy as an edition of its work, and its line in the custody ledger."""
        payload: Mapping[str, Any] = job.payload
        written = intent["written"]
        target = paths.native(payload["target"])
        catalogue = self._studio.catalogue
        parent = catalogue.works.edition(payload["edition"])
        kind = Kind(written["kind"])
        location = Location(payload["root"], paths.text(target.relative_to(catalogue.roots.path(payload["root"]))))
        before = catalogue.works.by_location(location)
        posting = payload["posting"]
        edition = Edition(
            id=new_id(),
            artwork_id=payload["work"],
            role=EditionRole.POSTING_COPY if posting else EditionRole.SIGNED_COPY,
            location=location,
            sha256=written["sha256"],
            blake3=written["blake3"],
            size=written["size"],
            mtime_ns=target.stat().st_mtime_ns,
            format=kind.value,
            picture=wire.load(PictureFacts, written["picture"]) if posting else parent.picture,
            created_at=now(),
            parent_id=parent.id,
            preset_version_id=payload["version"],
            identity_id=payload["identity"],
            sidecars=tuple(target.name + s["suffix"] for s in written["sidecars"]),
        )
        if posting:
            prints = tuple(wire.load(Fingerprint, item) for item in written["fingerprints"])
        else:  # the picture is the master's to the last bit, so what was taken of the picture holds; of the bytes not
            prints = tuple(p for p in catalogue.works.fingerprints(parent.id) if p.kind in _OF_THE_PICTURE)
        catalogue.works.add_edition(edition, prints)
        if before is not None:
            catalogue.works.supersede(before.id, edition.id)
        catalogue.custody.append(
            "posted" if posting else "signed",
            edition.id,
            {
                "work": edition.artwork_id,
                "from": parent.sha256,
                "sha256": edition.sha256,
                "path": location.path,
                "preset_version": payload["version"],
                "identity": catalogue.identities.get(payload["identity"]).fingerprint,
                "manifest": written["manifest_label"],
                "state": written["state"],
                "time_stamped": written["time_stamped"],
                "sidecars": list(edition.sidecars),
            },
        )
        return {
            "edition": edition.id,
            "target": payload["target"],
            "size": edition.size,
            "state": written["state"],
            "sidecars": list(edition.sidecars),
            "time_stamped": written["time_stamped"],
            "warnings": [*written["warnings"], *intent["notes"]],
            "conversions": written.get("conversions", []),
        }

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

    def _sealed(self, work_id: str) -> bool:
        return self._studio.seals.sealed(self._studio.catalogue.works.get(work_id).client_id)

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


def _folder(folder: Path) -> None:
    from artistguard.model.errors import CannotWrite

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(
            f"The folder {paths.printable(folder)} cannot be made: {os.strerror(error.errno or 0)}.",
            "Choose another target folder, or give yourself the right to write there.",
        ) from error
