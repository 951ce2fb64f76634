"""The kinds of file the program takes in."""

from enum import StrEnum


class Kind(StrEnum):
    """What a file is, by its content. The values are stored. APNG is PNG, PSB is PSD, BigTIFF is TIFF."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    TIFF = "tiff"
    AVIF = "avif"
    HEIC = "heic"  # also HEIF
    GIF = "gif"
    JXL = "jxl"
    SVG = "svg"
    BMP = "bmp"
    PSD = "psd"
    KRA = "kra"
    ORA = "ora"
    CLIP = "clip"
    PROCREATE = "procreate"

    @property
    def mime(self) -> str:
        """The media type."""
        return _MIME[self]

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File name endings in use, lower case, with the dot; the usual one first."""
        return _SUFFIXES[self]

    @property
    def suffix(self) -> str:
        """The usual file name ending, with the dot."""
        return _SUFFIXES[self][0]

    @property
    def label(self) -> str:
        """The name people know it by."""
        return _LABELS.get(self, self.value.upper())

    @property
    def is_source(self) -> bool:
        """Whether it is a drawing program's own file."""
        return self in _SOURCES


_SOURCES = frozenset({Kind.PSD, Kind.KRA, Kind.ORA, Kind.CLIP, Kind.PROCREATE})
_LABELS = {
    Kind.WEBP: "WebP",
    Kind.JXL: "JPEG XL",
    Kind.PSD: "Photoshop",
    Kind.KRA: "Krita",
    Kind.ORA: "OpenRaster",
    Kind.CLIP: "Clip Studio",
    Kind.PROCREATE: "Procreate",
}
_MIME = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.TIFF: "image/tiff",
    Kind.AVIF: "image/avif",
    Kind.HEIC: "image/heic",
    Kind.GIF: "image/gif",
    Kind.JXL: "image/jxl",
    Kind.SVG: "image/svg+xml",
    Kind.BMP: "image/bmp",
    Kind.PSD: "image/vnd.adobe.photoshop",
    Kind.KRA: "application/x-krita",
    Kind.ORA: "image/openraster",
    Kind.CLIP: "application/x-clip-studio",
    Kind.PROCREATE: "application/x-procreate",
}
_SUFFIXES = {
    Kind.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    Kind.PNG: (".png", ".apng"),
    Kind.WEBP: (".webp",),
    Kind.TIFF: (".tif", ".tiff"),
    Kind.AVIF: (".avif", ".avifs"),
    Kind.HEIC: (".heic", ".heif", ".hif"),
    Kind.GIF: (".gif",),
    Kind.JXL: (".jxl",),
    Kind.SVG: (".svg",),
    Kind.BMP: (".bmp", ".dib"),
    Kind.PSD: (".psd", ".psb"),
    Kind.KRA: (".kra",),
    Kind.ORA: (".ora",),
    Kind.CLIP: (".clip",),
    Kind.PROCREATE: (".procreate",),
}
