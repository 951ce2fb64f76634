"""Copies of a picture as they are met: recompressed, resized, turned, mirrored, and some that a look-up may miss."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageEnhance, ImageOps

TURNS = {
    "mirrored": Image.Transpose.FLIP_LEFT_RIGHT,
    "upside down": Image.Transpose.ROTATE_180,
    "mirrored and upside down": Image.Transpose.FLIP_TOP_BOTTOM,
    "turned left": Image.Transpose.ROTATE_90,
    "turned right": Image.Transpose.ROTATE_270,
    "mirrored and turned left": Image.Transpose.TRANSPOSE,
    "mirrored and turned right": Image.Transpose.TRANSVERSE,
}
POSTED = 1600  # px of the longer side: what is not said to have another size was scaled down to this, as on platforms


@dataclass(frozen=True)
class Kind:
    """A kind of copy. `aimed`: the look-up says that it finds these. `turn`: what it should be called."""

    name: str
    make: Callable[[Image.Image], bytes]
    aimed: bool = True
    turn: str = "as it is"


def kinds() -> list[Kind]:
    """All kinds of copies, made from the decoded picture ("RGB", on white)."""
    found = [
        Kind("full size, JPEG 75", lambda p: jpeg(p, 75)),
        Kind("JPEG 50", lambda p: jpeg(scaled(p, POSTED), 50)),
        Kind("JPEG 30", lambda p: jpeg(scaled(p, POSTED), 30)),
        Kind("WebP 60", lambda p: coded(scaled(p, POSTED), "WEBP", quality=60, method=0)),
        Kind("1280 px, PNG", lambda p: coded(scaled(p, 1280), "PNG", compress_level=1)),
        Kind("640 px, JPEG 85", lambda p: jpeg(scaled(p, 640), 85)),
        Kind("320 px, JPEG 85", lambda p: jpeg(scaled(p, 320), 85)),
        Kind("200 px, JPEG 75", lambda p: jpeg(scaled(p, 200), 75)),
        Kind("150 %, JPEG 85", lambda p: jpeg(larger(p), 85)),
    ]
    found += [
        Kind(f"{name}, JPEG 85", lambda p, m=method: jpeg(scaled(p, POSTED).transpose(m), 85), turn=name)
        for name, method in TURNS.items()
    ]
    found += [
        Kind(f"{name}, 640 px, JPEG 50", lambda p, m=TURNS[name]: jpeg(scaled(p, 640).transpose(m), 50), turn=name)
        for name in ("mirrored", "turned right")
    ]
    beyond = {
        "in grey, JPEG 85": lambda p: jpeg(scaled(p, POSTED).convert("L"), 85),
        "squeezed to 4:5, JPEG 85": lambda p: jpeg(scaled(p, POSTED).resize((1024, 1280)), 85),
        "brighter by 40 %, JPEG 85": lambda p: jpeg(ImageEnhance.Brightness(scaled(p, POSTED)).enhance(1.4), 85),
        "5 % cut off each side, JPEG 85": lambda p: jpeg(cut(scaled(p, POSTED), 0.05), 85),
        "white frame of 5 %, JPEG 85": lambda p: jpeg(framed(scaled(p, POSTED)), 85),
    }
    return found + [Kind(name, make, aimed=False) for name, make in beyond.items()]


def coded(picture: Image.Image, format_: str, **options: int) -> bytes:
    """The picture as a file."""
    out = BytesIO()
    picture.save(out, format_, **options)
    return out.getvalue()


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """The picture as a JPEG."""
    return coded(picture, "JPEG", quality=quality)


def scaled(picture: Image.Image, edge: int) -> Image.Image:
    """The picture with a longer side of at most `edge`."""
    factor = edge / max(picture.size)
    if factor >= 1:
        return picture
    size = max(1, round(picture.width * factor)), max(1, round(picture.height * factor))
    return picture.resize(size, Image.Resampling.LANCZOS)


def larger(picture: Image.Image) -> Image.Image:
    """Half as large again."""
    base = scaled(picture, POSTED)
    return base.resize((round(base.width * 1.5), round(base.height * 1.5)), Image.Resampling.BICUBIC)


def cut(picture: Image.Image, share: float) -> Image.Image:
    """Less of it at each side."""
    across, down = round(picture.width * share), round(picture.height * share)
    return picture.crop((across, down, picture.width - across, picture.height - down))


def framed(picture: Image.Image) -> Image.Image:
    """With a white frame."""
    return ImageOps.expand(picture, round(max(picture.size) * 0.05), "white")
