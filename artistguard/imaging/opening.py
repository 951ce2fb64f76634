"""A file of any kind as one Pillow picture, its size checked before anything is decoded."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from artistguard.formats.kinds import Kind
from artistguard.imaging.jxl import jxl_size
from artistguard.imaging.limits import Limits
from artistguard.imaging.pixels import orientation
from artistguard.imaging.trouble import plain_errors
from artistguard.model.errors import Damaged

_FORMATS: dict[Kind, list[str]] = {
    Kind.JPEG: ["JPEG", "MPO"],
    Kind.PNG: ["PNG"],
    Kind.WEBP: ["WEBP"],
    Kind.TIFF: ["TIFF"],
    Kind.AVIF: ["AVIF"],
    Kind.HEIC: ["HEIF"],
    Kind.GIF: ["GIF"],
    Kind.JXL: ["JXL"],
    Kind.BMP: ["BMP", "DIB"],
}
_DRAFT_SHORT, _DRAFT_LONG = 1024, 2048
_SVG_EDGE = 1024
_TEXT_CHUNK = 16 << 20
_MODE_BITS = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I;16N": 16, "I": 32, "F": 32}
_JXL_BYTES = 22  # a pixel: its plug-in holds the file, the pixels, a stream of them and the picture


@dataclass(frozen=True, slots=True)
class Opened:
    """A decoded picture, as stored: `turned` is the EXIF orientation that still has to be applied.

    `width` and `height` are of the full picture as displayed, also where `image` was decoded smaller.
    """

    image: Image.Image
    width: int
    height: int
    turned: int
    frames: int = 1
    bits: int | None = None
    preview: bool = False
    note: str = ""


@contextmanager
def opened(path: Path, kind: Kind, limits: Limits, edge: int | None = None) -> Iterator[Opened]:
    """Open and decode the first picture of `path`, read-only.

    JPEG is decoded at 1/2, 1/4 or 1/8 in the transform domain where that leaves at least 1024 pixels on the shorter
    and 2048 on the longer side (or `edge` on the shorter, when given). SVG is drawn at 1024 pixels, or at `edge`.
    All others are decoded whole.
    """
    with plain_errors(kind.label), path.open("rb") as file:
        yield _decoded(file, kind, limits, edge)


@contextmanager
def opened_from(file: BinaryIO, kind: Kind, limits: Limits) -> Iterator[Opened]:
    """The same of an open file, as `opened` decodes it."""
    with plain_errors(kind.label):
        yield _decoded(file, kind, limits, None)


def _decoded(file: BinaryIO, kind: Kind, limits: Limits, edge: int | None) -> Opened:
    # Pillow's own limit is one number for the process; sizes are checked here, file by file.
    Image.MAX_IMAGE_PIXELS = None
    # Photoshop puts layers into text chunks of PNG; Pillow refuses the file over 1 MB of them.
    PngImagePlugin.MAX_TEXT_CHUNK = _TEXT_CHUNK
    if not file.read(1):
        raise Damaged("The file is empty.")
    file.seek(0)
    if kind is Kind.SVG:
        return _svg(file, limits, edge)
    if kind is Kind.PSD:
        return _psd(file, limits)
    if kind in _FORMATS:
        return _raster(file, kind, limits, edge)
    return _source(file, kind, limits)


def _raster(file: BinaryIO, kind: Kind, limits: Limits, edge: int | None) -> Opened:
    if kind is Kind.JXL:
        limits.check_size(*jxl_size(file), _JXL_BYTES)
        file.seek(0)
    image = _identified(file, kind)
    limits.check_size(image.width, image.height)
    width, height = image.size
    frames = int(getattr(image, "n_frames", 1) or 1)
    bits = _bits(image, file, kind)
    if kind is Kind.JPEG:
        _draft(image, edge)
    image.load()
    turned = 1 if kind is Kind.JXL and not getattr(image, "jpeg", False) else orientation(image)
    if kind is not Kind.JPEG:
        width, height = image.size
    if turned >= 5:
        width, height = height, width
    return Opened(image, width, height, turned, frames, bits)


def _identified(file: BinaryIO, kind: Kind) -> Image.Image:
    _register(kind)
    formats = _FORMATS[kind]
    if kind is Kind.TIFF:
        from artistguard.imaging import bigtiff

        formats = [bigtiff.FORMAT] if file.read(4) == bigtiff.MARK else formats
        file.seek(0)
    try:
        return Image.open(file, formats=formats)
    except UnidentifiedImageError as error:
        raise Damaged(
            f"This {kind.label} cannot be decoded: it is damaged, or of a variant that the decoder does not know.",
            "Export it again, as 8 or 16 bit RGB where there is a choice.",
        ) from error


def _register(kind: Kind) -> None:
    if kind is Kind.HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener()
    elif kind is Kind.JXL:
        import pillow_jxl  # noqa: F401  (registers itself)
    elif kind is Kind.AVIF:
        from PIL import AvifImagePlugin  # noqa: F401
    elif kind is Kind.TIFF:
        from artistguard.imaging import bigtiff

        bigtiff.register()
    elif kind is Kind.WEBP:
        from PIL import WebPImagePlugin  # noqa: F401
    elif kind is Kind.JPEG:
        from PIL import MpoImagePlugin  # noqa: F401


def _draft(image: Image.Image, edge: int | None) -> None:
    short, long = min(image.size), max(image.size)
    scale = short // edge if edge else min(short // _DRAFT_SHORT, long // _DRAFT_LONG)
    for factor in (8, 4, 2):
        if scale >= factor:
            image.draft(image.mode, (image.width // factor, image.height // factor))
            return


def _bits(image: Image.Image, file: BinaryIO, kind: Kind) -> int | None:
    """Bits a channel, as far as the header tells."""
    if kind is Kind.PNG:
        position = file.tell()
        file.seek(24)
        depth = file.read(1)
        file.seek(position)
        return depth[0] if depth else None
    if kind is Kind.TIFF:
        stated = getattr(image, "tag_v2", {}).get(258)
        first = stated[0] if isinstance(stated, tuple) and stated else stated
        return int(first) if isinstance(first, int) else 1
    if kind is Kind.HEIC:
        depth_info = image.info.get("bit_depth")
        return depth_info if isinstance(depth_info, int) else None
    if kind is Kind.AVIF:
        return None
    return _MODE_BITS.get(image.mode, 8)


def _svg(file: BinaryIO, limits: Limits, edge: int | None) -> Opened:
    from artistguard.imaging.svg import render

    image, width, height = render(file, edge or _SVG_EDGE, limits)
    return Opened(image, width, height, 1)


def _psd(file: BinaryIO, limits: Limits) -> Opened:
    from artistguard.imaging.psd import psd_picture

    found = psd_picture(file, limits)
    found.image.load()
    if not found.preview:
        return Opened(found.image, found.width, found.height, 1, 1, found.bits)
    note = (
        f"The PSD was saved without a merged picture; only its preview of {found.image.width} x {found.image.height} "
        f"pixels was read (the drawing is {found.width} x {found.height})."
    )
    return Opened(found.image, found.image.width, found.image.height, 1, 1, 8, True, note)


def _source(file: BinaryIO, kind: Kind, limits: Limits) -> Opened:
    from artistguard.imaging.sources import source_picture

    found = source_picture(file, kind, limits)
    image = found.image
    bits = 16 if image.mode.startswith("I;16") else 8
    image.load()
    note = ""
    if found.preview:
        note = f"Only the preview that the {kind.label} file carries was read, {image.width} x {image.height} pixels."
    return Opened(image, image.width, image.height, 1, 1, bits, found.preview, note)
