"""What goes into a signed copy, and what came of it. The C2PA library itself is behind `adapter`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from artistguard.formats.kinds import Kind
from artistguard.model.preset import PresetVersion
from artistguard.model.rights import Rights


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """The public half of an identity: `chain_pem` leaf first, and the COSE name of its algorithm."""

    chain_pem: str
    algorithm: str


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """One copy to be tagged and signed.

    `source` is only read. `temporary` does not exist yet and lies where the copy will. `time_authority` is the loopback
    relay's address. `thumbnail` is a small JPEG for the credential. For a posting copy, `source` holds the converted
    pixels, `parent` is the master they were made from, `conversions` says how. `expected_blake3` is the source's
    (three times as fast to check as SHA-256, and as hard to forge).
    """

    source: Path
    kind: Kind
    temporary: Path
    version: PresetVersion
    rights: Rights
    title: str | None
    source_type: str | None
    identity: SigningIdentity
    time_authority: str | None = None
    thumbnail: bytes | None = None
    parent: Path | None = None
    conversions: tuple[str, ...] = ()
    expected_blake3: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file beside the copy: `suffix` is appended to the copy's whole name, `why` says why it is needed."""

    suffix: str
    path: Path
    sha256: str
    why: str


@dataclass(frozen=True, slots=True)
class Written:
    """A copy that was read back and found as asked.

    `state` is C2PA's ("Valid", or "Trusted" by the library's own trust list), or "tagged only" without a credential.
    `seen` counts the readers that see a reservation: {"yes": 5, "no": 2, "cannot say": 1}. `forms` says in which
    vocabularies the reservation was read back, and where: {"plus:DataMining": "file", "tdm:reservation": "beside"}.
    """

    sha256: str
    blake3: str
    size: int
    state: str
    manifest_label: str | None
    sidecars: tuple[Sidecar, ...]
    time_stamped: bool
    warnings: tuple[str, ...]
    seen: Mapping[str, int]
    forms: Mapping[str, str]
