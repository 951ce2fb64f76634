"""Zip archives that drawing programs save their work in: Krita, OpenRaster, Procreate.

Only the list of names is read. Sources: APPNOTE 6.3.9, OpenRaster 0.0.6.
"""

from collections.abc import Iterator

from artistguard.formats.kinds import Kind
from artistguard.formats.source import Cursor, Source
from artistguard.model.errors import Damaged, NotAPicture

_MIMETYPES = {b"application/x-krita": Kind.KRA, b"application/x-kra": Kind.KRA, b"image/openraster": Kind.ORA}
_NAMES = {b"maindoc.xml": Kind.KRA, b"stack.xml": Kind.ORA, b"Document.archive": Kind.PROCREATE}
_MAX_ENTRIES = 1_000_000
_OTHER = "This is an archive of other things. Unpack it and take the pictures in it."


def identify(source: Source) -> Kind:
    """Which program's archive it is: by its first entry, else by the names in it."""
    head = source.peek(0, 30)
    if head[:4] == b"PK\3\4" and source.peek(30, 8) == b"mimetype" and int.from_bytes(head[26:28], "little") == 8:
        extra, size = (int.from_bytes(head[i : i + 2], "little") for i in (28, 22))
        kind = _MIMETYPES.get(source.peek(38 + extra, min(size, 64)).strip())
        if kind:
            return kind
    for name in _names(source):
        if name in _NAMES:
            return _NAMES[name]
    raise NotAPicture(_OTHER)


def _names(source: Source) -> Iterator[bytes]:
    """The names in the central directory."""
    start = max(0, source.size - 65_557)
    tail = source.peek(start, source.size - start)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + 22 > len(tail):
        raise Damaged("The archive is cut off: its list of contents is missing.")
    offset = int.from_bytes(tail[at + 16 : at + 20], "little")
    wide = tail.rfind(b"PK\6\6", 0, at)
    if offset == 0xFFFFFFFF and wide >= 0:
        offset = int.from_bytes(tail[wide + 48 : wide + 56], "little")
    cursor = Cursor(source, offset)
    for _ in range(_MAX_ENTRIES):
        if source.peek(cursor.offset, 4) != b"PK\1\2":
            return
        head = cursor.take(46)
        name, extra, comment = (int.from_bytes(head[i : i + 2], "little") for i in (28, 30, 32))
        yield cursor.take(name + extra + comment)[:name]
