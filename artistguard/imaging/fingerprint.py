"""Fingerprints of one decoded picture.

Orientation: pHash and PDQ are taken of the pixels as stored, as the people who hash data sets do (imagehash does not
look at EXIF). The Image-Code is taken of the picture as displayed, as ISO 24138 asks.
"""

from collections.abc import Callable
from typing import Any

from PIL import Image

from artistguard.imaging.pixels import TRANSPOSE
from artistguard.model.artwork import Fingerprint, FingerprintKind
from artistguard.model.turns import Turn

PDQ_EDGE = 640
_EDGE = 32
_SMALLEST_PDQ = 64
FLIPS: dict[Turn, Image.Transpose | None] = {
    Turn.NONE: None,
    Turn.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
    Turn.OVER: Image.Transpose.ROTATE_180,
    Turn.MIRRORED_OVER: Image.Transpose.FLIP_TOP_BOTTOM,
}
DIAGONAL, TO_DIAGONAL = Turn.MIRRORED_LEFT, Image.Transpose.TRANSPOSE  # rows become columns


def phash(grey: Image.Image) -> Fingerprint:
    """`imagehash.phash`, bit for bit, of the picture whose "L" conversion is `grey`.

    imagehash converts to "L" and scales to 32 x 32 with Lanczos first; both are done here, where the conversion is
    shared, and imagehash finds nothing left to do but the transform.
    """
    import imagehash

    return Fingerprint(FingerprintKind.PHASH, str(imagehash.phash(phash_base(grey))))


def phash_base(grey: Image.Image) -> Image.Image:
    """The 32 x 32 pixels that pHash looks at. Its own base is itself."""
    return grey.resize((_EDGE, _EDGE), Image.Resampling.LANCZOS)


def pdq(small: Image.Image) -> Fingerprint:
    """PDQ and its quality (0 to 100) of an "RGB" picture, first scaled down to `PDQ_EDGE` to twice that.

    Against PDQ of full pictures of 2 to 10 megapixels the distance is 10 bits in the median, up to about 60 on
    pictures of low quality: as much as between two sizes of one picture in any PDQ implementation, since its window
    is a whole number of pixels.
    """
    import numpy
    import pdqhash

    if min(small.size) < _SMALLEST_PDQ:
        small = small.resize((max(small.width, _SMALLEST_PDQ), max(small.height, _SMALLEST_PDQ)))
    bits, quality = pdqhash.compute(numpy.asarray(small))
    return Fingerprint(FingerprintKind.PDQ, numpy.packbits(bits).tobytes().hex(), int(quality))


def each_turn(
    picture: Image.Image,
    base: Callable[[Image.Image], Image.Image],
    take: Callable[[Image.Image], Fingerprint],
) -> dict[Turn, Fingerprint]:
    """A fingerprint of each view, by what the view takes back. Only the small `base` is flipped.

    Pillow scales alike from both ends, so a flip's base is the flipped base. It scales rows before columns, rounding
    between, so these are exchanged in the whole picture.
    """
    found = {}
    for across in (False, True):
        small = base(picture.transpose(TO_DIAGONAL) if across else picture)
        for flip, method in FLIPS.items():
            view = flip.after(DIAGONAL) if across else flip
            found[view.undone] = take(small if method is None else small.transpose(method))
    return found


def image_code(flat: Image.Image, grey: Image.Image, orientation: int) -> Fingerprint:
    """The 64-bit Image-Code of ISO 24138, pre-processed as IEP-0004 and iscc-sdk do.

    `flat` is the picture on white ("RGB" or "L") as stored, `grey` its "L" conversion. Turned as EXIF says, a border
    of one colour (that of the corner at the top left) trimmed, grey, 32 x 32 bicubic.
    """
    return image_code_of(trimmed(flat, grey, orientation))


def image_code_of(inner: Image.Image) -> Fingerprint:
    """The Image-Code of what `trimmed` gives."""
    from iscc_lib import gen_image_code_v0

    return Fingerprint(FingerprintKind.ISCC_IMAGE, str(gen_image_code_v0(code_base(inner).tobytes())["iscc"]))


def code_base(inner: Image.Image) -> Image.Image:
    """The 32 x 32 pixels that the Image-Code looks at. Its own base is itself."""
    return inner.resize((_EDGE, _EDGE), Image.Resampling.BICUBIC)


def trimmed(flat: Image.Image, grey: Image.Image, orientation: int) -> Image.Image:
    """The grey picture as displayed, without its border of one colour."""
    box = trim_box(flat, _corner(flat, orientation))
    inner = grey if box is None else grey.crop(box)
    turn = TRANSPOSE.get(orientation)
    return inner if turn is None else inner.transpose(turn)


def iscc_code(image: str, data: str, instance: str) -> Fingerprint:
    """The composite ISCC-CODE of an Image-Code, a Data-Code and an Instance-Code."""
    from iscc_lib import gen_iscc_code_v0

    return Fingerprint(FingerprintKind.ISCC_CODE, str(gen_iscc_code_v0([image, data, instance])["iscc"]))


def _corner(image: Image.Image, orientation: int) -> tuple[int, int]:
    """Where the displayed picture's top left pixel is stored."""
    right, bottom = image.width - 1, image.height - 1
    return {2: (right, 0), 3: (right, bottom), 4: (0, bottom), 6: (0, bottom), 7: (right, bottom), 8: (right, 0)}.get(
        orientation, (0, 0)
    )


def trim_box(image: Image.Image, corner: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The box inside a border of exactly the colour at `corner`; None when there is no border, or nothing else.

    Most pictures have none, so the four outermost lines are looked at before the whole picture is.
    """
    colour: Any = image.getpixel(corner)
    values = colour if isinstance(colour, tuple) else (colour,)
    table = [0 if value == wanted else 255 for wanted in values for value in range(256)]
    width, height = image.size
    edges = ((0, 0, 1, height), (0, 0, width, 1), (width - 1, 0, width, height), (0, height - 1, width, height))
    if all(image.crop(edge).point(table).getbbox() for edge in edges):
        return None
    box = image.point(table).getbbox()
    return None if box == (0, 0, width, height) else box
