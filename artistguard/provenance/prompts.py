"""What a generator of pictures wrote into one: its prompt, as text. Tags proper are read by `tags`.

Sources: PNG text chunks "parameters" (AUTOMATIC1111 and its relatives), "prompt" and "workflow" (ComfyUI), "Dream" and
"sd-metadata" (InvokeAI); EXIF UserComment in JPEG and WebP (EXIF 3.0, 4.6.6.3.2: eight bytes name the encoding).
"""

import struct
import warnings
from pathlib import Path

from PIL import Image

from artistguard.formats import png
from artistguard.formats.blocks import read_blocks
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.formats.source import Source, guarded
from artistguard.model.errors import Damaged, NotAPicture

MOST, LONGEST = 50, 20_000  # texts of a file, characters of one
_EXIF_DIRECTORY, _USER_COMMENT = 0x8769, 0x9286


def read(path: Path) -> tuple[tuple[str, str], ...]:
    """(where, text) of what reads like words; damage gives less. Raises FileErrors for what is no picture."""
    with path.open("rb") as file:
        kind = identify(file)
        found: list[tuple[str, str]] = []
        if kind is Kind.PNG:
            found += guarded(png.texts)(Source(file))
        try:
            exif = read_blocks(file, kind).exif
        except (Damaged, NotAPicture):
            exif = None
    if exif and (comment := _comment(exif)):
        found.append(("EXIF UserComment", comment))
    return tuple((where[:80], text[:LONGEST]) for where, text in found if text.strip())[:MOST]


def _comment(data: bytes) -> str:
    try:
        with warnings.catch_warnings():  # Pillow warns of damage, which is a stranger's, not ours
            warnings.simplefilter("ignore")
            exif = Image.Exif()
            exif.load(b"Exif\0\0" + data)
            value = exif.get_ifd(_EXIF_DIRECTORY).get(_USER_COMMENT)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, SyntaxError, OSError, struct.error):
        return ""
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    code, text = value[:8], value[8:]
    if code == b"UNICODE\0":
        # The byte order is not said; of letters one byte in two is nothing, and tells.
        order = "utf-16-be" if text[0::2].count(0) >= text[1::2].count(0) else "utf-16-le"
        return text.decode(order, "replace").strip("\0")
    return (text if code in (b"ASCII\0\0\0", b"\0" * 8) else value).decode("utf-8", "replace").strip("\0")
