"""What a worker child does before a scan begins: it times itself on made-up rows, to tell how long it will take."""

import time
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns
from artistguard.matching.hamming import HammingSearch, Words

if TYPE_CHECKING:
    from artistguard.work.child import Context

Answer = tuple[dict[str, object], list[bytes]]
_DECODED = 1 << 17  # rows the decoding is timed with


def scan_pace(context: "Context", arguments: dict[str, Any], blobs: list[bytes]) -> Answer:
    """Seconds: "built", that the index takes; "row", to search a row; "decoding", to read and pack one of a table.

    The blob holds the views, "<u8". As many `rows` are searched at once as a unit has: what a search costs once, or an
    index that is built for each search because the memory does not hold it, counts as often as it will.
    """
    # A copy: for arrays that cannot be written, as a blob's, the kernels would be compiled once more.
    views, bits = np.frombuffer(blobs[0], "<u8").astype(np.uint64), int(arguments["bits"])
    sample = np.random.default_rng(1).integers(0, 2**63, int(arguments["rows"]), dtype=np.uint64)
    decoding = _decoding(np.resize(sample, _DECODED))
    for some in (views[:1], views):  # for one view the kernels are compiled, or loaded
        began = time.monotonic()
        search = HammingSearch(some, bits, memory=int(arguments["memory"]))
        search.search(sample[:1000])
    built = time.monotonic()
    search.search(sample)
    per_row = (time.monotonic() - built) / len(sample)
    return {"built": built - began, "row": per_row, "decoding": decoding}, []


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
        columns.packed(
            columns.rows_of(arrays[Field.HASH], arrays[Field.WIDTH], arrays[Field.HEIGHT])
            for _, arrays in tables.batches(file, TableKind.PARQUET, unit, named)
        )
    return (time.monotonic() - began) / len(hashes)
