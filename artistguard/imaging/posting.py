"""A copy for posting: flat, sRGB, eight bits, upright, small. Every change made is put into words."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.colour import srgb, to_srgb
from artistguard.imaging.limits import Limits
from artistguard.imaging.opening import Opened, opened
from artistguard.imaging.pixels import eight_bits, fitted, has_alpha, shrunk, upright
from artistguard.model.errors import UsageError

_LARGEST = {"jpeg": 65_500, "png": 100_000, "webp": 16_383}
_BANDS = {"RGBA": "RGB", "LA": "L"}


@dataclass(frozen=True, slots=True)
class Posting:
    """A coded picture of `width` x `height` pixels. `conversions` are the changes, in order, in plain words."""

    data: bytes
    width: int
    height: int
    conversions: tuple[str, ...]


def posting_copy(path: Path, kind: Kind, *, edge: int, format: str, quality: int, limits: Limits) -> Posting:
    """Make a posting copy of `path`: at most `edge` pixels on the longer side, never enlarged, no metadata but sRGB.

    `format` is "jpeg" (4:4:4, baseline), "png" or "webp"; `quality`, 1 to 100, counts for JPEG and WebP.
    Raises `UsageError` for what no picture can be, and the `FileError`s of reading.
    """
    if format not in _LARGEST:
        raise UsageError(f"A posting copy cannot be a {format!r} file.", "Choose jpeg, png or webp.")
    if not 1 <= edge <= _LARGEST[format]:
        raise UsageError(f"A {format} posting copy is 1 to {_LARGEST[format]} pixels wide or high, not {edge}.")
    if not 1 <= quality <= 100:
        raise UsageError(f"The quality is 1 to 100, not {quality}.")
    with opened(path, kind, limits, edge) as picture:
        said = _origin(picture, kind)
        image, profile = picture.image, picture.image.info.get("icc_profile")
        image = _plain(image, picture, said)
        image = _scaled(image, picture, kind, edge, said)
        if picture.turned != 1:
            image = upright(image, picture.turned)
            said.append("turned upright")
        flat = _flat_srgb(image, profile, said)
        data = _coded(flat, format, quality)
    return Posting(data, flat.width, flat.height, tuple(said))


def _origin(picture: Opened, kind: Kind) -> list[str]:
    if picture.preview:
        return [f"made from the preview of {picture.width} x {picture.height} pixels that the file carries"]
    if kind is Kind.SVG:
        return [f"drawn from SVG at {picture.image.width} x {picture.image.height} pixels"]
    if kind.is_source:
        return [f"made from the merged picture in the {kind.label} file"]
    if picture.frames > 1:
        what = "page" if kind is Kind.TIFF else "picture"
        return [f"only the first of {picture.frames} {what}s"]
    return []


def _plain(image: Image.Image, picture: Opened, said: list[str]) -> Image.Image:
    """Eight bits a channel, no palette, alpha as a channel."""
    if picture.bits is not None and picture.bits > 8:
        said.append(f"{picture.bits} to 8 bits a channel")
    image = eight_bits(image)
    if image.mode in ("P", "PA"):
        said.append("palette to full colour")
    if has_alpha(image) and image.mode not in _BANDS:
        return image.convert("RGBA")
    if image.mode in ("1", "P", "PA", "RGBX"):
        return image.convert("RGB")
    return image


def _scaled(image: Image.Image, picture: Opened, kind: Kind, edge: int, said: list[str]) -> Image.Image:
    width, height = (picture.height, picture.width) if picture.turned >= 5 else (picture.width, picture.height)
    size = fitted(*(image.size if kind is Kind.SVG else (width, height)), edge)
    if size == image.size:
        return image
    if kind is not Kind.SVG:
        said.append(f"scaled from {picture.width} x {picture.height}")
    return shrunk(image, 2 * edge).resize(size, Image.Resampling.LANCZOS)


def _flat_srgb(image: Image.Image, profile: object, said: list[str]) -> Image.Image:
    alpha = image.getchannel("A") if image.mode in _BANDS else None
    colours = image.convert(_BANDS[image.mode]) if alpha is not None else image
    flat, changes = to_srgb(colours, profile)
    said.extend(changes)
    if colours.mode == "L":
        said.append("grey stored as sRGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        ground = Image.new("RGB", flat.size, (255, 255, 255))
        ground.paste(flat, mask=alpha)
        said.append("flattened on white")
        return ground
    return flat


def _coded(flat: Image.Image, kind: str, quality: int) -> bytes:
    clean = Image.new("RGB", flat.size)  # a picture without the source's info, which savers would carry over
    clean.paste(flat)
    options: dict[str, Any] = {"icc_profile": srgb()}
    if kind == "jpeg":
        options |= {"quality": quality, "subsampling": 0, "progressive": False, "optimize": True}
    elif kind == "webp":
        options |= {"quality": quality, "method": 4}
    out = BytesIO()
    clean.save(out, kind.upper(), **options)
    return out.getvalue()
