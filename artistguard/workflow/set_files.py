"""The files of a data set: where they lie, what their columns and units are, and how parts of them are had.

What was learnt of a file on a server is kept beside its packed rows, with its version: its size, its units, its
footer. A later look asks only whether it is still that version, which an unchanged file answers without a byte.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns as packing
from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, Damaged, FileError, UsageError
from artistguard.model.oserrors import unreadable
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.sources.base import Asker
from artistguard.sources.ranges import RangedFile
from artistguard.work import picture_folders, scan_cut
from artistguard.work.pool import Answerer
from artistguard.work.scan_pictures import USUAL_PACE
from artistguard.work.scan_tasks import AWAY
from artistguard.workflow import image_sets
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.studio import Studio

_SEARCHED = (Field.HASH, Field.WIDTH, Field.HEIGHT)
WORDS = (Field.URL, Field.CAPTION, Field.PROMPT)
_PLANNING = 600.0  # seconds that going through the headers of a large tar may take
_LAST = b"PAR1"  # what a Parquet file ends with
_MANY_REQUESTS = 10**9


@dataclass(frozen=True, slots=True)
class SetFile:
    """A file of a set: on a disk (`path`) or on a server (`url`, asked for in parts). A folder of pictures is one too.

    `pace`: seconds that hashing a picture of it takes, where it holds pictures and no hashes. `looked`: bytes that
    were fetched of it to learn all this. `cut`: why it ends before its end, where that is known.
    """

    name: str
    size: int  # bytes
    version: str  # changes when the file does
    path: str = ""
    url: str = ""
    kind: TableKind = TableKind.PARQUET
    columns: Mapping[Field, str] = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    pace: float = 0.0
    looked: int = 0
    cut: str = ""

    @property
    def hashed_here(self) -> bool:
        """Whether its pictures are hashed by us, and not by whoever publishes the set."""
        return tables.hashed_here(self.kind, self.columns)

    @property
    def hashed(self) -> bool:
        """Whether its pictures have hashes, ours or published; else digests of their files are all there is."""
        return self.hashed_here or Field.HASH in self.columns

    @property
    def beside(self) -> bool:
        """Whether its words lie in files beside its pictures."""
        return self.kind in (TableKind.TAR, TableKind.FOLDER)

    @property
    def unversioned(self) -> bool:
        """Whether nothing tells if it is the file that it was: its server names no version."""
        return bool(self.url) and not self.version

    @property
    def in_one(self) -> bool:
        """Whether it is read from its begin for any row of it."""
        return self.kind in (TableKind.ARROW, TableKind.CSV, TableKind.TSV)

    @property
    def first_pass(self) -> tuple[Field, ...]:
        """The columns that are read of every row."""
        if self.hashed_here:
            return (Field.IMAGE,)
        exact = tables.exact(self.columns)
        return (*_SEARCHED, exact) if exact is not None else _SEARCHED

    @property
    def by_md5(self) -> bool:
        """Whether it tells files by their MD5 alone."""
        return not self.hashed_here and tables.exact(self.columns) is Field.MD5


def surveyed(
    studio: Studio,
    which: ImageSet,
    columns: Mapping[Field, str],
    needed: Callable[[SetFile], None],
    asks: Asker | None = None,
    *,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> tuple[tuple[SetFile, ...], tuple[tuple[str, ArtistGuardError], ...]]:
    """(files with their units, what cannot be used and why) of a set. `needed` raises FileError for a table that lacks
    what is searched. Of files on servers what tells their contents is fetched. Raises UsageError where nothing is left.
    """
    files: list[SetFile] = []
    trouble: list[tuple[str, ArtistGuardError]] = []
    asks = asks or asker(studio, cancel)
    found = list(_told_apart(list(_files(studio, asks, which))))
    for done, (each, ranged, lost) in enumerate(found, 1):
        if cancel is not None:
            cancel.check()
        try:
            if lost is not None:
                raise lost
            file, stops = _planned(studio, which, each, {**which.columns, **columns}, ranged)
            needed(file)
            files.append(file)
            trouble += [(each.name, stops)] if stops is not None else []
        except FileError as error:
            trouble.append((each.name, error))
        progress(done, len(found), each.name)
    if not files:
        raise UsageError(
            f"Nothing that can be scanned was found at {which.name}.", trouble[0][1].message if trouble else ""
        )
    return tuple(files), tuple(trouble)


def counted(files: Sequence[SetFile]) -> int | None:
    """All rows of some files, if that is known."""
    counts = [unit.rows for each in files for unit in each.units]
    return None if None in counts else sum(count or 0 for count in counts)


def about(units: Iterable[Unit]) -> int:
    """About how many rows some units have, where nobody knows."""
    return sum(unit.rows if unit.rows is not None else unit.about or 0 for unit in units)


def weight(file: SetFile, unit: Unit, fields: Sequence[Field]) -> int:
    """Bytes that some columns of a unit take; a table without row groups is read whole."""
    if unit.group is None:
        return file.size
    return sum(unit.sizes.get(each, 0) for each in fields)


def packed(home: Path, which: ImageSet, file: SetFile, unit: Unit) -> Path:
    """Where the packed rows of a unit are kept: by set, file, version, row group, and what columns are taken for."""
    whole = "whole" if unit.group is None else f"{unit.group:05}"
    taken = [file.columns.get(each, "") for each in file.first_pass]
    return _kept(home, which, file) / f"{whole}-{image_sets.folded(json.dumps(taken))[-12:]}.rows"


def reader(
    studio: Studio, which: ImageSet, file: SetFile, cancel: CancelToken | None = None, asks: Asker | None = None
) -> Answerer | None:
    """What answers a child's questions for ranges of a file on a server. None for one on a disk."""
    if not file.url:
        return None
    end = b""
    with suppress(OSError):
        end = _footer(studio.home, which, file).read_bytes() if file.version else b""
    if not end.endswith(_LAST):
        end = b""  # half a file
    ranged = RangedFile(asks or asker(studio, cancel), file.url, size=file.size, version=file.version, end=end)
    return _answerer(ranged)


def asker(studio: Studio, cancel: CancelToken | None) -> Asker:
    """Asks for a scan: as often as it takes, at the pace of the host."""
    return Asker(studio.door(), most=_MANY_REQUESTS, cancel=cancel)


def asked(file: SetFile) -> dict[str, Any]:
    """The arguments of every task on a file."""
    named = {each.value: name for each, name in file.columns.items()}
    common = {"name": file.name, "kind": file.kind.value, "columns": named}
    if file.url:
        return {**common, "remote": file.size}
    return {**common, "path": file.path, "size": file.size, "version": file.version}


_Found = tuple[SetFile, RangedFile | None, FileError | None]  # what is asked of a server, or why it cannot be looked at


def _files(studio: Studio, asks: Asker, which: ImageSet) -> Iterator[_Found]:
    """The files of a set."""
    for place in which.places:
        if image_sets.is_address(place):
            known = studio.home / "cache" / "sets" / which.folder / f"{image_sets.folded(place)}.json"
            opened = RangedFile.open(asks, place, before=_before(known))
            if opened.version:
                with suppress(OSError):  # a cache that cannot be written costs a few bytes more
                    packing.keep(known, json.dumps({"size": opened.size, "version": opened.version}).encode())
            name = urlsplit(place).path.rpartition("/")[2] or place
            yield SetFile(name, opened.size, opened.version, url=place), opened, None
            continue
        where = Path(place)
        for path in image_sets.tables(where):
            name = paths.printable(path.relative_to(where).as_posix() if path != where else path.name)
            try:
                facts = path.stat()
            except OSError as error:  # a link to what is gone
                yield SetFile(name, 0, "", path=paths.text(path)), None, unreadable(path, error, AWAY)
                continue
            yield SetFile(name, facts.st_size, tables.version(facts), path=paths.text(path)), None, None
        for folder in image_sets.folders(where):
            name = paths.printable(folder.relative_to(where).as_posix() if folder != where else where.name)
            try:
                found = picture_folders.listing(folder)
            except OSError as error:
                yield SetFile(name, 0, "", path=paths.text(folder)), None, unreadable(folder, error, AWAY)
                continue
            total = sum(each.size for each in found)
            version = picture_folders.version(found)
            yield SetFile(name, total, version, path=paths.text(folder), kind=TableKind.FOLDER), None, None


def _told_apart(files: Sequence[_Found]) -> Iterator[_Found]:
    """The same; files of one name have their whole path or address for it, since rows are kept and told by it."""
    counts = Counter(file.name for file, _, _ in files)
    for file, ranged, lost in files:
        whole = file.url or paths.printable(file.path)
        yield (replace(file, name=whole) if counts[file.name] > 1 else file), ranged, lost


def _planned(
    studio: Studio, which: ImageSet, file: SetFile, columns: Mapping[Field, str], ranged: RangedFile | None
) -> tuple[SetFile, FileError | None]:
    """The file with its columns and units; and what is wrong with it, where they are not all of it.

    What was read of a version of a file on a server is not asked for again.
    """
    wanted = {each.value: name for each, name in columns.items()}
    name = image_sets.folded(json.dumps(sorted(wanted.items())))[-12:]
    place = _kept(studio.home, which, file) / f"plan-{name}.json"
    lasting = ranged is not None and bool(file.version)
    found = _read(place) if lasting else None
    told = _understood(file, found) if found is not None else None
    if told is None:
        answer = _answerer(ranged) if ranged is not None else None
        arguments = {**asked(file), "columns": wanted}
        task = studio.pool.submit("table_plan", arguments, answer=answer, seconds=_PLANNING)
        found = dict(task.result().value)
        told = _understood(file, found)
        if ranged is not None and lasting:
            with suppress(OSError):
                packing.keep(place, json.dumps(found).encode())
                if found["kind"] == TableKind.PARQUET:
                    packing.keep(_footer(studio.home, which, file), ranged.end)
    if told is None or found is None:
        raise Damaged("What the file holds could not be understood.")
    trouble = str(found["trouble"])
    planned = replace(told, looked=ranged.bytes_in if ranged is not None else 0)
    if which.hash_kind != image_sets.PHASH:
        usable = dict(told.columns)
        usable.pop(Field.HASH, None)
        planned = replace(planned, columns=usable)
    if planned.hashed_here and planned.units:
        planned = replace(planned, pace=_pace(studio, planned))
    # Of what only reading to its end tells, an earlier search knows.
    units = [] if planned.unversioned else [unit for unit in planned.units if unit.rows is None]
    places = (packed(studio.home, which, planned, unit) for unit in units)
    known = next(filter(None, map(scan_cut.noted, places)), "")
    cut = scan_cut.in_words(trouble) if trouble else known
    return replace(planned, cut=cut), Damaged(cut) if cut else None


def _understood(file: SetFile, found: Mapping[str, Any]) -> SetFile | None:
    """The file with what a plan says of it. None where that was damaged on the disk."""
    try:
        units = tuple(
            Unit(
                each["group"],
                int(each["first_row"]),
                each["rows"],
                {Field(key): int(size) for key, size in each["sizes"].items()},
                each.get("about"),
            )
            for each in found["units"]
        )
        named = {Field(key): str(name) for key, name in found["columns"].items()}
        return replace(file, kind=TableKind(found["kind"]), columns=named, units=units)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def _pace(studio: Studio, file: SetFile) -> float:
    """Seconds that a picture of a file takes here. A picture that breaks a child costs no more than the knowledge."""
    if file.url:  # what is timed would be fetched twice
        return USUAL_PACE
    unit = file.units[0]
    arguments = {**asked(file), "unit": {"group": unit.group, "first_row": unit.first_row, "rows": unit.rows}}
    try:
        value: Any = studio.pool.submit("pace", arguments).result().value
    except FileError:
        return USUAL_PACE
    return float(value["pace"])


def _kept(home: Path, which: ImageSet, file: SetFile) -> Path:
    """The folder of what is kept of a version of a file; where a server tells none, of one of this size."""
    return home / "cache" / "sets" / which.folder / image_sets.folded(f"{file.name} {file.version or file.size}")


def _footer(home: Path, which: ImageSet, file: SetFile) -> Path:
    """Where the end of a Parquet file on a server is kept: every unit begins with reading it."""
    return _kept(home, which, file) / "footer"


def _before(place: Path) -> tuple[int, str] | None:
    """(size, version) of a file when it was looked at last."""
    found = _read(place)
    try:
        return (int(found["size"]), str(found["version"])) if found is not None else None
    except (KeyError, ValueError, TypeError):
        return None


def _read(place: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _answerer(ranged: RangedFile) -> Answerer:
    def read(what: str, asked: Mapping[str, object], blob: bytes) -> bytes:
        return ranged.read(int(str(asked["offset"])), int(str(asked["length"])))

    return read
