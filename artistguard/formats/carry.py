"""What a file can carry, and what its headers say."""

from typing import BinaryIO

from artistguard.formats.container import Carry, Structure
from artistguard.formats.kinds import Kind
from artistguard.formats.registry import container
from artistguard.formats.source import Source, guarded

__all__ = ["Carry", "Structure", "carry", "structure"]


@guarded
def carry(file: BinaryIO, kind: Kind) -> Carry:
    """What can be written into the file safely; the rest goes into a sidecar, for the reason in `why_not`."""
    return container(kind).carry(Source(file))


@guarded
def structure(file: BinaryIO, kind: Kind) -> Structure:
    """Pages, animation, bits and whether the container ends early. Reads headers only."""
    return container(kind).structure(Source(file))
