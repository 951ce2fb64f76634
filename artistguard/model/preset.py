"""Presets: which fields are written, with what, and where the copy goes. A version never changes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from artistguard.model.rights import Reservation, Rights


class Field(StrEnum):
    """What can be written into a file. A preset ticks the ones that are."""

    # the credential (C2PA)
    CREDENTIAL = "credential"
    CAWG_TRAINING = "cawg.training-mining"
    C2PA_TRAINING = "c2pa.training-mining"
    CAWG_METADATA = "cawg.metadata"
    # XMP
    PLUS_DATA_MINING = "plus:DataMining"
    PLUS_OTHER_CONSTRAINTS = "plus:OtherConstraints"
    PLUS_LICENSOR = "plus:Licensor"
    PLUS_COPYRIGHT_OWNER = "plus:CopyrightOwner"
    DC_TITLE = "dc:title"
    DC_CREATOR = "dc:creator"
    DC_RIGHTS = "dc:rights"
    XMP_MARKED = "xmpRights:Marked"
    XMP_WEB_STATEMENT = "xmpRights:WebStatement"
    XMP_USAGE_TERMS = "xmpRights:UsageTerms"
    XMP_OWNER = "xmpRights:Owner"
    PHOTOSHOP_CREDIT = "photoshop:Credit"
    CREATOR_CONTACT = "Iptc4xmpCore:CreatorContactInfo"
    SOURCE_TYPE = "Iptc4xmpExt:DigitalSourceType"
    TDM_RESERVATION = "tdm:reservation"
    TDM_POLICY = "tdm:policy"
    # EXIF and IIM
    EXIF_ARTIST = "exif:Artist"
    EXIF_COPYRIGHT = "exif:Copyright"
    IIM_BYLINE = "iim:By-line"
    IIM_COPYRIGHT = "iim:CopyrightNotice"
    IIM_CREDIT = "iim:Credit"
    IIM_INSTRUCTIONS = "iim:SpecialInstructions"


ALL_FIELDS = frozenset(Field)


class CredentialThumbnail(StrEnum):
    """Whether the credential shows a small picture of the work."""

    NONE = "none"
    SMALL = "small"  # 256 px JPEG of ours


@dataclass(frozen=True, slots=True)
class OutputRule:
    """How copies are named and where they go below the target folder.

    `name` and `folder` are templates: {stem}, {number}, {title}, {client}, {preset}, {size} (of a posting copy),
    {year}. The suffix follows from the format. `folder` may also hold {tree}: the source's own folders.
    """

    name: str = "{stem}"
    posting_name: str = "{stem}-{size}"
    folder: str = "{tree}"
    thumbnail: CredentialThumbnail = CredentialThumbnail.NONE
    posting_format: str = "jpeg"  # jpeg, png or webp
    posting_quality: int = 90


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset by name. What it says stands in its versions."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PresetVersion:
    """What a preset said from a moment on. Editions and receipts point at versions."""

    id: str
    preset_id: str
    version: int
    created_at: datetime
    rights: Rights = Rights()
    reservation: Reservation = Reservation()
    fields: frozenset[Field] = ALL_FIELDS
    output: OutputRule = OutputRule()
    source_type: str | None = None  # stated for every work signed with it; None: state nothing
