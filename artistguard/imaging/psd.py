"""The merged picture of a PSD or PSB. Layers are skipped over, never read or composited.

Sections and resources: Adobe Photoshop File Formats Specification (2019). psd-tools unpacks the channels.
"""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageChops

from artistguard.imaging.limits import Limits
from artistguard.model.errors import Damaged, FileError, TooLarge

_MODES = {0: "1", 1: "L", 2: "P", 3: "RGB", 4: "CMYK", 7: "L", 8: "L", 9: "LAB"}
_THUMBNAIL, _ICC, _VERSION = 1036, 1039, 1057
_MAX_RESOURCES = 10_000
_MAX_RESOURCE = 16 << 20


@dataclass(frozen=True, slots=True)
class PsdPicture:
    """The picture found. `width` and `height` are those of the drawing; `preview` that `image` is a thumbnail."""

    image: Image.Image
    width: int
    height: int
    bits: int
    preview: bool


def psd_picture(file: BinaryIO, limits: Limits) -> PsdPicture:
    """Read the merged picture, or the thumbnail when the file was saved without one."""
    from psd_tools.psd.color_mode_data import ColorModeData
    from psd_tools.psd.header import FileHeader

    file.seek(0)
    header = FileHeader.read(file)
    mode = _MODES[int(header.color_mode)]
    palette = ColorModeData.read(file)
    resources = _resources(file)
    _skip(file, 8 if header.version == 2 else 4)
    version = resources.get(_VERSION, b"\0\0\0\1\1")
    image = None
    if len(version) < 5 or version[4]:
        limits.check_size(header.width, header.height, 12 + 2 * header.channels * max(1, header.depth // 8))
        image = _merged(file, header, mode, palette, limits)
    preview = image is None
    if image is None:
        image = _thumbnail(resources, limits)
    elif _ICC in resources:
        image.info["icc_profile"] = resources[_ICC]
    return PsdPicture(image, header.width, header.height, header.depth, preview)


def _skip(file: BinaryIO, size: int) -> None:
    raw = file.read(size)
    if len(raw) < size:
        raise Damaged("This PSD is cut off.", "Save it again in the drawing program.")
    file.seek(int.from_bytes(raw, "big"), 1)


def _resources(file: BinaryIO) -> dict[int, bytes]:
    """The image resources asked for; the others are skipped over."""
    raw = file.read(4)
    if len(raw) < 4:
        raise Damaged("This PSD is cut off.", "Save it again in the drawing program.")
    end = file.tell() + int.from_bytes(raw, "big")
    found: dict[int, bytes] = {}
    for _ in range(_MAX_RESOURCES):
        if file.tell() + 12 > end:
            break
        _, key, name_length = struct.unpack(">4sHB", file.read(7))
        file.seek(name_length + (1 - name_length % 2), 1)
        size = int.from_bytes(file.read(4), "big")
        position = file.tell()
        if key in (_THUMBNAIL, _ICC, _VERSION) and size <= _MAX_RESOURCE and position + size <= end:
            found[key] = file.read(size)
        file.seek(position + size + size % 2)
    file.seek(end)
    return found


def _merged(file: BinaryIO, header: Any, mode: str, palette: Any, limits: Limits) -> Image.Image | None:
    from psd_tools.compression import PSDDecompressionWarning
    from psd_tools.psd.image_data import ImageData

    if not file.read(2):
        return None
    file.seek(-2, 1)
    stored = ImageData.read(file)
    import warnings

    with warnings.catch_warnings():
        # psd-tools paints what it cannot unpack black; here that is a damaged file.
        warnings.simplefilter("error", PSDDecompressionWarning)
        try:
            data = stored.get_data(header, split=False, max_output_bytes=limits.memory)
        except (PSDDecompressionWarning, ValueError) as error:
            if type(error).__name__ == "DecompressionLimitError":
                raise TooLarge("The merged picture of the PSD unpacks to more than is allowed.") from error
            raise Damaged(
                "The merged picture of the PSD is damaged or cut off.", "Save it again in the drawing program."
            ) from error
    del stored
    return _image(memoryview(b"".join(data) if isinstance(data, list) else data), header, mode, palette)


def _image(data: memoryview, header: Any, mode: str, palette: Any) -> Image.Image:
    size = (header.width, header.height)
    if mode == "1":
        return Image.frombytes("1", size, bytes(data[: (header.width + 7) // 8 * header.height]), "raw", "1;I")
    wanted = {"RGB": 3, "LAB": 3, "CMYK": 4}.get(mode, 1)
    plane = header.width * header.height * (header.depth // 8)
    if header.channels < wanted or len(data) < wanted * plane:
        raise Damaged("The merged picture of the PSD lacks a channel.", "Save it again in the drawing program.")
    bands = [_band(data[i * plane : (i + 1) * plane], size, header.depth) for i in range(wanted)]
    if mode == "CMYK":
        bands = [ImageChops.invert(band) for band in bands]
    if mode == "P":
        image = bands[0].convert("P")
        image.putdata(bands[0].tobytes())
        image.putpalette(palette.interleave())
        return image
    return bands[0] if wanted == 1 else Image.merge(mode, bands)


def _band(plane: memoryview, size: tuple[int, int], depth: int) -> Image.Image:
    if depth == 8:
        return Image.frombytes("L", size, plane)
    import numpy

    if depth == 16:
        return Image.frombytes("L", size, numpy.frombuffer(plane, numpy.uint8)[::2].tobytes())
    # 32 bits a channel are linear light
    light = numpy.frombuffer(plane, ">f4").astype(numpy.float32)
    light = numpy.clip(numpy.nan_to_num(light), 0.0, 1.0) ** (1 / 2.2)
    return Image.frombytes("L", size, (light * 255 + 0.5).astype(numpy.uint8).tobytes())


def _thumbnail(resources: dict[int, bytes], limits: Limits) -> Image.Image:
    data = resources.get(_THUMBNAIL, b"")
    if len(data) <= 28:
        raise FileError(
            "The PSD holds neither a merged picture nor a preview.",
            "Switch on 'maximise compatibility' in the drawing program and save it again.",
        )
    image = Image.open(BytesIO(data[28:]), formats=["JPEG"])
    limits.check_size(image.width, image.height)
    return image
