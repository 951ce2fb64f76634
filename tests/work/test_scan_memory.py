"""A scan's working set does not grow with the data set, and the index keeps within what it may take."""

import ast
import gc
import subprocess
import sys
import weakref

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from artistguard.matching.hamming import HammingSearch, Partition
from artistguard.work import scan_tasks

GROUP = 100_000
# A child's own task, over and over: prints the resident bytes after a few units, and after many.
CHILD = """
import sys
from artistguard.work.scan_tasks import scan

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

folder = sys.argv[1]
for number in range(60):
    unit = {"group": number % 2, "first_row": 0, "rows": 100_000}
    found, _ = scan(None, {
        "path": f"{folder}/set.parquet", "name": "set.parquet", "kind": "parquet",
        "columns": {"hash": "phash"}, "unit": unit, "packed": f"{folder}/packed-{number}.npz",
        "ours": f"{folder}/ours.npz", "bits": 8, "memory": 1 << 30,
    }, [])
    assert found["rows"] == 100_000 and not found["packed"]
    if number in (9, 59):
        print(resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="resident memory is read from /proc")
def test_many_units_take_no_more_than_a_few(tmp_path) -> None:
    random = np.random.default_rng(1)
    values = random.integers(0, 2**64, 2 * GROUP, dtype=np.uint64)
    pq.write_table(pa.table({"phash": [f"{value:016x}" for value in values]}), tmp_path / "set.parquet", GROUP)
    views = random.integers(0, 2**64, 2000, dtype=np.uint64)
    np.savez(
        tmp_path / "ours.npz",
        hashes=views,
        owners=np.arange(2000, dtype=np.uint32),
        bits=np.full(2000, 255, np.uint8),
        files=np.empty(0, np.uint64),
        file_owners=np.empty(0, np.uint32),
    )
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    few, many = map(int, done.stdout.split())
    unit = 13 * GROUP  # packed; fifty of them are 65 MB
    assert many - few < 20 * unit


def test_an_index_takes_what_it_may_and_no_more() -> None:
    random = np.random.default_rng(2)
    views = random.integers(0, 2**64, 50_000, dtype=np.uint64)
    rows = views[:2000] ^ np.uint64(0b1011)
    for memory, partitions in ((256 * 1024**2, 1), (16 * 1024**2, 1), (256 * 1024, 10)):
        search = HammingSearch(views, 8, memory=memory)
        assert search.partitions == partitions
        for partition in search._parts():
            assert isinstance(partition, Partition)
            assert partition._entries.nbytes + partition._items.nbytes <= memory
        found = search.search(rows)
        own = found.rows == found.items
        assert sorted(found.rows[own].tolist()) == list(range(2000))
    assert search.worth > HammingSearch(views, 8).worth  # or else it would be built again and again


def test_a_child_holds_the_index_of_one_scan(tmp_path) -> None:
    held = []
    for number in range(2):
        path = tmp_path / f"{number}.npz"
        none = {"files": np.empty(0, np.uint64), "file_owners": np.empty(0, np.uint32)}
        np.savez(
            path, hashes=np.arange(9, dtype=np.uint64), owners=np.zeros(9, np.uint32), bits=np.ones(9, np.uint8), **none
        )
        held.append(weakref.ref(scan_tasks._ours(str(path), 4, 2**20)[1]))
    gc.collect()
    assert held[0]() is None
    assert held[1]() is scan_tasks._ours(str(path), 4, 2**20)[1]


ONCE = """
import numpy as np
from artistguard.matching import kernels
from artistguard.matching.hamming import HammingSearch
from artistguard.work.pace_tasks import scan_pace
views = np.arange(99, dtype=np.uint64)
for bits in (0, 4):
    scan_pace(None, {"bits": bits, "memory": 1 << 30, "rows": 1000}, [views.astype("<u8").tobytes()])
    HammingSearch(views, bits).search(views)
print({name: len(getattr(kernels, name).signatures) for name in ("count_entries", "fill_entries", "mark", "passing")})
"""


def test_what_is_compiled_to_tell_the_pace_is_what_a_scan_uses() -> None:
    done = subprocess.run([sys.executable, "-c", ONCE], capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    assert set(ast.literal_eval(done.stdout).values()) == {1}
