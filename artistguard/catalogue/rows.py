"""Works, files and fingerprints as rows, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from artistguard.model.artwork import (
    Artwork,
    Edition,
    EditionRole,
    Fingerprint,
    FingerprintKind,
    Location,
    PictureFacts,
)
from artistguard.model.errors import UsageError

_CHUNK = 500  # values in one IN list


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in parts that fit a statement."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def words(text: str) -> str:
    """Free text, which may come from a hostile file, as every database takes it."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\N{SYMBOL FOR NULL}").encode("utf-8", "replace").decode("utf-8")


def exact(text: str, what: str) -> str:
    """Text that must be kept as it is, or not at all. Raises UsageError."""
    if "\0" in text or not _encodes(text):
        raise UsageError(f"A {what} with a NUL character or half a character cannot be kept: {text[:100]!a}.")
    return text


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def artwork_row(work: Artwork, who: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": work.id,
        "number": work.number,
        "title": words(work.title),
        "created_at": work.created_at,
        "client_id": work.client_id,
        "source_type": work.source_type,
        **who,
    }


def artwork_from(row: Row[Any]) -> Artwork:
    return Artwork(
        id=row.id,
        number=row.number,
        title=row.title,
        created_at=row.created_at,
        client_id=row.client_id,
        source_type=row.source_type,
    )


def edition_row(edition: Edition, who: Mapping[str, str]) -> dict[str, Any]:
    picture = edition.picture
    return {
        "id": edition.id,
        "artwork_id": edition.artwork_id,
        "role": edition.role.value,
        "root": edition.location.root,
        "path": exact(edition.location.path, "path"),
        "sha256": edition.sha256,
        "blake3": edition.blake3,
        "size": edition.size,
        "mtime_ns": edition.mtime_ns,
        "format": edition.format,
        "width": picture.width,
        "height": picture.height,
        "frames": picture.frames,
        "bits": picture.bits,
        "colour": None if picture.colour is None else words(picture.colour),
        "profile": None if picture.profile is None else words(picture.profile),
        "preview": picture.preview,
        "note": words(picture.note),
        "created_at": edition.created_at,
        "parent_id": edition.parent_id,
        "preset_version_id": edition.preset_version_id,
        "identity_id": edition.identity_id,
        "superseded_by": edition.superseded_by,
        "sidecars": list(edition.sidecars),
        **who,
    }


def edition_from(row: Row[Any]) -> Edition:
    return Edition(
        id=row.id,
        artwork_id=row.artwork_id,
        role=EditionRole(row.role),
        location=Location(row.root, row.path),
        sha256=row.sha256,
        blake3=row.blake3,
        size=row.size,
        mtime_ns=row.mtime_ns,
        format=row.format,
        picture=PictureFacts(
            width=row.width,
            height=row.height,
            frames=row.frames,
            bits=row.bits,
            colour=row.colour,
            profile=row.profile,
            preview=row.preview,
            note=row.note,
        ),
        created_at=row.created_at,
        parent_id=row.parent_id,
        preset_version_id=row.preset_version_id,
        identity_id=row.identity_id,
        superseded_by=row.superseded_by,
        sidecars=tuple(row.sidecars),
    )


def fingerprint_row(edition_id: str, found: Fingerprint) -> dict[str, Any]:
    return {"edition_id": edition_id, "kind": found.kind.value, "value": found.value, "quality": found.quality}


def fingerprint_from(row: Row[Any]) -> Fingerprint:
    return Fingerprint(FingerprintKind(row.kind), row.value, row.quality)
