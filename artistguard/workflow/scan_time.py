"""How long searching and reading will take on this machine: measured on made-up rows, before a scan begins."""

import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import numpy as np

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns as packing
from artistguard.matching.hamming import MEMORY, HammingSearch, Words
from artistguard.model.errors import FileError
from artistguard.workflow import set_files
from artistguard.workflow.searchable import Portfolio
from artistguard.workflow.set_files import SetFile
from artistguard.workflow.studio import Studio

_PROBE = 1 << 20  # rows the search is timed with
_UNIT = 0.005  # seconds that a unit takes beside its rows
_START = 0.7  # seconds until a child has loaded what a search needs
_UNPACKED = 1.7  # how much longer texts are than what they take in Parquet, as a rule
_USUAL_LENGTH = 80  # characters
_DECODED = 1 << 17  # rows the decoding is timed with


def words(studio: Studio, files: Sequence[SetFile], question: Mapping[str, Any]) -> float:
    """Seconds that reading all words of some files takes here, the wire's time not counted: by the first rows of one.

    Names and addresses are as in a `WordPlan`.
    """
    file = next((each for each in files if each.units), None)
    if file is None:
        return 0.0
    unit = file.units[0]
    rows = set_files.about(unit for each in files for unit in each.units)
    arguments = {
        **set_files.asked(file),
        "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows},
        "question": question,
        "lengths": {each.value: _length(unit, each) for each in set_files.WORDS if each in file.columns},
    }
    try:
        value: Any = studio.pool.submit("said_pace", arguments).result().value
    except FileError:  # its words cannot be read: the run says so
        return _START
    return _START + float(value["start"]) + rows * float(value["pace"]) / studio.pool.size


def _length(unit: Unit, field: Field) -> int:
    """Characters of a text, as a rule: by what its column takes, packed."""
    size = unit.sizes.get(field, 0)
    return round(_UNPACKED * size / unit.rows) if unit.rows and size else _USUAL_LENGTH


def memory(studio: Studio) -> int:
    """Bytes that the index of one worker may take: all of them together stay within the limit."""
    return MEMORY // max(1, studio.pool.size)


def seconds(studio: Studio, ours: Portfolio, bits: int, units: Sequence[Unit], fresh: Sequence[Unit]) -> float:
    """About how long some units take, of which `fresh` are not packed yet: at the pace of here and now.

    As many rows at once are tried as such a unit has: what a search costs once, or an index that is built for each
    search because the memory does not hold it, counts as often as it will.
    """
    rows = set_files.about(units)
    search = HammingSearch(ours.hashes, bits, memory=memory(studio))
    probe = min(_PROBE, max(rows // max(len(units), 1), 1000))
    sample = np.random.default_rng(1).integers(0, 2**63, probe, dtype=np.uint64)
    began = time.monotonic()
    search.search(sample[:1000])  # the kernels are compiled, or loaded, and the index built
    built = time.monotonic()
    search.search(sample)
    per_row = (time.monotonic() - built) / probe
    decoding = _decoding(np.resize(sample, _DECODED))
    work = rows * per_row + set_files.about(fresh) * decoding + len(units) * _UNIT
    return _START + built - began + work / studio.pool.size


def _decoding(hashes: Words) -> float:
    """Seconds that a row takes from Parquet, with its hash as text and two sizes, until it is packed."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    file = BytesIO()
    text = hashes.astype(">u8").tobytes().hex()
    sizes = (hashes % 4000).astype(np.int32)
    written = {"hash": [text[at : at + 16] for at in range(0, len(text), 16)], "width": sizes, "height": sizes[::-1]}
    parquet.write_table(arrow.table(written), file)
    unit, named = Unit(0, 0, len(hashes)), {Field.HASH: "hash", Field.WIDTH: "width", Field.HEIGHT: "height"}
    for _ in range(2):  # the first time loads what is needed
        began = time.monotonic()
        parts = [
            packing.rows_of(arrays[Field.HASH], arrays[Field.WIDTH], arrays[Field.HEIGHT])
            for _, arrays in tables.batches(file, TableKind.PARQUET, unit, named)
        ]
        packing.packed(packing.joined(parts))
    return (time.monotonic() - began) / len(hashes)
