"""The metadata blocks of a file, and the same file with other ones."""

from typing import BinaryIO

from artistguard.formats.container import Blocks, Rewrite, extension_name
from artistguard.formats.kinds import Kind
from artistguard.formats.registry import container
from artistguard.formats.source import Source, guarded
from artistguard.model.errors import CannotEmbed

__all__ = ["Blocks", "Rewrite", "extension_name", "read_blocks", "rewrite"]

_IPTC = (Kind.JPEG, Kind.TIFF)
_NO_EXIF = (Kind.GIF, Kind.SVG)


@guarded
def read_blocks(file: BinaryIO, kind: Kind) -> Blocks:
    """The metadata of a file: XMP, IIM, EXIF and the profile as bytes, and two texts of EXIF."""
    return container(kind).read_blocks(Source(file))


@guarded
def rewrite(file: BinaryIO, kind: Kind, blocks: Blocks) -> Rewrite:
    """The whole file with the blocks that are given; None leaves one as it is, b"" takes it out.

    An existing C2PA credential is taken out of JPEG and PNG, where a new one is inserted at `credential_at`. In the
    other kinds it stays: c2pa embeds itself there. Doing it twice gives the same bytes as once. Raises `CannotEmbed`
    where the kind or this file has no safe place.
    """
    if blocks.iptc and kind not in _IPTC:
        raise CannotEmbed(f"{kind.label} has no place for IPTC's older tags.")
    if kind in _NO_EXIF and (blocks.exif or blocks.artist or blocks.copyright):
        raise CannotEmbed(f"{kind.label} has no place for EXIF.")
    return container(kind).rewrite(Source(file), blocks)
