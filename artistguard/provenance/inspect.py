"""What any file says, ours or a stranger's: credential, history, tags, sidecars, and who reads a reservation in it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from artistguard.formats.blocks import Blocks, read_blocks
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.model import paths, wire
from artistguard.model.errors import Damaged, NotAPicture
from artistguard.provenance import adapter
from artistguard.provenance import store as stores
from artistguard.provenance.evidence import evidence
from artistguard.provenance.files import descriptor, reading
from artistguard.provenance.mimes import c2pa_mime, c2pa_reads
from artistguard.provenance.readers import ReaderRow, reader_table
from artistguard.provenance.store import Failure, Step, TrainingEntry
from artistguard.provenance.tags import Tag, read_tags

MAX_SIDECAR = 64 << 20  # bytes
UNSIGNED, UNREADABLE, ELSEWHERE = "none", "unreadable", "elsewhere"


@dataclass(frozen=True, slots=True)
class Credential:
    """The answers about a credential. Integrity and trust are two of them, a sentence each.

    `state`: "Trusted", "Valid", "Invalid", or "none", "unreadable", "elsewhere" where c2pa has no verdict. `place`:
    "embedded", "sidecar" or "". `intact` and `trusted` are None where there is nothing to judge. `time` is the time
    stamp's, ISO 8601; without one there is no signing time at all.
    """

    present: bool
    place: str = ""
    state: str = UNSIGNED
    intact: bool | None = None
    integrity: str = "There is no credential."
    trusted: bool | None = None
    trust: str = "Nobody has signed it."
    label: str = ""
    title: str = ""
    issuer: str = ""
    common_name: str = ""
    algorithm: str = ""
    time: str = ""
    generator: str = ""
    source_type: str = ""
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """A sidecar that lies beside the file, and what became of it."""

    name: str
    kind: str  # "xmp" or "c2pa"
    note: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that was found in and beside a file."""

    name: str
    kind: str
    label: str
    mime: str
    sha256: str
    size: int
    credential: Credential
    history: tuple[Step, ...]
    training: tuple[TrainingEntry, ...]
    tags: tuple[Tag, ...]
    sidecar_tags: tuple[Tag, ...]
    sidecars: tuple[Beside, ...]
    readers: tuple[ReaderRow, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Plain JSON types alone."""
        made: dict[str, object] = wire.dump(self)
        return made


def inspect(path: Path, *, anchors_pem: str = "") -> Inspection:
    """Look at one file; `anchors_pem` is the user's trust list. Nothing is fetched and nothing is written.

    Raises FileErrors for what is no picture or cannot be read. A broken credential, broken tags or a broken sidecar
    are findings, not errors.
    """
    with reading(path), path.open("rb") as file:
        kind = identify(file)
        file.seek(0)
        size = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        blocks, notes = _blocks(file, kind)
        found, credential, store, c2pa_files = _credential(path, kind, anchors_pem)
    xmp_tags, xmp_files = _xmp_beside(path)
    tags = read_tags(blocks)
    rows = reader_table(
        evidence(
            store,
            embedded=credential.place == "embedded",
            unreadable=found and store is None,
            tags=tags,
            beside=xmp_tags,
        )
    )
    return Inspection(
        name=paths.printable(path.name),
        kind=kind.value,
        label=kind.label,
        mime=kind.mime,
        sha256=digest,
        size=size,
        credential=credential,
        history=stores.history(store) if store else (),
        training=stores.training(store) if store else (),
        tags=tags,
        sidecar_tags=xmp_tags,
        sidecars=(*xmp_files, *c2pa_files),
        readers=rows,
        notes=notes,
    )


def _blocks(file: BinaryIO, kind: Kind) -> tuple[Blocks, tuple[str, ...]]:
    """The metadata; damage in it does not hide the rest of what the file says."""
    try:
        return read_blocks(file, kind), ()
    except (Damaged, NotAPicture) as error:
        return Blocks(), (f"The tags cannot be read: {error.message}",)


def _credential(
    path: Path, kind: Kind, anchors: str
) -> tuple[bool, Credential, Mapping[str, Any] | None, tuple[Beside, ...]]:
    """Whether there is one, the answers, the store, and the .c2pa files beside it. An embedded one goes first."""
    place, store, broken = "embedded", None, None
    mime = c2pa_mime(kind)
    with descriptor(path) as fd:
        if c2pa_reads(kind):
            store, broken = _read(fd, mime, anchors, None)
        listed: list[Beside] = []
        for beside in _named(path, ".c2pa"):
            if store is not None or broken is not None:
                listed.append(Beside(paths.printable(beside.name), "c2pa", "not used: the file carries one itself"))
                continue
            data = _small(beside)
            place = "sidecar"
            store, broken = _read(fd, mime, anchors, data) if data else (None, _unreadable("it is empty or too large"))
            listed.append(Beside(paths.printable(beside.name), "c2pa", "read" if store else "cannot be read"))
    if broken is not None:
        return broken.state == UNREADABLE, replace(broken, place=place), None, tuple(listed)
    if store is None:
        return False, Credential(False), None, tuple(listed)
    return True, _answers(store, place, anchors), store, tuple(listed)


def _read(
    fd: int, mime: str, anchors: str, manifest: bytes | None
) -> tuple[Mapping[str, Any] | None, Credential | None]:
    """(store, None), (None, None) without a credential, or (None, what is wrong with it)."""
    try:
        return adapter.read(fd, mime, anchors_pem=anchors, manifest=manifest), None
    except adapter.NoCredential:
        return None, None
    except adapter.CredentialElsewhere as error:
        where = stores.text(str(error))
        return None, Credential(
            True,
            state=ELSEWHERE,
            integrity=f"The credential lies elsewhere and was not fetched ({where}).",
            trust="Who signed it is not known without fetching it.",
        )
    except adapter.C2paRefused as error:
        return None, _unreadable(stores.text(str(error)))


def _unreadable(why: str) -> Credential:
    return Credential(
        True,
        state=UNREADABLE,
        intact=False,
        integrity=f"There is a credential that cannot be read: {why}.",
        trust="Who signed it cannot be told.",
        failures=(Failure("general.error", stores.words("general.error"), "this file"),),
    )


def _answers(store: Mapping[str, Any], place: str, anchors: str) -> Credential:
    active = stores.active(store)
    signature = active.get("signature_info")
    signature = signature if isinstance(signature, Mapping) else {}
    broken = stores.breaking(store)
    failures = stores.failures(store)
    intact = not broken and stores.state(store) in ("Valid", "Trusted")
    issuer, name = stores.text(signature.get("issuer")), stores.text(signature.get("common_name"))
    signer = " of ".join(filter(None, (name, issuer if issuer != name else ""))) or "somebody without a name"
    trusted = intact and "signingCredential.trusted" in stores.successes(store)
    if intact:
        integrity = "The file and its credential are as they were signed."
    elif broken:
        integrity = broken[0].words
    else:
        integrity = "The credential is not valid."
    return Credential(
        present=True,
        place=place,
        state=stores.state(store),
        intact=intact,
        integrity=integrity,
        trusted=trusted,
        trust=_trust(signer, trusted, intact, anchors),
        label=stores.text(store.get("active_manifest")),
        title=stores.text(active.get("title")),
        issuer=issuer,
        common_name=name,
        algorithm=stores.text(signature.get("alg")),
        time=stores.text(signature.get("time")),
        generator=stores.generator(active),
        source_type=_source_type(active),
        failures=failures,
    )


def _trust(signer: str, trusted: bool, intact: bool, anchors: str) -> str:
    if trusted:
        return f"Signed with a certificate for {signer}, whose root is on your trust list."
    if not intact:
        return f"The certificate names {signer}; with a broken credential that says nothing."
    listed = "is not on your trust list" if anchors else "cannot be checked: your trust list is empty"
    return f"Signed with a certificate for {signer}, whose root {listed}."


def _source_type(active: Mapping[str, Any]) -> str:
    for label, data in stores.assertions(active):
        if label.startswith("c2pa.actions") and isinstance(data, Mapping) and isinstance(data.get("actions"), list):
            for action in data["actions"][: stores.MAX_ITEMS]:
                if isinstance(action, Mapping) and action.get("digitalSourceType"):
                    return stores.text(action["digitalSourceType"])
    return ""


def _xmp_beside(path: Path) -> tuple[tuple[Tag, ...], tuple[Beside, ...]]:
    tags: tuple[Tag, ...] = ()
    listed: list[Beside] = []
    for beside in _named(path, ".xmp"):
        data = _small(beside)
        found = read_tags(Blocks(xmp=data)) if data else ()
        unreadable = not found or found[0].name == "(packet)"
        listed.append(Beside(paths.printable(beside.name), "xmp", "cannot be read" if unreadable else "read"))
        tags = tags or (() if unreadable else found)
    return tags, tuple(listed)


def _named(path: Path, suffix: str) -> list[Path]:
    """x.jpg.xmp and x.xmp beside x.jpg, whichever there are."""
    try:
        candidates = [path.with_name(path.name + suffix), path.with_suffix(suffix)]
        return [c for c in dict.fromkeys(candidates) if c != path and c.is_file()]
    except (OSError, ValueError):
        return []


def _small(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIDECAR + 1)
    except OSError:
        return None
    return data if 0 < len(data) <= MAX_SIDECAR else None
