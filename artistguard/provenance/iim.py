"""IPTC IIM 4.2 datasets: the old tags beside XMP, still read by picture agencies. Records 1 and 2 alone are touched."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MAX_DATASETS = 2_000
_UTF8: Final = b"\x1b%G"  # 1:90 CodedCharacterSet: ISO 2022's switch to UTF-8
_CODED_CHARACTER_SET: Final = (1, 90)
_RECORD_VERSION: Final = (2, 0)
# Datasets of record 2 that are no text.
_BINARY: Final = frozenset({0, 125, 200, 201, 202})

NAMES: Final = {
    (2, 5): "ObjectName",
    (2, 15): "Category",
    (2, 25): "Keywords",
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 80): "By-line",
    (2, 85): "By-lineTitle",
    (2, 90): "City",
    (2, 101): "Country-PrimaryLocationName",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "CopyrightNotice",
    (2, 118): "Contact",
    (2, 120): "Caption-Abstract",
    (2, 122): "Writer-Editor",
}
NUMBERS: Final = {name: number for number, name in NAMES.items()}
# Octets that IIM allows for what we write; longer ones are cut there, as the Metadata Working Group advises (the full
# text stands in XMP).
LIMITS: Final = {"By-line": 32, "CopyrightNotice": 128, "Credit": 32, "SpecialInstructions": 256}


@dataclass(frozen=True, slots=True)
class _Dataset:
    record: int
    number: int
    value: bytes


def read(data: bytes) -> tuple[tuple[str, str], ...]:
    """Every text of record 2 as (name, text); a dataset without a known name is called "2:123"."""
    datasets = _parsed(data)
    encoding = _encoding(datasets)
    return tuple(
        (NAMES.get((d.record, d.number), f"{d.record}:{d.number}"), d.value.decode(encoding, "replace"))
        for d in datasets
        if d.record == 2 and d.number not in _BINARY
    )


def merge(data: bytes | None, values: Mapping[str, str]) -> bytes:
    """The datasets with these set, in UTF-8, and the others kept. An empty value takes a dataset out.

    Texts in another encoding are brought to UTF-8, since one declaration holds for all.
    """
    datasets = _parsed(data or b"")
    encoding = _encoding(datasets)
    ours = {NUMBERS[name] for name in values}
    kept = [
        d if encoding == "utf-8" or d.record != 2 or d.number in _BINARY else _recoded(d, encoding)
        for d in datasets
        if (d.record, d.number) not in ours and (d.record, d.number) != _CODED_CHARACTER_SET
    ]
    if not any((d.record, d.number) == _RECORD_VERSION for d in kept):
        kept.append(_Dataset(*_RECORD_VERSION, b"\x00\x04"))
    kept.append(_Dataset(*_CODED_CHARACTER_SET, _UTF8))
    kept += [_Dataset(*NUMBERS[name], cut(name, text).encode()) for name, text in values.items() if text]
    # Records go up; within one, the order was theirs, with the version first.
    kept.sort(key=lambda d: (d.record, (d.record, d.number) != _RECORD_VERSION))
    return b"".join(map(_written, kept))


def cut(name: str, text: str) -> str:
    """The text as far as its dataset holds it, never through the middle of a character."""
    return text.encode()[: LIMITS.get(name, 2000)].decode("utf-8", "ignore").strip()


def _parsed(data: bytes) -> list[_Dataset]:
    """Datasets up to the first byte that is none: padding and damage end the list."""
    found: list[_Dataset] = []
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C and len(found) < MAX_DATASETS:
        record, number, length = struct.unpack_from(">BBH", data, at + 1)
        at += 5
        if length & 0x8000:  # extended: the length's own length
            width = length & 0x7FFF
            if width > 4 or at + width > len(data):
                break
            length = int.from_bytes(data[at : at + width], "big")
            at += width
        if at + length > len(data):
            break
        found.append(_Dataset(record, number, data[at : at + length]))
        at += length
    return found


def _encoding(datasets: list[_Dataset]) -> str:
    """UTF-8 where declared or where everything is; otherwise Latin 1, which most old programs meant."""
    if any((d.record, d.number) == _CODED_CHARACTER_SET and d.value == _UTF8 for d in datasets):
        return "utf-8"
    try:
        for d in datasets:
            if d.record == 2 and d.number not in _BINARY:
                d.value.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _recoded(dataset: _Dataset, encoding: str) -> _Dataset:
    return _Dataset(dataset.record, dataset.number, dataset.value.decode(encoding, "replace").encode())


def _written(dataset: _Dataset) -> bytes:
    head = bytes((0x1C, dataset.record, dataset.number))
    if len(dataset.value) < 0x8000:
        return head + struct.pack(">H", len(dataset.value)) + dataset.value
    return head + struct.pack(">HI", 0x8004, len(dataset.value)) + dataset.value
