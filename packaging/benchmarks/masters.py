"""Large masters, made up: deterministic pictures with the noise of real ones, so that nothing shrinks them."""

import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

_BAND = 256  # rows made at a time


def makers(*, quick: bool = False) -> dict[str, Callable[[Path], None]]:
    """File name to what makes it. 100 to 200 MB each; a tenth of that if `quick`."""
    edge = 0.3 if quick else 1.0

    def sized(width: int, height: int) -> tuple[int, int]:
        return round(width * edge), round(height * edge)

    return {
        "poster.tif": partial(_tiff, size=sized(7600, 5400)),  # 8 bits RGB, uncompressed: 123 MB
        "harbour-16-bit.png": partial(_png16, size=sized(5600, 3800)),  # 128 MB of samples
        "mural.psd": partial(_psd, size=sized(7400, 5400)),  # 120 MB
        "panorama.jpg": partial(_jpeg, size=sized(17000, 15000)),  # 255 MP, below the limit of 300
        "cover.bmp": partial(_bmp, size=sized(7200, 5200)),  # 112 MB
    }


def _bands(size: tuple[int, int], seed: int, noise: int) -> Iterator["np.ndarray[tuple[int, ...], np.dtype[np.uint8]]"]:
    """A picture in bands of rows: soft shapes with noise of `noise` steps of 256."""
    width, height = size
    random = np.random.default_rng(seed)
    across = np.linspace(0, 6 * np.pi, width, dtype=np.float32)
    for top in range(0, height, _BAND):
        rows = min(_BAND, height - top)
        down = np.linspace(top, top + rows - 1, rows, dtype=np.float32)[:, None] * (5 * np.pi / height)
        band = np.empty((rows, width, 3), np.uint8)
        for channel in range(3):
            shape = 110 + 60 * np.sin(across + channel) * np.cos(down * (channel + 1))
            band[:, :, channel] = shape.astype(np.uint8) + random.integers(0, noise, (rows, width), np.uint8)
        yield band


def _tiff(path: Path, *, size: tuple[int, int]) -> None:
    Image.fromarray(np.concatenate(list(_bands(size, 11, 40)))).save(path, "TIFF")


def _bmp(path: Path, *, size: tuple[int, int]) -> None:
    Image.fromarray(np.concatenate(list(_bands(size, 12, 40)))).save(path, "BMP")


def _jpeg(path: Path, *, size: tuple[int, int]) -> None:
    Image.fromarray(np.concatenate(list(_bands(size, 13, 40)))).save(path, "JPEG", quality=93)


def _png16(path: Path, *, size: tuple[int, int]) -> None:
    """PNG of 16 bits a channel, written by hand, for Pillow writes none (PNG specification, 11.2)."""
    random = np.random.default_rng(14)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 16, 2, 0, 0, 0)))
        packer = zlib.compressobj(1)
        for band in _bands(size, 15, 30):
            fine = (band.astype(np.uint16) << 8) + random.integers(0, 256, band.shape, np.uint16)
            rows = np.zeros((band.shape[0], 1 + size[0] * 6), np.uint8)  # filter 0 before each row
            rows[:, 1:] = fine.astype(">u2").view(np.uint8).reshape(band.shape[0], -1)
            if data := packer.compress(rows.tobytes()):
                file.write(chunk(b"IDAT", data))
        file.write(chunk(b"IDAT", packer.flush()) + chunk(b"IEND", b""))


def _psd(path: Path, *, size: tuple[int, int]) -> None:
    """Photoshop file without layers: header, empty sections, the merged picture uncompressed, channel by channel."""
    picture = np.concatenate(list(_bands(size, 16, 40)))
    with path.open("wb") as file:
        file.write(b"8BPS" + struct.pack(">H6xHIIHH", 1, 3, size[1], size[0], 8, 3))
        file.write(struct.pack(">III", 0, 0, 0))  # colour mode data, image resources, layers and masks: none
        file.write(struct.pack(">H", 0))  # raw
        for channel in range(3):
            file.write(np.ascontiguousarray(picture[:, :, channel]).tobytes())
