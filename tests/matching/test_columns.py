"""A data set's column as numbers, kept for the next time, and searched."""

import errno
import io
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pytest

from artistguard.matching import hexes
from artistguard.matching.columns import Ours, joined, near, packed, packing, rows_of, unpacked
from artistguard.matching.hamming import HammingSearch
from artistguard.model.errors import Damaged

TEXTS = ["e9e90c24f1d9c674", "BAC58374982E0FC7", None, "", "not a hash at al", "e9e90c24f1d9c6740", "0" * 16]
EXPECTED = [0xE9E90C24F1D9C674, 0xBAC58374982E0FC7, 0, 0, 0, 0, 0]
VALID = [True, True, False, False, False, False, True]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_hex_digits_become_numbers_and_the_rest_is_told_apart(kind) -> None:
    rows = rows_of(pa.array(TEXTS, kind))
    assert rows.hashes.tolist() == EXPECTED
    assert rows.valid.tolist() == VALID
    assert rows.widths.tolist() == [0] * len(TEXTS)


def test_columns_without_a_gap_are_read_the_same() -> None:
    random = np.random.default_rng(1)
    values = random.integers(0, 2**64, 500, dtype=np.uint64)
    array = pa.array([f"{value:016x}" if row % 2 else f"{value:016X}" for row, value in enumerate(values.tolist())])
    assert (rows_of(array).hashes == values).all()
    assert (rows_of(array.slice(3, 200)).hashes == values[3:203]).all()
    broken = array.to_pylist()
    broken[77] = "0123456789abcdeg"
    rows = rows_of(pa.array(broken))
    assert np.flatnonzero(~rows.valid).tolist() == [77]
    assert (np.delete(rows.hashes, 77) == np.delete(values, 77)).all()


def test_every_character_at_every_place_is_a_digit_or_none() -> None:
    out = np.empty(1, np.uint64)
    for place in range(16):
        for character in range(256):
            text = bytearray(b"0123456789abcdef")
            text[place] = character
            wrong = hexes.dense(np.frombuffer(bytes(text), "<u8"), out)
            assert (wrong == 0) == (chr(character) in "0123456789abcdefABCDEF")
            assert wrong or int(out[0]) == int(text, 16)


def test_texts_that_lie_outside_of_their_column_are_no_hashes() -> None:
    """An Arrow file of a stranger's may say anything of where its texts begin."""
    offsets = pa.py_buffer(np.asarray([0, 2**30, 2**30 + 16, 16], np.int32).tobytes())
    array = pa.StringArray.from_buffers(3, offsets, pa.py_buffer(b"0" * 48))
    assert rows_of(array).valid.tolist() == [False, False, False]


def test_slices_dictionaries_and_numbers() -> None:
    array = pa.array(TEXTS)
    assert rows_of(array.slice(1, 3)).hashes.tolist() == EXPECTED[1:4]
    assert rows_of(array.dictionary_encode()).hashes.tolist() == EXPECTED
    assert rows_of(pa.array([2**64 - 1, None, 5], pa.uint64())).hashes.tolist() == [2**64 - 1, 0, 5]
    assert rows_of(pa.array([-1, 7], pa.int64())).hashes.tolist() == [2**64 - 1, 7]
    assert len(rows_of(pa.array([], pa.string()))) == 0
    assert rows_of(pa.array([None, None], pa.string())).valid.tolist() == [False, False]


def test_sizes_of_every_sort() -> None:
    hashes = pa.array(["0" * 16] * 5)
    rows = rows_of(hashes, pa.array(["600", "x", None, "-3", "70000"]), pa.array([300, 0, 5, 5, 10], pa.int32()))
    assert rows.widths.tolist() == [600, 0, 0, 0, 65535]
    assert rows.heights.tolist() == [300, 0, 5, 5, 10]
    assert rows.aspects[0] == 2.0
    assert np.isnan(rows.aspects[1:4]).all()


def test_bytes_by_another_way_of_keeping_them_are_hashes_and_what_is_no_text_is_said() -> None:
    data = [bytes.fromhex("00ff" * 4), None]
    rows = rows_of(pa.array(data, pa.binary_view()))
    assert (rows.hashes.tolist(), rows.valid.tolist()) == ([0x00FF00FF00FF00FF, 0], [True, False])
    spans = pa.array([pa.MonthDayNano([1, 2, 3])], pa.month_day_nano_interval())
    with pytest.raises(Damaged, match="something else"):
        rows_of(spans)


def test_packed_and_read_again(tmp_path) -> None:
    rows = rows_of(pa.array(TEXTS), pa.array(range(7)), pa.array(range(7)))
    path = tmp_path / "deep" / "unit.rows"
    with packing(path) as keep:
        assert not path.exists()
        keep(rows)
        keep(joined([]))
        keep(rows)
    with path.open("rb") as file:
        first, second = unpacked(file)
    assert [first.hashes.tolist(), second.hashes.tolist()] == [rows.hashes.tolist()] * 2
    assert first.valid.tolist() == rows.valid.tolist()
    assert joined([rows, second]).widths.tolist() == [*range(7), *range(7)]
    assert len(joined([])) == 0
    assert path.read_bytes() == packed([rows, rows])
    assert list(unpacked(io.BytesIO(packed([])))) == []


def test_two_scans_keep_the_same_rows_at_the_same_time(tmp_path) -> None:
    rows, path = rows_of(pa.array(TEXTS)), tmp_path / "unit.rows"
    with packing(path) as first:
        first(rows)
        with packing(path) as second:
            second(rows)
        first(rows_of(pa.array([])))
    with path.open("rb") as file:
        assert [each.hashes.tolist() for each in unpacked(file)] == [rows.hashes.tolist()]


def test_nothing_is_kept_of_rows_that_broke_off(tmp_path) -> None:
    def breaks_off() -> None:
        with packing(tmp_path / "unit.rows") as keep:
            keep(rows_of(pa.array(TEXTS)))
            raise KeyError

    with pytest.raises(KeyError):
        breaks_off()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
def test_a_disk_that_is_full_in_the_middle_of_rows_says_so(tmp_path) -> None:
    limited = (
        "import resource, signal, sys; from pathlib import Path; import numpy as np\n"
        "from artistguard.matching.columns import packing, rows_of; import pyarrow as pa\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try:\n"
        "    with packing(Path(sys.argv[1])) as keep: keep(rows_of(pa.array(np.arange(1 << 18, dtype=np.uint64))))\n"
        "except OSError as error: print(error.errno)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", limited, str(tmp_path / "unit.rows")], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(errno.EFBIG)
    assert list(tmp_path.iterdir()) == []


def test_packed_rows_that_are_damaged_are_none() -> None:
    values = np.random.default_rng(2).integers(0, 2**64, 50, dtype=np.uint64)
    rows = rows_of(pa.array(values), pa.array(range(50)), pa.array(range(50)))
    whole = packed([rows, rows])
    for length in range(0, len(whole), 7):
        with pytest.raises(ValueError, match=r"EOF|array"):
            list(unpacked(io.BytesIO(whole[:length])))
    data = whole.index(values.tobytes())
    for place in range(data, data + values.nbytes):
        with pytest.raises(ValueError, match="no packed rows"):
            list(unpacked(io.BytesIO(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])))
    for place in range(whole.index(b"\n")):  # the header that says what the first part is
        for other in b"(0'\xff":
            changed = io.BytesIO(whole[:place] + bytes([other]) + whole[place + 1 :])
            with suppress(ValueError):  # and of no other name; or it reads as what it was
                assert [len(each) for each in unpacked(changed)] == [50, 50]
    other = io.BytesIO()
    np.savez(other, hashes=values)
    with pytest.raises(ValueError, match="magic"):
        list(unpacked(io.BytesIO(other.getvalue())))


def test_of_each_row_and_picture_the_nearest_view() -> None:
    own = [0x00000000FFFFFFFF, 0x00000000FFFFFFFF ^ 0b11, 0xFFFFFFFF00000000]
    ours = Ours(np.asarray(own, np.uint64), np.asarray([0, 0, 1], np.uint32), np.asarray([8, 8, 0], np.uint8))
    rows = rows_of(pa.array([f"{value:016x}" for value in (own[1], own[2], own[2] ^ 0b11, 0x1234)] + [None]))
    found = near(HammingSearch(ours.hashes, 4), ours, rows)
    assert list(zip(found.rows.tolist(), found.views.tolist(), found.distances.tolist(), strict=True)) == [
        (0, 1, 0),  # the second view, not the first at two bits
        (1, 2, 0),
    ]  # and the third row is two bits from a picture that is too flat for that


def test_a_row_without_a_hash_is_near_to_nothing() -> None:
    ours = Ours(np.asarray([0], np.uint64), np.asarray([0], np.uint32), np.asarray([8], np.uint8))
    assert len(near(HammingSearch(ours.hashes, 4), ours, rows_of(pa.array([None, "nothing"])))) == 0
