"""A scan before it begins: which files, which columns of them, how many bytes and about how long."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from artistguard.formats import tables
from artistguard.formats.tables import Field, Unit
from artistguard.model.errors import ArtistGuardError, FileError, UsageError
from artistguard.model.protocols import CancelToken, Progress, no_progress
from artistguard.sources.base import Asker
from artistguard.workflow import file_digests, image_sets, scan_memory, scan_time, set_files
from artistguard.workflow.image_sets import ImageSet
from artistguard.workflow.rates import duration, size
from artistguard.workflow.searchable import Portfolio, portfolio
from artistguard.workflow.set_files import WORDS, SetFile
from artistguard.workflow.studio import Studio

_NAMED = 3  # works that cannot be read
_PACKED = 12  # bytes a row
_WORTH_SAYING = 100_000_000  # bytes on this disk
MOST_HITS = 3_000_000  # raw hits of a whole scan that can still be weighed
# How often a row that has nothing to do with a hash is within so many bits of it: real art with structure, measured
# on 10.6 million pairs from different packages. Only to choose the threshold; scores are measured anew on each set.
_USUAL = {0: 2e-9, 2: 1e-8, 4: 4e-8, 6: 2e-7, 8: 7e-7, 10: 3e-6}


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """What a scan would do. Sizes in bytes, `seconds` of computing on this machine (the wire's time is not known).

    `first` is the pass over hashes and sizes, `words` what URL and caption of everything would take: only row groups
    with hits are read. `kept` of the rows lie packed here from an earlier time and cost nothing. What making the plan
    itself fetched of servers, footers above all, is `looked`: it is kept, and not fetched again.
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
    digested: int = 0  # bytes of the artist's own files that are read first, because the set tells files by MD5 alone
    stored: int = 0  # bytes that the packed rows will take on this disk
    free: int = 0  # bytes that are free there

    @property
    def remote(self) -> bool:
        """Whether a server is asked."""
        return any(each.url for each in self.files)

    @property
    def looked(self) -> int:
        """Bytes that were fetched to make this plan."""
        return sum(each.looked for each in self.files)

    @property
    def plain(self) -> int:
        """How many pictures can only be found by an equal hash."""
        return sum(not each.gate.searchable for each in self.portfolio.pictures)

    @property
    def crowded(self) -> bool:
        """Whether the packed rows will not fit on this disk."""
        return self.stored > self.free

    @property
    def bulky(self) -> bool:
        """Whether the packed rows take so much of this disk that it is said beforehand."""
        return self.stored >= _WORTH_SAYING or self.crowded

    @property
    def sentence(self) -> str:
        """For people, before it begins."""
        rows = f"{self.rows:,} rows" if self.rows is not None else "an unknown number of rows"
        wire = f"{size(self.first)} from the {'network' if self.remote else 'disk'}"
        works = len({picture.work.id for picture in self.portfolio.pictures})
        views = f"{len(self.portfolio):,} views of {works:,} work{'' if works == 1 else 's'}"
        if any(each.hashed for each in self.files):
            against = f"{views}, up to {self.bits} bits off"
        else:
            against = f"the files of {works:,} work{'' if works == 1 else 's'}, by digests alone"
        text = f"{self.set.title}: {rows} against {against}. {wire}, {duration(self.seconds)} of computing here."
        if self.bulky:
            text += f" {size(self.stored)} are kept here, so that later works need not read the set again."
        if self.crowded:
            text += f" Only {size(self.free)} are free on this disk."
        if self.looked:
            text += f" To learn this, {size(self.looked)} were fetched."
        if self.words:
            text += f" URL and caption are read only where something is found; all of them would be {size(self.words)}."
        if any(each.hashed_here for each in self.files):
            text += " The set holds the pictures themselves: they are decoded and hashed here, and hits compared."
        if self.set.hash_kind != image_sets.PHASH:
            text += f" Its own hashes are of another kind ({self.set.hash_kind}) and are not used."
        if self.digested:
            text += (
                f" The set tells files by MD5 alone: {size(self.digested)} of your own files are read for that first."
            )
        if self.kept:
            text += f" {self.kept:,} rows lie here from an earlier time."
        if self.sealed:
            text += f" {self.sealed:,} works are under a seal and are not searched for on other machines."
        if self.plain:
            text += f" {self.plain} pictures are too plain to be found by anything but an equal hash."
        if missing := len(self.portfolio.missing):
            are = "1 work cannot be read, and is" if missing == 1 else f"{missing:,} works cannot be read, and are"
            text += f" {are} not searched for: {_titles(self.portfolio)}."
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

    Of files on servers what tells their contents is fetched (`scans.first_look`), and nothing more. To be searched
    `elsewhere`, on other machines, works under a seal are left out. With `only_new`, so are works that this very
    version of the set was searched for: there may be none left. `asks` counts the requests. Raises UsageError,
    NetworkError.
    """
    which = image_sets.find(studio, target)
    ours = portfolio(studio, progress=progress, cancel=cancel)
    works = len({each.work.id for each in ours.pictures})
    if elsewhere:
        ours = _unsealed(studio, ours)
    sealed = works - len({each.work.id for each in ours.pictures})
    if not ours.pictures and sealed:
        raise UsageError("All works are under a seal, so none is searched for on other machines.", "Scan them here.")
    if ours.missing and not ours.pictures:
        raise UsageError("None of your works can be read.", ours.missing[0][1])
    if not ours.pictures:
        raise UsageError("There is no work to search for yet.", "Take in your pictures first: artistguard import.")
    files, trouble = set_files.surveyed(
        studio, which, columns or {}, partial(_hashed, which), asks, progress=progress, cancel=cancel
    )
    rows = set_files.counted(files)
    units = [(each, unit) for each in files for unit in each.units]
    fresh = [
        (each, unit)
        for each, unit in units
        if each.unversioned or not set_files.packed(studio.home, which, each, unit).exists()
    ]
    about = set_files.about(unit for _, unit in units)
    kept = sum(unit.rows or 0 for _, unit in units) - sum(unit.rows or 0 for _, unit in fresh)
    chosen = bits if bits is not None else threshold(rows or which.rows or about or 10**6, len(ours))
    views = len(ours)
    if only_new:
        ours = _only(ours, scan_memory.fresh(studio, which, files, chosen, ours.pictures))
    own = [edition for each in ours.pictures for edition in each.work.editions]
    digested = file_digests.unread(studio, own) if any(each.by_md5 for each in files) else 0
    return ScanPlan(
        which,
        files,
        ours,
        chosen,
        rows,
        first=sum(set_files.weight(each, unit, each.first_pass) for each, unit in fresh),
        words=sum(set_files.weight(each, unit, WORDS) for each, unit in units),
        kept=kept,
        seconds=(
            scan_time.seconds(studio, ours, chosen, [unit for _, unit in units], [unit for _, unit in fresh])
            if len(ours)
            else 0.0
        )
        + sum(each.pace * set_files.about([unit]) for each, unit in fresh) / studio.pool.size
        + digested / file_digests.PACE / studio.pool.size,
        trouble=trouble,
        sealed=sealed,
        asked=views,
        digested=digested,
        stored=sum(_stored(each, unit) for each, unit in fresh),
        free=shutil.disk_usage(studio.home).free,
    )


def _stored(file: SetFile, unit: Unit) -> int:
    """Bytes that a unit's rows take, packed."""
    exact = not file.hashed_here and tables.exact(file.columns) is not None
    return set_files.about([unit]) * (_PACKED + 8 * exact)


def _titles(ours: Portfolio) -> str:
    named = ", ".join(f"#{work.number} {work.title}" for work, _ in ours.missing[:_NAMED])
    return named if len(ours.missing) <= _NAMED else f"{named} and others"


def threshold(rows: int, views: int) -> int:
    """How many bits a hash may be off, so that chance alone gives no more hits than can be weighed."""
    fitting = [bits for bits, share in _USUAL.items() if bits <= 8 and rows * views * share <= MOST_HITS]
    return max(fitting, default=0)


def _hashed(which: ImageSet, file: SetFile) -> None:
    if file.hashed_here or tables.exact(file.columns) is not None:
        return
    if which.hash_kind != image_sets.PHASH:
        raise FileError(
            f"Its hashes are of another kind ({which.hash_kind}), which cannot be compared with ours.",
            "--words searches URL and caption.",
        )
    if Field.HASH not in file.columns:
        raise FileError(
            "It has no column of perceptual hashes, of SHA-256 or of MD5 that is known.",
            "Name the column with --hash-column, if it has one; --words searches URL and caption alone.",
        )


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
