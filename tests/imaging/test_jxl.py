import struct
from io import BytesIO

import pytest

from artistguard.imaging.jxl import jxl_size
from artistguard.model.errors import Damaged


def codestream(*fields: tuple[int, int]) -> bytes:
    """The signature, then (value, bits) from the least significant bit up."""
    value = at = 0
    for number, bits in fields:
        value |= number << at
        at += bits
    return b"\xff\x0a" + value.to_bytes(14, "little")


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        (((1, 1), (4, 5), (0, 3), (7, 5)), (64, 40)),  # small: eighths less one
        (((1, 1), (4, 5), (4, 3)), (60, 40)),  # ratio 3:2
        (((0, 1), (1, 2), (1079, 13), (5, 3)), (1920, 1080)),  # ratio 16:9
        (((0, 1), (3, 2), ((1 << 30) - 1, 30), (0, 3), (0, 2), (9, 9)), (10, 1 << 30)),
    ],
)
def test_sizes_as_the_standard_writes_them(fields: tuple[tuple[int, int], ...], size: tuple[int, int]) -> None:
    assert jxl_size(BytesIO(codestream(*fields))) == size


@pytest.mark.parametrize(("name", "prefix"), [(b"jxlc", b""), (b"jxlp", b"\0\0\0\0")])
@pytest.mark.parametrize("long", [False, True])
def test_the_codestream_is_found_in_a_container(name: bytes, prefix: bytes, long: bool) -> None:
    stream = prefix + codestream((1, 1), (4, 5), (1, 3))
    header = struct.pack(">I4sQ", 1, name, 16 + len(stream)) if long else struct.pack(">I4s", 8 + len(stream), name)
    signature = struct.pack(">I4sI", 12, b"JXL ", 0x0D0A870A)

    assert jxl_size(BytesIO(signature + struct.pack(">I4s12s", 20, b"ftyp", b"jxl ") + header + stream)) == (40, 40)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 40,
        struct.pack(">I4sI", 12, b"JXL ", 0x0D0A870A),
        struct.pack(">I4s", 4, b"free") * 9,
        b"GIF89a" * 9,
    ],
)
def test_others_are_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        jxl_size(BytesIO(data))
