"""A work, the files of it, and what is known of each file's picture."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class EditionRole(StrEnum):
    """What a file is to its work."""

    MASTER = "master"
    SOURCE = "source"  # the drawing program's own file: PSD, KRA, ORA, CLIP, Procreate
    EXPORT = "export"  # a picture the artist made of a source
    SIGNED_COPY = "signed-copy"
    POSTING_COPY = "posting-copy"

    @property
    def ours(self) -> bool:
        """Whether the program wrote the file (the artist wrote the others)."""
        return self in (EditionRole.SIGNED_COPY, EditionRole.POSTING_COPY)


class FingerprintKind(StrEnum):
    """Which function made a fingerprint. The values are stored: they never change meaning."""

    PHASH = "phash"  # imagehash.phash, 64 bits, 16 hex digits (the convention of COYO-700M)
    PDQ = "pdq"  # Meta's PDQ, 256 bits, 64 hex digits, quality 0 to 100
    ISCC_IMAGE = "iscc-image"  # ISO 24138 Image-Code, 64 bits
    ISCC_DATA = "iscc-data"  # ISO 24138 Data-Code, 64 bits
    ISCC_INSTANCE = "iscc-instance"  # ISO 24138 Instance-Code, 64 bits
    ISCC_CODE = "iscc"  # ISO 24138 composite of the three


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """(kind, value, quality). Hashes are lower-case hex, ISCCs their canonical form. PDQ alone has a quality."""

    kind: FingerprintKind
    value: str
    quality: int | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A named root and a path below it, with forward slashes, as `model.paths` spells paths.

    Six seats can share a catalogue: each maps the root's name to its own folder.
    """

    root: str
    path: str


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What one decode told of a file's picture. Sizes in pixels as displayed (EXIF orientation applied)."""

    width: int | None
    height: int | None
    frames: int = 1  # pages of a TIFF, frames of an animation
    bits: int | None = None  # a channel
    colour: str | None = None  # "RGB", "RGBA", "CMYK", "L", "P" ... as Pillow names modes
    profile: str | None = None  # the ICC profile's description
    preview: bool = False  # the picture read is only a preview of the drawing
    note: str = ""  # one sentence for people where something is worth saying


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a work. A changed file is a new edition; rows are never edited into another file's."""

    id: str
    artwork_id: str
    role: EditionRole
    location: Location
    sha256: str
    blake3: str
    size: int  # bytes
    mtime_ns: int
    format: str  # a key of formats.kinds.Kind
    picture: PictureFacts
    created_at: datetime
    parent_id: str | None = None  # the edition this one was made from
    preset_version_id: str | None = None
    identity_id: str | None = None
    superseded_by: str | None = None
    sidecars: tuple[str, ...] = ()  # file names beside it


@dataclass(frozen=True, slots=True)
class Artwork:
    """A work. `number` is the short name people use ("your #7"), unique in a catalogue."""

    id: str
    number: int
    title: str
    created_at: datetime
    client_id: str | None = None
    source_type: str | None = None  # an IPTC digital source type, only when the artist stated it
    editions: tuple[Edition, ...] = field(default=())


class WorkState(StrEnum):
    """Where a work stands. Derived, never stored: see `work_state`."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    OUTDATED = "outdated"  # a signed copy exists, but of an edition since replaced


def work_state(editions: tuple[Edition, ...]) -> WorkState:
    """The state of a work as a function of its editions. catalogue.works holds its twin in SQL."""
    current = {e.id for e in editions if not e.role.ours and e.superseded_by is None}
    copies = [e for e in editions if e.role.ours and e.superseded_by is None]
    if any(copy.parent_id in current for copy in copies):
        return WorkState.SIGNED
    return WorkState.OUTDATED if copies else WorkState.UNSIGNED
