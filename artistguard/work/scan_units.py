"""What searching one unit of a data set comes to, wherever it is done: in a child here, or on another machine."""

import io
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt

import artistguard
from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns
from artistguard.matching.columns import Ours, Rows
from artistguard.matching.hamming import MEMORY, HammingSearch, Words
from artistguard.model import paths
from artistguard.model.errors import Damaged
from artistguard.model.oserrors import regular

Arguments = dict[str, Any]
MOST_HITS = 20_000  # of one unit: of more the nearest of each picture are kept
_DECODED = 1 << 17  # rows at once: their text stays in the cache until it is numbers
_BATCH = 1 << 20  # rows that are searched and kept at once
SEARCHED = (Field.HASH, Field.WIDTH, Field.HEIGHT)


class Views:
    """What is searched for, as it is sent to another machine: a name for it, and the bytes of its file."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data


def version() -> str:
    """Of this program, where it is asked."""
    return artistguard.__version__


def ours(file: BinaryIO) -> Ours:
    """What is searched for, from a scan's file."""
    with np.load(file, allow_pickle=False) as found:
        return Ours(found["hashes"], found["owners"], found["bits"], found["files"], found["file_owners"])


def search(views: Ours, index: HammingSearch, read: Iterable[tuple[int, Rows]]) -> dict[str, object]:
    """The number of rows, of those that can be told, the hits: [row, view, distance, hash, width, height], and rows
    that are the very files: [row, picture, width, height].
    """
    same: list[list[int]] = []
    count = valid = more = 0
    hits = np.empty((0, 6), np.uint64)
    for first, rows in gathered(read, index.worth):
        found = columns.near(index, views, rows)
        told = rows.valid | (rows.files != 0) if len(rows.files) else rows.valid
        count, valid = count + len(rows), valid + int(np.count_nonzero(told))
        for at, picture in columns.same(views, rows)[: MOST_HITS - len(same)]:
            same.append([first + at, picture, int(rows.widths[at]), int(rows.heights[at])])
        near = found.rows
        facts: list[npt.NDArray[Any]] = [near + first, found.views, found.distances]
        facts += [column[near] for column in (rows.hashes, rows.widths, rows.heights)]
        hits = np.concatenate([hits, np.column_stack([each.astype(np.uint64) for each in facts])])
        if len(hits) > MOST_HITS:
            more += len(hits) - MOST_HITS
            hits = hits[_nearest(views.owners[hits[:, 1].astype(np.int64)], hits[:, 2], MOST_HITS)]
    return {"rows": count, "valid": valid, "hits": hits.tolist(), "same": same, "more": more}


def _nearest(pictures: npt.NDArray[np.uint32], distances: Words, most: int) -> npt.NDArray[np.int64]:
    """The places of so many hits, in order: of each picture the nearest, so that one that is near to everything does
    not crowd out the others.
    """
    order = np.lexsort((distances, pictures))
    begins = np.flatnonzero(np.diff(pictures[order], prepend=pictures[order[0]] + 1))
    rank = np.arange(len(order)) - np.repeat(begins, np.diff(begins, append=len(order)))
    return np.sort(order[np.lexsort((distances[order], rank))[:most]])


def read(file: BinaryIO, arguments: Arguments) -> Iterator[tuple[int, Rows]]:
    """The rows of a unit: (number of the first, rows), a batch at a time."""
    kind, unit_, named = described(arguments)
    exact = tables.exact(named)
    wanted = {each: name for each, name in named.items() if each in SEARCHED or each is exact}
    if Field.HASH not in wanted and exact is None:
        raise Damaged("The table has no column of hashes that is known.", "Name it with --hash-column.")
    rows, begin, filled = columns.room(0, files=False), unit_.first_row, 0
    for first, arrays in tables.batches(file, kind, unit_, wanted, _DECODED):
        count = len(next(iter(arrays.values())))
        if filled + count > len(rows):
            if filled:
                yield begin, rows.part(0, filled)
            rows, begin, filled = columns.room(max(_BATCH, count), files=exact is not None), first, 0
        sizes = arrays.get(Field.WIDTH), arrays.get(Field.HEIGHT)
        some = rows.part(filled, filled + count)
        columns.fill(some, arrays.get(Field.HASH), *sizes, arrays.get(exact) if exact else None)
        filled += count
    if filled:
        yield begin, rows.part(0, filled)


def described(arguments: Arguments) -> tuple[TableKind, Unit, dict[Field, str]]:
    """(kind of the table, unit, names of its columns) of a task's arguments."""
    asked = arguments["unit"]
    named = {Field(key): str(name) for key, name in arguments["columns"].items()}
    return TableKind(arguments["kind"]), Unit(asked["group"], int(asked["first_row"]), asked["rows"]), named


def gathered(parts: Iterable[tuple[int, Rows]], worth: int) -> Iterator[tuple[int, Rows]]:
    """The same rows, so many at once, as fewer are not worth a search."""
    waiting: list[Rows] = []
    begin = count = 0
    for first, rows in parts:
        begin = begin if waiting else first
        waiting.append(rows)
        count += len(rows)
        if count >= worth:
            yield begin, columns.joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield begin, columns.joined(waiting)


def kept(first: int, file: BinaryIO) -> Iterator[tuple[int, Rows]]:
    """Rows that were packed, as `read` gives them. Raises as `columns.unpacked` does."""
    for rows in columns.unpacked(file):
        yield first, rows
        first += len(rows)


def unit(views: Views, arguments: Arguments, packed: bytes | None) -> tuple[dict[str, object], bytes]:
    """One unit on another machine: (value of the task or {"failed": error} or {"absent": path}, its rows packed).

    Rows that were sent are searched; else the table, where it lies here as it does there.
    """
    from artistguard.work.child import in_words

    try:
        own, index = _index(views, int(arguments["bits"]))
        if packed is not None:
            found = search(own, index, kept(int(arguments["unit"]["first_row"]), io.BytesIO(packed)))
            return {**found, "packed": True}, b""
        path = paths.native(arguments["path"])
        if not path.is_file() or path.stat().st_size != int(arguments["size"]):
            return {"absent": str(arguments["path"])}, b""
        regular(path)
        # Not buffered, and so not mapped (see tables): cut off meanwhile, a mapped file ends the process that reads it.
        with path.open("rb", buffering=0) as file:
            parts = list(read(cast(BinaryIO, file), arguments))
        found = search(own, index, parts)
        return {**found, "packed": False}, columns.packed(rows for _, rows in parts)
    except Exception as error:  # noqa: BLE001 - the boundary: every error becomes a sentence
        return {"failed": in_words(error).as_json()}, b""


_kept: "OrderedDict[tuple[str, int], tuple[Ours, HammingSearch]]" = OrderedDict()
_lock = threading.Lock()


def _index(views: Views, bits: int) -> tuple[Ours, HammingSearch]:
    """The last index, if it is the same: one a process, within the limit, for all of its threads."""
    with _lock:
        if (views.name, bits) not in _kept:
            _kept.clear()
            own = ours(io.BytesIO(views.data))
            index = HammingSearch(own.hashes, bits, memory=MEMORY)
            index.search(own.hashes[:1])  # built by one thread, for all
            _kept[views.name, bits] = own, index
        return _kept[views.name, bits]
