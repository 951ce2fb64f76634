"""The media types that c2pa-rs knows; anything else is bytes to it, and can have a credential beside it."""

from artistguard.formats.kinds import Kind

_KNOWN = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.TIFF, Kind.AVIF, Kind.HEIC, Kind.GIF, Kind.JXL, Kind.SVG})


def c2pa_reads(kind: Kind) -> bool:
    """Whether a file of this kind can carry a credential in itself."""
    return kind in _KNOWN


def c2pa_mime(kind: Kind) -> str:
    """The media type to call a kind by."""
    return kind.mime if kind in _KNOWN else "application/octet-stream"
