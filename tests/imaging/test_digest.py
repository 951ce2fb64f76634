import hashlib
import tracemalloc
from io import BytesIO
from pathlib import Path

import iscc_core
import pytest
from blake3 import blake3

from artistguard.imaging.digest import digest


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_one_pass_gives_what_each_library_gives_alone(size: int) -> None:
    data = hashlib.shake_256(b"seed").digest(size)
    file = BytesIO(data)
    file.read(1)  # wherever the file stands

    found = digest(file)

    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.blake3 == blake3(data).hexdigest()
    assert found.size == size
    assert found.iscc_data == iscc_core.gen_data_code_v0(BytesIO(data))["iscc"]
    assert found.iscc_instance == iscc_core.gen_instance_code_v0(BytesIO(data))["iscc"]


def test_without_iscc_the_hashes_are_the_same() -> None:
    data = bytes(range(256)) * 5000

    plain, full = digest(BytesIO(data), iscc=False), digest(BytesIO(data))

    assert (plain.sha256, plain.blake3, plain.size) == (full.sha256, full.blake3, full.size)
    assert plain.iscc_data == plain.iscc_instance == ""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "master.tif"
    with path.open("wb") as file:
        file.truncate(200 << 20)

    tracemalloc.start()
    with path.open("rb") as file:
        found = digest(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert found.size == 200 << 20
    assert peak < 8 << 20
