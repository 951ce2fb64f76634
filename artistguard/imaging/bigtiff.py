"""BigTIFF in big-endian order, which Pillow (13.0) takes for a classic TIFF with an odd offset.

It looks for BigTIFF's 43 in the third byte, where only little-endian files have it. Here it is shown the mark there,
and reads on as it would: the tags know their order.
"""

from typing import BinaryIO

from PIL import Image, TiffImagePlugin

FORMAT = "BIGTIFF-MM"
MARK = b"MM\0+"
_TURNED = b"MM+\0"
_ORIENTATION = 274


class _Turned:
    """A file whose mark is shown the other way round."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """The bytes from here on."""
        at = self._file.tell()
        data = self._file.read(size)
        return _TURNED + data[4:] if at == 0 and data[:4] == MARK else data

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


class BigEndianBigTiff(TiffImagePlugin.TiffImageFile):
    """Such a file, as Pillow's own plug-in would open it."""

    format = "TIFF"
    format_description = "BigTIFF, big-endian"

    def _open(self) -> None:
        self.fp = _Turned(self.fp)  # type: ignore[assignment, arg-type]
        super()._open()

    def getexif(self) -> Image.Exif:
        """The orientation alone: Pillow trips over the mark once more where it reads the rest, which nobody needs."""
        exif = Image.Exif()
        exif[_ORIENTATION] = self.tag_v2.get(_ORIENTATION, 1)
        return exif


def register() -> None:
    """Make the format known to Pillow; done twice, it is done once."""
    if _TURNED not in TiffImagePlugin.PREFIXES:
        TiffImagePlugin.PREFIXES.append(_TURNED)
        Image.register_open(FORMAT, BigEndianBigTiff, lambda prefix: prefix[:4] == MARK)
