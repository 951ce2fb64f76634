"""Outputs as pieces of a source and new bytes."""

import hashlib
import io
import mmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artistguard.formats.splice import BLOCK, Edit, Span, Splice, apply
from artistguard.model.errors import ChangedSinceImport


@given(st.binary(max_size=60), st.data())
def test_edits_do_what_slices_do(data, draw):
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(data)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(a, b - a, draw.draw(st.binary(max_size=9))) for a, b in pairs]
    expected, at = b"", 0
    for edit in edits:
        expected += data[at : edit.start] + edit.new
        at = edit.start + edit.length
    expected += data[at:]
    made = apply(len(data), edits)
    assert made.read(io.BytesIO(data)) == expected
    assert made.length == len(expected)


def test_overlapping_edits_are_a_fault():
    for edits in ([Edit(0, 4, b""), Edit(2, 1, b"")], [Edit(8, 4, b"")], [Edit(-1, 1, b"")]):
        with pytest.raises(ValueError, match="overlap"):
            apply(10, edits)


def test_insertions_come_before_what_they_stand_at():
    data = io.BytesIO(b"abc")
    assert apply(3, [Edit(1, 1, b"B"), Edit(1, 0, b"1"), Edit(1, 0, b"2")]).read(data) == b"a12Bc"


def test_the_hash_sees_what_is_written():
    source = io.BytesIO(bytes(range(256)) * (BLOCK // 100))
    splice = Splice((Span(10, 2 * BLOCK), b"new", Span(0, 7)))
    target, seen = io.BytesIO(), hashlib.sha256()
    splice.write(source, target, seen)
    assert len(target.getvalue()) == splice.length
    assert seen.digest() == hashlib.sha256(target.getvalue()).digest()
    assert target.getvalue() == splice.read(source)


def test_a_source_that_shrank_is_told():
    with pytest.raises(ChangedSinceImport):
        Splice((Span(0, 10),)).write(io.BytesIO(b"short"), io.BytesIO())


def test_a_mapped_source(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert apply(10, [Edit(3, 2, b"-")]).read(mapped) == b"012-56789"
