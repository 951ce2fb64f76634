"""What a unit's search keeps where more is near than fits into an answer."""

import io
import mmap

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from artistguard.matching.columns import Ours, Rows
from artistguard.matching.hamming import HammingSearch
from artistguard.work import scan_units

PICTURES, ROWS, COMMON = 20, 6_000, 1_500


def balanced(random, count):
    """Hashes with 32 ones, as pHashes are."""
    ones = np.argsort(random.random((count, 64)), axis=1) < 32
    return np.packbits(ones, axis=1).view(">u8")[:, 0].astype(np.uint64)


@pytest.fixture
def unit():
    """(what is searched for, its index, rows): 1,500 rows eight bits from picture 0, and a copy of each at the end."""
    random = np.random.default_rng(0)
    views, values = balanced(random, PICTURES), balanced(random, ROWS)
    for row in range(COMMON):
        value = int(views[0])
        for bit in random.choice(64, 8, replace=False):
            value ^= 1 << int(bit)
        values[row * 3] = value
    values[-PICTURES:] = views
    ours = Ours(views, np.arange(PICTURES, dtype=np.uint32), np.full(PICTURES, 255, np.uint8))
    rows = Rows(values, np.ones(ROWS, np.bool_), np.full(ROWS, 640, np.uint16), np.full(ROWS, 480, np.uint16))
    return ours, HammingSearch(views, 8), rows


def parts(rows, size):
    return [(first, rows.part(first, first + size)) for first in range(0, len(rows), size)]


@pytest.mark.parametrize("size", [ROWS, 250])
def test_of_more_hits_than_fit_the_nearest_of_each_picture_are_kept(unit, size, monkeypatch) -> None:
    ours, index, rows = unit
    every = scan_units.search(ours, index, parts(rows, size))
    assert (every["more"], len(every["hits"]) >= COMMON + PICTURES) == (0, True)
    assert sorted(every["hits"]) == every["hits"]
    monkeypatch.setattr(scan_units, "MOST_HITS", 100)
    monkeypatch.setattr(HammingSearch, "worth", 1)
    fewer = scan_units.search(ours, index, parts(rows, size))
    assert (len(fewer["hits"]), fewer["more"]) == (100, len(every["hits"]) - 100)
    assert sorted(fewer["hits"]) == fewer["hits"]
    assert {tuple(hit) for hit in fewer["hits"]} <= {tuple(hit) for hit in every["hits"]}
    copies = [hit for hit in every["hits"] if hit[2] == 0]
    assert len(copies) == PICTURES
    assert all(hit in fewer["hits"] for hit in copies)
    assert [ROWS - 1, PICTURES - 1, 0, int(rows.hashes[-1]), 640, 480] in copies


def test_a_table_is_not_mapped_where_a_worker_is_somebody_elses(unit, tmp_path, monkeypatch) -> None:
    """A mapped file that is cut off ends the process that reads it."""
    ours, _, rows = unit
    path, file = tmp_path / "set.parquet", io.BytesIO()
    pq.write_table(pa.table({"phash": [f"{int(value):016x}" for value in rows.hashes]}), path)
    named = {name: getattr(ours, name) for name in ("hashes", "owners", "bits", "files", "file_owners")}
    np.savez(file, **named)
    monkeypatch.delattr(mmap, "mmap")
    arguments = {
        "path": str(path), "size": path.stat().st_size, "kind": "parquet", "columns": {"hash": "phash"},
        "unit": {"group": 0, "first_row": 0, "rows": ROWS}, "bits": 4,
    }  # fmt: skip
    found, packed = scan_units.unit(scan_units.Views("a test's", file.getvalue()), arguments, None)
    assert found["rows"] == ROWS
    again, _ = scan_units.unit(scan_units.Views("a test's", file.getvalue()), arguments, packed)
    assert again["hits"] == found["hits"]
