"""Tables of data sets: which columns they have, the units they are read in, and rows a batch at a time.

Parquet is read by row group, only the columns that are asked for; Arrow and text by batches of rows. Every file may be
a stranger's: read it in a worker child. Errors of a file are Damaged, of one that is none of these NotAPicture.
"""

import io
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, BinaryIO

from artistguard.formats import inline, texts
from artistguard.model.errors import ArtistGuardError, Damaged, NotAPicture

_BATCH = 65_536  # rows
_FEW = 16  # rows with a picture each
_BUFFER = 1 << 20  # bytes of a column of pictures that are read at once
_MOST_COLUMNS = 4096
_MAPPED = 1 << 30  # bytes


class TableKind(StrEnum):
    """How a table is written."""

    PARQUET = "parquet"
    ARROW = "arrow"  # Arrow IPC, as a file or as a stream
    CSV = "csv"
    TSV = "tsv"
    TAR = "tar"  # of samples, see formats.tars: no table, and read as one
    FOLDER = "folder"  # of pictures, likewise


_TEXT = {TableKind.CSV: ",", TableKind.TSV: "\t"}  # with what stands between columns


class Field(StrEnum):
    """What a column is to us."""

    HASH = "hash"  # imagehash.phash, 16 hex digits or an unsigned number of 64 bits
    WIDTH = "width"
    HEIGHT = "height"
    URL = "url"
    CAPTION = "caption"
    PROMPT = "prompt"  # where it stands beside a caption; alone it is the caption
    SHA256 = "sha256"  # of the picture's bytes
    MD5 = "md5"  # likewise
    IMAGE = "image"  # the picture itself, coded; as bytes, or as text in base64


# What columns are usually called, compared without case, the likelier first.
USUAL: Mapping[Field, tuple[str, ...]] = {
    Field.HASH: ("image_phash", "phash", "p_hash", "perceptual_hash"),
    Field.WIDTH: ("width", "original_width", "image_width", "w"),
    Field.HEIGHT: ("height", "original_height", "image_height", "h"),
    Field.URL: ("url", "image_url", "src", "source_url"),
    Field.CAPTION: ("text", "caption", "txt", "alt", "alt_text", "top_caption", "prompt"),
    Field.PROMPT: ("prompt", "prompts", "positive_prompt", "prompt_text"),
    Field.SHA256: ("sha256", "sha256hash", "image_sha256"),
    Field.MD5: ("md5", "md5_file_hash", "image_md5"),
    Field.IMAGE: (
        *(name + part for name in ("image", "jpg", "png", "webp", "jpeg", "img", "picture") for part in (".bytes", "")),
        *("image_base64", "image_b64", "img_base64", "base64", "b64", "image_bytes", "image_data"),
    ),
}


def version(facts: os.stat_result) -> str:
    """What changes when a file on a disk does."""
    return f"{facts.st_size}-{facts.st_mtime_ns}"


def hashed_here(kind: TableKind, columns: Mapping[Field, str]) -> bool:
    """Whether a set holds the pictures and publishes no hashes of them, so that we hash them."""
    return kind in (TableKind.TAR, TableKind.FOLDER) or (Field.IMAGE in columns and Field.HASH not in columns)


def exact(columns: Mapping[Field, str]) -> Field | None:
    """The column by which a row is told to be a file, to the byte: the better digest, where there are two."""
    return next((each for each in (Field.SHA256, Field.MD5) if each in columns), None)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a file that is read at once. `sizes`: bytes on the disk or the wire of each field's column.

    `about` is a guess at its rows where nobody knows them before it is read.
    """

    group: int | None  # the row group; None: the whole file
    first_row: int
    rows: int | None  # None: nobody knows before it is read
    sizes: Mapping[Field, int] = field(default_factory=dict)
    about: int | None = None


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What a table holds of what we ask for."""

    kind: TableKind
    columns: Mapping[Field, str]
    units: tuple[Unit, ...]

    @property
    def rows(self) -> int | None:
        """All rows, if that is known."""
        counts = [unit.rows for unit in self.units]
        return None if None in counts else sum(count or 0 for count in counts)


def kind_of(head: bytes, name: str) -> TableKind:
    """The kind of a table by its first bytes; text by its name, since text says nothing of itself."""
    if head.startswith(b"PAR1"):
        return TableKind.PARQUET
    if head.startswith(b"ARROW1") or head[:4] == b"\xff\xff\xff\xff":
        return TableKind.ARROW
    ending = name.lower().rpartition(".")[2]
    if head[257:262] == b"ustar" or ending == "tar":
        return TableKind.TAR
    if ending in ("csv", "tsv") and b"\0" not in head:
        return TableKind(ending)
    raise NotAPicture("This is no table of a data set.", "Parquet, Arrow, CSV, TSV and tars are read.")


def plan(file: BinaryIO, kind: TableKind, wanted: Mapping[Field, str] | None = None) -> TablePlan:
    """What a table holds. `wanted` names columns where they are not called as usual. Reads the footer or the head."""
    with _sound():
        if kind is TableKind.PARQUET:
            return _plan_parquet(file, wanted or {})
        names, coded, about = _names(file, kind)
        columns = _with_pictures(names, coded, wanted or {})
        return TablePlan(kind, columns, (Unit(None, 0, None, about=about),))


def columns_among(names: Sequence[str], wanted: Mapping[Field, str]) -> dict[Field, str]:
    """Which of the columns is what."""
    by_folded: dict[str, str] = {}
    for name in names:
        by_folded.setdefault(name.casefold(), name)
    found: dict[Field, str] = {}
    for each, usual in USUAL.items():
        for name in (wanted[each],) if each in wanted else usual:
            if by_folded.get(name.casefold(), name) not in found.values() and name.casefold() in by_folded:
                found[each] = by_folded[name.casefold()]
                break
    return found


def batches(
    file: BinaryIO, kind: TableKind, unit: Unit, columns: Mapping[Field, str], rows: int = _BATCH
) -> Iterator[tuple[int, dict[Field, Any]]]:
    """The rows of a unit: (number of the first row, Arrow arrays by field), a batch of at most `rows` at a time."""
    with _sound():
        first = unit.first_row
        for batch in _batches(file, kind, unit, columns, rows):
            named = {each: _column(batch, name) for each, name in columns.items()}
            yield first, named
            first += batch.num_rows


def _column(batch: Any, name: str) -> Any:
    """A column by its name. A part of one, or one of several of that name, is none."""
    place = batch.schema.get_field_index(name)
    if place < 0:
        raise Damaged(f"The table has no single column {name[:100]!r}.")
    return batch.column(place)


def head(file: BinaryIO, kind: TableKind, unit: Unit, columns: Mapping[Field, str], count: int) -> dict[Field, Any]:
    """The first rows of a unit, at most `count` of them, as Arrow arrays; of Parquet little more than these is read."""
    import pyarrow.parquet as parquet

    if kind is not TableKind.PARQUET:
        _, named = next(batches(file, kind, unit, columns), (0, {}))
        return {each: array.slice(0, count) for each, array in named.items()}
    with _sound():
        file.seek(0)
        opened = parquet.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER)
        names = list(columns.values())
        batch = next(opened.iter_batches(count, [unit.group or 0], columns=names, use_threads=False), None)
        if batch is None:
            return {}
        return {each: _column(batch, name) for each, name in columns.items()}


def pictures(file: BinaryIO, kind: TableKind, unit: Unit, column: str) -> Iterator[tuple[int, bytes | str | None]]:
    """The pictures that a unit of a table holds, each with its row's number, as bytes or as text (see `inline`).

    Of Parquet few are in memory at once, of Arrow those of one of its batches, of text some 16 million bytes.
    """
    import pyarrow.parquet as parquet

    outer, *inner = [column] if kind in _TEXT else column.split(".")
    with _sound():
        file.seek(0)
        row = unit.first_row
        if kind is TableKind.PARQUET:
            opened = parquet.ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER)
            found = opened.iter_batches(_FEW, [unit.group or 0], columns=[column], use_threads=False)
        else:
            found = _batches(file, kind, unit, {Field.IMAGE: outer}, _FEW)
        for batch in found:
            array = batch.column(0)
            for part in inner:
                array = array.field(part)
            for value in array:
                data = value.as_py()
                yield row, data if isinstance(data, bytes | str) and data else None
                row += 1


def rows_at(
    file: BinaryIO, kind: TableKind, unit: Unit, columns: Mapping[Field, str], rows: Sequence[int]
) -> dict[int, dict[Field, Any]]:
    """Some rows of a unit by their numbers, as Python values."""
    wanted, found = sorted(set(rows)), {}
    for first, named in batches(file, kind, unit, columns):
        length = len(next(iter(named.values()))) if named else 0
        for row in wanted:
            if first <= row < first + length:
                found[row] = {each: array[row - first].as_py() for each, array in named.items()}
    return found


def _plan_parquet(file: BinaryIO, wanted: Mapping[Field, str]) -> TablePlan:
    import pyarrow.parquet as parquet

    facts = parquet.ParquetFile(file).metadata
    if facts.num_columns > _MOST_COLUMNS:
        raise Damaged(f"The table has {facts.num_columns} columns.")
    leaves = [facts.schema.column(place).path for place in range(facts.num_columns)]
    coded = [name for place, name in enumerate(leaves) if _holds(facts.schema.column(place), "NONE")]
    columns = _with_pictures(leaves, coded, wanted)
    if Field.IMAGE not in columns and Field.HASH not in columns:  # where it has hashes, none of its rows is read for it
        written = [name for place, name in enumerate(leaves) if _holds(facts.schema.column(place), "STRING")]
        inside = [name for name in _called(Field.IMAGE, written, wanted) if inline.some_are(_first(file, name))]
        columns = _with_pictures(leaves, inside, wanted)
    units, first = [], 0
    for group in range(facts.num_row_groups):
        row_group = facts.row_group(group)
        sizes = {each: row_group.column(leaves.index(name)).total_compressed_size for each, name in columns.items()}
        if row_group.num_rows < 0 or min(sizes.values(), default=0) < 0:
            raise Damaged("The table says that it has less than nothing.")
        units.append(Unit(group, first, row_group.num_rows, sizes))
        first += row_group.num_rows
    return TablePlan(TableKind.PARQUET, columns, tuple(units))


def _with_pictures(names: Sequence[str], coded: Sequence[str], wanted: Mapping[Field, str]) -> dict[Field, str]:
    """Which of the columns is what. Pictures are among those that hold bytes: others of that name hold addresses."""
    columns = columns_among(names, wanted)
    columns.pop(Field.IMAGE, None)
    return columns | {each: name for each, name in columns_among(coded, wanted).items() if each is Field.IMAGE}


def _called(which: Field, names: Sequence[str], wanted: Mapping[Field, str]) -> list[str]:
    """Those of some columns that are called as such a field is."""
    usual = {name.casefold() for name in ((wanted[which],) if which in wanted else USUAL[which])}
    return [name for name in names if name.casefold() in usual]


def _holds(column: Any, kind: str) -> bool:
    return str(column.physical_type) == "BYTE_ARRAY" and column.logical_type.type == kind


def _first(file: BinaryIO, column: str) -> list[object]:
    """The first values of a column of a Parquet file; none where it is damaged."""
    found = (value for _, value in pictures(file, TableKind.PARQUET, Unit(0, 0, None), column))
    with suppress(Damaged):
        return list(islice(found, _FEW))
    return []


def _names(file: BinaryIO, kind: TableKind) -> tuple[list[str], list[str], int]:
    """The columns of a table that is no Parquet, those of them that hold pictures (of Arrow, the fields of a column
    too), and by its first rows about how many it has.
    """
    import pyarrow as arrow
    import pyarrow.ipc as ipc

    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if kind in _TEXT:
        names, batch, read = texts.first(file, _TEXT[kind])
        _few(names)
        if batch is None:
            return names, [], 0
        return names, _written(batch, names), max(batch.num_rows, round(size * batch.num_rows / read))
    reader = _arrow(ipc, file)
    names = list(reader.schema.names)
    _few(names)
    inner = [(f"{each.name}.{part.name}", part.type) for each in reader.schema for part in _parts(each.type)]
    leaves = [(each.name, each.type) for each in reader.schema] + inner
    coded = [name for name, type_ in leaves if arrow.types.is_binary(type_) or arrow.types.is_large_binary(type_)]
    whole = hasattr(reader, "get_batch")
    count = reader.num_record_batches if whole else 1
    batch = (reader.get_batch(0) if count else None) if whole else next(iter(reader), None)
    if batch is None or batch.num_rows == 0:
        return names, coded, 0
    about = batch.num_rows * count if whole else round(size * batch.num_rows / max(batch.nbytes, 1))
    return names, coded + _written(batch, names), max(batch.num_rows, about)


def _few(names: Sequence[str]) -> None:
    if len(names) > _MOST_COLUMNS:
        raise Damaged(f"The table has {len(names)} columns.")


def _written(batch: Any, names: Sequence[str]) -> list[str]:
    """The columns whose first rows hold pictures as text."""
    places = ((name, batch.schema.get_field_index(name)) for name in names)
    some = {name: batch.column(at)[:_FEW] for name, at in places if at >= 0}
    written = {name: column for name, column in some.items() if "string" in str(column.type)}
    return [name for name, column in written.items() if inline.some_are(value.as_py() for value in column)]


def _parts(type_: Any) -> list[Any]:
    """The fields of a column of structures."""
    import pyarrow as arrow

    return [type_.field(place) for place in range(type_.num_fields)] if arrow.types.is_struct(type_) else []


def _batches(file: BinaryIO, kind: TableKind, unit: Unit, columns: Mapping[Field, str], rows: int) -> Iterator[Any]:
    import pyarrow.ipc as ipc
    import pyarrow.parquet as parquet

    names = list(columns.values())
    file.seek(0)
    if kind is TableKind.PARQUET:
        opened = parquet.ParquetFile(_pages(file), pre_buffer=True)
        yield from opened.iter_batches(rows, [unit.group or 0], columns=names, use_threads=False)
    elif kind is TableKind.ARROW:
        reader = _arrow(ipc, file)
        if hasattr(reader, "get_batch"):
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number).select(names)
        else:
            for batch in reader:
                yield batch.select(names)
    else:
        for batch in texts.batches(file, _TEXT[kind], names):
            yield batch.select(names)


def _pages(file: BinaryIO) -> Any:
    """A file on a disk as the pages of memory that it is read into: that spares a copy. What a child has no addresses
    for, and what is fetched from a server, is read as it is.
    """
    import pyarrow as arrow

    if isinstance(file, io.BufferedReader) and os.fstat(file.fileno()).st_size <= _MAPPED:
        with suppress(OSError):
            return arrow.BufferReader(arrow.py_buffer(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
    return file


def _arrow(ipc: Any, file: BinaryIO) -> Any:
    head = file.read(6)
    file.seek(0)
    return ipc.open_file(file) if head == b"ARROW1" else ipc.open_stream(file)


@contextmanager
def _sound() -> Iterator[None]:
    """A library's complaint about a file in our words."""
    try:
        yield
    except (ArtistGuardError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, not the table's
            raise
        raise Damaged(f"The table cannot be read ({type(error).__name__}).") from error
