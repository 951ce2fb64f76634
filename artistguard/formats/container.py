"""What every container module offers. `blocks`, `picture` and `carry` are the doors to them."""

from dataclasses import dataclass
from hashlib import md5
from typing import Protocol

from artistguard.formats.source import Source
from artistguard.formats.splice import Span, Splice


@dataclass(frozen=True, slots=True)
class Blocks:
    """The metadata of a file, as bytes. None: there is none, or, when writing, leave it as it is."""

    xmp: bytes | None = None  # the packet
    xmp_more: bytes | None = None  # what did not fit into the packet: JPEG's ExtendedXMP, named in it by its MD5
    iptc: bytes | None = None  # IIM datasets, without the 8BIM resource around them
    exif: bytes | None = None  # TIFF structure, without "Exif\0\0"; never of the TIFF kind, whose tags are its own
    icc: bytes | None = None  # read only
    artist: str | None = None  # EXIF 0x013B; when writing, "" removes the tag
    copyright: str | None = None  # EXIF 0x8298


def extension_name(more: bytes) -> str:
    """The name by which a packet finds its ExtendedXMP (XMP part 3, 1.1.3.1): its MD5; empty when there is none."""
    return md5(more, usedforsecurity=False).hexdigest().upper() if more else ""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A whole file with other blocks. `credential_at`: offset in the output where a composed C2PA manifest fits."""

    splice: Splice
    credential_at: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The coded picture: what must be equal as a value, and the spans that must be equal as one stream of bytes."""

    facts: tuple[object, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Carry:
    """What can be written into a file safely. `why_not`: a sentence when something must go to a sidecar."""

    xmp: bool
    iptc: bool
    exif: bool
    credential: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """What the headers say. `bits` a channel. `big`: the 64-bit variant (BigTIFF, PSB)."""

    pages: int = 1
    animated: bool = False
    truncated: bool = False
    bits: int | None = None
    big: bool = False


class Container(Protocol):
    """One file a container: a module with these five functions."""

    def read_blocks(self, source: Source) -> Blocks:
        """The metadata in the file."""

    def rewrite(self, source: Source, blocks: Blocks) -> Rewrite:
        """The file with other metadata."""

    def picture(self, source: Source) -> Picture:
        """The coded picture."""

    def carry(self, source: Source) -> Carry:
        """What the file can carry."""

    def structure(self, source: Source) -> Structure:
        """What the headers say."""
