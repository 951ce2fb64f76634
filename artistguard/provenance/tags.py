"""What is to be written into a file's tags: a pure function of preset, rights and reservation.

Vocabularies: PLUS LDF 2.0.1 and IPTC Photo Metadata 2023.1 (plus:, Iptc4xmpCore:, Iptc4xmpExt:), ISO 16684-1 (dc:,
xmpRights:, photoshop:), TDMRep (W3C Community Group final report; tdm: in pictures is an extension of it), EXIF 3.0,
IPTC IIM 4.2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from artistguard.formats.blocks import Blocks
from artistguard.formats.carry import Carry
from artistguard.formats.kinds import Kind
from artistguard.model.preset import Field, PresetVersion
from artistguard.model.rights import DataUse, Permission, Reservation, Rights
from artistguard.provenance import iim, packet

PLUS_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
# Nothing outside a few lines of text belongs into these fields; longer ones break other programs.
MAX_TEXT = 2000

Struct = tuple[tuple[str, str], ...]  # (qualified name, text) pairs
TagValue = str | tuple[str, ...] | Struct


class Shape(StrEnum):
    """How XMP (ISO 16684-1) stores a property."""

    TEXT = "text"
    LANG = "lang"  # language alternative, x-default
    SEQ = "seq"
    BAG = "bag"
    STRUCT = "struct"
    SEQ_STRUCT = "seq-struct"


SHAPES: Mapping[Field, Shape] = MappingProxyType(
    {
        Field.PLUS_DATA_MINING: Shape.TEXT,
        Field.PLUS_OTHER_CONSTRAINTS: Shape.LANG,
        Field.PLUS_LICENSOR: Shape.SEQ_STRUCT,
        Field.PLUS_COPYRIGHT_OWNER: Shape.SEQ_STRUCT,
        Field.DC_TITLE: Shape.LANG,
        Field.DC_CREATOR: Shape.SEQ,
        Field.DC_RIGHTS: Shape.LANG,
        Field.XMP_MARKED: Shape.TEXT,
        Field.XMP_WEB_STATEMENT: Shape.TEXT,
        Field.XMP_USAGE_TERMS: Shape.LANG,
        Field.XMP_OWNER: Shape.BAG,
        Field.PHOTOSHOP_CREDIT: Shape.TEXT,
        Field.CREATOR_CONTACT: Shape.STRUCT,
        Field.SOURCE_TYPE: Shape.TEXT,
        Field.TDM_RESERVATION: Shape.TEXT,
        Field.TDM_POLICY: Shape.TEXT,
    }
)
