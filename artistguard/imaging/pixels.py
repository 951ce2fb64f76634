"""Pixels of any mode as pixels of eight bits on white. Pictures in, pictures out; nothing here reads a file."""

from PIL import Image

TRANSPOSE: dict[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a stored picture into the displayed one, by the EXIF tag Orientation (TIFF 6.0, tag 274)."""

ORIENTATION = 0x0112
_DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8; 1 where none, or nonsense, is stated. Ask after the picture was loaded."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, AttributeError, EOFError, OverflowError):
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(image: Image.Image, turned: int) -> Image.Image:
    """The displayed picture of a stored one."""
    turn = TRANSPOSE.get(turned)
    return image if turn is None else image.transpose(turn)


def has_alpha(image: Image.Image) -> bool:
    """Whether any pixel of a loaded picture may let the background through."""
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La"):
        return True
    return "transparency" in image.info and image.mode in ("1", "L", "P", "RGB", "I;16")


def eight_bits(image: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits a pixel, or of floating point, as "L"; any other as it is.

    16-bit values keep their upper byte. Wider whole numbers and floats have no agreed range: the smallest of 1, 255,
    65,535 and the largest value that holds all of them is taken as white.
    """
    if image.mode not in _DEEP:
        return image
    import numpy

    values = numpy.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(numpy.uint8))
    finite = numpy.nan_to_num(values.astype(numpy.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(finite.max(initial=0.0))
    ranges = (1.0, 255.0, 65535.0) if image.mode == "F" else (255.0, 65535.0)
    white = next((r for r in ranges if top <= r), top)
    numpy.clip(finite, 0.0, white, out=finite)
    finite *= 255.0 / white
    return Image.fromarray((finite + 0.5).astype(numpy.uint8))


def without_lab(image: Image.Image) -> Image.Image:
    """A Lab picture as "RGB" in sRGB, since Pillow itself converts from Lab to nothing; any other as it is."""
    if image.mode != "LAB":
        return image
    from artistguard.imaging.colour import to_srgb

    return to_srgb(image, None)[0]


def on_white(image: Image.Image) -> Image.Image:
    """A loaded picture flattened on white, as "RGB" or "L", without a change of colour space.

    Opaque "RGB" and "L" pictures come back as they are, without a copy.
    """
    image = eight_bits(image)
    if has_alpha(image):
        full = image if image.mode == "RGBA" else image.convert("RGBA")
        alpha = full.getchannel("A")
        if alpha.getextrema() == (255, 255):
            return full.convert("RGB")
        ground = Image.new("RGB", full.size, (255, 255, 255))
        ground.paste(full, mask=alpha)
        return ground
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


def fitted(width: int, height: int, edge: int) -> tuple[int, int]:
    """`width` and `height` scaled so that the longer is at most `edge`; never enlarged, never under 1."""
    longer = max(width, height)
    if longer <= edge:
        return width, height
    return max(1, round(width * edge / longer)), max(1, round(height * edge / longer))


def shrunk(image: Image.Image, edge: int) -> Image.Image:
    """`image` reduced by a whole factor, so that its longer side is `edge` to just under twice that."""
    factor = shrink_factor(image.size, edge)
    return image if factor == 1 else image.reduce(factor)


def shrink_factor(size: tuple[int, int], edge: int) -> int:
    """The whole factor of `shrunk`."""
    return max(1, max(size) // edge)
