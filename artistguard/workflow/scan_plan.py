"""A scan before it begins: which files, which columns of them, how many bytes and about how long."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from artistguard.formats import tables
from artistguard.formats.tables import Field, TableKind, Unit
from artistguard.matching import columns as packing
from artistguard.matching.hamming import MEMORY, HammingSearch, Words
from artistguard.model import paths
from artistguard.model.errors import ArtistGuardError, Damaged, FileError, UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.sources.base import Asker
from artistguard.sources.ranges import RangedFile
from artistguard.work import picture_folders
from artistguard.work.pool import Answerer
from artistguard.work.scan_pictures import USUAL_PACE
from artistguard.workflow import image_sets, scan_memory
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.rates import duration, size
from artistguard.workflow.searchable import Portfolio, portfolio
from artistguard.workflow.studio import Studio

FIRST_PASS = (Field.HASH, Field.WIDTH, Field.HEIGHT, Field.SHA256)
WORDS = (Field.URL, Field.CAPTION, Field.PROMPT)
MOST_HITS = 3_000_000  # raw hits of a whole scan that can still be weighed
_PLANNING = 600.0  # seconds that going through the headers of a large tar may take
_PROBE = 1 << 20  # rows the search is timed with
_START = 0.7  # seconds until a child has loaded what a search needs
_DECODED = 1 << 17  # rows the decoding is timed with
_MANY_REQUESTS = 10**9
# How often a row that has nothing to do with a hash is within so many bits of it: real art with structure, measured
# on 10.6 million pairs from different packages. Only to choose the threshold; scores are measured anew on each set.
_USUAL = {0: 2e-9, 2: 1e-8, 4: 4e-8, 6: 2e-7, 8: 7e-7, 10: 3e-6}


@dataclass(frozen=True, slots=True)
class SetFile:
    """A file of a set: on a disk (`path`) or on a server (`url`, asked for in parts). A folder of pictures is one too.

    `pace`: seconds that hashing a picture of it takes, where it holds pictures and no hashes.
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

    @property
    def hashed_here(self) -> bool:
        """Whether its pictures are hashed by us, and not by whoever publishes the set."""
        return tables.hashed_here(self.kind, self.columns)

    @property
    def first_pass(self) -> tuple[Field, ...]:
        """The columns that are read of every row."""
        return (Field.IMAGE,) if self.hashed_here else FIRST_PASS


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """What a scan would do. Sizes in bytes, `seconds` of computing on this machine (the wire's time is not known).

    `first` is the pass over hashes and sizes, `words` what URL and caption of everything would take: only row groups
    with hits are read. `kept` of the rows lie packed here from an earlier time and cost nothing.
    """

    set: ImageSet
    files: tuple[SetFile, ...]
    portfolio: Portfolio
    bits: int
    rows: int | None
    first: int
    words: int
    kept: int
    seconds: float
    trouble: tuple[tuple[str, ArtistGuardError], ...] = ()
    sealed: int = 0  # works that are left out, because what is searched for leaves this machine
    asked: int = 0  # views of the whole question, those included that were searched for before

    @property
    def remote(self) -> bool:
        """Whether a server is asked."""
        return any(each.url for each in self.files)

    @property
    def plain(self) -> int:
        """How many pictures can only be found by an equal hash."""
        return sum(not each.gate.searchable for each in self.portfolio.pictures)

    @property
    def sentence(self) -> str:
        """For people, before it begins."""
        rows = f"{self.rows:,} rows" if self.rows is not None else "an unknown number of rows"
        wire = f"{size(self.first)} from the {'network' if self.remote else 'disk'}"
        works = len({picture.work.id for picture in self.portfolio.pictures})
        text = (
            f"{self.set.title}: {rows} against {len(self.portfolio):,} views of {works:,} works, up to {self.bits} "
            f"bits off. {wire}, {duration(self.seconds)} of computing here."
        )
        if self.words:
            text += f" URL and caption are read only where something is found; all of them would be {size(self.words)}."
        if any(each.hashed_here for each in self.files):
            text += " The set holds the pictures themselves: they are decoded and hashed here, and hits compared."
        if self.kept:
            text += f" {self.kept:,} rows lie here from an earlier time."
        if self.sealed:
            text += f" {self.sealed:,} works are under a seal and are not searched for on other machines."
        if self.plain:
            text += f" {self.plain} pictures are too plain to be found by anything but an equal hash."
        return text


def plan(
    studio: Studio,
    target: str,
    *,
    bits: int | None = None,
    columns: Mapping[Field, str] | None = None,
    elsewhere: bool = False,
    only_new: bool = False,
    asks: Asker | None = None,
    progress: Progress = no_progress,
    cancel: CancelToken | None = None,
) -> ScanPlan:
    """What scanning `target` would do: a named set, a file, a folder of tables, or the address of a table.

    Of files on servers their footers are fetched, and nothing more. To be searched `elsewhere`, on other machines,
    works under a seal are left out. With `only_new`, so are works that this very version of the set was searched for:
    there may be none left. `asks` counts the requests. Raises UsageError, NetworkError.
    """
    which = image_sets.find(studio, target)
    ours = portfolio(studio, progress=progress, cancel=cancel)
    works = len({each.work.id for each in ours.pictures})
    if elsewhere:
        ours = _unsealed(studio, ours)
    sealed = works - len({each.work.id for each in ours.pictures})
    if not ours.pictures and sealed:
        raise UsageError("All works are under a seal, so none is searched for on other machines.", "Scan them here.")
    if not ours.pictures:
        raise UsageError("There is no work to search for yet.", "Take in your pictures first: artistguard import.")
    files, trouble = surveyed(studio, which, columns or {}, _hashed, asks, progress=progress, cancel=cancel)
    rows = counted(files)
    kept = sum(
        unit.rows or 0 for each in files for unit in each.units if packed(studio.home, which, each, unit).exists()
    )
    chosen = bits if bits is not None else threshold(rows or which.rows or 10**6, len(ours))
    views = len(ours)
    if only_new:
        ours = _only(ours, scan_memory.fresh(studio, which, files, chosen, ours.pictures))
    fresh = [
        (each, unit) for each in files for unit in each.units if not packed(studio.home, which, each, unit).exists()
    ]
    return ScanPlan(
        which,
        files,
        ours,
        chosen,
        rows,
        first=sum(weight(each, unit, each.first_pass) for each, unit in fresh),
        words=sum(weight(each, unit, WORDS) for each in files for unit in each.units),
        kept=kept,
        seconds=(_seconds(studio, ours, chosen, rows or 0, kept) if len(ours) else 0.0)
        + sum(each.pace * (unit.rows or 0) for each, unit in fresh) / studio.pool.size,
        trouble=trouble,
        sealed=sealed,
        asked=views,
    )


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
    what is searched. Of files on servers their footers are fetched. Raises UsageError where nothing is left."""
    files: list[SetFile] = []
    trouble: list[tuple[str, ArtistGuardError]] = []
    asks = asks or asker(studio, cancel)
    found = list(_files(asks, which))
    for done, each in enumerate(found, 1):
        if cancel is not None:
            cancel.check()
        try:
            file, stops = _planned(studio, which, each, {**which.columns, **columns}, asks)
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


def threshold(rows: int, views: int) -> int:
    """How many bits a hash may be off, so that chance alone gives no more hits than can be weighed."""
    fitting = [bits for bits, share in _USUAL.items() if bits <= 8 and rows * views * share <= MOST_HITS]
    return max(fitting, default=0)


def packed(home: Path, which: ImageSet, file: SetFile, unit: Unit) -> Path:
    """Where the packed rows of a unit are kept: by set, file, version and row group."""
    whole = "whole" if unit.group is None else f"{unit.group:05}"
    return home / "cache" / "sets" / which.folder / image_sets.folded(f"{file.name} {file.version}") / f"{whole}.npz"


def reader(
    studio: Studio, file: SetFile, cancel: CancelToken | None = None, asks: Asker | None = None
) -> Answerer | None:
    """What answers a child's questions for ranges of a file on a server. None for one on a disk."""
    if not file.url:
        return None
    ranged = RangedFile(asks or asker(studio, cancel), file.url, size=file.size, version=file.version)
    ends: dict[tuple[int, int], bytes] = {}  # the table's footer, which every unit begins with

    def read(what: str, asked: Mapping[str, object], blob: bytes) -> bytes:
        offset, length = int(str(asked["offset"])), int(str(asked["length"]))
        if offset + length < file.size:
            return ranged.read(offset, length)
        if (offset, length) not in ends:
            ends[offset, length] = ranged.read(offset, length)
        return ends[offset, length]

    return read


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


def _files(asks: Asker, which: ImageSet) -> Iterator[SetFile]:
    for place in which.places:
        if image_sets.is_address(place):
            opened = RangedFile.open(asks, place)
            name = urlsplit(place).path.rpartition("/")[2] or place
            yield SetFile(name, opened.size, opened.version, url=place)
            continue
        where = Path(place)
        for path in image_sets.tables(where):
            facts = path.stat()
            yield SetFile(path.name, facts.st_size, f"{facts.st_size}-{facts.st_mtime_ns}", path=paths.text(path))
        for folder in image_sets.folders(where):
            found = picture_folders.listing(folder)
            name = paths.printable(folder.relative_to(where).as_posix() if folder != where else where.name)
            weight = sum(each.size for each in found)
            yield SetFile(name, weight, picture_folders.version(found), path=paths.text(folder), kind=TableKind.FOLDER)


def _planned(
    studio: Studio, which: ImageSet, file: SetFile, columns: Mapping[Field, str], asks: Asker
) -> tuple[SetFile, FileError | None]:
    """The file with its columns and units; and what is wrong with it, where they are not all of it.

    What was read of a version of a file on a server is not asked for again.
    """
    wanted = {each.value: name for each, name in columns.items()}
    name = image_sets.folded(json.dumps(sorted(wanted.items())))[-12:]
    place = packed(studio.home, which, file, Unit(None, 0, None)).with_name(f"plan-{name}.json")
    found = _known_plan(place) if file.url and file.version else None
    if found is None:
        answer = reader(studio, file, asks=asks)
        arguments = {**asked(file), "columns": wanted}
        task = studio.pool.submit("table_plan", arguments, answer=answer, seconds=_PLANNING)
        found = dict(task.result().value)
        if file.url and file.version:
            packing.keep(place, json.dumps(found).encode())
    units = tuple(
        Unit(
            each["group"],
            int(each["first_row"]),
            each["rows"],
            {Field(key): int(size) for key, size in each["sizes"].items()},
        )
        for each in found["units"]
    )
    named = {Field(key): str(name) for key, name in found["columns"].items()}
    kind, trouble = TableKind(found["kind"]), str(found["trouble"])
    planned = replace(file, kind=kind, columns=named, units=units)
    if planned.hashed_here and units:
        planned = replace(planned, pace=_pace(studio, planned))
    return planned, Damaged(f"{trouble} What comes before that is searched.") if trouble else None


def _known_plan(place: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


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


def _hashed(file: SetFile) -> None:
    if not file.hashed_here and Field.HASH not in file.columns and Field.SHA256 not in file.columns:
        raise FileError(
            "It has no column of perceptual hashes or of SHA-256 that is known.",
            "Name the column with --hash-column, if it has one; --words searches URL and caption alone.",
        )


def weight(file: SetFile, unit: Unit, fields: Sequence[Field]) -> int:
    """Bytes that some columns of a unit take; a table without row groups is read whole."""
    if unit.group is None:
        return file.size
    return sum(unit.sizes.get(each, 0) for each in fields)


def _unsealed(studio: Studio, ours: Portfolio) -> Portfolio:
    """The same without works of clients under seal."""
    return _only(ours, [not studio.seals.sealed(each.work.client_id) for each in ours.pictures])


def _only(ours: Portfolio, chosen: Sequence[bool]) -> Portfolio:
    """The same with these pictures alone."""
    if all(chosen):
        return ours
    numbers = np.cumsum(chosen) - 1
    kept = np.asarray(chosen)[ours.owners]
    return replace(
        ours,
        hashes=ours.hashes[kept],
        owners=numbers[ours.owners[kept]].astype(np.uint32),
        ways=ours.ways[kept],
        pictures=tuple(each for each, is_chosen in zip(ours.pictures, chosen, strict=True) if is_chosen),
    )


def memory(studio: Studio) -> int:
    """Bytes that the index of one worker may take: all of them together stay within the limit."""
    return MEMORY // max(1, studio.pool.size)


def _seconds(studio: Studio, ours: Portfolio, bits: int, rows: int, kept: int) -> float:
    """About how long: decoding and search at the pace they have here and now, on made-up rows.

    An index in several partitions is built again for each few million rows; one that fits, once a worker.
    """
    search = HammingSearch(ours.hashes, bits, memory=memory(studio))
    sample = np.random.default_rng(1).integers(0, 2**63, _PROBE, dtype=np.uint64)
    began = time.monotonic()
    search.search(sample[:1000])  # the kernels are compiled, or loaded, and the index built
    built = time.monotonic()
    search.search(sample)
    searched = time.monotonic() - built
    start = built - began
    if search.partitions > 1:
        building = time.monotonic()
        search.search(sample[:1000])
        start = time.monotonic() - building
        searched = max(searched - start, 0.0) + start * _PROBE / search.worth
    per_row = searched / _PROBE
    decoding = _decoding(sample[:_DECODED])
    return _START + start + (rows * per_row + (rows - kept) * decoding) / studio.pool.size


def _decoding(hashes: Words) -> float:
    """Seconds that a row takes from Parquet, with its hash as text and two sizes, until it is packed."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet

    file = BytesIO()
    text = hashes.astype(">u8").tobytes().hex()
    sizes = (hashes % 4000).astype(np.int32)
    written = {"hash": [text[at : at + 16] for at in range(0, len(text), 16)], "width": sizes, "height": sizes[::-1]}
    parquet.write_table(arrow.table(written), file)
    unit, named = Unit(0, 0, len(hashes)), {Field.HASH: "hash", Field.WIDTH: "width", Field.HEIGHT: "height"}
    for _ in range(2):  # the first time loads what is needed
        began = time.monotonic()
        parts = [
            packing.rows_of(arrays[Field.HASH], arrays[Field.WIDTH], arrays[Field.HEIGHT])
            for _, arrays in tables.batches(file, TableKind.PARQUET, unit, named)
        ]
        packing.packed(packing.joined(parts))
    return (time.monotonic() - began) / len(hashes)
