"""What a worker child does with a table of a data set: says what it holds, searches a unit of it, reads some rows;
and with two pictures: whether they show the same.

A table lies on a disk ("path"), or the parent fetches ranges of it as they are asked for ("remote", its size in bytes).
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np

from artistguard.formats import tables
from artistguard.formats.sniff import identify
from artistguard.formats.tables import Field, TableKind
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import small_grey
from artistguard.matching import columns, geometry
from artistguard.matching.columns import Ours, Rows
from artistguard.matching.hamming import HammingSearch
from artistguard.model import paths, wire
from artistguard.model.errors import Damaged, FileError
from artistguard.model.oserrors import regular, unreadable
from artistguard.work import scan_cut, scan_pictures, scan_units
from artistguard.work.asked import Asked, Streamed
from artistguard.work.publish import cannot_write

if TYPE_CHECKING:
    from PIL.Image import Image

    from artistguard.work.child import Context

Arguments = dict[str, Any]
Answer = tuple[dict[str, object], list[bytes]]
AWAY = "Put it back, or scan the set as it is now."  # what to do where a table is not there any more
_BEFORE = "it could not be read when its set was first searched"
_LONGEST = 2000  # characters of a row's text
_ENLARGED = 1.4  # pictures that are smaller than is looked at by more than this are enlarged first


def table_plan(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """What a table holds: its kind, the columns that are known, and its units."""
    if arguments["kind"] == TableKind.FOLDER:
        return scan_pictures.plan(None, arguments, TableKind.FOLDER), []
    remote = bool(arguments.get("remote"))
    with opened(context, arguments) as file:
        kind = tables.kind_of(file.read(64 if remote else 512), str(arguments["name"]))
        if kind is TableKind.TAR:
            return scan_pictures.streamed(int(arguments["remote"])) if remote else scan_pictures.plan(
                file, arguments, kind
            ), []
        found = tables.plan(file, kind, {Field(key): name for key, name in arguments["columns"].items()})
    units = [
        {
            "group": unit.group,
            "first_row": unit.first_row,
            "rows": unit.rows,
            "about": unit.about,
            "sizes": dict(unit.sizes),
        }
        for unit in found.units
    ]
    return {"kind": kind.value, "columns": dict(found.columns), "units": units, "trouble": ""}, []


def pace(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Seconds that hashing a picture of a unit takes, by its first ones."""
    with pictures(context, arguments) as some:
        return {"pace": scan_pictures.pace(some)}, []


def scan(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Search one unit. Packed rows of an earlier time are read instead of the table, and else kept for the next.

    Of pictures that are hashed here, `unread` names some that could not be: [row, name, why]. What is not read to its
    end says so, as `scan_cut.Cut` does.
    """
    ours, index = _ours(arguments["ours"], int(arguments["bits"]), int(arguments["memory"]))
    kept = _kept(arguments, ours, index) if not arguments.get("anew") else None
    if kept is not None:
        return {**kept, "packed": True}, []
    unread: list[list[object]] = []
    with _Keep(arguments) as keep:
        found = scan_units.search(ours, index, _rows(context, arguments, keep, unread))
    return {**found, **_unread(unread), **keep.cut.told(), "packed": False}, []


def _kept(arguments: Arguments, ours: Ours, index: HammingSearch) -> dict[str, object] | None:
    """What the rows that were packed come to; None where none are, or they are damaged: then the table is read."""
    unread: list[list[object]] = []

    def told(rows: Iterator[tuple[int, Rows]]) -> Iterator[tuple[int, Rows]]:
        for first, some in rows:
            unread.extend([first + int(row), "", _BEFORE] for row in np.flatnonzero(~some.valid))
            yield first, some

    try:
        with Path(arguments["packed"]).open("rb") as file:
            rows = scan_units.kept(int(arguments["unit"]["first_row"]), file)
            found = scan_units.search(ours, index, told(rows) if scan_pictures.here(arguments) else rows)
    except (OSError, ValueError):
        return None
    return {**found, **_unread(unread)}


def pack(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Only keep the rows of a unit, packed: they are searched elsewhere."""
    with _Keep(arguments) as keep:
        count = sum(len(rows) for _, rows in _rows(context, arguments, keep, []))
        if keep.cut.error is not None and keep.cut.passing:  # a part is not sent as a whole
            raise keep.cut.error
    return {"rows": count}, []


def rows_at(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """URL, caption and exact hashes of some rows of a unit, by row: {"row": {"url": ...}}."""
    kind, unit, named = scan_units.described(arguments)
    asked = [int(row) for row in arguments["rows"]]
    if kind in (TableKind.TAR, TableKind.FOLDER):
        with pictures(context, arguments, asked) as some:
            told = scan_pictures.words(some, asked)
        return {
            "rows": {str(row): {key: text[:_LONGEST] for key, text in values.items()} for row, values in told.items()}
        }, []
    passed = {*scan_units.SEARCHED, Field.IMAGE}
    wanted = {each: name for each, name in named.items() if each not in passed}
    with opened(context, arguments) as file:
        found = tables.rows_at(file, kind, unit, wanted, asked)
    rows = {
        str(row): {each.value: _text(value)[:_LONGEST] for each, value in values.items() if value is not None}
        for row, values in found.items()
    }
    return {"rows": rows}, []


def row_picture(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The picture of one row, coded, as a blob. Its bytes are a stranger's still."""
    row = int(arguments["row"])
    with pictures(context, arguments, [row]) as some:
        return {}, [scan_pictures.picture(some, row)]


def first_rows(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Published hashes of the first rows of a unit, 16 hex digits, each with its row's number and URL."""
    kind, unit, named = scan_units.described(arguments)
    wanted = {each: named[each] for each in (Field.HASH, Field.URL)}
    with opened(context, arguments) as file:
        found = tables.head(file, kind, unit, wanted, int(arguments["count"]))
    if not found:
        return {"rows": []}, []
    hashes, urls = columns.rows_of(found[Field.HASH]), found[Field.URL].to_pylist()
    return {
        "rows": [
            [unit.first_row + row, f"{int(hashes.hashes[row]):016x}", str(url)[:_LONGEST]]
            for row, url in enumerate(urls)
            if url and hashes.valid[row]
        ]
    }, []


def hash_picture(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The pHash of a picture that is handed over as a blob, 16 hex digits."""
    return {"hash": f"{scan_pictures.hash_of(blobs[0])[0]:016x}"}, []


def md5(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """The MD5 of a file of the artist's that has this SHA-256 still."""
    path = paths.native(arguments["path"])
    regular(path)
    digest, sha = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
                sha.update(block)
    except OSError as error:
        raise unreadable(path, error) from error
    if sha.hexdigest() != arguments["sha256"]:
        raise Damaged(f"{paths.printable(path.name)} was changed since it was taken in.")
    return {"md5": digest.hexdigest()}, []


def agree(context: "Context", arguments: Arguments, blobs: list[bytes]) -> Answer:
    """Whether `other` shows the content of `path`, by points; those that pictures of `shared` have too do not count."""
    from PIL import ImageOps

    limits = Limits(pixels=int(arguments["megapixels"]) * 1_000_000)
    own = geometry.points(np.asarray(_grey(arguments["path"], limits)))
    shared = []
    for each in arguments["shared"]:
        try:
            shared.append(geometry.points(np.asarray(_grey(each, limits))))
        except FileError:  # one that cannot be read leaves nothing out
            continue
    kept, left_out = geometry.without_shared(own, shared)
    other = _grey(arguments["other"], limits)
    flipped = geometry.points(np.asarray(ImageOps.mirror(other)))
    found = geometry.agreement(kept, geometry.points(np.asarray(other)), flipped, left_out)
    return {"agreement": wire.dump(found), "shared": len(shared)}, []


def _grey(path: str, limits: Limits) -> "Image":
    file_path = paths.native(path)
    try:
        with file_path.open("rb") as file:
            kind = identify(file)
        small = small_grey(file_path, kind, geometry.EDGE, limits=limits)
    except OSError as error:
        raise unreadable(file_path, error) from error
    factor = geometry.EDGE / max(small.size)
    if factor < _ENLARGED:
        return small
    # A thumbnail's points lie too close together to be told apart.
    return small.resize((max(1, round(small.width * factor)), max(1, round(small.height * factor))))


def _rows(
    context: "Context", arguments: Arguments, keep: "_Keep", unread: list[list[object]]
) -> Iterator[tuple[int, Rows]]:
    """The rows of a unit as they are read, and kept; pictures that cannot be are put into `unread`. Where pictures lie
    is kept too, where that cannot be told again without reading everything.
    """
    if scan_pictures.here(arguments):
        with pictures(context, arguments) as some:
            if arguments["unit"]["rows"] is None:  # only reading tells where it ends
                some = scan_cut.until(map(scan_pictures.fetched, some), keep.cut)
            noted = scan_pictures.noted(some, keep.places) if arguments.get("remote") else some
            for first, rows in scan_pictures.hashed(noted, unread):
                keep.rows(rows)
                yield first, rows
        return
    with opened(context, arguments) as file:
        for first, rows in scan_units.read(file, arguments):
            keep.rows(rows)
            yield first, rows


def _text(value: object) -> str:
    """A value for people. Bytes are text, or else a digest."""
    if not isinstance(value, bytes):
        return str(value)
    text = value.decode("ascii", "replace")
    return text if text.isprintable() and "\ufffd" not in text else value.hex()


class _Keep:
    """Packs rows for the next time, and where their pictures lie. Without that nothing can be weighed, so a full disk
    stops the scan. What a server broke off is packed as a part.
    """

    def __init__(self, arguments: Arguments) -> None:
        self.cut = scan_cut.Cut()
        self.places: list[scan_pictures.Place] = []
        self._packed = Path(arguments["packed"])
        self._stack = ExitStack()

    def __enter__(self) -> "_Keep":
        with self._written():
            self._write = self._stack.enter_context(columns.packing(self._packed, self._name))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._written():
            if kind is None and self.places:
                scan_pictures.keep_places(self._packed, self.places)
            if kind is None:
                scan_cut.note(self._packed, self.cut)
            self._stack.__exit__(kind, value, trace)
            if kind is None and not self.cut.passing:
                scan_cut.part(self._packed).unlink(missing_ok=True)

    def rows(self, rows: Rows) -> None:
        """Keep some more."""
        with self._written():
            self._write(rows)

    def _name(self) -> Path:
        return scan_cut.part(self._packed) if self.cut.passing else self._packed

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(self._packed, error) from error


def _unread(rows: list[list[object]]) -> dict[str, object]:
    return {"unread": rows[: scan_pictures.MOST_NAMED]} if rows else {}


@contextmanager
def pictures(
    context: "Context", arguments: Arguments, rows: Sequence[int] | None = None
) -> Iterator[Iterator[scan_pictures.Picture]]:
    """The rows of a unit of a set that holds its pictures; `rows`, if only these are needed."""
    _, unit, _ = scan_units.described(arguments)
    if arguments["kind"] == TableKind.TAR and arguments.get("remote"):
        size = int(arguments["remote"])
        known = scan_pictures.kept_places(arguments.get("packed")) if rows is not None else None
        if known is not None:
            yield scan_pictures.placed(cast(BinaryIO, Asked(context, size)), known, rows or ())
        else:
            yield scan_pictures.rows(cast(BinaryIO, Streamed(context, size)), arguments, unit)
        return
    if arguments["kind"] == TableKind.FOLDER:
        yield scan_pictures.rows(None, arguments, unit)
        return
    with opened(context, arguments) as file:
        yield scan_pictures.rows(file, arguments, unit)


@lru_cache(maxsize=1)  # one scan's: two indexes would take twice the memory
def _ours(path: str, bits: int, memory: int) -> tuple[Ours, HammingSearch]:
    """What is searched for. A scan's file never changes, so it is read once a scan and child."""
    with Path(path).open("rb") as file:
        ours = scan_units.ours(file)
    return ours, HammingSearch(ours.hashes, bits, memory=memory)


@contextmanager
def opened(context: "Context", arguments: Arguments) -> Iterator[BinaryIO]:
    """The table that a task is about."""
    if arguments.get("remote"):
        yield cast(BinaryIO, Asked(context, int(arguments["remote"])))
        return
    path = paths.native(arguments["path"])
    try:
        regular(path, AWAY)
        with path.open("rb") as file:
            _unchanged(file, arguments)
            try:
                yield file
            finally:
                _unchanged(file, arguments)  # else rows of two versions would count as those of one
    except OSError as error:
        raise unreadable(path, error, AWAY) from error


def _unchanged(file: BinaryIO, arguments: Arguments) -> None:
    """Raises Damaged for a table of another version than was planned: its rows are others, and so are its units."""
    facts = os.fstat(file.fileno())
    if arguments.get("version") not in (None, tables.version(facts)):
        raise Damaged("It was changed after this was planned.", "Scan the set again, as it is now.")


TASKS = {
    "table_plan": table_plan,
    "pace": pace,
    "scan": scan,
    "pack": pack,
    "rows_at": rows_at,
    "row_picture": row_picture,
    "first_rows": first_rows,
    "hash_picture": hash_picture,
    "md5": md5,
    "agree": agree,
}
