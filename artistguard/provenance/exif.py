"""EXIF for people: every tag of a block as text. It is only read here; what is written goes through formats."""

import struct
import warnings

from PIL import ExifTags, Image

MAX_TAGS = 500
_SHOWN_BYTES = 64
_POINTERS = {0x8769: ExifTags.TAGS, 0x8825: ExifTags.GPSTAGS}


def read(data: bytes) -> tuple[tuple[str, str], ...]:
    """(name, text) of the main, the EXIF and the GPS directory. A broken block gives nothing."""
    try:
        with warnings.catch_warnings():  # Pillow warns of damage, which is a stranger's, not ours
            warnings.simplefilter("ignore")
            return tuple(_read(Image.Exif(), data)[:MAX_TAGS])
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, SyntaxError, OSError, struct.error):
        return ()


def _read(exif: Image.Exif, data: bytes) -> list[tuple[str, str]]:
    exif.load(b"Exif\0\0" + data)
    found = [
        (ExifTags.TAGS.get(number, f"0x{number:04X}"), _shown(value))
        for number, value in dict(exif).items()
        if number not in _POINTERS
    ]
    for pointer, names in _POINTERS.items():
        for number, value in exif.get_ifd(pointer).items():
            found.append((names.get(number, f"0x{number:04X}"), _shown(value)))
    return found


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        text = value[:_SHOWN_BYTES].decode("utf-8", "replace").strip("\0 ")
        return text if text.isprintable() and len(value) <= _SHOWN_BYTES else f"({len(value)} bytes)"
    if isinstance(value, (tuple, list)):
        return " ".join(str(item) for item in value[:_SHOWN_BYTES])
    return str(value)
