"""Frames between the program and a worker child: 4 bytes length (big-endian), a JSON object, then blobs.

The object's "blobs" lists the blobs' lengths in bytes. Both sides check every length before they read, since the
child reads hostile files and may be under their control.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from typing import BinaryIO

LENGTH = struct.Struct(">I")
LONGEST_JSON = 16 * 1024 * 1024  # bytes
MOST_BLOBS = 64
LARGEST_BLOBS = 256 * 1024 * 1024  # bytes, all blobs of a frame together

Frame = tuple[dict[str, object], list[bytes]]


class BadFrame(Exception):
    """What came is no frame, or one over the limits."""


class CutOff(BadFrame):
    """The other side ended in the middle of a frame."""


def write(file: BinaryIO, message: Mapping[str, object], blobs: Sequence[bytes] = ()) -> None:
    """Send one frame. Raises BadFrame before the first byte if it is over the limits or no JSON."""
    lengths = [len(blob) for blob in blobs]
    if len(lengths) > MOST_BLOBS or sum(lengths) > LARGEST_BLOBS:
        raise BadFrame(f"{len(lengths)} blobs of {sum(lengths)} bytes are too many")
    try:
        text = json.dumps({**message, "blobs": lengths}, allow_nan=False, separators=(",", ":")).encode("ascii")
    except (TypeError, ValueError, RecursionError) as error:
        raise BadFrame(f"not JSON: {error}") from error
    if len(text) > LONGEST_JSON:
        raise BadFrame(f"{len(text)} bytes of JSON are too many")
    file.write(LENGTH.pack(len(text)) + text)
    for blob in blobs:
        file.write(blob)
    file.flush()


def read(file: BinaryIO) -> Frame | None:
    """Receive one frame; None if the other side closed between two frames. Raises BadFrame."""
    head = file.read(LENGTH.size)
    if not head:
        return None
    if len(head) < LENGTH.size:
        raise CutOff("in a length")
    (length,) = LENGTH.unpack(head)
    if length > LONGEST_JSON:
        raise BadFrame(f"{length} bytes of JSON announced")
    try:
        message = json.loads(_exactly(file, length))
    except (ValueError, RecursionError) as error:
        raise BadFrame(f"not JSON: {error}") from error
    if not isinstance(message, dict):
        raise BadFrame("not a JSON object")
    return message, [_exactly(file, size) for size in _lengths(message.pop("blobs", []))]


def _lengths(told: object) -> list[int]:
    if not isinstance(told, list) or len(told) > MOST_BLOBS:
        raise BadFrame("no list of blob lengths")
    lengths = [size for size in told if type(size) is int and size >= 0]
    if len(lengths) != len(told) or sum(lengths) > LARGEST_BLOBS:
        raise BadFrame("blob lengths out of bounds")
    return lengths


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise CutOff("in a frame")
    return data
