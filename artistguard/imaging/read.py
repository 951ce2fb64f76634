"""One decode, from which every fact about a picture is taken."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging import fingerprint
from artistguard.imaging.colour import is_srgb, profile_name, to_srgb
from artistguard.imaging.digest import Digests
from artistguard.imaging.limits import Limits
from artistguard.imaging.opening import Opened, opened, opened_from
from artistguard.imaging.pixels import fitted, on_white, shrunk, upright, without_lab
from artistguard.model.artwork import Fingerprint, FingerprintKind, PictureFacts

THUMBNAIL_MIME = "image/jpeg"
_THUMBNAIL_QUALITY = 82


@dataclass(frozen=True, slots=True)
class Reading:
    """What one decode told. `thumbnail` is None when none was asked for, else of `thumbnail_mime`."""

    facts: PictureFacts
    fingerprints: tuple[Fingerprint, ...]
    thumbnail: bytes | None
    thumbnail_mime: str = THUMBNAIL_MIME


def read_picture(
    path: Path, kind: Kind, digests: Digests, *, limits: Limits, thumbnail_edge: int | None = 512
) -> Reading:
    """Decode `path` once and take everything from it. `thumbnail_edge` is None for works under a seal.

    pHash equals `imagehash.phash(Image.open(path))` bit for bit on every kind that is decoded whole, and is at most
    2 bits off on JPEG, which is decoded smaller where it is large. It is of the pixels as stored, alpha ignored, since
    that is what data sets hash; of SVG and of PSD, which nobody opens with Pillow, it is of the picture on white.
    PDQ is of the pixels as stored, on white; the Image-Code of the picture as displayed, on white, trimmed; the
    thumbnail of the picture as displayed, on white, in sRGB, never enlarged.
    """
    with opened(path, kind, limits) as picture:
        profile = picture.image.info.get("icc_profile")
        facts = _facts(picture, profile_name(profile))
        base = bases(picture.image, kind)
        flat = base.flat
        code = fingerprint.image_code(flat, base.grey, picture.turned)
        small = shrunk(flat, fingerprint.PDQ_EDGE).convert("RGB")
        prints = [fingerprint.phash(base.hashed), fingerprint.pdq(small), code, *_with_digests(code, digests)]
        thumb = None
        if thumbnail_edge is not None:
            source = small if thumbnail_edge <= fingerprint.PDQ_EDGE else shrunk(flat, thumbnail_edge).convert("RGB")
            thumb = _thumbnail(source, picture.turned, thumbnail_edge, profile)
    return Reading(facts, tuple(prints), thumb)


@dataclass(frozen=True, slots=True)
class Bases:
    """What fingerprints are taken of: `hashed` ("L") for pHash, `flat` ("RGB" or "L", on white) for PDQ, its `grey`."""

    hashed: Image.Image
    flat: Image.Image
    grey: Image.Image


def bases(image: Image.Image, kind: Kind) -> Bases:
    """The bases of a decoded picture, as stored. pHash is of the picture with its alpha ignored, except of SVG."""
    image = without_lab(image)
    raw_grey = image if image.mode == "L" else None
    if kind is not Kind.SVG and raw_grey is None:
        raw_grey = image.convert("L")
    flat = on_white(image)
    grey = _grey(flat, image, raw_grey)
    return Bases(grey if kind is Kind.SVG or raw_grey is None else raw_grey, flat, grey)


def stored_phash(file: BinaryIO, kind: Kind, *, limits: Limits) -> tuple[int, int, int]:
    """(pHash as a number, width, height) of an open picture as stored: the very pHash that `read_picture` gives."""
    with opened_from(file, kind, limits) as picture:
        found = fingerprint.phash(bases(picture.image, kind).hashed)
        width, height = picture.width, picture.height
        return int(found.value, 16), *((height, width) if picture.turned >= 5 else (width, height))


def thumbnail(path: Path, kind: Kind, edge: int, *, limits: Limits) -> bytes:
    """A JPEG of at most `edge` pixels a side, as displayed, on white, in sRGB, without metadata."""
    with opened(path, kind, limits, edge) as picture:
        small = shrunk(on_white(without_lab(picture.image)), edge).convert("RGB")
        return _thumbnail(small, picture.turned, edge, picture.image.info.get("icc_profile"))


def small_colour(path: Path, kind: Kind, edge: int, *, limits: Limits) -> Image.Image:
    """The picture as displayed, on white, as "RGB" without a change of colour space, at most `edge` pixels a side."""
    with opened(path, kind, limits, edge) as picture:
        flat = on_white(without_lab(picture.image)).convert("RGB")
        size = fitted(flat.width, flat.height, edge)
        small = flat if size == flat.size else flat.resize(size, Image.Resampling.LANCZOS)
        return upright(small, picture.turned)


def small_grey(path: Path, kind: Kind, edge: int, *, limits: Limits) -> Image.Image:
    """The grey picture as displayed, on white, at most `edge` pixels a side."""
    with opened(path, kind, limits, edge) as picture:
        grey = on_white(without_lab(picture.image)).convert("L")
        size = fitted(grey.width, grey.height, edge)
        small = grey if size == grey.size else grey.resize(size, Image.Resampling.LANCZOS)
        return upright(small, picture.turned)


def _facts(picture: Opened, profile: str | None) -> PictureFacts:
    return PictureFacts(
        width=picture.width,
        height=picture.height,
        frames=picture.frames,
        bits=picture.bits,
        colour=picture.image.mode,
        profile=profile,
        preview=picture.preview,
        note=picture.note,
    )


def _grey(flat: Image.Image, image: Image.Image, raw_grey: Image.Image | None) -> Image.Image:
    """The grey of the picture on white, without converting twice what is the same."""
    if flat.mode == "L":
        return flat
    if raw_grey is not None and flat is image:
        return raw_grey
    return flat.convert("L")


def _with_digests(code: Fingerprint, digests: Digests) -> list[Fingerprint]:
    if not digests.iscc_data:
        return []
    return [
        Fingerprint(FingerprintKind.ISCC_DATA, digests.iscc_data),
        Fingerprint(FingerprintKind.ISCC_INSTANCE, digests.iscc_instance),
        fingerprint.iscc_code(code.value, digests.iscc_data, digests.iscc_instance),
    ]


def _thumbnail(small: Image.Image, turned: int, edge: int, profile: object) -> bytes:
    small = shrunk(small, edge)
    size = fitted(small.width, small.height, edge)
    image = small if size == small.size else small.resize(size, Image.Resampling.HAMMING)
    image = upright(image, turned)
    if profile and not is_srgb(profile_name(profile)):
        image = to_srgb(image, profile)[0]
    out = BytesIO()
    image.info.clear()
    image.save(out, "JPEG", quality=_THUMBNAIL_QUALITY)
    return out.getvalue()
