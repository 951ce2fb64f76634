"""A data set's hash column as numbers, rows packed for the next time, and which rows are near to ours."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from numpy.lib.format import header_data_from_array_1_0, read_array, write_array_header_1_0

from artistguard.matching import hexes
from artistguard.matching.hamming import HammingSearch, Words
from artistguard.model.errors import Damaged

_LARGEST = 65_535  # px: what is larger is kept as this
_DIGESTS = (64, 32)  # hex digits of SHA-256 and of MD5
_DIGITS = np.full(256, 255, np.uint8)
for _number, _pair in enumerate(zip("0123456789abcdef", "0123456789ABCDEF", strict=True)):
    _DIGITS[[ord(digit) for digit in _pair]] = _number


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a data set: hash (0 where it is none), width and height in pixels (0: unknown); all of shape (rows,).

    `files` are the first 64 bits of a digest of each picture's bytes, its SHA-256 or else its MD5 (0: unknown); of no
    length if none is known.
    """

    hashes: Words
    valid: npt.NDArray[np.bool_]
    widths: npt.NDArray[np.uint16]
    heights: npt.NDArray[np.uint16]
    files: Words = field(default_factory=lambda: np.empty(0, np.uint64))

    def __len__(self) -> int:
        return len(self.hashes)

    def part(self, first: int, end: int) -> "Rows":
        """Some of them, in the same place of the memory."""
        some = slice(first, end)
        return Rows(self.hashes[some], self.valid[some], self.widths[some], self.heights[some], self.files[some])

    @property
    def aspects(self) -> npt.NDArray[np.float64]:
        """Width by height; nan where unknown."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = self.widths / self.heights.astype(np.float64)
        ratio[(self.widths == 0) | (self.heights == 0)] = np.nan
        return ratio


_NONE = Rows(np.empty(0, np.uint64), np.empty(0, np.bool_), np.empty(0, np.uint16), np.empty(0, np.uint16))


@dataclass(frozen=True, slots=True)
class Ours:
    """The views searched for: hash, the picture it is of, and how far it may be off; all of shape (views,).

    `files` are the first 64 bits of digests of our files, SHA-256 and where they are needed MD5, `file_owners` the
    picture that each is of.
    """

    hashes: Words
    owners: npt.NDArray[np.uint32]
    bits: npt.NDArray[np.uint8]
    files: Words = field(default_factory=lambda: np.empty(0, np.uint64))
    file_owners: npt.NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, np.uint32))


@dataclass(frozen=True, slots=True)
class Near:
    """Rows near to our pictures: of each row and picture the nearest view. Arrays of one length."""

    rows: npt.NDArray[np.int64]
    views: npt.NDArray[np.int64]
    distances: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)


def room(count: int, *, files: bool) -> Rows:
    """Room for rows, to be filled; with room for digests of files or without."""
    sizes = np.empty(count, np.uint16), np.empty(count, np.uint16)
    return Rows(np.empty(count, np.uint64), np.empty(count, np.bool_), *sizes, np.empty(count * files, np.uint64))


def fill(rows: Rows, hashes: Any, widths: Any = None, heights: Any = None, files: Any = None) -> None:
    """Fill rows from Arrow arrays: hashes as text of 16 hex digits or whole numbers, sizes as whole numbers or text,
    SHA-256 or MD5 of files as text; hashes and digests as their bytes, too. Hashes or files are given. Raises Damaged
    for a column of hashes that holds lists or the like.
    """
    if files is not None:
        _files(files, rows.files)
    if hashes is not None:
        _hashes(hashes, 16, rows.hashes, rows.valid)
    else:
        rows.hashes[:], rows.valid[:] = 0, False
    _sizes(widths, rows.widths)
    _sizes(heights, rows.heights)


def rows_of(hashes: Any, widths: Any = None, heights: Any = None, files: Any = None) -> Rows:
    """Rows from Arrow arrays, as `fill` takes them."""
    rows = room(len(files if hashes is None else hashes), files=files is not None)
    fill(rows, hashes, widths, heights, files)
    return rows


def near(search: HammingSearch, ours: Ours, rows: Rows) -> Near:
    """Which rows are near to which of our pictures, each pair once, by its nearest view and the first of these."""
    found = search.search(rows.hashes)
    close = (found.distances <= ours.bits[found.items]) & rows.valid[found.rows]
    at, views, distances = found.rows[close], found.items[close], found.distances[close]
    order = np.lexsort((views, distances, ours.owners[views], at))
    at, views, distances = at[order], views[order], distances[order]
    owners = ours.owners[views]
    first = np.ones(len(at), np.bool_)
    first[1:] = (at[1:] != at[:-1]) | (owners[1:] != owners[:-1])
    return Near(at[first], views[first], distances[first])


def same(ours: Ours, rows: Rows) -> list[tuple[int, int]]:
    """Which rows are the very files of which pictures: (row, number of the picture)."""
    if not len(rows.files) or not len(ours.files):
        return []
    order = np.argsort(ours.files, kind="stable")
    known = ours.files[order]
    place = np.minimum(np.searchsorted(known, rows.files), len(known) - 1)
    at = np.flatnonzero((known[place] == rows.files) & (rows.files != 0))
    return list(zip(at.tolist(), ours.file_owners[order[place[at]]].tolist(), strict=True))


@contextmanager
def packing(path: Path, name: Callable[[], Path] | None = None) -> Iterator[Callable[[Rows], None]]:
    """Keep rows as a small file, 12 bytes and a bit a row: takes some after others. It appears whole or not at all,
    under another `name` if the end of the rows tells so."""
    with _whole(path, name) as draft:
        yield lambda rows: _write(draft, rows) if len(rows) else None
        _write(draft, _NONE)


def packed(parts: Iterable[Rows]) -> bytes:
    """The bytes of such a file."""
    file = io.BytesIO()
    for rows in (*(rows for rows in parts if len(rows)), _NONE):
        _write(file, rows)
    return file.getvalue()


def unpacked(file: BinaryIO) -> Iterator[Rows]:
    """The rows that were kept, some after others. Raises ValueError or OSError for what is none of it, damaged or cut
    off: only at the end it is sure that these were all.
    """
    while len(rows := _read(file)):
        yield rows


def _write(file: BinaryIO, rows: Rows) -> None:
    parts: list[Any] = [rows.hashes, np.packbits(rows.valid), rows.widths, rows.heights, rows.files]
    for part in (*parts, _check(parts)):
        # As `write_array` would, whose error on a full disk does not say that it is full.
        write_array_header_1_0(file, header_data_from_array_1_0(part))
        file.write(part.data)


def _read(file: BinaryIO) -> Rows:
    try:
        *parts, check = (read_array(file, allow_pickle=False) for _ in range(6))
    except (OSError, ValueError):
        raise
    except Exception as error:  # a header is read as a language of its own, and its damage has as many names
        raise ValueError("these are no packed rows") from error
    hashes, bits, widths, heights, files = parts
    kinds = [part.dtype for part in parts] == [np.uint64, np.uint8, np.uint16, np.uint16, np.uint64]
    many = len(hashes)
    sizes = [-(-many // 8), many, many] == [len(bits), len(widths), len(heights)] and len(files) in (0, many)
    if not kinds or not sizes or not np.array_equal(check, _check(parts)):
        raise ValueError("these are no packed rows")
    return Rows(hashes, np.unpackbits(bits, count=many).view(np.bool_), widths, heights, files)


def _check(parts: list[Any]) -> Words:
    """Sums by which a flipped bit or a page of zeros shows, at the speed of the memory."""
    found = []
    for part in parts:
        data = part.view(np.uint8)
        whole = len(data) // 8 * 8
        found += [np.add.reduce(each, dtype=np.uint64) for each in (data[:whole].view(np.uint64), data[whole:])]
    return np.asarray(found, np.uint64)


def keep(path: Path, data: bytes) -> None:
    """Write such bytes down, whole or not at all."""
    with _whole(path) as draft:
        draft.write(data)


@contextmanager
def _whole(path: Path, name: Callable[[], Path] | None = None) -> Iterator[BinaryIO]:
    """A file that appears under its name when all of it is written, and else not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    try:
        with draft.open("wb") as file:
            yield file
        target = name() if name is not None else path
        try:
            draft.replace(target)
        except FileNotFoundError:
            if not target.exists():
                raise
            # Another scan kept the same rows at the same time, and was ready first: in this very file.
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def joined(parts: list[Rows]) -> Rows:
    """Several as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return _NONE
    return Rows(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([part.valid for part in parts]),
        np.concatenate([part.widths for part in parts]),
        np.concatenate([part.heights for part in parts]),
        np.concatenate([part.files for part in parts]),
    )


def _files(array: Any, out: Words) -> None:
    """The begins of digests. Of texts of both lengths each counts as what it is."""
    other = np.empty_like(out)
    for length, values in zip(_DIGESTS, (out, other), strict=True):
        _hashes(array, length, values, np.empty(len(out), np.bool_))
    out[:] = np.where(out != 0, out, other)


def _hashes(array: Any, length: int, values: Words, valid: npt.NDArray[np.bool_]) -> None:
    import pyarrow as arrow

    if arrow.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if arrow.types.is_nested(array.type) or arrow.types.is_run_end_encoded(array.type):
        raise Damaged("A column that should hold a hash a row holds something else.", "Name the right one.")
    if arrow.types.is_fixed_size_binary(array.type) or arrow.types.is_binary_view(array.type):
        array = array.cast(arrow.binary())
    valid[:] = ~np.asarray(array.is_null()) if array.null_count else True
    if arrow.types.is_integer(array.type):
        values[:] = array.fill_null(0).to_numpy(zero_copy_only=False).astype(np.uint64)
        return
    large = arrow.types.is_large_string(array.type)
    coded = arrow.types.is_binary(array.type) or arrow.types.is_large_binary(array.type)
    large = large or arrow.types.is_large_binary(array.type)
    if not large and not coded and not arrow.types.is_string(array.type):
        try:
            array, large = array.cast(arrow.large_string()), True
        except arrow.ArrowException as error:
            raise Damaged(
                "A column that should hold a hash a row holds something else.", "Name the right one."
            ) from error
    offsets = np.frombuffer(
        array.buffers()[1], np.int64 if large else np.int32, len(array) + 1, array.offset * (8 if large else 4)
    )
    data = array.buffers()[2]
    text = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
    if coded and hexes.from_bytes(text, offsets, told := valid.copy(), length // 2, values):
        valid[:] = told
        return
    first, size = int(offsets[0]), 16 * len(array)
    together = length == 16 and array.null_count == 0 and 0 <= first <= len(text) - size
    if together and hexes.even(offsets, length) and hexes.dense(text[first : first + size].view("<u8"), values) == 0:
        return
    hexes.from_hex(text, offsets, valid, _DIGITS, length, values)


def _sizes(array: Any, out: npt.NDArray[np.uint16]) -> None:
    if array is None:
        out[:] = 0
        return
    import pyarrow as arrow
    import pyarrow.compute as compute

    if not arrow.types.is_integer(array.type):
        # What is no number is unknown, not a reason to stop.
        try:
            text = array.cast(arrow.string())
        except arrow.ArrowException:
            out[:] = 0
            return
        digits = compute.match_substring_regex(text, r"^[0-9]{1,9}(\.0+)?$")
        whole = compute.replace_substring_regex(text, r"\.0+$", "")
        array = compute.if_else(digits, whole, None).cast(arrow.int64())
    whole = array.fill_null(0) if array.null_count else array
    np.clip(whole.to_numpy(zero_copy_only=False), 0, _LARGEST, out=out, casting="unsafe")
