"""IIM datasets: merged, brought to UTF-8, cut where the format ends."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from artistguard.provenance import iim


def dataset(record: int, number: int, value: bytes) -> bytes:
    return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value


OLD = dataset(2, 0, b"\0\2") + dataset(2, 25, b"tree") + dataset(2, 25, b"Gr\xfcn") + dataset(2, 80, b"Somebody")


def test_what_is_not_set_stays_and_latin_1_becomes_utf_8() -> None:
    assert iim.read(OLD) == (("Keywords", "tree"), ("Keywords", "Grün"), ("By-line", "Somebody"))
    merged = iim.merge(OLD, {"By-line": "Adä", "Credit": "Studio"})
    assert iim.read(merged) == (("Keywords", "tree"), ("Keywords", "Grün"), ("By-line", "Adä"), ("Credit", "Studio"))
    assert merged.startswith(dataset(1, 90, b"\x1b%G") + dataset(2, 0, b"\0\2"))
    assert iim.merge(merged, {"By-line": "Adä", "Credit": "Studio"}) == merged


def test_a_new_block_has_its_version_and_encoding() -> None:
    made = iim.merge(None, {"CopyrightNotice": "© 2026"})
    assert made == dataset(1, 90, b"\x1b%G") + dataset(2, 0, b"\0\4") + dataset(2, 116, "© 2026".encode())


def test_an_empty_value_takes_a_dataset_out() -> None:
    assert dict(iim.read(iim.merge(OLD, {"By-line": ""}))) == {"Keywords": "Grün"}


def test_long_texts_end_at_a_whole_character() -> None:
    name = "é" * 20
    (found,) = (text for key, text in iim.read(iim.merge(None, {"By-line": name})))
    assert found == "é" * 16 == iim.cut("By-line", name)


def test_binary_datasets_pass_untouched() -> None:
    preview = dataset(2, 202, b"\xff\xd8\xff\x80")
    assert preview in iim.merge(OLD + preview, {"Credit": "x"})


def test_extended_lengths_are_read_and_written() -> None:
    long = b"x" * 40_000
    data = bytes((0x1C, 2, 120)) + struct.pack(">HI", 0x8004, len(long)) + long
    assert iim.read(data) == (("Caption-Abstract", "x" * 40_000),)
    assert data in iim.merge(data, {"Credit": "x"})


@given(st.binary(max_size=60))
def test_any_bytes_are_read_and_merged(data: bytes) -> None:
    merged = iim.merge(data, {"Credit": "Ada"})
    assert dict(iim.read(merged))["Credit"] == "Ada"
    assert len(iim.read(data)) <= iim.MAX_DATASETS


def test_a_length_beyond_the_end_ends_the_list() -> None:
    whole = dataset(2, 80, b"Ada")
    assert iim.read(whole + b"\x1c\x02\x6e\xff\xff" + b"x") == (("By-line", "Ada"),)
    assert iim.read(whole + b"\x1c\x02\x6e\x80\x09" + b"x" * 9) == (("By-line", "Ada"),)
