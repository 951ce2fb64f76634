"""How long searching and reading will take on this machine: measured on made-up rows, before a scan begins."""

import time
from io import BytesIO

import numpy as np

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns as packing
from artistguard.matching.hamming import MEMORY, HammingSearch, Words
from artistguard.workflow.searchable import Portfolio
from artistguard.workflow.studio import Studio

_PROBE = 1 << 20  # rows the search is timed with
_START = 0.7  # seconds until a child has loaded what a search needs
_DECODED = 1 << 17  # rows the decoding is timed with


def memory(studio: Studio) -> int:
    """Bytes that the index of one worker may take: all of them together stay within the limit."""
    return MEMORY // max(1, studio.pool.size)


def seconds(studio: Studio, ours: Portfolio, bits: int, rows: int, kept: int) -> float:
    """About how long: decoding and search at the pace they have here and now, on made-up rows.

    An index in several partitions is built again for each few million rows; one that fits, once a worker.
    """
    search = HammingSearch(ours.hashes, bits, memory=memory(studio))
    sample = np.random.default_rng(1).integers(0, 2**63, _PROBE, dtype=np.uint64)
    began = time.monotonic()
    search.search(sample[:1000])  # the kernels are compiled, or loaded, and the index built
    built = time.monotonic()
    search.search(sample)
    searched = time.monotonic() - built
    start = built - began
    if search.partitions > 1:
        building = time.monotonic()
        search.search(sample[:1000])
        start = time.monotonic() - building
        searched = max(searched - start, 0.0) + start * _PROBE / search.worth
    per_row = searched / _PROBE
    decoding = _decoding(sample[:_DECODED])
    return _START + start + (rows * per_row + (rows - kept) * decoding) / studio.pool.size


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
