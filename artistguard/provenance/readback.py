"""A copy read back from the disk before it gets its name: credential, tags and picture as asked, or `NotVerified`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from blake3 import blake3

from artistguard.formats.blocks import Blocks, read_blocks
from artistguard.formats.carry import Carry
from artistguard.formats.kinds import Kind
from artistguard.formats.picture import same_picture
from artistguard.model.errors import IdentityError, NotVerified
from artistguard.provenance import adapter
from artistguard.provenance import store as stores
from artistguard.provenance import tags as tagging
from artistguard.provenance.files import descriptor

_BLOCK = 1 << 20
_ADVICE = "Your original is untouched. Please report the file's kind and this sentence."


@dataclass(frozen=True, slots=True)
class Expected:
    """What a copy must show. `parent`: the credential of what it was made from must be in it."""

    statements: Mapping[str, object]  # assertion label to data
    parent: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """SHA-256 and BLAKE3, hex, and the size in bytes."""

    sha256: str
    blake3: str
    size: int


def credential(path: Path, mime: str, expected: Expected, sidecar: bytes | None) -> dict[str, Any]:
    """The manifest store of the copy, if it is in order and says what was asked."""
    with descriptor(path) as fd:
        try:
            found = adapter.read(fd, mime, manifest=sidecar)
        except adapter.NoCredential as error:
            raise _failed("The credential is not in the copy.") from error
        except (adapter.C2paRefused, adapter.CredentialElsewhere) as error:
            raise _failed(f"The credential in the copy cannot be read: {error}.") from error
    broken = stores.breaking(found)
    if broken or stores.state(found) not in ("Valid", "Trusted"):
        first = broken[0] if broken else stores.Failure("general.error", stores.words("general.error"), "this file")
        if first.code.startswith(("claimSignature.", "signingCredential.")) and first.of == "this file":
            # The short way does not check its own signature: a key of another certificate comes out here.
            raise IdentityError(
                f"The signature on the copy is not in order: {first.words}",
                "Look at it with 'artistguard identity show', or create a new one.",
            )
        raise _failed(f"The credential of the copy is not in order: {first.words} ({first.code}, {first.of})")
    active = stores.active(found)
    said = dict(stores.assertions(active))
    for label, data in expected.statements.items():
        if said.get(label) != data:
            raise _failed(f"The credential does not say what it was to say ({label}).")
    if expected.parent and not any(i.get("active_manifest") for i in active.get("ingredients", ())):
        raise _failed("The earlier credential is missing from the history.")
    return found


def tags(file: BinaryIO, kind: Kind, asked: tagging.TagSet, carry: Carry) -> Blocks:
    """The copy's blocks, if every tag stands in them as asked."""
    found = read_blocks(file, kind)
    lost = tagging.missing(found, asked, carry)
    if lost:
        raise _failed(f"Tags do not stand in the copy as asked: {', '.join(lost)}.")
    return found


def picture(source: BinaryIO, copy: BinaryIO, kind: Kind) -> None:
    """Raise unless the coded picture is the same, byte for byte."""
    if not same_picture(source, copy, kind):
        raise _failed("The picture in the copy is not the same, byte for byte.")


def fast_digest(file: BinaryIO) -> str:
    """BLAKE3 of a file, hex."""
    fast = blake3()
    buffer = memoryview(bytearray(_BLOCK))
    file.seek(0)
    while got := file.readinto(buffer):  # type: ignore[attr-defined]
        fast.update(buffer[:got])
    return fast.hexdigest()


def digests(file: BinaryIO) -> Digest:
    """One pass over the copy as it lies on the disk."""
    sha, fast, size = hashlib.sha256(), blake3(), 0
    buffer = memoryview(bytearray(_BLOCK))
    file.seek(0)
    while got := file.readinto(buffer):  # type: ignore[attr-defined]
        sha.update(buffer[:got])
        fast.update(buffer[:got])
        size += got
    return Digest(sha.hexdigest(), fast.hexdigest(), size)


def _failed(sentence: str) -> NotVerified:
    return NotVerified(sentence, _ADVICE)
