"""Which module reads which kind."""

from artistguard.formats import bmff, gif, jpeg, jxl, png, svg, tiff, webp, whole
from artistguard.formats.container import Container
from artistguard.formats.kinds import Kind

_CONTAINERS: dict[Kind, Container] = {
    Kind.JPEG: jpeg,
    Kind.PNG: png,
    Kind.WEBP: webp,
    Kind.TIFF: tiff,
    Kind.AVIF: bmff,
    Kind.HEIC: bmff,
    Kind.GIF: gif,
    Kind.JXL: jxl,
    Kind.SVG: svg,
}


def container(kind: Kind) -> Container:
    """The module for a kind."""
    return _CONTAINERS.get(kind, whole)
