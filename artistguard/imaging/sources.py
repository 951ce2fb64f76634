"""The picture that a drawing program stored inside its own file: KRA, ORA, Procreate and CLIP.

Layers are never composited. What is read is the picture the program left for others to see: the merged picture of
KRA (Krita manual, "The .kra file format") and ORA (OpenRaster 0.0.6), the preview of Procreate and CLIP.
"""

import sqlite3
import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO

from PIL import Image

from artistguard.formats.kinds import Kind
from artistguard.imaging.limits import Limits
from artistguard.model.errors import Damaged, FileError, TooLarge

_MEMBERS: dict[Kind, tuple[tuple[str, bool], ...]] = {
    # member, whether it is only a preview
    Kind.KRA: (("mergedimage.png", False), ("preview.png", True)),
    Kind.ORA: (("mergedimage.png", False), ("Thumbnails/thumbnail.png", True)),
    Kind.PROCREATE: (("QuickLook/Thumbnail.png", True),),
}
_SMALL = 128 << 20  # bytes: an A3 canvas at 300 dots an inch has 70 million
_MAX_CHUNKS = 1_000_000
_MAX_STEPS = 20_000  # times 1,000 virtual machine instructions


@dataclass(frozen=True, slots=True)
class SourcePicture:
    """A picture still to be decoded, and whether it is only a preview."""

    image: Image.Image
    preview: bool


def source_picture(file: BinaryIO, kind: Kind, limits: Limits) -> SourcePicture:
    """Find the stored picture of a KRA, ORA, Procreate or CLIP file. `file` stays open while it is decoded."""
    if kind is Kind.CLIP:
        return SourcePicture(_open(BytesIO(_clip_preview(file, limits)), limits), preview=True)
    archive = zipfile.ZipFile(file)
    members = archive.infolist()
    if len(members) > limits.archive_members:
        raise TooLarge(f"The file holds more than {limits.archive_members} parts.")
    names = {info.filename: info for info in members}
    for name, preview in _MEMBERS[kind]:
        if name in names:
            return SourcePicture(_open(_member(archive, names[name], limits), limits), preview)
    raise FileError(
        f"The {kind.label} file holds no picture to read, only layers.", "Save it again, or export it as PNG."
    )


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> IO[bytes]:
    """A member as a stream. zipfile gives out no more bytes than the declared size, which is checked here."""
    if info.flag_bits & 0x1:
        raise FileError("The picture inside is encrypted.", "Save the file without a password.")
    if info.file_size > limits.archive_bytes:
        raise TooLarge(f"The picture inside unpacks to more than {limits.archive_bytes >> 20} MiB.")
    # An empty canvas packs a thousandfold (Krita's own templates do): what is small is let through whatever its ratio.
    if info.file_size > _SMALL and info.file_size > info.compress_size * limits.archive_ratio:
        raise TooLarge(f"The picture inside unpacks to over {limits.archive_ratio} times its size, as no drawing does.")
    return archive.open(info)


def _open(stream: IO[bytes], limits: Limits) -> Image.Image:
    image = Image.open(stream, formats=["PNG", "JPEG"])
    limits.check_size(image.width, image.height)
    return image


def _clip_preview(file: BinaryIO, limits: Limits) -> bytes:
    """The preview from the SQLite database in a CLIP file's CHNKSQLi chunk."""
    size = _find_database(file)
    if size > limits.archive_bytes:
        raise TooLarge(f"The index of the CLIP file is larger than {limits.archive_bytes >> 20} MiB.")
    data = bytearray(file.read(size))
    if len(data) < max(size, 100) or data[:15] != b"SQLite format 3":
        raise Damaged("This CLIP is damaged: its index cannot be read.", "Save it again in the drawing program.")
    data[18:20] = b"\1\1"  # a write-ahead log, which would lie beside the database, cannot be: read without one
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(bytes(data))
        del data
        return _query(connection, limits)
    finally:
        connection.close()


def _find_database(file: BinaryIO) -> int:
    """Seek to the content of the CHNKSQLi chunk; its size in bytes. Chunks are name (8), length (8), content."""
    file.seek(24)
    for _ in range(_MAX_CHUNKS):
        header = file.read(16)
        if len(header) < 16 or header[:4] != b"CHNK":
            break
        size = int(struct.unpack(">Q", header[8:])[0])
        if header[:8] == b"CHNKSQLi":
            return size
        if size > 1 << 62:
            break
        file.seek(size, 1)
    raise Damaged("This CLIP is damaged or cut off: it has no index.", "Save it again in the drawing program.")


def _query(connection: sqlite3.Connection, limits: Limits) -> bytes:
    steps = iter(range(_MAX_STEPS))
    connection.set_progress_handler(lambda: 0 if next(steps, None) is not None else 1, 1000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.archive_bytes)
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY)
    try:
        row = connection.execute("SELECT ImageData FROM CanvasPreview LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        row = None
    if row is None or not isinstance(row[0], bytes) or not row[0]:
        raise FileError("The CLIP file holds no preview.", "Export it as PNG and import that.")
    return row[0]
