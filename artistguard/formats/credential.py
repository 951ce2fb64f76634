"""Whether a file can hold a C2PA credential at all, told from its headers: asking c2pa means reading the whole file."""

from typing import BinaryIO

from artistguard.formats import jpeg, png
from artistguard.formats.kinds import Kind
from artistguard.formats.source import Source, guarded

_BARE = {Kind.JPEG: jpeg.bare, Kind.PNG: png.bare}


@guarded
def bare(file: BinaryIO, kind: Kind) -> bool:
    """True where there plainly is no credential inside. False says nothing: then c2pa has to look."""
    return kind in _BARE and _BARE[kind](Source(file))
