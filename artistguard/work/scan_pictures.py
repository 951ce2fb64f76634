"""Sets that hold the pictures: tars of samples, folders, tables with a column of them. Hashed here, as imports are.

A row is a picture. One that cannot be decoded is a row without a hash, named with the reason; the rest goes on.
"""

import hashlib
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, TypeAlias

import numpy as np

from artistguard.formats import inline, tables, tars
from artistguard.formats.kinds import Kind
from artistguard.formats.sniff import identify
from artistguard.formats.tables import Field, TableKind, Unit, hashed_here
from artistguard.imaging.limits import Limits
from artistguard.imaging.read import stored_phash
from artistguard.matching import columns
from artistguard.matching.columns import Rows
from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, Damaged, FileError, NotAPicture, TooLarge
from artistguard.work import picture_folders
from artistguard.work.child import in_words

CHUNK = 256  # rows of a tar or a folder that are searched at once: what a picture costs that kills a child
MOST_BYTES = 64 << 20  # of a coded picture
MOST_NAMED = 20  # rows of a unit that are named because they could not be read
_MOST_WORDS = 1 << 20  # bytes of a text or of facts beside a picture
_LARGEST = 65_535  # px, as packed rows keep them
_LIMITS = Limits(pixels=100_000_000, memory=1 << 30)
# What is shared on the web: nothing that holds another file, and nothing that is drawn.
_KINDS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF, Kind.BMP, Kind.TIFF, Kind.AVIF, Kind.HEIC, Kind.JXL})
_TIMED = 8  # pictures by which it is told how long all will take
_USUAL_SAMPLE = 60_000  # bytes of a picture in a tar, as a rule
USUAL_PACE = 0.02  # seconds a picture, where none was timed
_FACTS: Mapping[Field, tuple[str, ...]] = {
    Field.URL: tables.USUAL[Field.URL],
    Field.CAPTION: tables.USUAL[Field.CAPTION],
}


# Where a picture, its text and its facts lie in a tar: offset and size of each, 0 and 0 for none.
Place: TypeAlias = tuple[int, ...]


class Picture(NamedTuple):
    """A row: its number, what it is called, its picture, and its words by field, read when they are asked for."""

    row: int
    name: str
    read: Callable[[], bytes]
    words: Callable[[], dict[str, str]]
    place: Place = ()  # where it lies in a tar


def here(arguments: Mapping[str, Any]) -> bool:
    """Whether a task's file is one whose pictures are hashed here."""
    return hashed_here(TableKind(arguments["kind"]), dict.fromkeys(map(Field, arguments["columns"]), ""))


def plan(file: BinaryIO | None, arguments: Mapping[str, Any], kind: TableKind) -> dict[str, object]:
    """What a tar or a folder holds, as `table_plan` tells it; `trouble` says why a tar ends before its end."""
    sizes: list[int] = []
    trouble = ""
    if kind is TableKind.FOLDER:
        sizes = [each.size for each in picture_folders.listing(paths.native(arguments["path"]))]
    elif file is not None:
        try:
            sizes.extend(each.picture.size for each in tars.samples(file))
        except (Damaged, TooLarge) as error:
            if not sizes:
                raise
            trouble = error.message
    if not sizes:
        raise FileError("There is no picture in it.")
    units = [
        {
            "group": number,
            "first_row": first,
            "rows": len(sizes[first : first + CHUNK]),
            "sizes": {Field.IMAGE.value: sum(sizes[first : first + CHUNK])},
        }
        for number, first in enumerate(range(0, len(sizes), CHUNK))
    ]
    return {"kind": kind.value, "columns": {}, "units": units, "trouble": trouble}


def streamed(size: int) -> dict[str, object]:
    """The plan of a tar on a server: one unit, read once from begin to end, since only that tells what is in it."""
    unit: dict[str, object] = {"group": None, "first_row": 0, "rows": None, "about": size // _USUAL_SAMPLE, "sizes": {}}
    return {"kind": TableKind.TAR.value, "columns": {}, "units": [unit], "trouble": ""}


def fetched(each: Picture) -> Picture:
    """The same, read already: what a server does not give shows here. A picture that cannot be read stays so."""
    try:
        data = each.read()
    except FileError:
        return each
    return each._replace(read=lambda: data)


def noted(some: Iterable[Picture], places: list[Place]) -> Iterator[Picture]:
    """The same pictures; where each lies is put into `places`, if it lies in a tar."""
    for each in some:
        if each.place:
            places.append(each.place)
        yield each


def keep_places(packed: Path, places: Sequence[Place]) -> None:
    """Keep where a tar's pictures lie, beside its packed rows. Raises OSError."""
    file = io.BytesIO()
    np.save(file, np.asarray(places, np.int64))
    columns.keep(_places(packed), file.getvalue())


def kept_places(packed: str | None) -> Any:
    """What was kept, shape (rows, 6); None if nothing was, or it is damaged."""
    try:
        found = np.load(_places(Path(packed or "")), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if found.ndim == 2 and found.shape[1] == 6 and found.dtype == np.int64 else None


def placed(file: IO[bytes], places: Any, wanted: Sequence[int]) -> Iterator[Picture]:
    """Some rows of a tar of which it is known where they lie."""
    for row in wanted:
        if 0 <= row < len(places):
            parts = places[row].tolist()
            picture, text, facts = (tars.Entry("", *parts[at : at + 2]) for at in (0, 2, 4))
            yield _packed(file, row, tars.Sample(picture, text if text.size else None, facts if facts.size else None))


def _places(packed: Path) -> Path:
    return packed.with_suffix(".places.npy")


def pace(some: Iterable[Picture]) -> float:
    """Seconds that a picture takes. The first one, which loads what is needed, does not count."""
    began, count = 0.0, -1
    for each in islice(some, _TIMED + 1):
        with suppress(FileError, MemoryError):
            _hashed(each)
        began, count = began or time.monotonic(), count + 1
    return (time.monotonic() - began) / count if count > 0 else USUAL_PACE


def rows(file: BinaryIO | None, arguments: Mapping[str, Any], unit: Unit) -> Iterator[Picture]:
    """The rows of a unit, `file` being open, unless it is a folder."""
    kind = TableKind(arguments["kind"])
    last = unit.first_row + unit.rows if unit.rows is not None else None
    if kind is TableKind.FOLDER:
        folder = paths.native(arguments["path"])
        for row, name in enumerate(picture_folders.names(folder, arguments["version"])[unit.first_row : last]):
            yield _lying(unit.first_row + row, folder / name)
    elif file is not None and kind is TableKind.TAR:
        found = enumerate(tars.samples(file))
        for row, sample in islice(found, unit.first_row, last):
            yield _packed(file, row, sample)
    elif file is not None:
        for row, data in tables.pictures(file, kind, unit, arguments["columns"][Field.IMAGE.value]):
            yield Picture(row, "", partial(_there, data), dict)


def hashed(found: Iterable[Picture], unread: list[list[object]]) -> Iterator[tuple[int, Rows]]:
    """Rows with the hashes of their pictures: (number of the first, rows). `unread` gets [row, name, why]."""
    pictures = iter(found)
    while some := list(islice(pictures, 1)):
        values = [_tried(each, unread) for each in chain(some, islice(pictures, CHUNK - 1))]  # one in memory at once
        hashes, widths, heights, files = zip(*values, strict=True)
        yield (
            some[0].row,
            Rows(
                np.asarray([value or 0 for value in hashes], np.uint64),
                np.asarray([value is not None for value in hashes], np.bool_),
                np.asarray(widths, np.uint16),
                np.asarray(heights, np.uint16),
                np.asarray(files, np.uint64),
            ),
        )


def words(found: Iterable[Picture], wanted: Iterable[int]) -> dict[int, dict[str, str]]:
    """Name, URL and caption of some rows, and their SHA-256: of the bytes, not what stands beside them."""
    asked, told = set(wanted), {}
    for each in found:
        if each.row in asked:
            told[each.row] = each.words()
            with suppress(FileError):
                told[each.row][Field.SHA256.value] = hashlib.sha256(each.read()).hexdigest()
    return told


def picture(found: Iterable[Picture], row: int) -> bytes:
    """The picture of a row. Raises FileError."""
    for each in found:
        if each.row == row:
            return each.read()
    raise Damaged(f"There is no row {row:,} in it any more.")


def hash_of(data: bytes) -> tuple[int, int, int]:
    """(pHash, width, height) of a coded picture that a stranger made. Raises FileError."""
    file = io.BytesIO(data)
    kind = identify(file)
    if kind not in _KINDS:
        raise NotAPicture(f"It is a {kind.label} file, of which no hash is taken in a set.")
    file.seek(0)
    return stored_phash(file, kind, limits=_LIMITS)


def _tried(each: Picture, unread: list[list[object]]) -> tuple[int | None, int, int, int]:
    try:
        return _hashed(each)
    except (FileError, MemoryError, RecursionError) as error:
        unread.append([each.row, each.name, in_words(error).message])
        return None, 0, 0, 0


def _hashed(each: Picture) -> tuple[int, int, int, int]:
    """(hash, width, height, first 64 bits of its SHA-256) of a picture."""
    data = each.read()
    value, width, height = hash_of(data)
    begins = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    return value, min(width, _LARGEST), min(height, _LARGEST), begins


def _there(data: bytes | str | None) -> bytes:
    if not data:
        raise Damaged("The row holds no picture.")
    if isinstance(data, str):
        return inline.decoded(data, MOST_BYTES)
    if len(data) > MOST_BYTES:
        raise TooLarge(f"It has {len(data):,} bytes; at most {MOST_BYTES:,} are read.")
    return data


def _packed(file: IO[bytes], row: int, sample: tars.Sample) -> Picture:
    def told() -> dict[str, str]:
        return _words(sample.picture.name, _inside(file, sample.text), _inside(file, sample.facts))

    parts = [part or tars.Entry("", 0, 0) for part in (sample.picture, sample.text, sample.facts)]
    place = tuple(number for part in parts for number in (part.offset, part.size))
    return Picture(row, sample.picture.name, lambda: sample.picture.read(file, MOST_BYTES), told, place)


def _inside(file: IO[bytes], entry: tars.Entry | None) -> bytes:
    try:
        return b"" if entry is None else entry.read(file, _MOST_WORDS)
    except FileError:  # a row without words is one still
        return b""


def _lying(row: int, path: Path) -> Picture:
    def told() -> dict[str, str]:
        text, facts = (_beside(path.with_suffix(ending)) for ending in (".txt", ".json"))
        return _words(paths.printable(path.name), text, facts)

    return Picture(row, paths.printable(path.name), lambda: picture_folders.read(path, MOST_BYTES), told)


def _beside(path: Path) -> bytes:
    try:
        return b"" if path.is_symlink() else picture_folders.read(path, _MOST_WORDS)
    except ArtistGuardError:  # mostly, there is none
        return b""


def _words(name: str, text: bytes, facts: bytes) -> dict[str, str]:
    """What is said of a picture; the facts' own caption goes before the text beside it."""
    told = {"name": name}
    if text:
        told[Field.CAPTION.value] = text.decode("utf-8", "replace").strip()
    try:
        found = json.loads(facts) if facts else {}
    except (ValueError, RecursionError):
        found = {}
    by_folded = {key.casefold(): value for key, value in found.items()} if isinstance(found, dict) else {}
    for field, usual in _FACTS.items():
        values = (by_folded.get(name) for name in usual)
        value = next((value for value in values if isinstance(value, str) and value.strip()), None)
        if value is not None:
            told[field.value] = value.strip()
    return told
