"""Look-up by picture: what a file looks like among the works, and whether it still carries a reservation.

The works' fingerprints are read once and kept in memory; afterwards only what changed in the catalogue is read.
Nothing is imported, nothing leaves the machine.
"""

import threading
import weakref
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from artistguard.matching.gallery import Gallery, Kept, quality_of
from artistguard.matching.verdict import Bits, LooksLike, Strength, plain
from artistguard.model import paths, wire
from artistguard.model.artwork import Artwork, Edition, FingerprintKind
from artistguard.model.errors import FileError
from artistguard.model.protocols import CancelToken
from artistguard.model.turns import Turn, Views
from artistguard.proof.chain import Head
from artistguard.work.pool import TaskResult
from artistguard.workflow import identity
from artistguard.workflow.studio import Studio
from artistguard.workflow.walk import Closed, walk

MOST_WORKS = 20  # works named for one file, best first
_WINDOW = 16  # files under way
_FEW = 5_000  # files whose fingerprints are asked for by name; more are read with all others
_GROUP = 10_000  # files taken into memory at once

_WHAT = {
    "master": "the master",
    "source": "the source file",
    "export": "an export",
    "signed-copy": "a signed copy",
    "posting-copy": "a posting copy",
}


@dataclass(frozen=True, slots=True)
class Alike:
    """A work that a file looks like: by which of the work's files, how turned, how near."""

    work: Artwork
    edition: Edition
    turn: Turn
    strength: Strength
    bits: Bits


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One file. With an `error` its picture could not be read; `says` may still be there.

    `says` is the JSON form of provenance.inspect.Inspection. `alike` is best first, and leaves out the work that the
    file itself belongs to (`same` with `edition`). `compared` works were compared; `unlike_any` of them are too plain
    to be known by their looks, and so is this picture if `plain`.
    """

    path: Path
    says: dict[str, Any] | None = None
    same: Artwork | None = None
    edition: Edition | None = None
    alike: tuple[Alike, ...] = ()
    compared: int = 0
    unlike_any: int = 0
    plain: bool = False
    error: FileError | None = None

    @property
    def readers(self) -> tuple[int, int]:
        """(kinds of readers that see a reservation in it, all that are known)."""
        rows = self.says["readers"] if self.says else []
        return sum(row["sees"] is True for row in rows), len(rows)

    @property
    def best(self) -> Artwork | None:
        """The work it is or looks most like."""
        return self.same or (self.alike[0].work if self.alike else None)


def lookup(studio: Studio, targets: Sequence[Path], *, cancel: CancelToken | None = None) -> Iterator[LookedUp]:
    """Each file of the targets (folders recursively), in order. Stops between files when `cancel` asks for it."""
    memory = _memory(studio)
    trusted = identity.anchors(studio)
    waiting: deque[tuple[Path, FileError | tuple[Future[TaskResult], Future[TaskResult]]]] = deque()

    def first() -> LookedUp:
        path, pending = waiting.popleft()
        if isinstance(pending, FileError):
            return LookedUp(path, error=pending)
        return _found(studio, memory, path, *pending)

    for item in walk(targets):
        if cancel is not None and cancel.cancelled:
            return
        if isinstance(item, Closed):
            waiting.append((item.path, item.error))
        else:
            name = paths.text(item.path)
            asked = (
                studio.pool.submit("views", {"path": name, "megapixels": studio.settings.megapixels}),
                studio.pool.submit("inspect", {"path": name, "anchors": trusted}),
            )
            waiting.append((item.path, asked))
        if len(waiting) >= _WINDOW:
            yield first()
    while waiting and not (cancel is not None and cancel.cancelled):
        yield first()


def sentence(item: LookedUp) -> str:
    """The answer about one file in a sentence or two, for people."""
    if item.error is not None:
        return item.error.message
    if item.same is not None and item.edition is not None:
        text = f"This is {_WHAT[item.edition.role.value]} of your {_title(item.same)}, the very file; {_carries(item)}."
        return f"{text} A newer one took its place." if item.edition.superseded_by else text
    if item.alike:
        first, *others = item.alike
        turned = "" if first.turn is Turn.NONE else f", {first.turn.value}"
        text = f"This looks {first.strength.value} your {_title(first.work)}{turned}; {_carries(item)}."
        return f"{text} It looks like {_and(others)} as well." if others else text
    return f"Nothing of yours: {_compared(item)}."


def _found(
    studio: Studio, memory: "_Memory", path: Path, picture: "Future[TaskResult]", file: "Future[TaskResult]"
) -> LookedUp:
    says: dict[str, Any] | None = None
    try:
        says = dict(file.result().value)
        views = wire.load(Views, picture.result().value["views"])
    except FileError as error:
        return LookedUp(path, says, error=error)
    works = studio.catalogue.works
    edition = works.by_sha256(str(says["sha256"]))
    same = works.get(edition.artwork_id) if edition is not None else None
    likes, compared, unlike_any = memory.looks_like(studio, views)
    alike = _by_work(studio, [like for like in likes if same is None or like.work_id != same.id])
    return LookedUp(path, says, same, edition, alike, compared, unlike_any, plain(quality_of(views.views)))


def _by_work(studio: Studio, likes: Sequence[LooksLike]) -> tuple[Alike, ...]:
    """The nearest file of each work. Of files that are equally near the artist's own is named, not our copy of it."""
    by_work: dict[str, list[LooksLike]] = {}
    for like in likes:
        by_work.setdefault(like.work_id, []).append(like)
    some = list(by_work)[:MOST_WORKS]
    works = studio.catalogue.works.get_many(some)
    found = []
    for work_id in some:
        work = works.get(work_id)
        if work is None:
            continue
        files = {edition.id: edition for edition in work.editions}
        known = [like for like in by_work[work_id] if like.edition_id in files]
        if known:
            best = min(known, key=lambda like: (like.bits.pdq, like.bits.nearest, files[like.edition_id].role.ours))
            found.append(Alike(work, files[best.edition_id], best.turn, best.strength, best.bits))
    return tuple(found)


def _title(work: Artwork) -> str:
    return f"#{work.number}, {work.title}"


def _and(others: Sequence[Alike]) -> str:
    shown = ", ".join(f"#{other.work.number}" for other in others[:3])
    return shown if len(others) <= 3 else f"{shown} and {len(others) - 3} more"


def _carries(item: LookedUp) -> str:
    """Whether the file carries a reservation; "any more" only where a copy of the work once did."""
    sees, known = item.readers
    if sees:
        return f"it carries a reservation that {sees} of {known} kinds of readers see"
    work = item.best
    once = work is not None and any(edition.role.ours for edition in work.editions)
    return "it carries no reservation any more" if once and item.same is None else "it carries no reservation"


def _compared(item: LookedUp) -> str:
    if item.plain:
        return "the picture is too plain to be told from others by its looks, and the file itself is none of yours"
    if not item.compared:
        return "there is no work to compare with yet"
    text = f"compared with {item.compared:,} work{'' if item.compared == 1 else 's'}, flipped and turned in every way"
    return f"{text}; {item.unlike_any:,} of them too plain to be known by their looks" if item.unlike_any else text


class _Memory:
    """The works' fingerprints of one studio."""

    def __init__(self) -> None:
        self._gallery = Gallery()
        self._seen: set[str] = set()  # files, with fingerprints or without
        self._head: Head | None = None
        self._lock = threading.Lock()

    def looks_like(self, studio: Studio, views: Views) -> tuple[list[LooksLike], int, int]:
        """(files that it looks like, works compared, works too plain to be known so)."""

        def codes(editions: Sequence[str]) -> Mapping[str, str]:
            return studio.catalogue.prints.values(FingerprintKind.ISCC_IMAGE, editions)

        with self._lock:
            self._refresh(studio)
            return self._gallery.looks_like(views, codes), self._gallery.works, self._gallery.plain

    def _refresh(self, studio: Studio) -> None:
        """Take over what changed. Every change of files is in the custody ledger, so its head says whether any did."""
        head = studio.catalogue.custody.head()
        if head == self._head:
            return
        current = studio.catalogue.prints.current()
        self._gallery.remove(self._seen - current.keys())
        new = current.keys() - self._seen
        some = sorted(new) if len(new) <= _FEW else None
        group: list[Kept] = []
        for edition, phash, pdq, quality in studio.catalogue.prints.pairs(some) if new else ():
            if edition in new:
                group.append(Kept(edition, current[edition], phash, pdq, quality))
                if len(group) == _GROUP:
                    self._take(group)
                    group = []
        self._take(group)
        self._seen, self._head = set(current), head

    def _take(self, group: list[Kept]) -> None:
        try:
            self._gallery.add(group)
        except ValueError:  # a damaged fingerprint costs one file, not the look-up
            for one in group:
                try:
                    self._gallery.add([one])
                except ValueError:
                    continue


_memories: "weakref.WeakKeyDictionary[Studio, _Memory]" = weakref.WeakKeyDictionary()
_making = threading.Lock()


def _memory(studio: Studio) -> _Memory:
    with _making:
        return _memories.setdefault(studio, _Memory())
