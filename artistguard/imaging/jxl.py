"""The size of a JPEG XL picture from its header: the decoder plug-in decodes on opening, so the limit comes first."""

import struct
from typing import BinaryIO

from artistguard.model.errors import Damaged

_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_DISTANT = ((9, 1), (13, 1), (18, 1), (30, 1))
_MAX_BOXES = 4096


class _Bits:
    """Bits of a codestream, least significant first."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        taken = self._value & ((1 << count) - 1)
        self._value >>= count
        return taken


def jxl_size(file: BinaryIO) -> tuple[int, int]:
    """(width, height) in pixels, before orientation. ISO/IEC 18181-1 SizeHeader, 18181-2 boxes."""
    data = _codestream_start(file)
    if data[:2] != b"\xff\x0a":
        raise Damaged("This JPEG XL is damaged: its codestream has no signature.")
    bits = _Bits(data[2:])
    small = bool(bits.take(1))
    height = _length(bits, small)
    ratio = bits.take(3)
    if ratio == 0:
        return _length(bits, small), height
    above, below = _RATIOS[ratio - 1]
    return height * above // below, height


def _length(bits: _Bits, small: bool) -> int:
    if small:
        return (bits.take(5) + 1) * 8
    count, offset = _DISTANT[bits.take(2)]
    return bits.take(count) + offset


def _codestream_start(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(16)
    if head[:2] == b"\xff\x0a":
        return head
    file.seek(0, 2)
    end, position = file.tell(), 0
    for _ in range(_MAX_BOXES):
        file.seek(position)
        header = file.read(16)
        if len(header) < 8:
            break
        length, kind = struct.unpack(">I4s", header[:8])
        body = 8
        if length == 1 and len(header) == 16:
            length, body = struct.unpack(">Q", header[8:])[0], 16
        if kind in (b"jxlc", b"jxlp"):
            file.seek(position + body + (4 if kind == b"jxlp" else 0))
            return file.read(16)
        if length == 0 or length < body or position + length > end:
            break
        position += length
    raise Damaged("This JPEG XL is damaged: it holds no codestream.")
