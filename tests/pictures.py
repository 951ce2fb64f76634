"""Pictures for tests."""

import struct
import zlib

import numpy as np
from PIL import Image, ImageDraw


def draw(seed: int, size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    """A small picture that differs with its seed: overlapping discs on a gradient."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(image)
    for i in range(9):
        x, y = (seed * 53 + i * 71) % size[0], (seed * 97 + i * 43) % size[1]
        radius = 12 + (seed * 7 + i * 13) % 40
        colour = ((seed * 61 + i * 29) % 256, (i * 83) % 256, (seed * 17 + i * 151) % 256)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image.convert(mode)


def bigtiff_mm(image: Image.Image, *, packed: bool = False) -> bytes:
    """An RGB picture as BigTIFF in big-endian order (BigTIFF design note of libtiff), `packed` with Deflate."""
    rows = image.convert("RGB").tobytes()
    strip = zlib.compress(rows) if packed else rows
    tags = [(256, image.width), (257, image.height), (258, 8), (259, 8 if packed else 1), (262, 2)]
    tags += [(273, 0), (277, 3), (278, image.height), (279, len(strip))]
    start = 16 + 8 + len(tags) * 20 + 8
    records = b""
    for tag, value in tags:
        if tag == 258:
            records += struct.pack(">HHQHHHxx", tag, 3, 3, value, value, value)
        else:
            records += struct.pack(">HHQQ", tag, 16, 1, start if tag == 273 else value)
    return b"MM\0+" + struct.pack(">HHQQ", 8, 0, 16, len(tags)) + records + bytes(8) + strip


def full_of_points(seed: int) -> Image.Image:
    """A picture with many corners, so that it can be compared with another point by point."""
    random = np.random.default_rng(seed)
    coarse = Image.fromarray(random.integers(60, 200, (7, 9, 3), np.uint8))
    picture = coarse.resize((900, 640), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(70):
        x, y, w, h = *random.integers(0, 900, 1), *random.integers(0, 640, 1), *random.integers(10, 110, 2)
        colour = tuple(int(v) for v in random.integers(0, 256, 3))
        (pen.rectangle if random.random() < 0.5 else pen.ellipse)((x, y, x + w, y + h), fill=colour)
    return picture
